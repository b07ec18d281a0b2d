package zmq

import (
	"slices"
)

// libzmq aborts the program (fq.cpp) when the connection that it reads a message from is ended by this side before
// the last part was read: by Disconnect, or with the option Immediate when the connection breaks. A message is begun
// where [Socket.RecvBatch] has left the rest of it, and where libzmq, asked what a socket is ready for, had to look
// at a first part. So begun messages are received before.

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

// prefetch receives the message that is begun, or else one that has come, for the next receive. It comes
// before whatever ends a connection.
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
		c.unread = slices.Insert(c.unread, 0, *m)
	default:
		c.unread = append(c.unread, *m)
	}
}
