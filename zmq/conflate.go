package zmq

import (
	"fmt"
)

// A socket that conflates keeps the newest part, not the newest message. Of a multipart message, it sends only the last
// part, or one that announces more parts. libzmq aborts a program that reads such a part if no other follows.

// cachedOptions holds options of libzmq that determine how to receive.
type cachedOptions struct {
	valid     bool // no call has changed options since
	conflate  bool // keep the newest part only
	immediate bool // end a connection on this side when it breaks
}

var (
	errConflate  = fmt.Errorf("a socket that conflates sends messages of one part: %w", EINVAL)
	errTruncated = fmt.Errorf("part of a longer message came to a socket that conflates; close it: %w", ENOTSUP)
)

func (c *core) options() *cachedOptions {
	if !c.cached.valid {
		c.readCached()
	}
	return &c.cached
}

func (c *core) readCached() {
	switch c.typ {
	case Push, Pull, Pub, Sub, Dealer:
		c.cached.conflate, _ = c.raw.Conflate() // false if it fails
	}
	c.cached.immediate, _ = c.raw.Immediate()
	c.cached.valid = true
}

// recvConflated receives the newest part. After one that announces more parts, nothing is received.
func (c *core) recvConflated() (int, error) {
	if c.truncated {
		return 0, &Error{Op: "receive", Type: c.typ, Err: errTruncated}
	}
	part := NewBatch(1)
	defer part.Close()
	if _, err := c.raw.RecvBatch(part, dontBlock); err != nil {
		return 0, err
	}
	if part.More(0) {
		c.truncated = true
		return 0, &Error{Op: "receive", Type: c.typ, Err: errTruncated}
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
