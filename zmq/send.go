package zmq

import (
	"context"
	"runtime"
	"unsafe"
)

// Send sends a copy of data as a message of one part. It waits while no peer can take the message, until ctx is done,
// and returns when the message is queued; libzmq sends it in the background. The error is ctx's, [ErrClosed], or an
// [Error] from libzmq, such as [EFSM] if a Req is waiting for a reply.
func (s *Socket) Send(ctx context.Context, data []byte) error {
	err := s.core.send(ctx, data)
	runtime.KeepAlive(s)
	return err
}

// SendString is [Socket.Send] for a string.
func (s *Socket) SendString(ctx context.Context, text string) error {
	return s.Send(ctx, unsafe.Slice(unsafe.StringData(text), len(text)))
}

// SendParts sends the parts as one message, which is delivered whole or not at all. Messages of other goroutines do not
// interleave with the parts. It fails with [EINVAL] if there are no parts, or if there are several and the socket
// conflates. Otherwise, it works like [Socket.Send].
//
// There is one exception: if another peer of a Push, Dealer or Req leaves within the microseconds between two parts,
// libzmq (up to 4.3.5 at least) can send the rest to the wrong peer. In a test in which peers left all the time, on a
// busy machine, this happened to one of 680,000 messages.
func (s *Socket) SendParts(ctx context.Context, parts ...[]byte) error {
	err := s.core.sendParts(ctx, parts)
	runtime.KeepAlive(s)
	return err
}

// SendMessage sends all parts of m as one message. Otherwise, it works like [Socket.Send].
func (s *Socket) SendMessage(ctx context.Context, m Message) error {
	err := s.core.sendMessage(ctx, m)
	runtime.KeepAlive(s)
	return err
}

// SendBatch sends messages of one part each, with as few calls to libzmq as possible, and returns the number of
// messages sent: all of them if the error is nil. Otherwise, it works like [Socket.Send].
func (s *Socket) SendBatch(ctx context.Context, messages [][]byte) (int, error) {
	n, err := s.core.sendBatch(ctx, messages)
	runtime.KeepAlive(s)
	return n, err
}

func (c *core) send(ctx context.Context, data []byte) error {
	if c.isDraft() {
		return c.sendDraft(ctx, NewMessage(data))
	}
	err := c.do(ctx, PollOut, func() error {
		_, err := c.raw.Send(data, dontBlock)
		c.sent(1, len(data), err)
		return err
	})
	return c.finishSend(len(data), err)
}

// sendParts sends all parts at once: libzmq has room for all parts of a message if it has room for the first. If the
// peer leaves between them, RawSocket.SendParts starts again from the first.
func (c *core) sendParts(ctx context.Context, parts [][]byte) error {
	if c.isDraft() {
		return c.sendDraft(ctx, NewMessage(parts...))
	}
	err := c.do(ctx, PollOut, func() error { return c.sendWhole(parts) })
	return c.finishSend(sizeOf(parts), err)
}

// sendWhole is sendParts under the lock.
func (c *core) sendWhole(parts [][]byte) error {
	if len(parts) > 1 && c.options().conflate {
		return &Error{Op: "send", Type: c.typ, Err: errConflate}
	}
	size, err := c.raw.SendParts(parts, dontBlock)
	c.sent(1, size, err)
	c.noteParts(parts, size, err)
	return err
}

func sizeOf(parts [][]byte) int {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	return size
}

func (c *core) sendBatch(ctx context.Context, messages [][]byte) (int, error) {
	sent, size := 0, 0
	if c.isDraft() {
		for _, message := range messages {
			if err := c.sendDraft(ctx, NewMessage(message)); err != nil {
				return sent, err
			}
			sent++
		}
		return sent, nil
	}
	err := c.do(ctx, PollOut, func() error {
		n, err := c.raw.SendBatch(messages[sent:], dontBlock)
		for _, message := range messages[sent : sent+n] {
			c.sent(1, len(message), nil)
			size += len(message)
		}
		sent += n
		return err
	})
	return sent, c.finishSend(size/max(sent, 1), err)
}

// finishSend ends a send of messages of a size, which a receiver at the other end may be waiting for.
func (c *core) finishSend(size int, err error) error {
	if err != nil {
		return c.failed("send", "", err)
	}
	c.wakePeer(size)
	return nil
}

// sent counts what was sent, if it was.
func (c *core) sent(messages, size int, err error) {
	if err == nil {
		c.refused = false
		c.stats.Sent += uint64(messages)
		c.stats.SentBytes += uint64(size)
	}
}
