package zmq

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Option is something to do with a socket: an option of libzmq to set, an endpoint to bind or connect to.
// [Context.Open] takes options, in any order, and sets those of libzmq first. [Socket.Set] takes them
// later, as far as libzmq allows.
type Option struct {
	opens bool // binds or connects: comes after what counts from the next bind or connect on
	apply func(*core) error
}

// With sets an option of libzmq by the method of [RawSocket] that does so:
//
//	zmq.With((*zmq.RawSocket).SetTOS, 0x20)
func With[T any](set func(*RawSocket, T) error, value T) Option {
	name := methodName(set)
	if endpoint, ok := any(value).(string); ok {
		switch name { // package zmq keeps account of endpoints
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

// Get returns an option of libzmq by the method of [RawSocket] that does so:
//
//	mechanism, err := zmq.Get(s, (*zmq.RawSocket).Mechanism)
func Get[T any](s *Socket, get func(*RawSocket) (T, error)) (T, error) {
	defer runtime.KeepAlive(s)
	var value T
	err := s.core.control(func() (err error) {
		value, err = get(s.core.raw)
		return err
	})
	return value, s.core.failed(cmp.Or(methodName(get), "get option"), "", err)
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

// readOptions takes over options that package zmq obeys itself, under the lock.
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

// Bind makes the socket accept peers at each of the endpoints: "tcp://*:5555", "ipc:///tmp/feed",
// "inproc://name". With "tcp://127.0.0.1:*" the system chooses the port: see [Socket.Endpoint]. If one fails, it
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

// Connect connects the socket to each of the endpoints. libzmq goes on trying where nobody is there yet. If one fails,
// it undoes the others.
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

// Subscribe makes a Sub receive messages whose first part begins with one of the prefixes, and all
// messages if one of them is empty. A Sub without subscriptions receives nothing.
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

// Unsubscribe takes back one Subscribe for each of the prefixes.
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

// Identity sets the name under which a Router at the other end knows the socket.
func Identity(name string) Option { return With((*RawSocket).SetRoutingID, []byte(name)) }

// SendHWM sets how many messages may wait to be sent to each peer, and 0 for no limit. The default is
// 1,000. Beyond it [Socket.Send] waits, or Pub drops.
func SendHWM(n int) Option { return With((*RawSocket).SetSendHWM, n) }

// RecvHWM sets how many messages of each peer may wait to be received, and 0 for no limit. The default
// is 1,000.
func RecvHWM(n int) Option { return With((*RawSocket).SetRecvHWM, n) }

// SendTimeout makes a send that has waited for d end with [ErrTimeout], where its context has not ended it before.
// [Forever] is the default. Proxies and channels go on.
func SendTimeout(d time.Duration) Option { return With((*RawSocket).SetSendTimeout, d) }

// RecvTimeout makes a receive that has waited for d end with [ErrTimeout], where its context has not ended it before: so
// a loop that receives can do something else from time to time, without a context for each receive. [Forever] is the
// default. Proxies and channels go on.
func RecvTimeout(d time.Duration) Option { return With((*RawSocket).SetRecvTimeout, d) }

// Linger sets how long libzmq goes on sending messages after [Socket.Close]. The default is
// [DefaultLinger]. With [Forever], a message that nobody takes keeps the socket's memory for as long as
// the program runs; nothing waits for it, except [Context.Close] with a context without deadline.
//
// A socket that has sent more than 4 KiB in messages of several parts over TCP or IPC may go on for ten seconds longer in
// the background, for libzmq aborts the program if it gives up a message that has left in part just when the connection
// breaks. What it sends in that time arrives.
func Linger(d time.Duration) Option { return With((*RawSocket).SetLinger, d) }

// DefaultLinger is how long messages get to leave after their socket was closed, where [Linger] was not
// used and [Context.Close] has no deadline. What Sub and XSub send gets no time at all, unless by Linger.
const DefaultLinger = time.Second

// lingering is a socket's linger period.
type lingering struct {
	d   time.Duration
	set bool // by the user
}

// MaxMessageSize makes libzmq disconnect a peer that sends a message part of more than n bytes. By
// default there is no limit.
func MaxMessageSize(n int64) Option { return With((*RawSocket).SetMaxMessageSize, n) }

// Immediate makes the socket queue messages only for peers that are there, and not for those that it
// still tries to connect to.
func Immediate() Option { return With((*RawSocket).SetImmediate, true) }

// Mandatory makes a Router report a message to a peer that it does not know, by [EHOSTUNREACH],
// and wait for one that has no room. Otherwise it drops such messages.
func Mandatory() Option { return With((*RawSocket).SetRouterMandatory, true) }

// Relaxed makes a Req that may give a request up: it sends the next without waiting for the reply, and
// ignores replies to requests given up. For that it numbers its requests by a further part before the
// empty one. A Rep hands it back unseen. To a Router it is a part of [Message.Envelope], and a server or
// broker that expects nothing but the identity there does not answer.
func Relaxed() Option {
	return setting("relax", func(c *core) error {
		if err := c.raw.SetReqCorrelate(true); err != nil {
			return err
		}
		return c.raw.SetReqRelaxed(true)
	})
}

// Heartbeat makes the socket ask its peers for a sign of life each period, and end a connection that is
// silent for as long as timeout. It is for TCP and IPC.
func Heartbeat(period, timeout time.Duration) Option {
	return settingBoth("set heartbeat", (*RawSocket).HeartbeatInterval,
		(*RawSocket).SetHeartbeatInterval, (*RawSocket).SetHeartbeatTimeout, period, timeout)
}

// Reconnect sets how long the socket waits before it tries to connect again: at first least, then twice
// as long each time, up to most.
func Reconnect(least, most time.Duration) Option {
	return settingBoth("set reconnect", (*RawSocket).ReconnectInterval,
		(*RawSocket).SetReconnectInterval, (*RawSocket).SetReconnectIntervalMax, least, most)
}

// WithMetadata makes each [Message] of the socket note these properties of its connection, for
// [Message.User], [Message.Metadata] and [Message.PeerProperty]. Each costs two calls of libzmq for each message.
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
