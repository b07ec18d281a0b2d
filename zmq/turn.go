package zmq

import (
	"runtime"
	"sync/atomic"
	"time"
)

// turn is how long the goroutines that use a socket have done so without yielding.
//
// Go's scheduler does not count C calls as progress. A goroutine that has done nothing else for 10 ms looks as if it did
// not let others run, so the scheduler takes its processor away during each call, every 20 µs, until it parks or yields.
// With one processor, the slowest of a hundred round trips then takes 45 µs instead of 14.
type turn struct {
	calls uint
	began time.Time
}

const (
	turnLength = 5 * time.Millisecond
	turnCalls  = 64 // between two checks of the clock
)

// over reports, under the lock, whether it is time to yield, after a length of time.
func (t *turn) over(length time.Duration) bool {
	t.calls++
	if t.calls%turnCalls != 0 {
		return false
	}
	now := time.Now()
	if now.Sub(t.began) < length {
		return false
	}
	t.began = now
	countProcessors()
	return true
}

// yield lets other goroutines run. With several processors, it does so only for a receiver that waits within libzmq:
// for others, it would only wake idle processors, and separate goroutines that are better off on one.
func yield(busy bool) {
	if busy || processors.Load() == 1 {
		runtime.Gosched()
	}
}

// processors is the number of Go's processors when it was last read. Reading it takes the scheduler's lock, which all
// processors share: too expensive for each request and reply.
var processors atomic.Int32

func countProcessors() { processors.Store(int32(runtime.GOMAXPROCS(0))) }

// oneCore reports whether all threads share one core.
func oneCore() bool { return cores == 1 && processors.Load() == 1 }

var cores = runtime.NumCPU()
