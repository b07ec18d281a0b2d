package zmq

import (
	"runtime"
	"sync/atomic"
	"time"
)

// turn is how long the goroutines that use a socket have done so without yielding.
//
// Go's scheduler does not count calls of C. It takes a goroutine that has made nothing else for 10 ms for one that does
// not let others run, and takes its processor away during each call, every 20 µs, until it parks or yields. With one
// processor, that makes the slowest of a hundred round trips take 45 µs instead of 14.
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

// yield lets other goroutines run. With several processors it does so only for a receiver that waits within libzmq:
// others would only wake idle processors, and part goroutines that are better off on one.
func yield(busy bool) {
	if busy || processors.Load() == 1 {
		runtime.Gosched()
	}
}

// processors is the number of Go's processors when it was last read. Reading it takes the scheduler's lock, which all
// processors share: too expensive for each request and reply.
var processors atomic.Int32

func countProcessors() { processors.Store(int32(runtime.GOMAXPROCS(0))) }
