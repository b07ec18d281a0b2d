package zmq

import (
	"context"
	"runtime"
	"slices"
)

// Incoming delivers messages on a channel, for use in a select statement.
type Incoming struct {
	C    <-chan Message // closed after the last message
	err  error
	left []Message
	done chan struct{}
}

// Incoming receives messages into a channel with a buffer of size messages, until ctx is done or the socket is closed.
// Then the channel is closed, and [Incoming.Err] returns the reason. While the channel is full, nothing is received, so
// peers are slowed down. No message is lost: messages in the channel can still be received from it. A message that did
// not fit is returned to the socket, for the next receive, or by [Incoming.Wait] if the socket is closed.
//
// On a Rep or Req, it receives the next message only after the program has sent the reply or the next request.
//
// Messages are received before the program takes them from the channel. Incoming is therefore not for an XPub with
// RawSocket.SetXPubManual, whose next Subscribe applies to the subscriber whose request was received last: receive
// its messages one by one.
func (s *Socket) Incoming(ctx context.Context, size int) *Incoming {
	messages := make(chan Message, max(0, size))
	in := &Incoming{C: messages, done: make(chan struct{})}
	closed := s.core.whenClosed()
	go func() {
		defer runtime.KeepAlive(s)
		defer close(messages)
		defer close(in.done) // first, so that Err has the error when C is closed
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

// Wait waits until the channel is closed, and returns the reason: the context's error, [ErrClosed], or the error of a
// receive. It also returns messages that were received, did not fit into the channel, and could not be returned to the
// socket because it is closed: at most one. Messages in the channel are not among them.
func (in *Incoming) Wait() ([]Message, error) {
	if in.done == nil { // the zero Incoming
		return nil, ErrClosed
	}
	<-in.done
	return in.left, in.err
}

// Err returns the reason why C is closed, or nil if it is open. It does not wait; [Incoming.Wait] does.
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

// Outgoing sends the messages of a channel, for use in a select statement.
type Outgoing struct {
	C      chan<- Message  // close it after the last message
	Done   <-chan struct{} // closed when no more messages are sent
	err    error
	queue  <-chan Message
	unsent []Message
}

// Outgoing sends the messages of a channel with a buffer of size messages, until the channel is closed, ctx is done or
// the socket is closed. While no peer can take messages, the channel fills up: a goroutine that sends to it should also
// select on [Outgoing.Done]. No message is lost: [Outgoing.Wait] returns those that were not sent.
//
// On a Rep or Req, it sends the next message only when it is the socket's turn to send.
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
			out.err = s.core.whenAllowed(ctx, PollOut, func() error { return s.SendMessage(ctx, message) })
			if out.err != nil {
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

// collect keeps the messages in the channel. If it was closed and is empty, all messages were sent.
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

// Wait waits until no more messages are sent. The error is nil if the channel was closed and all of its messages were
// sent. Otherwise, it is the reason, and the messages are those that were not sent. Only one goroutine can call it,
// once no goroutine sends to the channel anymore.
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
