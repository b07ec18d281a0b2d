package zmq

import (
	"time"
)

// libzmq aborts the program (session_base.cpp, clean_pipes; up to 4.3.5 at least) if three things coincide on a TCP or
// IPC connection: part of a multipart message has been sent, because the peer reads slowly; libzmq discards the rest,
// because the linger period has expired; and the connection breaks during the tenth of a millisecond, or several on a
// busy machine, that this takes. While libzmq does not discard messages, a connection can break at any time. So a
// socket that may have sent part of a message gets partialSendGrace more, in the background: by then, a peer that reads
// has received it, and the connection to one that ended has broken.

const partialSendGrace = 10 * time.Second

// sentAtOnce is less than the number of bytes that a connection takes at a time: libzmq takes 8 KiB. A socket that has
// sent no more than that in multipart messages has sent none of them partly.
const sentAtOnce = 4 << 10

// partHead is more than a part takes on the wire besides its content.
const partHead = 16

// noteParts records that a message was sent that a connection may take only partly.
func (c *core) noteParts(parts [][]byte, size int, err error) {
	onWire := len(parts)
	switch c.typ {
	case Router: // the first part names the peer
		onWire--
	case Stream: // connections of Stream carry bytes, not parts
		onWire = 1
	}
	if err == nil && onWire > 1 {
		c.sentInParts += uint64(size + partHead*len(parts))
	}
}

// setLinger sets the linger period, or a longer one if part of a message may have been sent.
func (c *core) setLinger(linger time.Duration) error {
	if linger >= 0 && c.remote && c.sentInParts > sentAtOnce {
		linger += partialSendGrace
		c.shared.mu.Lock()
		c.shared.grace = true
		c.shared.mu.Unlock()
	}
	return c.raw.SetLinger(linger)
}

// lingerForRelease sets the linger period for the unsent messages of an endpoint that is being released, and returns a
// function that restores the socket's.
func (c *core) lingerForRelease() (restore func()) {
	before, err := c.raw.Linger()
	if err != nil {
		return func() {}
	}
	_ = c.setLinger(c.linger.d)
	if c.linger.d > 0 && c.stats.Sent > 0 && c.remote {
		c.shared.noteUnsent(lingerEnd(c.linger.d))
	}
	return func() { _ = c.raw.SetLinger(before) }
}
