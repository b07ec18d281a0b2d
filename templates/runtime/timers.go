//go:build ignore

package libzmq

import "time"

//zmqgen:type Timers
type Timers struct {
	handle uintptr
	fired  uintptr // where the handler notes what is due
	calls  map[int]func(id int)
}

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
	id := timersAdd(t.handle, ms, t.fired)
	if id < 0 {
		return 0, failure(id)
	}
	t.calls[id] = fn
	return id, nil
}

//zmqgen:bind zmq_timers_cancel
func (t *Timers) Cancel(id int) error {
	if !fitsInt(id) {
		return EINVAL
	}
	if err := failure(zmqTimersCancel(t.use(), id)); err != nil {
		return err
	}
	delete(t.calls, id)
	return nil
}

//zmqgen:bind zmq_timers_set_interval
func (t *Timers) SetInterval(id int, interval time.Duration) error {
	ms, err := milliseconds(interval)
	if err != nil || ms < 0 || !fitsInt(id) {
		return EINVAL
	}
	return failure(zmqTimersSetInterval(t.use(), id, ms))
}

//zmqgen:bind zmq_timers_timeout
func (t *Timers) Timeout() (time.Duration, error) {
	if t.use() == 0 {
		return 0, EFAULT
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
	// The functions may add and cancel timers, and execute again.
	for _, id := range firedTake(t.fired) {
		if fn := t.calls[id]; fn != nil {
			fn(id)
		}
	}
	return nil
}

// use returns the handle for a call, or 0, which libzmq answers with EFAULT.
func (t *Timers) use() uintptr {
	if t == nil {
		return 0
	}
	return t.handle
}
