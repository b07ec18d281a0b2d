package zmq

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// Context holds sockets and the threads that work for them. A program mostly has one. All of its methods
// may be called by any number of goroutines.
type Context struct {
	shared *shared
}

// shared is a Context without its owner's handle: what its sockets hold.
type shared struct {
	raw     *libzmq.Context
	watcher watcher
	logger  *slog.Logger // or nil
	trace   bool         // note where sockets are opened
	stats   counters
	places  places
	zap     zapHandler
	limits  policyLimits

	mu         sync.Mutex
	cores      map[*core]bool
	own        int // cores that are not internal
	maxSockets int // limit of own
	feeds      sync.WaitGroup
	closing    bool
	ended      chan struct{} // closed when libzmq has ended
	err        error         // of libzmq's end
}

// ContextOption is something to set up a [Context] with.
type ContextOption func(*shared) error

// IOThreads sets how many threads of libzmq move messages of TCP and IPC. The default is 1, which is
// enough for a gigabyte a second.
func IOThreads(n int) ContextOption {
	return func(z *shared) error { return z.raw.SetIOThreads(n) }
}

// MaxSockets sets how many sockets the context may have at a time. The default is 1,023.
func MaxSockets(n int) ContextOption {
	return func(z *shared) error { return z.raw.SetMaxSockets(n) }
}

// ContextWith sets an option of libzmq by the method of [libzmq.Context] that does so:
//
//	zmq.ContextWith((*libzmq.Context).SetThreadPriority, 10)
func ContextWith[T any](set func(*libzmq.Context, T) error, value T) ContextOption {
	return func(z *shared) error { return set(z.raw, value) }
}

// Logger makes the context log what happens to its sockets: connections that come and go, and
// handshakes that fail. Sockets that the program forgot to close are logged as well.
func Logger(logger *slog.Logger) ContextOption {
	return func(z *shared) error {
		z.logger = logger
		return nil
	}
}

// TraceSockets makes each socket note where it was opened, for the log of those that the program forgot
// to close. It costs some microseconds for each.
func TraceSockets() ContextOption {
	return func(z *shared) error {
		z.trace = true
		return nil
	}
}

// NewContext returns a context. End it with [Context.Close].
func NewContext(options ...ContextOption) (z *Context, err error) {
	raw, err := libzmq.NewContext()
	if err != nil {
		return nil, fmt.Errorf("zmq: new context: %w", err)
	}
	defer func() {
		if z == nil { // also where an option panics
			raw.Term()
		}
	}()
	s := &shared{raw: raw, cores: make(map[*core]bool), ended: make(chan struct{})}
	s.zap.secret, s.limits = rand.Text(), defaultPolicyLimits
	countProcessors()
	for _, option := range append(options[:len(options):len(options)], (*shared).reserve) {
		if err := option(s); err != nil {
			return nil, fmt.Errorf("zmq: new context: %w", err)
		}
	}
	if s.watcher, err = newWatcher(); err != nil {
		return nil, err
	}
	return &Context{shared: s}, nil
}

// reserve makes room in libzmq for more sockets than the program's, so that the limit is the program's alone: one
// answers requests for authentication, and each that is monitored takes two, of which libzmq opens one. As many
// again may be closed while libzmq is not done with them.
func (z *shared) reserve() (err error) {
	const mostMonitored = 1 << 16
	if z.maxSockets, err = z.raw.MaxSockets(); err != nil {
		return err
	}
	return z.raw.SetMaxSockets(z.maxSockets + 1 + 5*min(z.maxSockets, mostMonitored))
}

// Open returns a new socket with the options applied: those of libzmq first, then those that bind or
// connect. If one fails, there is no socket.
func (z *Context) Open(typ SocketType, options ...Option) (s *Socket, err error) {
	defer runtime.KeepAlive(z)
	if err := z.shared.startZAP(); err != nil {
		return nil, err
	}
	c, err := z.shared.open(typ)
	if err != nil {
		return nil, err
	}
	defer func() {
		if s == nil { // also where an option panics
			_, _ = c.close(0, true)
		}
	}()
	if z.shared.logger != nil {
		err = c.logEvents(z.shared.logger)
	}
	if err == nil {
		err = c.set(options)
	}
	if err != nil {
		return nil, err
	}
	s = &Socket{core: c}
	z.shared.reportLeak(s)
	return s, nil
}

// openInternal returns a socket for package zmq's own use.
func (z *shared) openInternal(typ SocketType) (*core, error) {
	return z.openCore(&core{typ: typ, shared: z, internal: true})
}

// open returns a socket that the context closes at its end.
func (z *shared) open(typ SocketType) (*core, error) {
	return z.openCore(&core{typ: typ, shared: z})
}

func (z *shared) openCore(c *core) (*core, error) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closing {
		return nil, ErrClosed
	}
	var raw *libzmq.Socket
	err := error(libzmq.EMFILE)
	if c.internal || z.own < z.maxSockets {
		raw, err = z.raw.NewSocket(c.typ)
	}
	if err == error(libzmq.EMFILE) {
		return nil, fmt.Errorf("zmq: open: %w: raise MaxSockets or the limit of open files", err)
	}
	if err != nil {
		return nil, c.failed("open", "", err)
	}
	c.raw, c.batch, c.spare = raw, libzmq.NewBatch(partsRoom), makeWaiter()
	if c.fd, err = raw.FD(); err != nil { // the draft types are for many threads and have none
		err = c.failed("open", "", libzmq.ENOTSUP)
	} else {
		err = z.watcher.watch(c)
	}
	if err != nil {
		raw.Close()
		return nil, err
	}
	if c.typ == Sub || c.typ == XSub {
		c.linger.set = true // to 0, as libzmq has it: subscriptions are not worth waiting for
	}
	z.cores[c] = true
	if !c.internal {
		z.own++
	}
	return c, nil
}

func (z *shared) forget(c *core) {
	z.mu.Lock()
	defer z.mu.Unlock()
	delete(z.cores, c)
	if !c.internal {
		z.own--
		z.stats.add(c.stats)
	}
}

// Close ends the context and closes all of its sockets: goroutines that wait in them get [ErrClosed].
// Messages that are not sent yet get until ctx's deadline, or as long as [Linger] says where that is less
// or where ctx has no deadline. Then they are dropped, and the error is [ErrUnsent]. Where ctx is done
// from the start, they are dropped at once and the error is ctx's. Where ctx is cancelled meanwhile, its
// error is returned at once, and libzmq ends in the background.
//
// Close waits for nothing else. Closing again waits for the end of the first Close.
func (z *Context) Close(ctx context.Context) error {
	defer runtime.KeepAlive(z)
	atOnce := contextError(ctx)
	until, first := z.shared.closeSockets(ctx)
	if first {
		go z.shared.end()
	}
	if err := z.shared.waitEnd(ctx); err != nil || atOnce != nil {
		return cmp.Or(err, atOnce)
	}
	if until.IsZero() || time.Now().Before(until) {
		return z.shared.err
	}
	if deadline, limited := ctx.Deadline(); limited && !until.Before(deadline.Add(-tick)) { // libzmq was as quick as ctx
		return fmt.Errorf("%w: %w", ErrUnsent, deadlineError{})
	}
	return ErrUnsent
}

// waitEnd waits until libzmq has ended or ctx is done. A deadline is when the last messages are dropped
// too, and libzmq needs a moment to do so.
func (z *shared) waitEnd(ctx context.Context) error {
	select {
	case <-z.ended:
		return nil
	case <-ctx.Done():
	}
	if ctx.Err() == context.DeadlineExceeded {
		select {
		case <-z.ended:
		case <-time.After(moment):
		}
	}
	return fmt.Errorf("%w: %w", ErrUnsent, contextError(ctx))
}

// moment is long enough for everything in libzmq that does not wait for others.
const moment = time.Second

// closeSockets closes all sockets and returns when the last messages are dropped.
func (z *shared) closeSockets(ctx context.Context) (until time.Time, first bool) {
	deadline, limited := ctx.Deadline()
	left := max(0, time.Until(deadline))
	if ctx.Err() != nil {
		left, limited = 0, true
	}
	own, internal, first := z.beginClosing()
	z.zap.close()
	for _, c := range own {
		dropped, _ := c.close(left, limited) // there is nothing to be done about an error
		if dropped.After(until) {
			until = dropped
		}
	}
	z.waitFeeds()
	for _, c := range internal {
		_, _ = c.close(0, true)
	}
	return until, first
}

// beginClosing lets no more sockets in, and returns those that are there.
func (z *shared) beginClosing() (own, internal []*core, first bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	first = !z.closing
	z.closing = true
	for c := range z.cores {
		if c.internal {
			internal = append(internal, c)
		} else {
			own = append(own, c)
		}
	}
	return own, internal, first
}

// waitFeeds waits until the feeds have read what their sockets had to report up to the end.
func (z *shared) waitFeeds() {
	read := make(chan struct{})
	go func() {
		z.feeds.Wait()
		close(read)
	}()
	select {
	case <-read:
	case <-time.After(moment):
	}
}

// end ends libzmq, which waits for messages that linger.
func (z *shared) end() {
	z.watcher.close()
	if err := z.raw.Term(); err != nil {
		z.err = fmt.Errorf("zmq: close: %w", err)
	}
	close(z.ended)
}

// Sockets returns how many sockets are open.
func (z *Context) Sockets() int {
	z.shared.mu.Lock()
	defer z.shared.mu.Unlock()
	return z.shared.own
}

// stack returns where the caller's caller is, for people.
func stack() []string {
	var counters [32]uintptr
	frames := runtime.CallersFrames(counters[:runtime.Callers(3, counters[:])])
	var lines []string
	for more := true; more; {
		var frame runtime.Frame
		frame, more = frames.Next()
		lines = append(lines, fmt.Sprintf("%s (%s:%d)", frame.Function, frame.File, frame.Line))
	}
	return slices.Clip(lines)
}
