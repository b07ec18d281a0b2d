package zmq

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Option configures a socket: it sets an option of libzmq, or binds or connects to an endpoint. [Context.Open] accepts
// options in any order, and sets those of libzmq first. [Socket.Set] applies them later, as far as libzmq allows.
type Option struct {
	opens bool // binds or connects: applied after options that take effect on the next Bind or Connect
	apply func(*core) error
}

// With sets a libzmq option with its method of [RawSocket]:
//
//	zmq.With((*zmq.RawSocket).SetTOS, 0x20)
func With[T any](set func(*RawSocket, T) error, value T) Option {
	name := methodName(set)
	if endpoint, ok := any(value).(string); ok {
		switch name { // package zmq tracks endpoints
		case "Bind":
			return Bind(endpoint)
		case "Connect":
			return Connect(endpoint)
		case "Unbind", "Disconnect":
			return Option{opens: true, apply: func(c *core) error { return c.release(strings.ToLower(name), endpoint) }}
		}
	}
	return setting(cmp.Or(name, "set option"), func(c *core) error {
		if err := set(c.raw, value); err != nil {
			return err
		}
		c.linger.set = c.linger.set || name == "SetLinger" // to the default, which readOptions would not see
		return c.readOptions()
	})
}

// Get returns the value of a libzmq option, read with its method of [RawSocket]:
//
//	mechanism, err := zmq.Get(s, (*zmq.RawSocket).Mechanism)
func Get[T any](s *Socket, get func(*RawSocket) (T, error)) (T, error) {
	defer runtime.KeepAlive(s)
	var value T
	err := s.state().control(func() (err error) {
		value, err = get(s.state().raw)
		return err
	})
	return value, s.state().failed(cmp.Or(methodName(get), "get option"), "", err)
}

// methodName returns the name of a method of libzmq's Socket or Context, or nothing for other functions.
func methodName(f any) string {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	for _, receiver := range []string{"(*Socket).", "(*Context)."} {
		if _, method, ok := strings.Cut(name, receiver); ok && !strings.Contains(method, ".") {
			return method
		}
	}
	return ""
}

// setting returns the option that runs a call on the socket.
func setting(op string, set func(*core) error) Option {
	return Option{apply: func(c *core) error {
		return c.failed(op, "", c.control(func() error { return set(c) }))
	}}
}

// settingBoth returns the option that sets two values, or none.
func settingBoth[T any](op string, get func(*RawSocket) (T, error), setFirst, setSecond func(*RawSocket, T) error,
	first, second T,
) Option {
	return setting(op, func(c *core) error {
		before, err := get(c.raw)
		if err == nil {
			err = setFirst(c.raw, first)
		}
		if err != nil {
			return err
		}
		if err := setSecond(c.raw, second); err != nil {
			_ = setFirst(c.raw, before)
			return err
		}
		return nil
	})
}

// readOptions reads the options that package zmq implements itself, under the lock.
func (c *core) readOptions() error {
	linger, err := c.raw.Linger()
	if err != nil {
		return err
	}
	if linger != c.linger.d {
		c.linger = lingering{d: linger, set: true}
	}
	for i, get := range []func(*RawSocket) (time.Duration, error){(*RawSocket).RecvTimeout, (*RawSocket).SendTimeout} {
		timeout, err := get(c.raw)
		if err != nil {
			return err
		}
		c.timeouts[i].Store(int64(timeout))
	}
	return nil
}

// Bind makes the socket accept connections at each of the endpoints, such as "tcp://*:5555", "ipc:///tmp/feed" or
// "inproc://name". For "tcp://127.0.0.1:*", the system chooses the port; see [Socket.Endpoint]. If one fails, Bind
// undoes the others.
func Bind(endpoints ...string) Option {
	return Option{opens: true, apply: func(c *core) error {
		var bound []string
		for _, endpoint := range endpoints {
			resolved, err := c.bind(endpoint)
			if err != nil {
				for _, endpoint := range bound {
					_ = c.release("unbind", endpoint)
				}
				return err
			}
			bound = append(bound, resolved)
		}
		return nil
	}}
}

// Connect connects the socket to each of the endpoints. libzmq retries if there is no peer yet. If one fails, Connect
// undoes the others.
func Connect(endpoints ...string) Option {
	return Option{opens: true, apply: func(c *core) error {
		before := c.endpointNames()
		for i, endpoint := range endpoints {
			if err := c.connect(endpoint); err != nil {
				for _, endpoint := range endpoints[:i] {
					if !slices.Contains(before, endpoint) {
						_ = c.release("disconnect", endpoint)
					}
				}
				return err
			}
		}
		return nil
	}}
}

// Subscribe subscribes a Sub to messages whose first part begins with one of the prefixes, or to all messages if one of
// them is empty. A Sub without subscriptions receives nothing.
func Subscribe(prefixes ...string) Option {
	return setting("subscribe", func(c *core) error {
		for _, prefix := range prefixes {
			if err := c.raw.Subscribe(prefix); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unsubscribe cancels one Subscribe for each of the prefixes.
func Unsubscribe(prefixes ...string) Option {
	return setting("unsubscribe", func(c *core) error {
		for _, prefix := range prefixes {
			if err := c.raw.Unsubscribe(prefix); err != nil {
				return err
			}
		}
		return nil
	})
}

// Identity sets the routing id by which a Router peer knows the socket.
func Identity(name string) Option { return With((*RawSocket).SetRoutingID, []byte(name)) }

// SendHWM sets the send high-water mark: how many messages can be queued for each peer, or 0 for no limit. The default
// is 1,000. When it is reached, [Socket.Send] waits, or a Pub drops messages.
func SendHWM(n int) Option { return With((*RawSocket).SetSendHWM, n) }

// RecvHWM sets the receive high-water mark: how many messages from each peer can be queued, or 0 for no limit. The
// default is 1,000.
func RecvHWM(n int) Option { return With((*RawSocket).SetRecvHWM, n) }

// SendTimeout makes a send fail with [ErrTimeout] after it has waited for d, unless its context ends first. The default
// is [Forever]. It does not affect proxies and channels.
func SendTimeout(d time.Duration) Option { return With((*RawSocket).SetSendTimeout, d) }

// RecvTimeout makes a receive fail with [ErrTimeout] after it has waited for d, unless its context ends first. A loop
// can thus do other work from time to time, without a context for each receive. The default is [Forever]. It does
// not affect proxies and channels.
func RecvTimeout(d time.Duration) Option { return With((*RawSocket).SetRecvTimeout, d) }

// BusyPoll makes a receive look for a message again and again, for d, before its goroutine waits, like SO_BUSY_POLL of a
// Linux socket. A message that arrives in that time is received without the delay of waking a goroutine, a thread and an
// idle core: if both ends of a round trip over TCP do so on two cores, it takes half as long. The price is a core that
// computes for as long as no message arrives, so use it only for sockets whose messages are worth that, and only if a
// core is free for each goroutine that polls. Other goroutines, Close and contexts do not wait for it. On a single core,
// it has no effect. The default is 0.
func BusyPoll(d time.Duration) Option {
	return setting("busy poll", func(c *core) error {
		if !oneCore() {
			c.pollsFor.Store(int64(d))
		}
		return nil
	})
}

// Linger sets the linger period: how long libzmq keeps sending messages after [Socket.Close]. The default is
// [DefaultLinger]. With [Forever], a message that no peer takes keeps the socket's memory until the program ends; only
// [Context.Close] with a context without a deadline waits for it.
//
// A socket that has sent more than 4 KiB in multipart messages over TCP or IPC may continue for ten more seconds in the
// background, because libzmq aborts the program if it discards a partly sent message just when the connection breaks.
// Messages that it sends in that time are delivered.
func Linger(d time.Duration) Option { return With((*RawSocket).SetLinger, d) }

// DefaultLinger is the linger period if [Linger] is not used and [Context.Close] has no deadline. For Sub and XSub
// sockets, the default is 0.
const DefaultLinger = time.Second

// lingering is a socket's linger period.
type lingering struct {
	d   time.Duration
	set bool // by the user
}

// MaxMessageSize makes libzmq disconnect a peer that sends a message part of more than n bytes. By default, there is no
// limit.
func MaxMessageSize(n int64) Option { return With((*RawSocket).SetMaxMessageSize, n) }

// Immediate makes the socket queue messages only for connected peers, not for those that it is still trying to connect
// to.
func Immediate() Option { return With((*RawSocket).SetImmediate, true) }

// Mandatory makes a send on a Router fail with [EHOSTUNREACH] if the peer is unknown, and wait if the peer's queue is
// full. By default, a Router drops such messages.
func Mandatory() Option { return With((*RawSocket).SetRouterMandatory, true) }

// Relaxed allows a Req to abandon a request: it can send the next one without waiting for the reply, and ignores
// replies to abandoned requests. To match them, it numbers its requests in an extra part before the empty one. A Rep
// returns that part unseen. At a Router, it is part of [Message.Envelope], and a server or broker that expects only the
// identity there does not answer.
func Relaxed() Option {
	return setting("relax", func(c *core) error {
		if err := c.raw.SetReqCorrelate(true); err != nil {
			return err
		}
		return c.raw.SetReqRelaxed(true)
	})
}

// Heartbeat makes the socket send each peer a heartbeat every period, and close a connection on which nothing is
// received for timeout. It is for TCP and IPC.
func Heartbeat(period, timeout time.Duration) Option {
	return settingBoth("set heartbeat", (*RawSocket).HeartbeatInterval,
		(*RawSocket).SetHeartbeatInterval, (*RawSocket).SetHeartbeatTimeout, period, timeout)
}

// Reconnect sets how long the socket waits before it reconnects: least at first, then twice as long after each attempt,
// up to most.
func Reconnect(least, most time.Duration) Option {
	return settingBoth("set reconnect", (*RawSocket).ReconnectInterval,
		(*RawSocket).SetReconnectInterval, (*RawSocket).SetReconnectIntervalMax, least, most)
}

// WithMetadata makes each [Message] that the socket receives carry these properties of its connection, for
// [Message.User], [Message.Metadata] and [Message.PeerProperty]. Each property costs two libzmq calls per message.
func WithMetadata(names ...string) Option {
	return Option{apply: func(c *core) error {
		return c.control(func() error {
			c.metadata = nil
			for _, name := range names {
				c.metadata = append(c.metadata, property{name: name, secret: c.shared.zap.secret + name})
			}
			return nil
		})
	}}
}
