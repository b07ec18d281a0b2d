//go:build ignore

package libzmq

import (
	"cmp"
	"math"
	"slices"
	"time"
)

//zmqgen:type Timers
//zmqgen:with zmq_timers_new
type Timers struct {
	handle uintptr
	fired  uintptr // where the handler records due timers
	calls  map[int]func(id int)
	always []int // those with an interval of 0, due in each Execute
}

// never is an interval that libzmq does not reach. It replaces an interval of 0: libzmq would call the
// handler repeatedly until the handler cancels the timer, but Go functions run only after that.
const never = math.MaxInt32

//zmqgen:bind zmq_timers_new
func NewTimers() (*Timers, error) {
	var handle uintptr
	if err := failure(zmqTimersNew(&handle)); err != nil {
		return nil, err
	}
	fired := firedNew()
	if fired == 0 {
		zmqTimersDestroy(handle)
		return nil, ENOMEM
	}
	return &Timers{handle: handle, fired: fired, calls: make(map[int]func(id int))}, nil
}

//zmqgen:bind zmq_timers_destroy
func (t *Timers) Destroy() error {
	if t.use() == 0 {
		return EFAULT
	}
	if err := failure(zmqTimersDestroy(t.handle)); err != nil {
		return err
	}
	firedFree(t.fired)
	t.handle, t.fired = 0, 0
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
	id := timersAdd(t.handle, cmp.Or(ms, never), t.fired)
	if id < 0 {
		return 0, failure(id)
	}
	t.calls[id] = fn
	if ms == 0 {
		t.always = append(t.always, id)
	}
	return id, nil
}

//zmqgen:bind zmq_timers_cancel
func (t *Timers) Cancel(id int) error {
	if err := t.check(id); err != nil {
		return err
	}
	if err := failure(zmqTimersCancel(t.handle, id)); err != nil {
		return err
	}
	delete(t.calls, id)
	t.always = slices.DeleteFunc(t.always, func(other int) bool { return other == id })
	return nil
}

//zmqgen:bind zmq_timers_set_interval
func (t *Timers) SetInterval(id int, interval time.Duration) error {
	ms, err := milliseconds(interval)
	if err != nil || ms < 0 {
		return EINVAL
	}
	if err := t.check(id); err != nil {
		return err
	}
	if err := failure(zmqTimersSetInterval(t.handle, id, cmp.Or(ms, never))); err != nil {
		return err
	}
	t.always = slices.DeleteFunc(t.always, func(other int) bool { return other == id })
	if ms == 0 {
		t.always = append(t.always, id)
	}
	return nil
}

//zmqgen:bind zmq_timers_reset
func (t *Timers) Reset(id int) error {
	if err := t.check(id); err != nil {
		return err
	}
	return failure(zmqTimersReset(t.handle, id))
}

//zmqgen:bind zmq_timers_timeout
func (t *Timers) Timeout() (time.Duration, error) {
	if t.use() == 0 {
		return 0, EFAULT
	}
	if len(t.always) > 0 {
		return 0, nil
	}
	ms := zmqTimersTimeout(t.handle)
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
	if err := failure(zmqTimersExecute(t.handle)); err != nil {
		return err
	}
	// The functions can add and cancel timers, and call Execute again.
	for _, id := range append(firedTake(t.fired), t.always...) {
		if fn := t.calls[id]; fn != nil {
			fn(id)
		}
	}
	return nil
}

// check returns an error if there is no such timer. libzmq keeps a canceled one until the next Execute.
func (t *Timers) check(id int) error {
	if t.use() == 0 {
		return EFAULT
	}
	if t.calls[id] == nil {
		return EINVAL
	}
	return nil
}

// use returns the handle for a call, or 0, for which libzmq returns EFAULT.
func (t *Timers) use() uintptr {
	if t == nil {
		return 0
	}
	return t.handle
}
