package zmq

import (
	"cmp"
	"runtime"
)

// Socket is a ZeroMQ socket. Any number of goroutines can call its methods at any time, even while others wait on the
// socket or close it. A goroutine that waits holds a thread for at most a millisecond.
type Socket struct {
	core *core
}

// closedCore is the state of the zero Socket.
var closedCore = &core{closed: true, shared: closedContext}

// state returns the state of the socket; the zero Socket is closed.
func (s *Socket) state() *core { return cmp.Or(s.core, closedCore) }

// Type returns the type of the socket.
func (s *Socket) Type() SocketType { return s.state().typ }

// Set applies options to an open socket. Most of libzmq's options take effect on the next Bind or Connect. High-water
// marks, subscriptions, the linger period and options about the handling of messages take effect immediately.
func (s *Socket) Set(options ...Option) error {
	defer runtime.KeepAlive(s)
	return s.state().set(options)
}

// Configure calls a function with the libzmq socket, while no other goroutine uses it. It is for features of libzmq
// that package zmq does not cover. The function must not keep, close, bind or connect the socket, and must not block:
// all users of the socket would wait for it.
func (s *Socket) Configure(f func(*RawSocket) error) error {
	defer runtime.KeepAlive(s)
	return s.state().failed("configure", "", s.state().control(func() error {
		err := f(s.state().raw)
		return cmp.Or(err, s.state().readOptions())
	}))
}

// Bind makes the socket accept connections at an endpoint. It returns the endpoint, with the port that the system chose
// for "tcp://127.0.0.1:*".
func (s *Socket) Bind(endpoint string) (string, error) {
	defer runtime.KeepAlive(s)
	return s.state().bind(endpoint)
}

// Connect connects the socket to an endpoint. It does not wait: libzmq connects in the background, and retries if there
// is no peer yet. A Dealer, Pub, Req or Sub ignores a second Connect to the same endpoint.
func (s *Socket) Connect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.state().connect(endpoint)
}

// Unbind undoes a Bind, identified by the endpoint that it returned or was given. If several were given the same
// endpoint, such as "tcp://127.0.0.1:*", Unbind undoes the last one.
//
// It ends the connections that were accepted at the endpoint, and libzmq drops their unsent messages. libzmq can also
// abort the program if a connection breaks that has sent part of a multipart message: let the peers catch up first, or
// close the socket instead.
func (s *Socket) Unbind(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.state().release("unbind", endpoint)
}

// Disconnect undoes all Connects to an endpoint.
func (s *Socket) Disconnect(endpoint string) error {
	defer runtime.KeepAlive(s)
	return s.state().release("disconnect", endpoint)
}

// Endpoint returns the endpoint that the last Bind returned or the last Connect was given, or "" if there was none.
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
	return s.state().endpointNames()
}

// Close closes the socket. Calls that wait on it return [ErrClosed], and so do all later calls. Close does not wait:
// unsent messages are kept for the linger period; see [Linger]. Until then, the socket may stay connected, and counts
// against the limit of its context unless another socket needs the room. Closing again does nothing.
func (s *Socket) Close() error {
	defer runtime.KeepAlive(s)
	return s.state().close(0, false)
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
