//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"math"
	"time"
)

//zmqgen:type Stopwatch
type Stopwatch struct {
	handle C.uintptr_t
}

//zmqgen:bind zmq_stopwatch_start
func StartStopwatch() *Stopwatch {
	return &Stopwatch{handle: C.bridge_stopwatch_start()}
}

//zmqgen:bind zmq_stopwatch_stop
func (w *Stopwatch) Stop() time.Duration {
	if w == nil || w.handle == 0 {
		return 0
	}
	elapsed := C.bridge_stopwatch_stop(w.handle)
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
		C.zmq_sleep(C.int(seconds))
	}
}
