package zmq

import (
	"sync"
	"sync/atomic"
)

// waiter is a goroutine that waits for its socket.
type waiter struct {
	ready      chan struct{} // room for one signal
	signalled  bool
	queued     bool
	dispatches bool // passes signals on before it parks
	next, prev *waiter
}

var waiterPool = sync.Pool{New: func() any { return makeWaiter() }}

func makeWaiter() *waiter { return &waiter{ready: make(chan struct{}, 1)} }

// newWaiter returns a waiter, under the lock.
func (c *core) newWaiter() *waiter {
	w := c.spare
	if c.spare = nil; w == nil {
		w = waiterPool.Get().(*waiter)
	}
	return w
}

func (c *core) freeWaiter(w *waiter) {
	w.clear()
	if c.spare == nil {
		c.spare = w
	} else {
		waiterPool.Put(w)
	}
}

// clear forgets a signal.
func (w *waiter) clear() {
	if !w.signalled {
		return
	}
	w.signalled = false
	select {
	case <-w.ready:
	default:
	}
}

// waiters is a queue, guarded by the lock of its core.
type waiters struct {
	first, last *waiter
	len         atomic.Int32 // can be read without the lock, to find out whether a goroutine waits
}

// push adds w at the end of the queue, or at the front if its signal came too late last time.
func (q *waiters) push(w *waiter) {
	first := w.signalled
	w.clear()
	w.queued = true
	q.len.Add(1)
	switch {
	case q.first == nil:
		q.first, q.last = w, w
	case first:
		w.next, q.first.prev, q.first = q.first, w, w
	default:
		w.prev, q.last.next, q.last = q.last, w, w
	}
}

// remove removes w, if it is still in the queue.
func (q *waiters) remove(w *waiter) {
	if !w.queued {
		return
	}
	if w.prev == nil {
		q.first = w.next
	} else {
		w.prev.next = w.next
	}
	if w.next == nil {
		q.last = w.prev
	} else {
		w.next.prev = w.prev
	}
	w.prev, w.next, w.queued = nil, nil, false
	q.len.Add(-1)
}

// signal wakes the waiter that has waited longest.
func (q *waiters) signal() {
	w := q.first
	if w == nil {
		return
	}
	q.remove(w)
	w.signalled = true
	select {
	case w.ready <- struct{}{}:
	default: // several sockets share the channel, and another one was first
	}
}

func (q *waiters) signalAll() {
	for q.first != nil {
		q.signal()
	}
}
