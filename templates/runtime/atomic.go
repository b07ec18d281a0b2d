//go:build ignore

package libzmq

//zmqgen:type AtomicCounter
type AtomicCounter struct {
	handle uintptr
}

//zmqgen:bind zmq_atomic_counter_new
func NewAtomicCounter() (*AtomicCounter, error) {
	c := new(AtomicCounter)
	if err := failure(zmqAtomicCounterNew(&c.handle)); err != nil {
		return nil, err
	}
	return c, nil
}

//zmqgen:bind zmq_atomic_counter_set
func (c *AtomicCounter) Set(value int) {
	if c.live() {
		zmqAtomicCounterSet(c.handle, value)
	}
}

//zmqgen:bind zmq_atomic_counter_inc
func (c *AtomicCounter) Inc() int {
	if !c.live() {
		return 0
	}
	return zmqAtomicCounterInc(c.handle)
}

//zmqgen:bind zmq_atomic_counter_dec
func (c *AtomicCounter) Dec() bool {
	return c.live() && zmqAtomicCounterDec(c.handle) != 0
}

//zmqgen:bind zmq_atomic_counter_value
func (c *AtomicCounter) Value() int {
	if !c.live() {
		return 0
	}
	return zmqAtomicCounterValue(c.handle)
}

//zmqgen:bind zmq_atomic_counter_destroy
func (c *AtomicCounter) Destroy() {
	if c.live() {
		zmqAtomicCounterDestroy(c.handle)
		c.handle = 0
	}
}

// live reports whether c refers to a counter: libzmq would crash without one.
func (c *AtomicCounter) live() bool { return c != nil && c.handle != 0 }
