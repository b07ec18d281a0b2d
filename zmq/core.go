package zmq

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// core is a socket without its owner's handle: what waiters, the watcher and the Context hold, so that
// a [Socket] that its program forgot can be told from one in use.
//
// libzmq is only called under the lock and never blocks there. The lock is the memory barrier that
// libzmq asks for between threads. Waiting happens outside of it: see [core.do].
type core struct {
	mu          sync.Mutex
	raw         *RawSocket
	typ         SocketType
	shared      *shared
	internal    bool // not the program's own
	closed      bool
	ending      chan struct{} // closed with the socket, or nil until somebody asks for it
	fd          descriptor    // signals when something may have happened: the watcher knows it
	receivers   waiters
	senders     waiters
	spare       *waiter    // or nil: most sockets have one waiter at a time
	pushed      []Message  // received and given back: the next receive takes them
	batch       *Batch     // room for the parts of one message on their way to Go
	metadata    []property // to note for each message
	refused     bool       // a Rep has given out a request as a MultipartError, and not replied yet
	asked       askedOptions
	cut         bool // a part came that says more follow, and they are gone
	partial     bool // the last part received says more follow
	linger      lingering
	timeouts    [2]atomic.Int64 // of receives and sends, or negative: see timeout
	feed        *feed           // what the monitor reports, or nil
	endpoints   []endpoint
	turn        turn
	look        *time.Timer          // or nil, of lookSoon
	looking     bool                 // it runs
	crowded     bool                 // a goroutine has used it while another one waited
	neighbour   atomic.Pointer[core] // the only one at the other end over inproc, as far as is known
	remote      bool                 // it was bound or connected to other processes
	met         bool                 // somebody at the other end over inproc may have got its messages
	closedAt    time.Time
	held        bool // closed for its user, and not for libzmq
	rawClosed   bool // closed for libzmq too
	stats       SocketStats
	sentInParts uint64 // bytes of messages of several parts
}

// watcher tells a core when something may have happened to its socket.
type watcher interface {
	// watch has edge called for each signal of the descriptor from now on.
	watch(c *core) error
	// crowd makes sure that from now on a signal is told also where a call has taken in what it stood for.
	crowd(c *core)
	// unwatch ends that. The descriptor is still open.
	unwatch(c *core)
	close()
}

// do runs a call that does not block, and again each time the socket becomes ready for the events,
// until it is through or the context is done. Goroutines by the thousand may be parked here, so it is as
// few frames deep as can be: their stacks stay at Go's least size.
//
// The descriptor of a libzmq socket signals only when something comes in after libzmq had seen all
// there was. So before a goroutine parks, libzmq must have seen everything: a receive that found
// nothing has looked, a send has not, and reads the events first. From then on each signal reaches
// edge, which wakes a waiter, whether other calls on the socket have taken in what it stood for or not. A
// waiter that got what it came for wakes the next: there may be more.
func (c *core) do(ctx context.Context, events PollEvents, call func() error) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if c == nil { // the zero Socket's
		return ErrClosed
	}
	w, err := c.begin(ctx, events, call)
	var timeout <-chan time.Time
	if err == again {
		timeout = c.timeout(ctx, events)
	}
	for err == again {
		select {
		case <-w.ready:
			err = c.resume(w, events, call)
		case <-timeout:
			if c.leave(w, events) {
				return ErrClosed
			}
			return ErrTimeout
		case <-ctx.Done():
			if c.leave(w, events) {
				return ErrClosed
			}
			return contextError(ctx)
		}
	}
	return err
}

// timeout returns a channel that tells when the socket's own timeout is over, or nil if it has none.
func (c *core) timeout(ctx context.Context, events PollEvents) <-chan time.Time {
	i := 0
	if events == PollOut {
		i = 1
	}
	d := time.Duration(c.timeouts[i].Load())
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

// begin tries, and queues where that is not enough.
func (c *core) begin(ctx context.Context, events PollEvents, call func() error) (*waiter, error) {
	c.mu.Lock()
	var w *waiter
	err := c.try(call)
	switch {
	case err == again && ctx == dontWait:
		err = c.lastTry(events, call)
	case err == again:
		w = c.newWaiter()
		err = c.enqueue(w, events, call)
	case c.takesTurns():
		c.notify()
	}
	over := c.turn.over()
	c.mu.Unlock()
	if over {
		giveWay()
	}
	return w, err
}

// resume tries after a signal.
func (c *core) resume(w *waiter, events PollEvents, call func() error) error {
	c.mu.Lock()
	err := c.tryAgain(call)
	if err == again {
		err = c.enqueue(w, events, call)
	} else {
		c.through(w)
	}
	c.mu.Unlock()
	return err
}

// enqueue lets w wait, unless the call gets through after all.
func (c *core) enqueue(w *waiter, events PollEvents, call func() error) error {
	if events == PollOut {
		_, err := c.events() // makes libzmq see all that has come in
		if err == nil {
			err = c.tryAgain(call)
		}
		if err != again {
			c.through(w)
			return err
		}
	}
	c.queue(events).push(w)
	c.stats.Waits++
	return again
}

// through ends the wait of a call that is through, or failed.
func (c *core) through(w *waiter) {
	c.freeWaiter(w)
	c.notify()
}

// leave ends the wait of a call whose context is done, and reports whether the socket was closed before. A
// signal that it got is for the next one.
func (c *core) leave(w *waiter, events PollEvents) (closed bool) {
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

// try runs a call under the lock, on an open socket.
func (c *core) try(call func() error) error {
	if c.closed {
		return ErrClosed
	}
	c.minding()
	return call()
}

// tryAgain is try for a call that has waited. Where another goroutine was quicker, and its answer comes first on this
// socket, the call goes on waiting.
func (c *core) tryAgain(call func() error) error {
	err := c.try(call)
	if err == error(EFSM) && c.takesTurns() {
		return again
	}
	return err
}

// minding comes before a call that libzmq takes in news with, which may be for others who wait.
func (c *core) minding() {
	if !c.crowded && c.waiting() > 0 {
		c.crowded = true
		c.shared.watcher.crowd(c)
	}
}

// control runs a call that waits for nothing, such as one that sets an option. What it changes may be
// what others wait for.
func (c *core) control(call func() error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.try(call)
	c.asked.known = false
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

// edge is called by the watcher, on a goroutine of its own, when the descriptor signals.
func (c *core) edge() {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.rawClosed:
	case c.waiting() == 0:
		c.lookSoon()
	case c.waiting() == 1: // its own try is cheaper than reading the events
		c.receivers.signal()
		c.senders.signal()
	default:
		c.notify()
	}
}

// lookSoon makes libzmq see in a moment what has come in, for nobody may call it for a while, and only when it is called
// does it complete connections and pass subscriptions on. To do so at once would take a busy socket's time: a round trip
// over inproc on one processor would take half as long again.
func (c *core) lookSoon() {
	switch {
	case c.looking:
		return
	case c.look == nil:
		c.look = time.AfterFunc(lookDelay, c.lookNow)
	default:
		c.look.Reset(lookDelay)
	}
	c.looking = true
}

const lookDelay = time.Millisecond

func (c *core) lookNow() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.looking = false
	switch {
	case c.rawClosed:
	case c.waiting() == 0:
		_, _ = c.events() // an error will be the next call's as well
	default:
		c.notify()
	}
}

// notify wakes those who can go on. It costs nothing where nobody waits.
func (c *core) notify() {
	if c.waiting() == 0 {
		return
	}
	events, err := c.ready()
	if err != nil {
		c.wakeAll() // their calls will tell them
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

// readyByPeer reports whether a sender of this type waits for the peer that its message names, or for all subscribers
// to it. Its readiness to send, that of any peer, then says nothing about any sender: not which one of them the
// news are for, and not even that there are some, as where the only peer has left and the sender must learn it.
func (c *core) readyByPeer() bool {
	return c.typ == Router || c.typ == Stream || c.typ == Pub || c.typ == XPub
}

// takesTurns reports whether sends and receives alternate on a socket of this type, so that one of them makes the
// socket ready for the other without any signal.
func (c *core) takesTurns() bool { return c != nil && (c.typ == Req || c.typ == Rep) }

// ready returns what the socket is ready for.
func (c *core) ready() (PollEvents, error) {
	if c.closed {
		return 0, ErrClosed
	}
	events, err := c.events()
	if len(c.pushed) > 0 {
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
	if c.ending == nil {
		c.ending = make(chan struct{})
		if c.closed {
			close(c.ending)
		}
	}
	return c.ending
}

// endWaits marks the socket as closed, under the lock: everybody who waits for it learns so.
func (c *core) endWaits() {
	c.closed = true
	if c.ending != nil {
		close(c.ending)
	}
	c.wakeAll()
}

func (c *core) wakeAll() {
	c.receivers.signalAll()
	c.senders.signalAll()
}
