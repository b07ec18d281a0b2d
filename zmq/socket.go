package zmq

import (
	"runtime"
	"slices"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// Socket is a ZeroMQ socket for any number of goroutines: each of its methods may be called at any time,
// also while others wait in one and also while the socket is closed. A goroutine that waits takes up no
// thread.
type Socket struct {
	core *core
}

// Type returns the type that the socket was opened with.
func (s *Socket) Type() SocketType { return s.core.typ }

// Set applies options later. libzmq lets most of them count from the next bind or connect on; those that
// change at once are HWMs, subscriptions, linger and what the socket does with messages.
func (s *Socket) Set(options ...Option) error {
	defer runtime.KeepAlive(s)
	return s.core.set(options)
}

// Configure runs a function on the libzmq socket while no other goroutine is in it, for what package zmq
// has no name for. The function must not keep the socket, close it, or call what blocks: it would block
// everybody.
func (s *Socket) Configure(f func(*libzmq.Socket) error) error {
	defer runtime.KeepAlive(s)
	return s.core.failed("configure", "", s.core.control(func() error { return f(s.core.raw) }))
}

// Bind makes the socket accept peers at an endpoint, and returns the endpoint with the port that the
// system chose for "tcp://127.0.0.1:*".
func (s *Socket) Bind(endpoint string) (string, error) {
	defer runtime.KeepAlive(s)
	return s.core.bind(endpoint)
}

// Connect connects the socket to an endpoint. It does not wait: libzmq connects in the background, and
// tries again where nobody is there yet.
func (s *Socket) Connect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.connect(endpoint)
}

// Unbind undoes a Bind, by the endpoint that it returned.
func (s *Socket) Unbind(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.release("unbind", endpoint, (*libzmq.Socket).Unbind)
}

// Disconnect undoes a Connect.
func (s *Socket) Disconnect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.release("disconnect", endpoint, (*libzmq.Socket).Disconnect)
}

// Endpoint returns what the last Bind returned, or what the last Connect was given: empty before the
// first.
func (s *Socket) Endpoint() string {
	endpoints := s.Endpoints()
	if len(endpoints) == 0 {
		return ""
	}
	return endpoints[len(endpoints)-1]
}

// Endpoints returns all endpoints that the socket is bound or connected to, in the order of the calls.
func (s *Socket) Endpoints() []string {
	s.core.mu.Lock()
	defer s.core.mu.Unlock()
	return slices.Clone(s.core.endpoints)
}

// Close closes the socket. Goroutines that wait in it get [ErrClosed], and so does everybody after. It
// does not wait: messages on their way get as long as [Linger] says. Closing again does nothing.
func (s *Socket) Close() error {
	defer runtime.KeepAlive(s)
	_, err := s.core.close(0, false)
	return err
}

// set applies the options: those that bind or connect come last.
func (c *core) set(options []Option) error {
	for _, opens := range []bool{false, true} {
		for _, option := range options {
			if option.opens == opens && option.apply != nil {
				if err := option.apply(c); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (c *core) bind(endpoint string) (string, error) {
	resolved := ""
	err := c.control(func() error {
		if err := c.enforceZAP(); err != nil {
			return err
		}
		if err := c.raw.Bind(endpoint); err != nil {
			return err
		}
		var err error
		resolved, err = c.raw.LastEndpoint()
		c.opened(resolved, true)
		return err
	})
	return resolved, c.failed("bind", endpoint, err)
}

func (c *core) connect(endpoint string) error {
	err := c.control(func() error {
		if err := c.enforceZAP(); err != nil {
			return err
		}
		if err := c.raw.Connect(endpoint); err != nil {
			return err
		}
		c.opened(endpoint, false)
		return nil
	})
	return c.failed("connect", endpoint, err)
}

// opened notes an endpoint that the socket is bound or connected to.
func (c *core) opened(endpoint string, bound bool) {
	c.endpoints = append(c.endpoints, endpoint)
	if !isInproc(endpoint) {
		c.remote = true
		return
	}
	c.shared.places.arrive(c, endpoint, bound)
	if bound {
		c.names = append(c.names, endpoint)
	}
}

// release undoes a bind or connect.
func (c *core) release(op, endpoint string, undo func(*libzmq.Socket, string) error) error {
	err := c.control(func() error {
		if err := undo(c.raw, endpoint); err != nil {
			return err
		}
		c.endpoints = without(c.endpoints, endpoint)
		c.names = without(c.names, endpoint)
		c.shared.places.leave(c, endpoint)
		return nil
	})
	return c.failed(op, endpoint, err)
}

// without returns the list without the first such element.
func without(list []string, element string) []string {
	if i := slices.Index(list, element); i >= 0 {
		return slices.Delete(list, i, i+1)
	}
	return list
}

// tick is how much too early a timer of libzmq may be.
const tick = 2 * time.Millisecond

// close closes the socket, whose messages get until the deadline at most, if there is one. It returns
// when that is, or no time if the socket has sent nothing that could be left.
func (c *core) close(left time.Duration, deadline bool) (until time.Time, err error) {
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return until, nil
	}
	linger := c.linger.within(left, deadline)
	if c.remote && c.stats.Sent > 0 && linger > 0 {
		until = time.Now().Add(linger - min(tick, linger/2))
	}
	c.endWaits()
	c.shared.watcher.unwatch(c)
	c.endFeed()
	for _, endpoint := range c.endpoints {
		c.shared.places.leave(c, endpoint)
	}
	for _, name := range c.names { // libzmq would keep them in use for a moment longer
		_ = c.raw.Unbind(name)
	}
	err = c.raw.SetLinger(linger)
	if closed := c.raw.Close(); err == nil {
		err = closed
	}
	_ = c.batch.Close()
	c.mu.Unlock()
	c.shared.forget(c)
	if err == error(libzmq.ETERM) { // the context is gone, and the socket with it
		err = nil
	}
	return until, c.failed("close", "", err)
}
