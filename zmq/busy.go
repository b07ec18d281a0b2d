package zmq

import (
	"context"
	"runtime"
	"sync/atomic"
	"time"
)

// A goroutine that waits parks: its thread looks for other goroutines, goes to sleep in Go's network poller, and has to
// find the goroutine again when the watcher receives a signal. If the next message arrives some microseconds later, that
// takes longer than receiving it. The receiver of a busy socket therefore waits within libzmq, as it would in C, for at
// most busyWait. It holds the socket's lock meanwhile, and the watcher ignores the socket.
//
// It parks if no message arrives in that time, and always once another goroutine has used the socket while a receiver
// waited within libzmq. The scheduler leaves such a receiver its processor for up to 10 ms and runs no other goroutines
// there. Therefore, one processor is kept for other goroutines if there are more than two; with two, they wait for at
// most busyTurn; and with one, all receivers park.

const (
	busyWaits = 16                   // waits in a row, at most busyWait apart, that make a socket busy
	busyWait  = time.Millisecond     // the longest wait within libzmq
	busySure  = 32                   // receives, after one that found no message
	busyTurn  = time.Millisecond     // after which a receiver lets other goroutines run
	busyIdle  = 5 * time.Millisecond // time without a message after which a socket is no longer busy
)

// busyState describes how busy a socket is.
type busyState struct {
	on       bool        // receivers wait within libzmq
	waits    int         // in a row
	last     time.Time   // when the last of them began
	received uint64      // messages, at the last wait, or when the socket was last known to be busy
	sure     int         // how many receives do not look for a message before they wait
	blocking atomic.Bool // a receiver waits within libzmq
	shared   atomic.Bool // another goroutine has used the socket meanwhile
}

// blocked is how many receivers wait within libzmq, in all contexts.
var blocked atomic.Int32

// lock takes the socket's lock for a call that sends or receives.
func (c *core) lock() {
	if c.busy.blocking.Load() {
		c.busy.shared.Store(true)
	}
	c.mu.Lock()
}

// tryBusy is try for a receive on a busy socket, which may wait within libzmq.
func (c *core) tryBusy(call func() error) error {
	if c.busy.shared.Load() {
		c.endBusy()
		return c.try(call)
	}
	if c.busy.sure == 0 {
		if err := c.try(call); err != errAgain {
			c.endBusy() // messages come faster than they are received
			return err
		}
		c.busy.sure = busySure
	}
	c.busy.sure--
	defer blocked.Add(-1)
	if blocked.Add(1) > max(2, processors.Load()-1) {
		return c.try(call)
	}
	c.recvFlags = 0
	c.busy.blocking.Store(true)
	err := c.try(call)
	c.busy.blocking.Store(false)
	c.recvFlags = dontBlock
	return err
}

// busyPoll is try for a receive on a socket with [BusyPoll]: it tries until there is a message, the time is over or ctx is
// done. Meanwhile, the watcher ignores the socket, unless other goroutines wait for it.
func (c *core) busyPoll(ctx context.Context, call func() error) error {
	err := c.try(call)
	if err == errAgain && !c.busy.on && c.canPauseWatch() {
		c.pauseWatch()
	}
	limit := time.Duration(c.pollsFor.Load())
	if timeout := time.Duration(c.timeouts[0].Load()); timeout >= 0 {
		limit = min(limit, timeout)
	}
	for start := time.Now(); err == errAgain && time.Since(start) < limit && ctx.Err() == nil; {
		c.mu.Unlock()
		runtime.Gosched()
		yieldThread() // to libzmq's own thread, which may have the same core
		c.mu.Lock()
		err = c.tryAgain(call)
	}
	return err
}

// noteWait records, under the lock, that a receiver is about to park.
func (c *core) noteWait() {
	c.endBusy()
	if processors.Load() > 1 { // or no socket becomes busy
		now := time.Now()
		if c.busy.waits++; now.Sub(c.busy.last) > busyWait || c.stats.Received > c.busy.received+1 {
			c.busy.waits = 0
		}
		c.busy.last = now
	}
	c.busy.received = c.stats.Received
}

// oneByOne reports, before noteWait, whether one message has come since the last wait.
func (c *core) oneByOne() bool { return c.stats.Received == c.busy.received+1 }

// beginBusy makes receivers wait within libzmq from now on, if the socket is busy.
func (c *core) beginBusy() {
	switch {
	case c.busy.waits < busyWaits || c.busy.shared.Load() || !c.remote || !c.canPauseWatch():
		return
	case c.pollsFor.Load() > 0 || processors.Load() == 1:
		return
	}
	if err := c.raw.SetRecvTimeout(busyWait); err != nil {
		return
	}
	c.busy.received = c.stats.Received
	c.pauseWatch()
}

// canPauseWatch reports whether the watcher can ignore the socket, because no goroutine waits for its signals.
func (c *core) canPauseWatch() bool {
	return !c.contended && c.waiting() == 0 && !c.isDraft() && c.shared.watcher.pauses()
}

// pauseWatch makes the watcher ignore the socket until endBusy.
func (c *core) pauseWatch() {
	c.busy.on = true
	c.shared.watcher.update(c)
	c.processIn(busyIdle)
}

// endBusy makes receivers park, and makes the watcher watch the socket again.
func (c *core) endBusy() {
	if c.busy.on {
		c.busy.on, c.busy.waits = false, 0
		_ = c.raw.SetRecvTimeout(time.Duration(c.timeouts[0].Load())) // an error will recur in the next call
		c.shared.watcher.update(c)
	}
}
