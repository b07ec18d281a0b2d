package zmq

import (
	"slices"
)

// libzmq aborts the program (fq.cpp) when the connection that it reads a message from is ended by this side before
// the last part was read: by Disconnect, or with the option Immediate when the connection breaks. A message is begun
// where [Socket.RecvBatch] has left the rest of it, and where libzmq, asked what a socket is ready for, had to look
// at a first part. So begun messages are received before.

// mostBegun is how many messages are received in advance.
const mostBegun = 1000

// events returns what the socket is ready for, as far as libzmq knows.
func (c *core) events() (PollEvents, error) {
	events, err := c.raw.Events()
	if events&PollIn != 0 && c.looksAtParts() && c.breaksAway() && len(c.pushed) < mostBegun {
		c.receiveBegun()
	}
	return events, err
}

// looksAtParts reports whether libzmq reads a first part to find out whether there is a message for the socket.
func (c *core) looksAtParts() bool {
	return c.typ == Router || c.typ == Rep || c.typ == Sub || c.typ == XSub
}

// breaksAway reports whether libzmq ends a connection of the socket on this side when it breaks.
func (c *core) breaksAway() bool {
	if !c.asked.known {
		c.askOptions()
	}
	return c.asked.immediate
}

// receiveBegun receives the message that is begun, or else one that has come, for the next receive. It comes
// before whatever ends a connection.
func (c *core) receiveBegun() {
	if !c.partial && !c.looksAtParts() || c.conflates() {
		return
	}
	if _, err := c.raw.RecvPartsBatch(c.batch, dontBlock); err != nil {
		return
	}
	m := new(Message)
	switch err := c.collect(m); {
	case err != nil:
	case c.partial: // the others that were given back are whole
		c.pushed = slices.Insert(c.pushed, 0, *m)
	default:
		c.pushed = append(c.pushed, *m)
	}
}
