//go:build ignore

package libzmq

import (
	"math"
	"time"
)

//zmqgen:type Stopwatch
type Stopwatch struct {
	handle uintptr
}

//zmqgen:bind zmq_stopwatch_start
func StartStopwatch() *Stopwatch {
	w := new(Stopwatch)
	_ = zmqStopwatchStart(&w.handle) // without memory for it, libzmq aborts the program
	return w
}

//zmqgen:bind zmq_stopwatch_stop
func (w *Stopwatch) Stop() time.Duration {
	if w == nil || w.handle == 0 {
		return 0
	}
	elapsed := zmqStopwatchStop(w.handle)
	w.handle = 0
	return time.Duration(elapsed) * time.Microsecond
}

//zmqgen:bind zmq_sleep
func Sleep(d time.Duration) {
	for end := time.Now().Add(d); d > 0; d = time.Until(end) { // a signal ends the sleep in C
		seconds, err := wholeUnits(d, time.Second)
		if err != nil {
			seconds = math.MaxInt32
		}
		zmqSleep(seconds)
	}
}
