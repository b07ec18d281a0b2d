//go:build ignore

package libzmq

import (
	"runtime"
	"time"
)

// turn measures how long a socket's goroutine has called C without yielding.
//
// Go's scheduler does not count calls into C: to it, a goroutine that has done nothing else for 10 ms does
// not let others run, so it takes the goroutine's processor away during calls, every 20 µs, until the
// goroutine yields. If all goroutines share one processor, the slowest of a hundred round trips then takes
// three times as long.
type turn struct {
	calls uint32
	began time.Time
}

const (
	turnLength = 5 * time.Millisecond
	turnCalls  = 64 // between two checks of the clock
)

// count counts a call that may block, and yields when the turn is over.
func (t *turn) count() {
	t.calls++
	if t.calls%turnCalls == 0 {
		t.yieldIfDue()
	}
}

// yieldIfDue yields after a turn that was long enough. With more than one processor, in the machine and in
// Go, yielding would only wake idle ones, and separate goroutines that are faster on one.
func (t *turn) yieldIfDue() {
	now := time.Now()
	if now.Sub(t.began) < turnLength || runtime.NumCPU() > 1 && runtime.GOMAXPROCS(0) > 1 {
		return
	}
	t.began = now
	go doNothing()
	runtime.Gosched()
}

// doNothing is an empty goroutine. Yielding wakes a thread that looks for work, and would find only the
// goroutine that yields: it would continue on that thread, which the kernel may schedule after the peer's,
// and long messages would accumulate for milliseconds. A goroutine that has just started makes that thread
// wait, because a new goroutine is not stolen at once, and meanwhile both run where they were.
func doNothing() {}
