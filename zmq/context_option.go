package zmq

import (
	"cmp"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
)

// ContextOption configures a [Context].
type ContextOption struct {
	name  string // of libzmq's option, or empty
	raw   bool   // an option of libzmq
	apply func(*shared) error
}

// IOThreads sets the number of libzmq's I/O threads, which serve TCP and IPC. The default is 1, which is enough for a
// gigabyte per second.
func IOThreads(n int) ContextOption { return ContextWith((*RawContext).SetIOThreads, n) }

// MaxSockets sets the maximum number of open sockets. The default is 1,023.
func MaxSockets(n int) ContextOption { return ContextWith((*RawContext).SetMaxSockets, n) }

// ContextWith sets a libzmq option with its method of [RawContext]:
//
//	zmq.ContextWith((*zmq.RawContext).SetThreadPriority, 10)
func ContextWith[T any](set func(*RawContext, T) error, value T) ContextOption {
	name := methodName(set)
	return ContextOption{name: name, raw: true, apply: func(z *shared) error {
		before, err := z.raw.MaxSockets()
		if err == nil {
			err = set(z.raw, value)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", cmp.Or(name, "set option"), err)
		}
		if after, err := z.raw.MaxSockets(); err == nil && after == before && name != "SetMaxSockets" {
			return nil
		}
		return z.makeRoom()
	}}
}

// Logger makes the context log events on its sockets: connections made and lost, and handshakes that fail. It also logs
// sockets that the program forgot to close.
func Logger(logger *slog.Logger) ContextOption {
	return ContextOption{apply: func(z *shared) error {
		z.logger = logger
		return nil
	}}
}

// TraceSockets records where each socket is opened, for the log of sockets that the program forgot to close. It costs
// some microseconds per socket.
func TraceSockets() ContextOption {
	return ContextOption{apply: func(z *shared) error {
		z.trace = true
		return nil
	}}
}

// optionsAtAnyTime are the options that libzmq also reads after it has started its threads.
var optionsAtAnyTime = []string{"SetBlocky", "SetIPv6", "SetMaxMessageSize"}

// Set applies options of libzmq later. When the first socket is opened, libzmq starts its threads and reads most
// options for the last time. After that, Set fails with [EINVAL], except for [ContextWith] with SetBlocky, SetIPv6 and
// SetMaxMessageSize. Options that are not libzmq's, such as [Logger], are only for [NewContext].
func (z *Context) Set(options ...ContextOption) error {
	defer runtime.KeepAlive(z)
	return z.state().control(func() error {
		for _, option := range options {
			if err := z.state().set(option); err != nil {
				return fmt.Errorf("zmq: set: %w", err)
			}
		}
		return nil
	})
}

// set applies an option after NewContext.
func (z *shared) set(option ContextOption) error {
	switch {
	case option.apply == nil:
		return nil
	case !option.raw:
		return fmt.Errorf("the option is for NewContext only: %w", EINVAL)
	case z.started && !slices.Contains(optionsAtAnyTime, option.name):
		return fmt.Errorf("%s: libzmq reads it before the first socket only: %w", cmp.Or(option.name, "set option"), EINVAL)
	}
	return option.apply(z)
}

// ContextGet returns the value of a libzmq option, read with its method of [RawContext]:
//
//	longest, err := zmq.ContextGet(z, (*zmq.RawContext).MaxMessageSize)
//
// For RawContext.MaxSockets, the number includes the sockets that package zmq needs for itself; [Context.MaxSockets]
// returns the program's limit.
func ContextGet[T any](z *Context, get func(*RawContext) (T, error)) (value T, err error) {
	defer runtime.KeepAlive(z)
	err = z.state().control(func() (err error) {
		if value, err = get(z.state().raw); err != nil {
			err = fmt.Errorf("zmq: %s: %w", cmp.Or(methodName(get), "get option"), err)
		}
		return err
	})
	return value, err
}

// IOThreads returns the number of libzmq's I/O threads.
func (z *Context) IOThreads() (int, error) { return ContextGet(z, (*RawContext).IOThreads) }

// MaxSockets returns the maximum number of sockets that the program can have open.
func (z *Context) MaxSockets() int {
	z.state().mu.Lock()
	defer z.state().mu.Unlock()
	return z.state().maxSockets
}

// control runs a call on an open context.
func (z *shared) control(call func() error) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closing {
		return ErrClosed
	}
	return call()
}
