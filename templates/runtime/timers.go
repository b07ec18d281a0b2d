//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"time"
	"unsafe"
)

//zmqgen:type Timers
type Timers struct {
	handle C.uintptr_t
	fired  *C.bridge_fired_t // C memory, where the handler in C notes what is due
	calls  map[C.int]func(id int)
}

//zmqgen:bind zmq_timers_new
func NewTimers() (*Timers, error) {
	var handle C.uintptr_t
	if err := failure(C.bridge_timers_new(&handle)); err != nil {
		return nil, err
	}
	fired := C.bridge_fired_new()
	if fired == nil {
		C.bridge_timers_destroy(handle)
		return nil, ENOMEM
	}
	return &Timers{handle: handle, fired: fired, calls: make(map[C.int]func(id int))}, nil
}

//zmqgen:bind zmq_timers_destroy
func (t *Timers) Destroy() error {
	if t.use() == 0 {
		return EFAULT
	}
	if err := failure(C.bridge_timers_destroy(t.handle)); err != nil {
		return err
	}
	C.bridge_fired_free(t.fired)
	t.handle, t.fired = 0, nil
	return nil
}

//zmqgen:bind zmq_timers_add
func (t *Timers) Add(interval time.Duration, fn func(id int)) (int, error) {
	ms, err := milliseconds(interval)
	if err != nil || ms < 0 || fn == nil {
		return 0, EINVAL
	}
	if t.use() == 0 {
		return 0, EFAULT
	}
	id := C.bridge_timers_add(t.handle, C.size_t(ms), t.fired)
	if id < 0 {
		return 0, failure(id)
	}
	t.calls[id] = fn
	return int(id), nil
}

//zmqgen:bind zmq_timers_cancel
func (t *Timers) Cancel(id int) error {
	if err := failure(C.bridge_timers_cancel(t.use(), C.int(id))); err != nil {
		return err
	}
	delete(t.calls, C.int(id))
	return nil
}

//zmqgen:bind zmq_timers_set_interval
func (t *Timers) SetInterval(id int, interval time.Duration) error {
	ms, err := milliseconds(interval)
	if err != nil || ms < 0 {
		return EINVAL
	}
	return failure(C.bridge_timers_set_interval(t.use(), C.int(id), C.size_t(ms)))
}

//zmqgen:bind zmq_timers_timeout
func (t *Timers) Timeout() (time.Duration, error) {
	if t.use() == 0 {
		return 0, EFAULT
	}
	ms := C.bridge_timers_timeout(t.handle)
	if ms < 0 {
		return Forever, nil
	}
	return time.Duration(ms) * time.Millisecond, nil
}

//zmqgen:bind zmq_timers_execute
func (t *Timers) Execute() error {
	if t.use() == 0 {
		return EFAULT
	}
	t.fired.count = 0
	if err := failure(C.bridge_timers_execute(t.handle)); err != nil {
		return err
	}
	// The functions may add and cancel timers, and execute again: so they see a copy.
	due := append([]C.int(nil), unsafe.Slice(t.fired.ids, t.fired.count)...)
	for _, id := range due {
		if fn := t.calls[id]; fn != nil {
			fn(int(id))
		}
	}
	return nil
}

// use returns the handle for a call, or 0, which libzmq answers with EFAULT.
func (t *Timers) use() C.uintptr_t {
	if t == nil {
		return 0
	}
	return t.handle
}
