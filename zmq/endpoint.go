package zmq

import (
	"context"
	"log/slog"
	"net"
	"slices"
	"time"
)

// endpoint is an endpoint that a socket is bound or connected to.
type endpoint struct {
	given string // to Bind or Connect
	raw   string // libzmq's name: with the port that the system chose, or an alias
	bound bool
}

// name returns the user's name of the endpoint.
func (e endpoint) name() string {
	if e.bound {
		return e.raw
	}
	return e.given
}

// listeners returns the endpoints where libzmq listens for peers of other processes.
func (c *core) listeners() []string {
	var listeners []string
	for _, e := range c.endpoints {
		if e.bound && !isInproc(e.raw) {
			listeners = append(listeners, e.raw)
		}
	}
	return listeners
}

func (c *core) endpointNames() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	names := make([]string, len(c.endpoints))
	for i, e := range c.endpoints {
		names[i] = e.name()
	}
	return names
}

func (c *core) bind(given string) (string, error) {
	if err := checkPort(given, true); err != nil {
		return "", &Error{Op: "bind", Type: c.typ, Endpoint: given, Err: err}
	}
	resolved, err := c.bindOnce(given)
	for wait := time.Millisecond; err == error(EADDRINUSE) && releases.recent(given); wait *= 2 {
		time.Sleep(min(wait, 20*time.Millisecond))
		resolved, err = c.bindOnce(given)
	}
	if isInproc(given) {
		c.shared.releaseConnected()
	}
	return resolved, c.failed("bind", given, err)
}

func (c *core) bindOnce(given string) (resolved string, err error) {
	err = c.control(func() error {
		if err := c.enforceZAP(); err != nil {
			return err
		}
		resolved = given
		if isInproc(given) {
			err = c.shared.inproc.bind(c, given)
		} else if err = reserve(bindDescriptors); err == nil {
			err = c.raw.Bind(given)
		}
		if err != nil {
			return err
		}
		if !isInproc(given) {
			c.remote = true
			if !isUDP(given) { // for which libzmq returns half of the endpoint
				resolved, err = c.raw.LastEndpoint()
			}
		}
		c.endpoints = append(c.endpoints, endpoint{given: given, raw: resolved, bound: true})
		return err
	})
	return resolved, err
}

func (c *core) connect(given string) error { return c.connectBy(given, c.raw.Connect) }

// connectBy connects by a method of libzmq's socket.
func (c *core) connectBy(given string, connect func(endpoint string) error) error {
	if err := checkPort(given, false); err != nil {
		return &Error{Op: "connect", Type: c.typ, Endpoint: given, Err: err}
	}
	err := c.control(func() error {
		if err := c.enforceZAP(); err != nil {
			return err
		}
		e := endpoint{given: given, raw: given}
		if isInproc(given) {
			var err error
			if e.raw, err = c.shared.inproc.connect(c, given, connect); err != nil {
				return err
			}
			c.delivered = c.delivered || e.raw == given
		} else {
			if err := connect(given); err != nil {
				return err
			}
			c.remote = true
			connectsOnce := c.typ == Dealer || c.typ == Sub || c.typ == Pub || c.typ == Req
			if connectsOnce && slices.Contains(c.endpoints, e) {
				return nil // libzmq ignores it
			}
		}
		c.endpoints = append(c.endpoints, e)
		return nil
	})
	if err == nil && c.shared.logger != nil {
		c.warnUnknownHost(given)
	}
	return c.failed("connect", given, err)
}

// warnUnknownHost logs that the host of an endpoint has no address. libzmq looks it up repeatedly in the background,
// without reporting the failure.
func (c *core) warnUnknownHost(given string) {
	host, ok := hostOf(given)
	if !ok {
		return
	}
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*settleTime)
		defer cancel()
		if _, err := net.DefaultResolver.LookupHost(ctx, host); err != nil {
			newLimitedLog(c.shared.logger).log("", 1, slog.LevelWarn, "zmq: connect: the host has no address so far",
				slog.String("socket", c.typ.String()), slog.String("endpoint", given), slog.Any("error", err))
		}
	}()
}

// release undoes a bind, or all connects to an endpoint, as libzmq does.
func (c *core) release(op, name string) error {
	err := c.control(func() error {
		c.prefetch()
		defer c.lingerForRelease()()
		found := c.find(name, op == "unbind")
		if len(found) == 0 {
			return c.releaseUnknown(name)
		}
		for _, e := range found {
			if err := c.undo(e); err != nil {
				return err
			}
			c.endpoints = slices.Delete(c.endpoints, slices.Index(c.endpoints, e), slices.Index(c.endpoints, e)+1)
		}
		return nil
	})
	return c.failed(op, name, err)
}

// find returns the last bind by that name, or all connects. libzmq does not distinguish them, so each is also found as
// the other.
func (c *core) find(name string, boundFirst bool) []endpoint {
	var bound, connected []endpoint
	for _, e := range slices.Backward(c.endpoints) {
		switch {
		case !e.bound && e.given == name:
			connected = append(connected, e)
		case e.bound && (e.given == name || e.raw == name) && bound == nil:
			bound = append(bound, e)
		}
	}
	if connected == nil || boundFirst && bound != nil {
		return bound
	}
	return connected
}

// undo undoes one bind or connect.
func (c *core) undo(e endpoint) error {
	c.delivered = true
	switch {
	case isUDP(e.given) && e.bound:
		return &Error{Op: "unbind", Type: c.typ, Endpoint: e.given, Err: errUnbindUDP}
	case !isInproc(e.given):
		err := c.raw.Unbind(e.raw)
		if err == error(ENOENT) && !e.bound { // another connect to the same endpoint ended this one too
			err = nil
		}
		if err == nil && e.bound {
			releases.note(e.raw)
		}
		return err
	case e.bound:
		return c.shared.inproc.unbind(c, e.given)
	}
	if err := c.disconnectPending(e); err != nil {
		return err
	}
	err := c.raw.Disconnect(e.raw)
	if err == error(ENOENT) { // the socket that had bound the name has unbound it
		err = nil
	}
	if err == nil {
		c.shared.inproc.removeConnect(c, e.given)
	}
	return err
}

// disconnectPending completes a pending connect to a socket that is closed afterwards, because libzmq aborts if such a
// connect is disconnected earlier.
func (c *core) disconnectPending(e endpoint) error {
	if !c.shared.inproc.isPending(e.given, e.raw) {
		return nil
	}
	return c.shared.retryWhenFull(func() error {
		other, err := c.shared.raw.NewSocket(Pair)
		if err != nil {
			return err
		}
		defer c.shared.noteSocketClosed()
		defer other.Close()
		return c.shared.inproc.abandonPending(e.given, e.raw, other)
	})
}

// releaseUnknown lets libzmq find an endpoint that was spelled differently, such as tcp://[::ffff:127.0.0.1]:5555 for
// tcp://127.0.0.1:5555.
func (c *core) releaseUnknown(name string) error {
	if err := reserve(bindDescriptors); err != nil {
		return err
	}
	if err := c.raw.Unbind(name); err != nil {
		return err
	}
	c.endpoints = slices.DeleteFunc(c.endpoints, func(e endpoint) bool {
		return canonical(e.raw) == canonical(name)
	})
	releases.note(name)
	return nil
}

// releaseEndpoints releases all endpoints when the socket is closed, except connects to unbound names, which stay until
// the socket's messages are dropped.
func (c *core) releaseEndpoints() {
	for _, e := range c.endpoints {
		switch {
		case isInproc(e.given) && e.bound: // libzmq would keep the name in use a moment longer
			_ = c.shared.inproc.unbind(c, e.given)
		case isInproc(e.given):
			c.shared.inproc.removeConnect(c, e.given)
		case e.bound:
			releases.note(e.raw)
		}
	}
}
