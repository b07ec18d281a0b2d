package zmq

import (
	"context"
	"runtime"
	"unsafe"
)

// Send sends a copy of data as a message of one part. It waits while no peer has room for it, until ctx
// is done, and returns before the message has left: libzmq sees to that. The errors are those of ctx,
// [ErrClosed], and an [Error] with what libzmq says, such as [EFSM] from a Req that waits for a
// reply.
func (s *Socket) Send(ctx context.Context, data []byte) error {
	err := s.core.send(ctx, data)
	runtime.KeepAlive(s)
	return err
}

// SendString is [Socket.Send] for a text.
func (s *Socket) SendString(ctx context.Context, text string) error {
	return s.Send(ctx, unsafe.Slice(unsafe.StringData(text), len(text)))
}

// SendParts sends the parts as one message, which arrives as a whole or not at all. No message of
// another goroutine comes between them. Without parts the error is [EINVAL], as it is for several parts on a
// socket that conflates. Otherwise it works as [Socket.Send] does.
//
// A Push, Dealer or Req with several peers depends on libzmq here: if another peer leaves within the microseconds between
// two parts, libzmq (up to 4.3.5 at least) can send the rest to the wrong one. Where peers left all the time, on a busy
// machine, that happened to one of 680,000 messages.
func (s *Socket) SendParts(ctx context.Context, parts ...[]byte) error {
	err := s.core.sendParts(ctx, parts)
	runtime.KeepAlive(s)
	return err
}

// SendMessage sends all parts of m as one message. Otherwise it works as [Socket.Send] does.
func (s *Socket) SendMessage(ctx context.Context, m Message) error {
	err := s.core.sendMessage(ctx, m)
	runtime.KeepAlive(s)
	return err
}

// SendBatch sends each of the messages, of one part each, in as few calls of libzmq as it can, and
// returns how many were sent: all of them if there is no error. Otherwise it works as [Socket.Send]
// does.
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

// sendParts sends in one go: libzmq has room for all parts of a message if it has room for the first. Where the peer
// leaves amid them, [RawSocket.SendParts] begins again with the first.
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

// handed ends a send of messages of a size, which a receiver at the other end may be waiting for.
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
