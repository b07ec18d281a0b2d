package zmq

import (
	"context"
	"runtime"
	"slices"
)

// Incoming is messages that come in on a channel, for programs that select.
type Incoming struct {
	C    <-chan Message // closed when no more come
	err  error
	left []Message
	done chan struct{}
}

// Incoming receives messages into a channel with room for size of them, until ctx is done or the socket
// is closed: then the channel is closed, and [Incoming.Err] says why. As long as the channel is full,
// nothing is received, so that peers feel it. No message is lost: what is in the channel can still be
// taken. One that found no room goes back to the socket, for the next receive, or where the socket is closed is
// returned by [Incoming.Wait].
//
// With a Rep or Req it waits with the next message until the reply or request before it was sent.
//
// Messages are received before the program takes them from the channel. So Incoming is not for an XPub with
// [RawSocket.SetXPubManual], whose next Subscribe is for the subscriber whose request was received last: receive
// from it one by one.
func (s *Socket) Incoming(ctx context.Context, size int) *Incoming {
	messages := make(chan Message, max(0, size))
	in := &Incoming{C: messages, done: make(chan struct{})}
	closed := s.core.whenClosed()
	go func() {
		defer runtime.KeepAlive(s)
		defer close(messages)
		defer close(in.done) // first, so that Err has the error where C is closed
		for in.err == nil {
			var m Message
			if in.err = s.core.recvWhenAllowed(ignoreTimeouts(ctx), &m); in.err == nil {
				in.err = in.deliver(ctx, s.core, closed, messages, m)
			}
		}
	}()
	return in
}

// deliver puts a message into the channel. If the context or the socket ends before there is room, the message goes
// back to the socket or stays.
func (in *Incoming) deliver(ctx context.Context, c *core, closed <-chan struct{}, messages chan<- Message, m Message) error {
	var err error
	select {
	case messages <- m:
		return nil
	case <-ctx.Done():
		err = contextError(ctx)
	case <-closed:
		err = ErrClosed
	}
	if !c.unreceive(m) {
		in.left = append(in.left, m)
	}
	return err
}

// Wait waits until no more messages come. It returns why: the error of the context, [ErrClosed], or what
// went wrong. The messages are those that were received, found no room in the channel, and could not go back to the
// socket as it is closed: one at most. Those in the channel are not among them.
func (in *Incoming) Wait() ([]Message, error) {
	if in.done == nil { // the zero Incoming
		return nil, ErrClosed
	}
	<-in.done
	return in.left, in.err
}

// Err returns why C is closed, and nil as long as it is not. It does not wait: [Incoming.Wait] does.
func (in *Incoming) Err() error {
	if in.done == nil { // the zero Incoming
		return ErrClosed
	}
	select {
	case <-in.done:
		return in.err
	default:
		return nil
	}
}

// unreceive puts messages back that were received last, for the next receives, and reports whether there can be one.
func (c *core) unreceive(messages ...Message) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return false
	}
	c.unread = slices.Concat(messages, c.unread)
	for _, m := range messages {
		c.stats.Received--
		c.stats.ReceivedBytes -= uint64(m.Size())
		c.receivers.signal()
	}
	return true
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
	messages, done := make(chan Message, max(0, size)), make(chan struct{})
	out := &Outgoing{C: messages, Done: done, queue: messages}
	closed := s.core.whenClosed()
	go func() {
		defer runtime.KeepAlive(s)
		defer close(done)
		out.run(ignoreTimeouts(ctx), s, closed)
	}()
	return out
}

func (out *Outgoing) run(ctx context.Context, s *Socket, closed <-chan struct{}) {
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
		case <-closed:
			out.err = ErrClosed
			return
		}
	}
}

// collect keeps what is in the channel. Where it was closed and nothing is left, all was sent.
func (out *Outgoing) collect() {
	for {
		select {
		case message, ok := <-out.queue:
			switch {
			case ok:
				out.unsent = append(out.unsent, message)
			case len(out.unsent) == 0:
				out.err = nil
				return
			default:
				return
			}
		default:
			return
		}
	}
}

// Wait waits until no more messages are sent. The error is nil if all were, after the channel was closed;
// otherwise it says why not, and the messages are those that were put in and not sent. It is for one
// goroutine, when nobody puts any more in.
func (out *Outgoing) Wait() ([]Message, error) {
	if out.Done == nil { // the zero Outgoing
		return nil, ErrClosed
	}
	<-out.Done
	if out.err != nil {
		out.collect()
	}
	return out.unsent, out.err
}
