package zmq

import (
	"runtime"
	"sync/atomic"
	"time"
)

// turn is how long the goroutines that use a socket have done so without giving way.
//
// Go's scheduler does not count calls of C: a goroutine that has made nothing else for 10 ms passes for
// one that does not let others run, and is to be stopped. As that is not possible within C, it loses its
// processor there, every 20 µs anew, until it waits for something or gives way. Where there is but one
// processor, that makes the slowest of a hundred round trips take 45 µs instead of 14.
type turn struct {
	calls uint
	began time.Time
}

const (
	turnLength = 5 * time.Millisecond
	turnCalls  = 64 // between two looks at the clock
)

// over reports, under the lock, whether it is time to give way.
func (t *turn) over() bool {
	t.calls++
	if t.calls%turnCalls != 0 {
		return false
	}
	now := time.Now()
	if now.Sub(t.began) < turnLength {
		return false
	}
	t.began = now
	countProcessors()
	return true
}

// yield starts a new turn for the scheduler. Where there are more processors it would only wake idle
// ones, and part goroutines that are better off on one.
func yield() {
	if oneProcessor.Load() {
		runtime.Gosched()
	}
}

// oneProcessor is whether Go has but one, as it was when somebody last looked. To ask takes the scheduler's lock,
// which all processors share: too much for each request and reply.
var oneProcessor atomic.Bool

func countProcessors() { oneProcessor.Store(runtime.GOMAXPROCS(0) == 1) }
