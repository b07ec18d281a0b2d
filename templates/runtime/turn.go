//go:build ignore

package libzmq

import (
	"runtime"
	"time"
)

// turn is how long the goroutine that a socket belongs to has called C without giving way.
//
// Go's scheduler does not count calls of C: a goroutine that has made nothing else for 10 ms passes for
// one that does not let others run, and loses its processor in the midst of calls, every 20 µs anew,
// until it gives way. Where all share one processor, that makes the slowest of a hundred round trips
// take three times as long.
type turn struct {
	calls uint32
	began time.Time
}

const (
	turnLength = 5 * time.Millisecond
	turnCalls  = 64 // between two looks at the clock
)

// count notes a call that may block, and gives way when the turn is over.
func (t *turn) count() {
	t.calls++
	if t.calls%turnCalls == 0 {
		t.look()
	}
}

// look ends a turn that has been long enough. Where there are more processors, in the machine and in Go,
// giving way would only wake idle ones, and part goroutines that are better off on one.
func (t *turn) look() {
	now := time.Now()
	if now.Sub(t.began) < turnLength || runtime.NumCPU() > 1 && runtime.GOMAXPROCS(0) > 1 {
		return
	}
	t.began = now
	go decoy()
	runtime.Gosched()
}

// decoy is a goroutine that does nothing. Giving way wakes a thread that looks for work, and all it would
// find is the goroutine that gives way: it would go on in that thread, which the kernel may rank behind the
// peer's, and long messages would pile up for milliseconds. A goroutine that has just begun makes that thread
// wait, for nobody takes one from its processor at once, and meanwhile both have run where they were.
func decoy() {}
