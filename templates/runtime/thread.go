//go:build ignore

package libzmq

import "runtime"

//zmqgen:type Thread
type Thread struct {
	ended chan struct{} // closed when the function returns
}

//zmqgen:bind zmq_threadstart
func StartThread(fn func()) *Thread {
	t := &Thread{ended: make(chan struct{})}
	go t.run(fn)
	return t
}

//zmqgen:bind zmq_threadclose
func (t *Thread) Close() {
	if t != nil && t.ended != nil {
		<-t.ended
	}
}

// run calls fn on a thread of its own. A thread of libzmq could call Go only through an exported C symbol,
// which two packages in one program would both define.
func (t *Thread) run(fn func()) {
	defer close(t.ended)
	runtime.LockOSThread() // and never unlocked: the thread ends with the goroutine
	fn()
}
