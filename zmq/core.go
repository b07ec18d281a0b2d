package zmq

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// core is a socket without its owner's handle: the part that waiters, the watcher and the Context refer to, so that a
// [Socket] that the program dropped can be distinguished from one in use.
//
// libzmq is only called under the lock and never blocks there, except for a busy socket. The lock is the memory barrier that
// libzmq asks for between threads. Waiting happens outside of it: see [core.do].
type core struct {
	mu          sync.Mutex
	raw         *RawSocket
	typ         SocketType
	shared      *shared
	internal    bool // not the program's own
	closed      bool
	done        chan struct{} // closed with the socket, or nil until it is needed
	fd          descriptor    // signals when libzmq has commands to process: the watcher watches it
	receivers   waiters
	senders     waiters
	spare       *waiter    // or nil: most sockets have one waiter at a time
	unread      []Message  // received and put back: the next receive takes them
	batch       *Batch     // room for the parts of one message on their way to Go
	metadata    []property // to record for each message
	refused     bool       // a Rep has returned a request as a MultipartError, and not replied yet
	cached      cachedOptions
	truncated   bool // a part announced more parts, which are gone
	partial     bool // libzmq has more parts of the message that was received last
	linger      lingering
	timeouts    [2]atomic.Int64 // of receives and sends, or negative: see timeout
	feed        *feed           // what the monitor reports, or nil
	endpoints   []endpoint
	turn        turn
	process     *time.Timer          // of processSoon, or nil
	processing  bool                 // it is running
	contended   bool                 // a goroutine has used the socket while another one waited
	busy        busyState            // whether receivers wait within libzmq
	pollsFor    atomic.Int64         // nanoseconds, before a receiver parks
	recvFlags   recvFlag             // of the first part of a message
	inprocPeer  atomic.Pointer[core] // the only socket at the other end over inproc, if known
	remote      bool                 // the socket was bound or connected to other processes
	delivered   bool                 // a socket at the other end over inproc may have received its messages
	closedAt    time.Time
	held        bool // closed for its user, but not for libzmq
	rawClosed   bool // closed for libzmq too
	stats       SocketStats
	sentInParts uint64 // bytes of messages of several parts
	draft       draftState
}

// watcher notifies a core when its socket's state may have changed.
type watcher interface {
	// watch makes the watcher call onSignal for each signal of the descriptor from now on.
	watch(c *core) error
	// update adapts the watch to a socket that has become contended, or busy, or is no longer so.
	update(c *core)
	// pauses reports whether update can end the watch of a busy socket.
	pauses() bool
	// dispatch passes on signals that have arrived, on the goroutine that calls it, if there is only one core.
	dispatch()
	// unwatch stops watching. The descriptor is still open.
	unwatch(c *core)
	close()
}

// do runs a call that does not block, and repeats it each time the socket becomes ready for the events,
// until it succeeds, fails or the context is done. Thousands of goroutines can be parked here, so the call chain is
// short, which keeps their stacks at Go's minimum size.
//
// The descriptor of a libzmq socket signals only when a command arrives after libzmq has processed all earlier ones.
// So before a goroutine parks, libzmq must have processed them: a receive that found nothing has done so, a send has
// not, and reads the events first. From then on each signal reaches onSignal, which wakes a waiter, even if another
// call has processed the command meanwhile. A waiter that succeeds wakes the next: there may be more.
func (c *core) do(ctx context.Context, events PollEvents, call func() error) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if c == nil { // the zero Socket's
		return ErrClosed
	}
	w, err := c.begin(ctx, events, call)
	var timeout <-chan time.Time
	if err == errAgain {
		timeout = c.timeout(ctx, events)
	}
	for err == errAgain {
		if w.dispatches {
			c.shared.watcher.dispatch()
		}
		if timeout == nil && ctx.Done() == nil { // which needs a smaller frame than select
			<-w.ready
			err = c.resume(w, events, call)
			continue
		}
		select {
		case <-w.ready:
			err = c.resume(w, events, call)
		case <-timeout:
			if c.cancelWait(w, events) {
				return ErrClosed
			}
			return ErrTimeout
		case <-ctx.Done():
			if c.cancelWait(w, events) {
				return ErrClosed
			}
			return contextError(ctx)
		}
	}
	return err
}

// timeout returns a channel that delivers when the socket's own timeout expires, or nil if it has none.
func (c *core) timeout(ctx context.Context, events PollEvents) <-chan time.Time {
	i := 0
	if events == PollOut {
		i = 1
	}
	d := time.Duration(c.timeouts[i].Load())
	if events == PollIn && d > 0 { // part of the wait is over
		d -= min(d, time.Duration(c.pollsFor.Load()))
	}
	if d < 0 || ctx.Value(withoutTimeouts{}) != nil {
		return nil
	}
	return time.After(d)
}

// withoutTimeouts is the key of contexts that are for more than one message: the socket's timeouts do not end them.
type withoutTimeouts struct{}

func ignoreTimeouts(ctx context.Context) context.Context {
	return context.WithValue(ctx, withoutTimeouts{}, true)
}

// begin tries the call, and queues the caller if it would block.
func (c *core) begin(ctx context.Context, events PollEvents, call func() error) (*waiter, error) {
	c.lock()
	var w *waiter
	var err error
	switch {
	case events != PollIn || ctx == dontWait:
		err = c.try(call)
	case c.pollsFor.Load() > 0:
		err = c.busyPoll(ctx, call)
	case c.busy.on:
		err = c.tryBusy(call)
	default:
		err = c.try(call)
	}
	switch {
	case err == errAgain && ctx == dontWait:
		err = c.lastTry(events, call)
	case err == errAgain:
		w = c.newWaiter()
		err = c.enqueue(w, events, call)
	case c.alternates():
		c.notify()
	}
	busy, length := c.busy.on, turnLength
	if busy {
		length = busyTurn
	}
	over := c.turn.over(length)
	c.mu.Unlock()
	if over {
		yield(busy)
	}
	return w, err
}

// resume tries the call after a signal.
func (c *core) resume(w *waiter, events PollEvents, call func() error) error {
	c.mu.Lock()
	err := c.tryAgain(call)
	if err == errAgain {
		err = c.enqueue(w, events, call)
	} else {
		c.finishWait(w)
		c.beginBusy()
	}
	c.mu.Unlock()
	return err
}

// enqueue queues w, unless the call succeeds after all.
func (c *core) enqueue(w *waiter, events PollEvents, call func() error) error {
	if events == PollOut {
		_, err := c.events() // makes libzmq process its commands
		if err == nil {
			err = c.tryAgain(call)
		}
		if err != errAgain {
			c.finishWait(w)
			return err
		}
	}
	w.dispatches = events == PollIn && c.oneByOne() && c.remote && oneCore()
	if events == PollIn {
		c.noteWait()
	} else {
		c.endBusy()
	}
	c.queue(events).push(w)
	c.stats.Waits++
	return errAgain
}

// finishWait ends the wait of a call that succeeded or failed.
func (c *core) finishWait(w *waiter) {
	c.freeWaiter(w)
	c.notify()
}

// cancelWait ends the wait of a call whose context is done, and reports whether the socket was closed first. It passes
// a signal that it received on to the next waiter.
func (c *core) cancelWait(w *waiter, events PollEvents) (closed bool) {
	c.mu.Lock()
	c.queue(events).remove(w)
	signalled := w.signalled
	c.freeWaiter(w)
	if signalled {
		c.notify()
	}
	closed = c.closed
	c.mu.Unlock()
	return closed
}

// try runs a call under the lock, if the socket is open.
func (c *core) try(call func() error) error {
	if c.closed {
		return ErrClosed
	}
	c.noteContention()
	return call()
}

// tryAgain is try for a call that has waited. If another goroutine was faster, and must reply first on this socket, the
// call continues to wait.
func (c *core) tryAgain(call func() error) error {
	err := c.try(call)
	if err == error(EFSM) && c.alternates() {
		return errAgain
	}
	return err
}

// noteContention must precede any call that makes libzmq process commands, which may concern other goroutines that wait.
func (c *core) noteContention() {
	if !c.contended && c.waiting() > 0 {
		c.contended = true
		c.shared.watcher.update(c)
	}
}

// control runs a call that never blocks, such as one that sets an option. Other goroutines may be waiting for its
// effect.
func (c *core) control(call func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.endBusy()
	err := c.try(call)
	if !c.closed {
		c.readCached() // here, because a receive that waits has little room on its stack
	}
	c.notify()
	return err
}

// waiting returns how many goroutines wait, under the lock.
func (c *core) waiting() int32 { return c.receivers.len.Load() + c.senders.len.Load() }

func (c *core) queue(events PollEvents) *waiters {
	if events == PollOut {
		return &c.senders
	}
	return &c.receivers
}

// onSignal is called by the watcher, on a goroutine of its own, when the descriptor signals.
func (c *core) onSignal() {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.rawClosed:
	case c.waiting() == 0:
		c.processIn(processDelay)
	case c.waiting() == 1: // its own attempt is cheaper than reading the events
		c.receivers.signal()
		c.senders.signal()
	default:
		c.notify()
	}
}

// processIn makes libzmq process its commands after a time, because it completes connections and passes on
// subscriptions only when it is called, and no goroutine may call it for a while. Doing so at once would slow down a
// busy socket: a round trip over inproc on one processor would take half as long again.
func (c *core) processIn(d time.Duration) {
	switch {
	case c.processing:
		return
	case c.process == nil:
		c.process = time.AfterFunc(d, c.processCommands)
	default:
		c.process.Reset(d)
	}
	c.processing = true
}

// processDelay is how long a connection or a subscription can wait for that. With 1 ms, the timer alone takes a twentieth
// of a round trip over inproc.
const processDelay = 10 * time.Millisecond

func (c *core) processCommands() {
	if !c.mu.TryLock() { // waiting for a busy socket would slow it down
		time.AfterFunc(busyIdle, c.processCommands)
		return
	}
	defer c.mu.Unlock()
	c.processing = false
	switch {
	case c.rawClosed:
	case c.busy.on && c.busy.received != c.stats.Received:
		c.busy.received = c.stats.Received
		c.processIn(busyIdle)
	case c.waiting() == 0:
		c.endBusy()
		_, _ = c.events() // an error will recur in the next call
	default:
		c.notify()
	}
}

// notify wakes the waiters that can proceed. It costs nothing if there are none.
func (c *core) notify() {
	if c.waiting() == 0 {
		return
	}
	events, err := c.ready()
	if err != nil {
		c.wakeAll() // their calls will return the error
		return
	}
	if events&PollIn != 0 {
		c.receivers.signal()
	}
	switch {
	case c.readyByPeer():
		c.senders.signalAll()
	case events&PollOut != 0:
		c.senders.signal()
	}
}

// readyByPeer reports whether a sender of this type waits for the peer that its message names, or for all subscribers of
// the message. The socket can then be ready, for another peer, although a particular sender cannot proceed. It can also
// not be ready although a sender must proceed, for example to learn that the only peer has left.
func (c *core) readyByPeer() bool {
	switch c.typ {
	case Router, Stream, Pub, XPub, typeServer, typePeer, typeRadio:
		return true
	}
	return false
}

// alternates reports whether sends and receives alternate on a socket of this type, so that each makes the socket ready
// for the other without a signal.
func (c *core) alternates() bool { return c != nil && (c.typ == Req || c.typ == Rep) }

// ready returns what the socket is ready for.
func (c *core) ready() (PollEvents, error) {
	if c.closed {
		return 0, ErrClosed
	}
	events, err := c.events()
	if len(c.unread) > 0 {
		events |= PollIn
	}
	return events, err
}

// whenClosed returns a channel that is closed with the socket.
func (c *core) whenClosed() <-chan struct{} {
	if c == nil { // the zero Socket's
		c = &core{closed: true}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done == nil {
		c.done = make(chan struct{})
		if c.closed {
			close(c.done)
		}
	}
	return c.done
}

// markClosed marks the socket as closed, under the lock, and wakes all goroutines that wait for it.
func (c *core) markClosed() {
	c.closed = true
	if c.done != nil {
		close(c.done)
	}
	c.wakeAll()
}

func (c *core) wakeAll() {
	c.receivers.signalAll()
	c.senders.signalAll()
}
