package zmq

import (
	"context"
	"errors"
	"io"
	"iter"
	"runtime"
	"slices"
)

// Recv receives a message of one part, into new memory. It waits until a message arrives or ctx is done. For a message
// of several parts, it returns a [MultipartError], which carries the message; a Rep can reply to it or receive the next
// request. Other errors are ctx's, [ErrClosed], or an [Error] from libzmq, such as [EFSM] if a Rep must reply first.
func (s *Socket) Recv(ctx context.Context) ([]byte, error) {
	var data []byte
	err := s.core.do(ctx, PollIn, func() error {
		return s.core.recvOne(func(part []byte) error {
			data = append(make([]byte, 0, len(part)), part...)
			return nil
		})
	})
	runtime.KeepAlive(s)
	return data, s.core.failed("receive", "", err)
}

// RecvString is [Socket.Recv] for a string.
func (s *Socket) RecvString(ctx context.Context) (string, error) {
	var text string
	err := s.core.do(ctx, PollIn, func() error {
		return s.core.recvOne(func(part []byte) error {
			text = string(part)
			return nil
		})
	})
	runtime.KeepAlive(s)
	return text, s.core.failed("receive", "", err)
}

// RecvInto receives a message of one part into buf and returns its length. If the message is longer than buf, it fails
// with [io.ErrShortBuffer], and the next receive returns the same message. It does not allocate. Otherwise, it works
// like [Socket.Recv].
func (s *Socket) RecvInto(ctx context.Context, buf []byte) (int, error) {
	n := 0
	err := s.core.do(ctx, PollIn, func() error {
		return s.core.recvOne(func(part []byte) error {
			if n = len(part); n > len(buf) {
				return io.ErrShortBuffer
			}
			copy(buf, part)
			return nil
		})
	})
	runtime.KeepAlive(s)
	return n, s.core.failed("receive", "", err)
}

// RecvParts receives all parts of a message, into new memory. Otherwise, it works like [Socket.Recv].
func (s *Socket) RecvParts(ctx context.Context) ([][]byte, error) {
	var m Message
	if err := s.RecvMessage(ctx, &m); err != nil {
		return nil, err
	}
	return m.Parts(), nil
}

// RecvMessage receives a message into m and reuses m's memory, so a loop that keeps its Message does not allocate.
// Otherwise, it works like [Socket.Recv].
func (s *Socket) RecvMessage(ctx context.Context, m *Message) error {
	err := s.core.recvMessage(ctx, m)
	runtime.KeepAlive(s)
	return err
}

// Messages iterates over the messages that the socket receives. An error, such as that of ctx or [ErrClosed], is the
// last element. The loop can keep each Message. No message is lost if the loop ends early.
func (s *Socket) Messages(ctx context.Context) iter.Seq2[Message, error] {
	return func(yield func(Message, error) bool) {
		for {
			var m Message
			err := s.RecvMessage(ctx, &m)
			if !yield(m, err) || err != nil {
				return
			}
		}
	}
}

// RecvBatch receives the messages that have arrived into b, with one call to libzmq, and returns the number of messages
// or parts. It waits until there is a first message or ctx is done, and does not wait for more. A batch belongs to one
// goroutine at a time. If a message does not fit into b, another goroutine that receives from the socket can receive
// its remaining parts. Otherwise, it works like [Socket.Recv]. Like [Socket.Incoming], it is not for a manual XPub.
func (s *Socket) RecvBatch(ctx context.Context, b *Batch) (int, error) {
	n, err := s.core.recvBatch(ctx, b)
	runtime.KeepAlive(s)
	return n, err
}

// partsRoom is how many parts of a message are received in one call to libzmq.
const partsRoom = 4

// longPart is the size from which memory is returned to libzmq at once instead of with the next receive.
const longPart = 1 << 10

// recvOne receives one part and passes it to take, under the lock. A message that take refuses, or that has more parts,
// is kept or returned with the error.
//
// Rare cases are in separate functions: thousands of goroutines can wait in [core.do], and small frames keep their
// stacks small.
func (c *core) recvOne(take func(part []byte) error) error {
	if len(c.unread) > 0 {
		return c.recvUnread(take)
	}
	n, err := c.recvParts()
	if err != nil {
		return err
	}
	if n > 1 || c.batch.More(0) {
		return c.several()
	}
	part := c.batch.Bytes(0)
	if err := take(part); err != nil {
		c.unreadBatch()
		return err
	}
	c.received(len(part))
	if len(part) > longPart {
		c.batch.Clear()
	}
	return nil
}

// several returns the message in the batch as a MultipartError.
func (c *core) several() error {
	m := new(Message)
	if err := c.collect(m); err != nil {
		return err
	}
	c.received(m.Size())
	return c.refuse(m)
}

// refuse returns the error for a message of several parts where one is expected.
func (c *core) refuse(m *Message) error {
	c.refused = c.typ == Rep
	return &MultipartError{Parts: m.Parts()}
}

// answerRefused replies to a request that was refused and got no other reply, because libzmq does not deliver the next
// one before that.
func (c *core) answerRefused() {
	if c.refused {
		_, err := c.raw.Send(nil, dontBlock)
		c.sent(1, 0, err)
	}
}

// recvParts receives parts of one message into the socket's batch.
func (c *core) recvParts() (int, error) {
	c.answerRefused()
	if c.options().conflate {
		return c.recvConflated()
	}
	if c.recvsRoute() {
		return c.recvRouted()
	}
	return c.raw.RecvPartsBatch(c.batch, c.recvFlags)
}

// unreadBatch puts the message in the batch back, for the next receive.
func (c *core) unreadBatch() {
	m := new(Message)
	if err := c.collect(m); err == nil {
		c.partial = false
		c.unread = append(c.unread, *m)
	}
}

// recvUnread is recv for a message that was put back.
func (c *core) recvUnread(take func(part []byte) error) error {
	m := &c.unread[0]
	if m.Len() != 1 {
		err := c.refuse(m)
		c.dropUnread()
		return err
	}
	if err := take(m.parts[0]); err != nil {
		return err
	}
	c.dropUnread()
	return nil
}

// dropUnread removes the first message that was put back.
func (c *core) dropUnread() {
	c.received(c.unread[0].Size())
	c.removeUnread()
}

func (c *core) removeUnread() {
	c.unread[0] = Message{}
	c.unread = c.unread[1:]
	if len(c.unread) == 0 {
		c.unread = nil
	}
}

// recvMessage receives all parts of a message into m.
func (c *core) recvMessage(ctx context.Context, m *Message) error {
	m.reset()
	err := c.do(ctx, PollIn, func() error { return c.recvWhole(m) })
	return c.failed("receive", "", err)
}

// recvWhole is recvMessage under the lock, for an empty m.
func (c *core) recvWhole(m *Message) error {
	if len(c.unread) > 0 {
		*m = c.unread[0]
		c.dropUnread()
		return nil
	}
	if _, err := c.recvParts(); err != nil {
		return err
	}
	if err := c.collect(m); err != nil {
		return err
	}
	c.received(m.Size())
	return nil
}

// recvWhenAllowed is recvMessage for a goroutine that only receives: it waits if it is another goroutine's turn to
// send.
func (c *core) recvWhenAllowed(ctx context.Context, m *Message) error {
	return c.whenAllowed(ctx, PollIn, func() error { return c.recvMessage(ctx, m) })
}

// whenAllowed makes a call, before which it waits if sends and receives alternate and it is not its turn.
func (c *core) whenAllowed(ctx context.Context, events PollEvents, call func() error) error {
	if !c.alternates() {
		return call()
	}
	for {
		if err := c.await(ctx, events); err != nil {
			return err
		}
		if err := call(); !errors.Is(err, EFSM) { // or another goroutine was faster
			return err
		}
	}
}

// collect copies the message in the batch and its remaining parts, which have all arrived with the first.
func (c *core) collect(m *Message) error {
	m.receiver = c.typ
	m.noteMetadata(c.property, c.metadata)
	for more := true; more; {
		size := 0
		for part := range c.batch.All() {
			size += len(part)
		}
		m.memory = slices.Grow(m.memory, size)
		m.ends = slices.Grow(m.ends, c.batch.Len())
		m.parts = slices.Grow(m.parts, c.batch.Len())
		for part := range c.batch.All() {
			m.memory = append(m.memory, part...)
			m.ends = append(m.ends, len(m.memory))
		}
		if more = c.batch.More(c.batch.Len() - 1); more {
			if _, err := c.raw.RecvPartsBatch(c.batch, dontBlock); err != nil {
				m.reset()
				return err
			}
		}
	}
	if len(m.memory) > longPart {
		c.batch.Clear()
	}
	start := 0
	for _, end := range m.ends { // only now does the memory stay in place
		m.parts = append(m.parts, m.memory[start:end:end])
		start = end
	}
	c.noteRoute(m)
	return nil
}

func (c *core) recvBatch(ctx context.Context, b *Batch) (int, error) {
	n := 0
	err := c.do(ctx, PollIn, func() error {
		if len(c.unread) > 0 {
			var err error
			n, err = c.batchUnread(b)
			return err
		}
		c.answerRefused()
		var err error
		if c.options().conflate {
			n, err = c.batchConflated(b)
		} else {
			n, err = c.raw.RecvBatch(b, c.recvFlags)
		}
		if err == nil {
			for part, more := range b.All() {
				c.receivedPart(len(part), more)
			}
		}
		return err
	})
	return n, c.failed("receive", "", err)
}

// batchUnread fills the batch with parts of the first message that was put back. Parts that do not fit come with the
// next receive, as they do for a message from libzmq.
func (c *core) batchUnread(b *Batch) (int, error) {
	b.Clear()
	m := &c.unread[0]
	for len(m.parts) > 0 {
		part, more := m.parts[0], len(m.parts) > 1
		if err := b.Append(part, more); err != nil {
			if b.Len() == 0 {
				return 0, err
			}
			return b.Len(), nil
		}
		c.receivedPart(len(part), more)
		c.partial = false // libzmq has none of the parts
		m.parts = m.parts[1:]
	}
	c.removeUnread()
	return b.Len(), nil
}

// received counts a message that was received.
func (c *core) received(size int) { c.receivedPart(size, false) }

func (c *core) receivedPart(size int, more bool) {
	c.partial = more
	c.stats.ReceivedBytes += uint64(size)
	if !more {
		c.stats.Received++
	}
}
