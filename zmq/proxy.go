package zmq

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
)

// Proxy hands messages on between two sockets, in both directions: clients connect to one of them and
// servers to the other. The zero Proxy with Frontend and Backend set is ready to [Proxy.Run].
type Proxy struct {
	Frontend *Socket
	Backend  *Socket
	Capture  *Socket // gets a copy of each message, or nil

	stats proxyStats
}

// ProxyStats counts what a proxy has handed on.
type ProxyStats struct {
	ToBackend      uint64 // messages from the front end to the back end
	ToBackendSize  uint64 // their bytes
	ToFrontend     uint64 // messages from the back end to the front end
	ToFrontendSize uint64
	Unroutable     uint64 // messages in either direction that were dropped, as their peer has left
}

type proxyStats struct {
	toBackend, toFrontend flow
	unroutable            atomic.Uint64
}

// flow counts one direction.
type flow struct {
	messages, bytes atomic.Uint64
}

// Stats returns what the proxy has handed on so far.
func (p *Proxy) Stats() ProxyStats {
	return ProxyStats{
		ToBackend:      p.stats.toBackend.messages.Load(),
		ToBackendSize:  p.stats.toBackend.bytes.Load(),
		ToFrontend:     p.stats.toFrontend.messages.Load(),
		ToFrontendSize: p.stats.toFrontend.bytes.Load(),
		Unroutable:     p.stats.unroutable.Load(),
	}
}

// Run hands messages on until ctx is done or one of the sockets is closed, and returns why. It takes no
// message from a socket before the other has room for one, so that peers feel it if the other side is
// slow. No message is lost when it ends, and the sockets stay open. A message to a peer that has left, as a Router with
// [Mandatory] reports, is dropped and counted. Capture holds the proxy up where it has no room: a Pub never does.
//
// Frontend and Backend may be the same socket, which then gets its own messages: those of a Rep are its replies.
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
	select { // a direction only learns of the socket that it waits for
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

// hand hands messages on from one socket to the other.
func (p *Proxy) forward(ctx context.Context, from, to *core, count *flow) error {
	var m Message
	for {
		if from != to { // one socket may have room only once it has received
			if err := to.await(ctx, PollOut); err != nil {
				return err
			}
		}
		if err := from.recvWhenAllowed(ctx, &m); err != nil {
			return err
		}
		err := to.sendMessage(ctx, m)
		if errors.Is(err, EHOSTUNREACH) {
			p.stats.unroutable.Add(1)
			continue
		}
		if err != nil {
			from.unreceive(m)
			return err
		}
		count.messages.Add(1)
		count.bytes.Add(uint64(m.Size()))
		if p.Capture != nil {
			if err := p.Capture.core.sendMessage(ctx, m); err != nil {
				return err
			}
		}
	}
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
