package zmq

import (
	"cmp"
	"runtime"
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
// has no name for. The function must not keep the socket, close it, bind or connect it, or call what blocks: it would
// block everybody.
func (s *Socket) Configure(f func(*RawSocket) error) error {
	defer runtime.KeepAlive(s)
	return s.core.failed("configure", "", s.core.control(func() error {
		err := f(s.core.raw)
		return cmp.Or(err, s.core.readOptions())
	}))
}

// Bind makes the socket accept peers at an endpoint, and returns the endpoint with the port that the
// system chose for "tcp://127.0.0.1:*".
func (s *Socket) Bind(endpoint string) (string, error) {
	defer runtime.KeepAlive(s)
	return s.core.bind(endpoint)
}

// Connect connects the socket to an endpoint. It does not wait: libzmq connects in the background, and
// tries again where nobody is there yet. Dealer, Pub, Req and Sub ignore a second Connect to the same endpoint.
func (s *Socket) Connect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.connect(endpoint)
}

// Unbind undoes a Bind, by the endpoint that it returned or was given. If several were given that endpoint, such as
// "tcp://127.0.0.1:*", it undoes the last.
//
// It ends the connections that came over the endpoint, and libzmq drops what these have not sent. It may also abort the
// program where a connection breaks that has sent a message of several parts in part: let peers catch up first, or close
// the socket instead.
func (s *Socket) Unbind(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.release("unbind", endpoint)
}

// Disconnect undoes all Connects to an endpoint.
func (s *Socket) Disconnect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.core.release("disconnect", endpoint)
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
	defer runtime.KeepAlive(s)
	return s.core.endpointNames()
}

// Close closes the socket. Goroutines that wait in it get [ErrClosed], and so does everybody after. It
// does not wait: messages on their way get as long as [Linger] says. Until then the socket may stay connected, and
// take up room in its context if nothing else needs it. Closing again does nothing.
func (s *Socket) Close() error {
	defer runtime.KeepAlive(s)
	return s.core.close(0, false)
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
