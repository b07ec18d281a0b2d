//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import "time"

//zmqgen:bind zmq_stopwatch_intermediate
func (w *Stopwatch) Intermediate() time.Duration {
	if w == nil || w.handle == 0 {
		return 0
	}
	return time.Duration(C.bridge_stopwatch_intermediate(w.handle)) * time.Microsecond
}
