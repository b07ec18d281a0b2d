//go:build ignore

package libzmq

import "time"

//zmqgen:bind zmq_stopwatch_intermediate
func (w *Stopwatch) Intermediate() time.Duration {
	if w == nil || w.handle == 0 {
		return 0
	}
	return time.Duration(zmqStopwatchIntermediate(w.handle)) * time.Microsecond
}
