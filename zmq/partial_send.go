package zmq

import (
	"time"
)

// libzmq aborts the program (session_base.cpp, clean_pipes; up to 4.3.5 at least) when three things meet on a
// connection of TCP or IPC: a message of several parts has left in part, because the peer reads slowly; libzmq gives
// up what the connection has not sent, because the linger period is over; and the connection breaks in the moment
// that this takes, a tenth of a millisecond or several on a busy machine. As long as libzmq does not give up, a
// connection may break at any time. So what may be sent in part gets partialSendGrace longer, in the background: by then
// a peer that reads has taken it, and the connection to one that ends has broken.

const partialSendGrace = 10 * time.Second

// sentAtOnce is how many bytes a connection takes at a time, with room to spare: libzmq takes 8 KiB. A socket that has
// sent no more than that in messages of several parts has sent none in part.
const sentAtOnce = 4 << 10

// partHead is more than a part takes on the wire besides its content.
const partHead = 16

// noteParts notes that a message was sent, of which a connection may take a part only.
func (c *core) noteParts(parts [][]byte, size int, err error) {
	onWire := len(parts)
	switch c.typ {
	case Router: // the first part says to whom
		onWire--
	case Stream: // connections of Stream carry bytes, not parts
		onWire = 1
	}
	if err == nil && onWire > 1 {
		c.sentInParts += uint64(size + partHead*len(parts))
	}
}

// setLinger sets the linger period, and more if a message may have left in part.
func (c *core) setLinger(linger time.Duration) error {
	if linger >= 0 && c.remote && c.sentInParts > sentAtOnce {
		linger += partialSendGrace
		c.shared.mu.Lock()
		c.shared.grace = true
		c.shared.mu.Unlock()
	}
	return c.raw.SetLinger(linger)
}

// lingerForRelease sets the linger period that what an endpoint has not sent gets when it is released, and returns what sets
// the socket's back.
func (c *core) lingerForRelease() (restore func()) {
	before, err := c.raw.Linger()
	if err != nil {
		return func() {}
	}
	_ = c.setLinger(c.linger.d)
	if c.linger.d > 0 && c.stats.Sent > 0 && c.remote {
		c.shared.noteUnsent(unsent{until: time.Now().Add(c.linger.d)})
	}
	return func() { _ = c.raw.SetLinger(before) }
}
