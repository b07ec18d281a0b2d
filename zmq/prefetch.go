package zmq

import (
	"slices"
)

// libzmq aborts the program (fq.cpp) if this side ends a connection that libzmq is reading a message from: by
// Disconnect, or with the option Immediate when the connection breaks. libzmq is reading a message if
// [Socket.RecvBatch] has left parts of it, or if libzmq had to read a first part to find out what a socket is ready
// for. Such messages are therefore received first.

// maxPrefetched is how many messages are received in advance.
const maxPrefetched = 1000

// events returns what the socket is ready for, as far as libzmq knows.
func (c *core) events() (PollEvents, error) {
	events, err := c.raw.Events()
	if events&PollIn != 0 && c.prefetches() && c.options().immediate && len(c.unread) < maxPrefetched {
		c.prefetch()
	}
	if c.typ == typeDish {
		events &^= PollOut // which says that it can join a group
	}
	return events, err
}

// prefetches reports whether libzmq reads a first part to find out whether there is a message for the socket.
func (c *core) prefetches() bool {
	return c.typ == Router || c.typ == Rep || c.typ == Sub || c.typ == XSub
}

// prefetch receives the message that libzmq is reading, or else one that has arrived, for the next receive. It precedes
// anything that ends a connection.
func (c *core) prefetch() {
	if !c.partial && !c.prefetches() || c.options().conflate {
		return
	}
	if _, err := c.raw.RecvPartsBatch(c.batch, dontBlock); err != nil {
		return
	}
	m := new(Message)
	switch err := c.collect(m); {
	case err != nil:
	case c.partial: // the others that were given back are whole
		c.partial = false
		c.unread = slices.Insert(c.unread, 0, *m)
	default:
		c.unread = append(c.unread, *m)
	}
}
