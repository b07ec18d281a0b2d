//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

//zmqgen:type AtomicCounter
type AtomicCounter struct {
	handle C.uintptr_t
}

//zmqgen:bind zmq_atomic_counter_new
func NewAtomicCounter() (*AtomicCounter, error) {
	handle := C.bridge_atomic_counter_new()
	if handle == 0 {
		return nil, ENOMEM
	}
	return &AtomicCounter{handle: handle}, nil
}

//zmqgen:bind zmq_atomic_counter_set
func (c *AtomicCounter) Set(value int) {
	if c.live() {
		C.bridge_atomic_counter_set(c.handle, C.int(value))
	}
}

//zmqgen:bind zmq_atomic_counter_inc
func (c *AtomicCounter) Inc() int {
	if !c.live() {
		return 0
	}
	return int(C.bridge_atomic_counter_inc(c.handle))
}

//zmqgen:bind zmq_atomic_counter_dec
func (c *AtomicCounter) Dec() bool {
	return c.live() && C.bridge_atomic_counter_dec(c.handle) != 0
}

//zmqgen:bind zmq_atomic_counter_value
func (c *AtomicCounter) Value() int {
	if !c.live() {
		return 0
	}
	return int(C.bridge_atomic_counter_value(c.handle))
}

//zmqgen:bind zmq_atomic_counter_destroy
func (c *AtomicCounter) Destroy() {
	if c.live() {
		C.bridge_atomic_counter_destroy(c.handle)
		c.handle = 0
	}
}

// live reports whether there is a counter behind c: libzmq would crash over none.
func (c *AtomicCounter) live() bool { return c != nil && c.handle != 0 }
