package zmq

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"runtime"
	"slices"
	"sync"
	"time"
)

// Context owns sockets and the threads that serve them. A program usually has one. Any number of goroutines can use it
// at the same time.
type Context struct {
	shared *shared
}

// shared is a Context without its owner's handle: the part that its sockets refer to.
type shared struct {
	raw     *RawContext
	watcher watcher
	logger  *slog.Logger // or nil
	trace   bool         // record where sockets are opened
	stats   counters
	inproc  inprocRegistry
	zap     zapHandler
	limits  policyLimits

	mu         sync.Mutex // may be taken under the lock of a core
	cores      map[*core]bool
	own        int     // cores that are not internal
	maxSockets int     // limit of own
	held       []*core // closed, the first one first
	unsent     unsent
	grace      bool      // libzmq may take longer than the linger period
	fixed      time.Time // until when sockets linger that were closed earlier
	started    bool      // libzmq has its threads
	lastClosed time.Time
	abandoned  bool // the program has dropped the Context
	feeds      sync.WaitGroup
	closing    bool
	limited    bool          // closing has a deadline
	deadline   time.Time     // where it has
	ended      chan struct{} // closed when libzmq has ended
	endedAt    time.Time
	err        error // of libzmq's end
}

// closedContext is the state of the zero Context.
var closedContext = func() *shared {
	z := &shared{closing: true, ended: make(chan struct{})}
	close(z.ended)
	return z
}()

// state returns the state of the context; the zero Context is closed.
func (z *Context) state() *shared { return cmp.Or(z.shared, closedContext) }

// NewContext returns a new Context. Call [Context.Close] to end it.
func NewContext(options ...ContextOption) (z *Context, err error) {
	raw, err := newRawContext()
	if err != nil {
		return nil, fmt.Errorf("zmq: new context: %w", err)
	}
	defer func() {
		if z == nil { // even if an option panics
			raw.Term()
		}
	}()
	s := &shared{raw: raw, cores: make(map[*core]bool), ended: make(chan struct{})}
	s.zap.secret, s.limits = rand.Text(), defaultPolicyLimits
	countProcessors()
	if err := s.makeRoom(); err != nil {
		return nil, fmt.Errorf("zmq: new context: %w", err)
	}
	for _, option := range options {
		if option.apply == nil {
			continue
		}
		if err := option.apply(s); err != nil {
			return nil, fmt.Errorf("zmq: new context: %w", err)
		}
	}
	if s.watcher, err = newWatcher(); err != nil {
		return nil, err
	}
	z = &Context{shared: s}
	runtime.AddCleanup(z, func(s *shared) { go s.abandon() }, s)
	return z, nil
}

// makeRoom makes room in libzmq for more sockets than the program's, so that the limit counts only the program's: one
// socket answers authentication requests, and each monitored socket takes two more, one of which libzmq opens. The same
// number again may be closed but not yet released by libzmq.
func (z *shared) makeRoom() (err error) {
	const maxMonitored = 1 << 16
	if z.maxSockets, err = z.raw.MaxSockets(); err != nil {
		return err
	}
	return z.raw.SetMaxSockets(z.maxSockets + 1 + 5*min(z.maxSockets, maxMonitored))
}

// Open opens a socket and applies the options: those of libzmq first, then those that bind or connect. If one fails, no
// socket is opened.
func (z *Context) Open(typ SocketType, options ...Option) (s *Socket, err error) {
	defer runtime.KeepAlive(z)
	if err := z.state().startZAP(); err != nil {
		return nil, err
	}
	c, err := z.state().open(typ)
	if err != nil {
		return nil, err
	}
	defer func() {
		if s == nil { // even if an option panics
			_ = c.close(0, true)
		}
	}()
	if z.state().logger != nil {
		err = c.logEvents(z.state().logger)
	}
	if err == nil {
		err = c.set(options)
	}
	if err != nil {
		return nil, err
	}
	s = &Socket{core: c}
	z.state().reportLeak(s)
	return s, nil
}

// openInternal opens a socket for package zmq's own use.
func (z *shared) openInternal(typ SocketType) (*core, error) {
	return z.openCore(&core{typ: typ, shared: z, internal: true})
}

// open opens a socket of the program.
func (z *shared) open(typ SocketType) (*core, error) {
	return z.openCore(&core{typ: typ, shared: z})
}

func (z *shared) openCore(c *core) (*core, error) {
	if err := z.retryWhenFull(func() error { return z.tryOpen(c) }); err != nil {
		return nil, err
	}
	return c, nil
}

// retryWhenFull runs a call that opens a libzmq socket, and retries it for up to settleTime if a socket that was closed
// just before may still use up the limit.
func (z *shared) retryWhenFull(open func() error) error {
	err := open()
	start := time.Now()
	for wait := time.Millisecond; errors.Is(err, EMFILE) && time.Since(start) < settleTime && z.roomExpected(); wait *= 2 {
		z.releaseBeyond(0)
		time.Sleep(min(wait, settleTime/20))
		err = open()
	}
	return err
}

// roomExpected reports whether libzmq may be about to release a socket that was closed.
func (z *shared) roomExpected() bool {
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.own < z.maxSockets && (len(z.held) > 0 || time.Since(z.lastClosed) < settleTime)
}

// noteSocketClosed records that a libzmq socket was closed, which libzmq releases in the background.
func (z *shared) noteSocketClosed() {
	z.mu.Lock()
	defer z.mu.Unlock()
	z.lastClosed = time.Now()
}

func (z *shared) tryOpen(c *core) error {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closing {
		return ErrClosed
	}
	if err := checkDraft(c.typ); err != nil {
		return &Error{Op: "open", Type: c.typ, Err: err}
	}
	var raw *RawSocket
	err := error(EMFILE)
	if c.internal || z.own < z.maxSockets {
		raw, err = z.newRaw(c.typ)
	}
	if err == error(EMFILE) {
		err = fmt.Errorf("%w: raise MaxSockets or the limit of open files", err)
		return &Error{Op: "open", Type: c.typ, Err: err}
	}
	if err != nil {
		return c.failed("open", "", err)
	}
	c.raw, c.batch, c.spare, c.recvFlags = raw, NewBatch(partsRoom), makeWaiter(), dontBlock
	if c.fd, err = c.descriptor(); err == nil {
		err = c.setDefaults()
	}
	if err == nil {
		err = z.watcher.watch(c)
	}
	if err != nil {
		c.closePoller()
		raw.Close()
		return c.failed("open", "", err)
	}
	z.cores[c] = true
	if !c.internal {
		z.own++
	}
	return nil
}

// setDefaults sets the options whose default differs from libzmq's.
func (c *core) setDefaults() error {
	c.linger.d = DefaultLinger
	if c.typ == Sub || c.typ == XSub || c.typ == typeDish {
		// Subscriptions are not worth waiting for, but must not be dropped, which libzmq does beyond the high-water
		// mark.
		c.linger = lingering{set: true}
		if err := c.raw.SetSendHWM(0); err != nil {
			return err
		}
	}
	if err := c.raw.SetLinger(c.linger.d); err != nil {
		return err
	}
	return c.readOptions()
}

// newRaw returns a socket of libzmq. With the first one, libzmq starts its threads, which take two descriptors each, on
// some systems three.
func (z *shared) newRaw(typ SocketType) (*RawSocket, error) {
	if !z.started {
		threads, err := z.raw.IOThreads()
		if err == nil {
			err = reserve(3 * (threads + 2))
		}
		if err != nil {
			return nil, err
		}
	}
	if typ >= typeServer {
		if err := reserve(draftDescriptors); err != nil {
			return nil, err
		}
	}
	raw, err := z.raw.NewSocket(typ)
	z.started = z.started || err == nil
	return raw, err
}

// bindDescriptors is how many descriptors libzmq may need to bind: a socket, and those that the system opens to look up
// an interface or a name.
const bindDescriptors = 4

// forget removes a socket that was closed.
func (z *shared) forget(c *core) {
	z.mu.Lock()
	defer z.mu.Unlock()
	delete(z.cores, c)
	z.lastClosed = time.Now()
	if !c.internal {
		z.own--
		z.stats.add(c.stats)
	}
	if z.abandoned && z.own == 0 {
		go z.closeAbandoned()
	}
}

// Close ends the context and closes all of its sockets. Calls that wait on them return [ErrClosed]. Unsent messages are
// kept until ctx's deadline or the end of the linger period, whichever is earlier; see [Linger]. Then they are dropped,
// and Close returns [ErrUnsent]. If ctx is done before the call, unsent messages are dropped at once and Close returns
// only ctx's error. If ctx is canceled during the call, Close returns ctx's error at once, and libzmq ends in the
// background.
//
// This includes the messages of sockets that were closed earlier, except sockets that peers may send messages to, such
// as a Dealer, or a Req with an [Identity]: their linger period is fixed by [Socket.Close], and messages that are still
// unsent at ctx's deadline continue to be sent in the background until it ends. Messages to an inproc name that is not
// bound are dropped at once.
//
// Close waits for nothing else. A second Close waits for the first one to return.
func (z *Context) Close(ctx context.Context) error {
	defer runtime.KeepAlive(z)
	atOnce := contextError(ctx)
	unsent, first := z.state().closeSockets(ctx)
	if first {
		go z.state().terminate()
	}
	until := unsent.until()
	err := z.state().waitEnd(ctx, until, first)
	switch {
	case err == errStillSending && until.IsZero(): // the messages had no time at all
		return atOnce
	case err == errStillSending:
		return ErrUnsent
	case err != nil || atOnce != nil:
		return cmp.Or(err, atOnce)
	case !unsent.droppedBy(z.state().endedAt):
		return z.state().err
	}
	if deadline, limited := ctx.Deadline(); limited && !until.Before(deadline.Add(-timerSlack)) { // libzmq ended as early as ctx
		return fmt.Errorf("%w: %w", ErrUnsent, deadlineError{})
	}
	return ErrUnsent
}

// waitEnd waits until libzmq has ended or ctx is done. At the deadline, libzmq drops the last messages, for which it
// gets settleTime. It gets only a twentieth of that if it will take longer anyway, because sockets that were closed
// earlier have a linger period that ends later, or because sockets get [partialSendGrace].
func (z *shared) waitEnd(ctx context.Context, until time.Time, first bool) error {
	z.mu.Lock()
	extended := z.grace
	z.mu.Unlock()
	var over <-chan time.Time
	if extended && first {
		over = time.After(max(0, time.Until(until)) + settleTime/10)
	}
	select {
	case <-z.ended:
		return nil
	case <-over:
		return errStillSending
	case <-ctx.Done():
	}
	if ctx.Err() != context.DeadlineExceeded {
		return ctx.Err()
	}
	wait := settleTime
	if deadline, _ := ctx.Deadline(); extended || z.fixed.After(deadline.Add(timerSlack)) {
		wait = settleTime / 20
	}
	select {
	case <-z.ended:
		return nil
	case <-time.After(wait):
	}
	if until.IsZero() {
		return deadlineError{}
	}
	return fmt.Errorf("%w: %w", ErrUnsent, deadlineError{})
}

// errStillSending reports that libzmq is still sending messages whose time is up.
var errStillSending = errors.New("zmq: libzmq did not finish in time")

// settleTime is ample for everything that libzmq does in the background without waiting for peers.
const settleTime = time.Second

// closeSockets closes all sockets and returns which of their messages may be unsent.
func (z *shared) closeSockets(ctx context.Context) (u unsent, first bool) {
	deadline, limited := ctx.Deadline()
	if ctx.Err() != nil {
		deadline, limited = time.Time{}, true
	}
	open, held, first := z.beginClosing(deadline, limited)
	if !first {
		return unsent{}, false
	}
	z.zap.close()
	for _, c := range held {
		z.release(c)
	}
	for _, c := range open {
		if !c.internal {
			_ = c.close(z.closingLimit()) // an error cannot be handled
		}
	}
	z.waitFeeds()
	for _, c := range open {
		if c.internal {
			_ = c.close(0, true)
		}
	}
	z.mu.Lock()
	defer z.mu.Unlock()
	return z.unsent, true
}

// beginClosing refuses new sockets, and returns the existing ones.
func (z *shared) beginClosing(deadline time.Time, limited bool) (open, held []*core, first bool) {
	z.mu.Lock()
	defer z.mu.Unlock()
	if z.closing {
		return nil, nil, false
	}
	z.closing, z.deadline, z.limited = true, deadline, limited
	z.unsent.forgetBefore(time.Now())
	z.fixed = z.unsent.until()
	held, z.held = z.held, nil
	return slices.Collect(maps.Keys(z.cores)), held, true
}

// waitFeeds waits until the feeds have read the last events of their sockets.
func (z *shared) waitFeeds() {
	read := make(chan struct{})
	go func() {
		z.feeds.Wait()
		close(read)
	}()
	select {
	case <-read:
	case <-time.After(settleTime):
	}
}

// terminate ends libzmq, which waits for messages that linger.
func (z *shared) terminate() {
	z.watcher.close()
	if err := z.raw.Term(); err != nil {
		z.err = fmt.Errorf("zmq: close: %w", err)
	}
	z.endedAt = time.Now()
	close(z.ended)
}

// Sockets returns the number of open sockets.
func (z *Context) Sockets() int {
	z.state().mu.Lock()
	defer z.state().mu.Unlock()
	return z.state().own
}

// abandon closes a context that the program has dropped, now or with its last socket.
func (z *shared) abandon() {
	z.mu.Lock()
	z.abandoned = true
	unused := z.own == 0
	z.mu.Unlock()
	if unused {
		z.closeAbandoned()
	}
}

// closeAbandoned closes a context that the program has dropped with all its sockets, and logs that.
func (z *shared) closeAbandoned() {
	if _, first := z.closeSockets(context.Background()); !first {
		return
	}
	if z.logger != nil {
		newLimitedLog(z.logger).log("", 1, slog.LevelWarn, "zmq: a context was forgotten without Close")
	}
	z.terminate()
}

// stack describes the position of the caller's caller.
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
