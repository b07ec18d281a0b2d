package zmq

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Proxy forwards messages between two sockets, in both directions: clients connect to one of them and servers to the
// other. Set Frontend and Backend, then call [Proxy.Run].
type Proxy struct {
	Frontend *Socket
	Backend  *Socket
	Capture  *Socket // receives a copy of each message, or nil

	stats proxyStats
}

// ProxyStats counts the messages that a proxy has forwarded.
type ProxyStats struct {
	ToBackend      uint64 // messages from the front end to the back end
	ToBackendSize  uint64 // their bytes
	ToFrontend     uint64 // messages from the back end to the front end
	ToFrontendSize uint64
	Unroutable     uint64 // messages, and copies for Capture, that were dropped: their peer had left, or the socket cannot send them
}

type proxyStats struct {
	toBackend, toFrontend flow
	unroutable            atomic.Uint64
}

// flow counts one direction.
type flow struct {
	messages, bytes atomic.Uint64
}

// Stats returns the counts so far.
func (p *Proxy) Stats() ProxyStats {
	return ProxyStats{
		ToBackend:      p.stats.toBackend.messages.Load(),
		ToBackendSize:  p.stats.toBackend.bytes.Load(),
		ToFrontend:     p.stats.toFrontend.messages.Load(),
		ToFrontendSize: p.stats.toFrontend.bytes.Load(),
		Unroutable:     p.stats.unroutable.Load(),
	}
}

// Run forwards messages until ctx is done or one of the sockets is closed, and returns the reason. It receives only when
// the other socket has room for a message, and then up to 64 parts of what has arrived, so a slow peer on one side slows
// down the peers on the other. No message is lost when Run ends, and the sockets stay open. A message to a peer that has
// left, as reported by a Router with [Mandatory], is dropped and counted, and so is one of several parts if the socket
// sends only messages of one part. If Capture has no room, the proxy waits for
// it; a Pub always has room.
//
// Frontend and Backend can be the same socket, which is then sent its own messages; a Rep replies with each request.
func (p *Proxy) Run(ctx context.Context) error {
	defer runtime.KeepAlive(p)
	if err := p.check(); err != nil {
		return err
	}
	ctx, cancel := context.WithCancelCause(ignoreTimeouts(ctx))
	defer cancel(nil)
	front, back := p.Frontend.core, p.Backend.core
	var directions sync.WaitGroup
	directions.Go(func() { cancel(p.forward(ctx, front, back, &p.stats.toBackend)) })
	if front != back {
		directions.Go(func() { cancel(p.forward(ctx, back, front, &p.stats.toFrontend)) })
	}
	var captureClosed <-chan struct{} // never, if there is none
	if p.Capture != nil {
		captureClosed = p.Capture.core.whenClosed()
	}
	select { // a direction only notices the socket that it waits for
	case <-front.whenClosed():
		cancel(ErrClosed)
	case <-back.whenClosed():
		cancel(ErrClosed)
	case <-captureClosed:
		cancel(ErrClosed)
	case <-ctx.Done():
	}
	directions.Wait()
	if cause := context.Cause(ctx); cause != context.DeadlineExceeded {
		return cause
	}
	return deadlineError{}
}

// check reports whether there are sockets to work with.
func (p *Proxy) check() error {
	for _, s := range []*Socket{p.Frontend, p.Backend} {
		if s == nil || s.core == nil {
			return fmt.Errorf("zmq: proxy: Frontend and Backend must be sockets: %w", EINVAL)
		}
	}
	if p.Capture != nil && p.Capture.core == nil {
		return fmt.Errorf("zmq: proxy: Capture must be a socket or nil: %w", EINVAL)
	}
	return nil
}

// forward forwards messages from one socket to the other until an error ends it.
func (p *Proxy) forward(ctx context.Context, from, to *core, count *flow) error {
	for _, c := range []*core{from, to, p.capture()} {
		if c.alternates() || c.isDraft() {
			return p.forwardEach(ctx, from, to, count)
		}
	}
	f := forwarder{from: from, batch: NewBatch(forwardedParts), unroutable: &p.stats.unroutable}
	defer f.batch.Close()
	for {
		if err := from.awaitRoom(ctx, to); err != nil {
			return err
		}
		if err := f.receive(ctx); err != nil {
			return err
		}
		sent, err := f.send(ctx, to)
		count.messages.Add(uint64(sent))
		for _, parts := range f.messages[:sent] {
			count.bytes.Add(uint64(sizeOf(parts)))
		}
		if err != nil {
			f.giveBack(sent)
			return err
		}
		if capture := p.capture(); capture != nil {
			if _, err := f.send(ctx, capture); err != nil {
				return err
			}
		}
	}
}

func (p *Proxy) capture() *core {
	if p.Capture == nil {
		return nil
	}
	return p.Capture.core
}

// forwardEach is forward, one message at a time, for sockets that alternate or whose messages have routes.
func (p *Proxy) forwardEach(ctx context.Context, from, to *core, count *flow) error {
	var m Message
	for {
		if err := from.awaitRoom(ctx, to); err != nil {
			return err
		}
		if err := from.recvWhenAllowed(ctx, &m); err != nil {
			return err
		}
		err := to.sendMessage(ctx, m)
		if isUnroutable(err) {
			p.stats.unroutable.Add(1)
			continue
		}
		if err != nil {
			from.unreceive(m)
			return err
		}
		count.messages.Add(1)
		count.bytes.Add(uint64(m.Size()))
		if capture := p.capture(); capture != nil {
			if err := capture.sendMessage(ctx, m); isUnroutable(err) {
				p.stats.unroutable.Add(1)
			} else if err != nil {
				return err
			}
		}
	}
}

// forwardedParts is how many parts a proxy receives at a time.
const forwardedParts = 64

// forwarder carries messages from a socket to others without a copy in Go's memory.
type forwarder struct {
	from       *core
	batch      *Batch
	messages   [][][]byte // their parts are mostly views of batch
	parts      [][]byte
	last       Message // a message that was received by itself
	unroutable *atomic.Uint64
}

// receive waits for a message, and receives those that have arrived.
func (f *forwarder) receive(ctx context.Context) error {
	f.messages, f.parts = f.messages[:0], f.parts[:0]
	f.last.reset()
	err := f.from.do(ctx, PollIn, func() error {
		if len(f.from.unread) > 0 || f.from.options().conflate {
			if err := f.from.recvWhole(&f.last); err != nil {
				return err
			}
			f.messages = append(f.messages, f.last.parts)
			return nil
		}
		return f.fill()
	})
	return f.from.failed("receive", "", err)
}

// fill receives what has arrived, up to the end of a message. Only parts that the batch has no room for are copied.
func (f *forwarder) fill() error {
	c := f.from
	c.answerRefused()
	_, err := c.raw.RecvBatch(f.batch, c.recvFlags)
	if err != nil {
		return err
	}
	var more bool
	start := 0
	add := func(part []byte) {
		c.receivedPart(len(part), more)
		if f.parts = append(f.parts, part); !more {
			f.messages = append(f.messages, f.parts[start:len(f.parts):len(f.parts)])
			start = len(f.parts)
		}
	}
	var part []byte
	for part, more = range f.batch.All() {
		add(part)
	}
	for more {
		if _, err := c.raw.RecvPartsBatch(c.batch, dontBlock); err != nil {
			return err
		}
		for part, more = range c.batch.All() {
			add(bytes.Clone(part))
		}
	}
	return nil
}

// send sends the messages, and returns how many were sent. It removes those that are unroutable.
func (f *forwarder) send(ctx context.Context, to *core) (sent int, err error) {
	size := 0
	err = to.do(ctx, PollOut, func() error {
		for sent < len(f.messages) {
			n, err := to.sendSome(f.messages[sent:])
			for _, parts := range f.messages[sent : sent+n] {
				size += sizeOf(parts)
			}
			sent += n
			if isUnroutable(err) {
				f.messages = slices.Delete(f.messages, sent, sent+1)
				f.unroutable.Add(1)
			} else if err != nil {
				return err
			}
		}
		return nil
	})
	return sent, to.finishSend(size/max(1, sent), err)
}

// isUnroutable reports whether an error is about the message: the socket can send the next one.
func isUnroutable(err error) bool { return errors.Is(err, EHOSTUNREACH) || errors.Is(err, EINVAL) }

// sendSome sends the first message. If it has one part, the messages of one part that follow are sent in the same call.
func (c *core) sendSome(messages [][][]byte) (int, error) {
	if len(messages[0]) > 1 {
		if err := c.sendWhole(messages[0]); err != nil {
			return 0, err
		}
		return 1, nil
	}
	var singles [forwardedParts][]byte
	n := 0
	for n < min(len(messages), len(singles)) && len(messages[n]) == 1 {
		singles[n] = messages[n][0]
		n++
	}
	n, err := c.raw.SendBatch(singles[:n], dontBlock)
	for _, data := range singles[:n] {
		c.sent(1, len(data), nil)
	}
	return n, err
}

// giveBack returns the unsent messages to the socket that they were received from.
func (f *forwarder) giveBack(sent int) {
	messages := make([]Message, len(f.messages)-sent)
	for i, parts := range f.messages[sent:] {
		messages[i].receiver = f.from.typ
		for _, part := range parts {
			messages[i].parts = append(messages[i].parts, bytes.Clone(part))
		}
	}
	f.from.unreceive(messages...)
}

// awaitRoom waits until a message can be forwarded, if that does not depend on the message. A Router that knows no peer
// must nevertheless learn of messages for those that have left, and one socket may have room only once it has received.
func (c *core) awaitRoom(ctx context.Context, to *core) error {
	if c == to || to.readyByPeer() {
		return nil
	}
	return to.await(ctx, PollOut)
}

// await waits until the socket is ready.
func (c *core) await(ctx context.Context, events PollEvents) error {
	err := c.do(ctx, events, func() error {
		ready, err := c.ready()
		if err == nil && ready&events == 0 {
			err = errAgain
		}
		return err
	})
	return c.failed("poll", "", err)
}
