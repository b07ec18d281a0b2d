package zmq

import (
	"context"
	"runtime"
)

// Incoming is messages that come in on a channel, for programs that select.
type Incoming struct {
	C    <-chan Message // closed when no more come
	err  error
	done chan struct{}
}

// Incoming receives messages into a channel with room for size of them, until ctx is done or the socket
// is closed: then the channel is closed, and [Incoming.Err] says why. As long as the channel is full,
// nothing is received, so that peers feel it. No message is lost: what is in the channel can still be
// taken, and one that found no room goes back to the socket, for the next receive.
func (s *Socket) Incoming(ctx context.Context, size int) *Incoming {
	messages := make(chan Message, size)
	in := &Incoming{C: messages, done: make(chan struct{})}
	go func() {
		defer runtime.KeepAlive(s)
		defer close(in.done)
		defer close(messages)
		for message, err := range s.Messages(ctx) {
			if err == nil {
				err = s.core.deliver(ctx, messages, message)
			}
			if in.err = err; err != nil {
				return
			}
		}
	}()
	return in
}

// Err waits until no more messages come, and returns why: the error of the context, [ErrClosed], or what
// went wrong.
func (in *Incoming) Err() error {
	<-in.done
	return in.err
}

// deliver puts a message into the channel, or back if the context ends before there is room.
func (c *core) deliver(ctx context.Context, messages chan<- Message, message Message) error {
	select {
	case messages <- message:
		return nil
	case <-ctx.Done():
		c.giveBack(message)
		return contextError(ctx)
	}
}

// giveBack lets the next receive have the message.
func (c *core) giveBack(message Message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.pushed = append(c.pushed, message)
	c.stats.Received--
	c.stats.ReceivedBytes -= uint64(message.Size())
	c.receivers.signal()
}

// Outgoing is a channel whose messages are sent, for programs that select.
type Outgoing struct {
	C      chan<- Message  // close it when all was put in
	Done   <-chan struct{} // closed when no more are sent
	err    error
	queue  <-chan Message
	unsent []Message
}

// Outgoing sends the messages that are put into a channel with room for size of them, until the channel
// is closed, ctx is done or the socket is closed. As long as the socket has no room, the channel fills up:
// whoever puts messages in should select on [Outgoing.Done] as well. No message is lost:
// [Outgoing.Wait] returns those that were not sent.
func (s *Socket) Outgoing(ctx context.Context, size int) *Outgoing {
	messages, done := make(chan Message, size), make(chan struct{})
	out := &Outgoing{C: messages, Done: done, queue: messages}
	go func() {
		defer runtime.KeepAlive(s)
		defer close(done)
		out.run(ctx, s)
	}()
	return out
}

func (out *Outgoing) run(ctx context.Context, s *Socket) {
	for {
		select {
		case message, ok := <-out.queue:
			if !ok {
				return
			}
			if out.err = s.SendMessage(ctx, message); out.err != nil {
				out.unsent = append(out.unsent, message)
				return
			}
		case <-ctx.Done():
			out.err = contextError(ctx)
			return
		}
	}
}

// collect keeps what is in the channel.
func (out *Outgoing) collect() {
	for {
		select {
		case message, ok := <-out.queue:
			if !ok {
				return
			}
			out.unsent = append(out.unsent, message)
		default:
			return
		}
	}
}

// Wait waits until no more messages are sent. The error is nil if all were, after the channel was closed;
// otherwise it says why not, and the messages are those that were put in and not sent. It is for one
// goroutine, when nobody puts any more in.
func (out *Outgoing) Wait() ([]Message, error) {
	<-out.Done
	if out.err != nil {
		out.collect()
	}
	return out.unsent, out.err
}
