//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import "runtime/cgo"

//zmqgen:type Thread
type Thread struct {
	handle C.uintptr_t
}

//zmqgen:bind zmq_threadstart
func StartThread(fn func()) *Thread {
	return &Thread{handle: C.bridge_threadstart(C.uintptr_t(cgo.NewHandle(fn)))}
}

//zmqgen:bind zmq_threadclose
func (t *Thread) Close() {
	if t == nil || t.handle == 0 {
		return
	}
	C.bridge_threadclose(t.handle)
	t.handle = 0
}

//export libzmqThreadMain
func libzmqThreadMain(fn C.uintptr_t) {
	handle := cgo.Handle(fn)
	defer handle.Delete()
	handle.Value().(func())()
}
