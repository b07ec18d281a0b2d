package zmq

import (
	"fmt"
)

// A socket that conflates keeps the newest part, and not the newest message. Of a message of several parts it sends the
// last part alone, or one that says more parts follow. Whoever reads such a part, and there is no other, is aborted
// by libzmq.

// askedOptions is what is known of options that decide how to receive.
type askedOptions struct {
	known     bool // since the last call that may have changed them
	conflate  bool
	immediate bool
}

var (
	errConflate = fmt.Errorf("a socket that conflates sends messages of one part: %w", EINVAL)
	errCut      = fmt.Errorf("part of a longer message came to a socket that conflates; close it: %w", ENOTSUP)
)

// conflates reports whether the socket keeps the newest part only.
func (c *core) conflates() bool {
	if !c.asked.known {
		c.askOptions()
	}
	return c.asked.conflate
}

func (c *core) askOptions() {
	switch c.typ {
	case Push, Pull, Pub, Sub, Dealer:
		c.asked.conflate, _ = c.raw.Conflate() // false where it fails
	}
	c.asked.immediate, _ = c.raw.Immediate()
	c.asked.known = true
}

// recvConflated receives the newest part. After one that says more follow nothing is received.
func (c *core) recvConflated() (int, error) {
	if c.cut {
		return 0, &Error{Op: "receive", Type: c.typ, Err: errCut}
	}
	part := NewBatch(1)
	defer part.Close()
	if _, err := c.raw.RecvBatch(part, dontBlock); err != nil {
		return 0, err
	}
	if part.More(0) {
		c.cut = true
		return 0, &Error{Op: "receive", Type: c.typ, Err: errCut}
	}
	c.batch.Clear()
	if err := c.batch.Append(part.Bytes(0), false); err != nil {
		return 0, err
	}
	return 1, nil
}

// batchConflated receives the newest part into a batch.
func (c *core) batchConflated(b *Batch) (int, error) {
	if _, err := c.recvConflated(); err != nil {
		return 0, err
	}
	b.Clear()
	if err := b.Append(c.batch.Bytes(0), false); err != nil {
		return 0, err
	}
	return 1, nil
}
