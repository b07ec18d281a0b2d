//go:build ignore

//zmqgen:build zmq_draft

package libzmq

import (
	"structs"
	"time"
	"unsafe"
)

//zmqgen:type Poller
//zmqgen:with zmq_poller_new
type Poller struct {
	handle  uintptr
	entries map[uintptr]pollerEntry // by the number that identifies the entry in C
	next    uintptr
}

// pollerEvent is a zmq_poller_event_t. Its pointers are numbers to Go.
type pollerEvent struct {
	_        structs.HostLayout
	socket   uintptr
	fd       descriptor
	userData uintptr
	events   int16
}

// pollerEntry is a socket or descriptor of a poller. Its data stays in Go: C only gets a number.
type pollerEntry struct {
	socket *Socket
	fd     FD
	data   any
}

//zmqgen:type PollerEvent
type PollerEvent struct {
	Socket   *Socket    // the socket that is ready, or nil
	FD       FD         // the file descriptor that is ready, if Socket is nil
	UserData any        // the data that was added with it
	Events   PollEvents // what it is ready for
}

//zmqgen:bind zmq_poller_new
func NewPoller() (*Poller, error) {
	var handle uintptr
	if err := failure(zmqPollerNew(&handle)); err != nil {
		return nil, err
	}
	return &Poller{handle: handle, entries: make(map[uintptr]pollerEntry)}, nil
}

//zmqgen:bind zmq_poller_destroy
func (p *Poller) Destroy() error {
	if err := failure(zmqPollerDestroy(p.use())); err != nil {
		return err
	}
	p.handle = 0
	return nil
}

//zmqgen:bind zmq_poller_add
func (p *Poller) Add(s *Socket, userData any, events PollEvents) error {
	return p.add(pollerEntry{socket: s, data: userData}, func(id uintptr) int {
		return zmqPollerAdd(p.use(), s.use(), id, int(events))
	})
}

//zmqgen:bind zmq_poller_remove
func (p *Poller) Remove(s *Socket) error {
	if err := failure(zmqPollerRemove(p.use(), s.use())); err != nil {
		return err
	}
	p.forget(func(e pollerEntry) bool { return e.socket == s })
	return nil
}

//zmqgen:bind zmq_poller_wait
func (p *Poller) Wait(timeout time.Duration) (PollerEvent, error) {
	var event pollerEvent
	err := retryUntil(timeout, func(ms int) int { return zmqPollerWait(p.use(), &event, ms) })
	if err != nil {
		return PollerEvent{}, err
	}
	return p.event(event), nil
}

//zmqgen:bind zmq_poller_wait_all
func (p *Poller) WaitAll(events []PollerEvent, timeout time.Duration) (int, error) {
	if len(events) == 0 {
		return 0, EINVAL
	}
	list := make([]pollerEvent, len(events))
	var ready int
	err := retryUntil(timeout, func(ms int) int {
		ready = zmqPollerWaitAll(p.use(), unsafe.SliceData(list), len(list), ms)
		return ready
	})
	if err != nil {
		return 0, err
	}
	for i, event := range list[:ready] {
		events[i] = p.event(event)
	}
	return ready, nil
}

//zmqgen:bind zmq_poller_add_fd
func (p *Poller) AddFD(fd FD, userData any, events PollEvents) error {
	if !fitsDescriptor(fd) {
		return EINVAL
	}
	return p.add(pollerEntry{fd: fd, data: userData}, func(id uintptr) int {
		return zmqPollerAddFD(p.use(), descriptor(fd), id, int(events))
	})
}

//zmqgen:bind zmq_poller_modify_fd
func (p *Poller) ModifyFD(fd FD, events PollEvents) error {
	if !fitsDescriptor(fd) {
		return EINVAL
	}
	return failure(zmqPollerModifyFD(p.use(), descriptor(fd), int(events)))
}

//zmqgen:bind zmq_poller_remove_fd
func (p *Poller) RemoveFD(fd FD) error {
	if !fitsDescriptor(fd) {
		return EINVAL
	}
	if err := failure(zmqPollerRemoveFD(p.use(), descriptor(fd))); err != nil {
		return err
	}
	p.forget(func(e pollerEntry) bool { return e.socket == nil && e.fd == fd })
	return nil
}

// use returns the handle for a call, or 0, for which libzmq returns EFAULT.
func (p *Poller) use() uintptr {
	if p == nil {
		return 0
	}
	return p.handle
}

// add adds an entry that C accepts.
func (p *Poller) add(entry pollerEntry, call func(id uintptr) int) error {
	if p.use() == 0 {
		return EFAULT
	}
	p.next++
	if err := failure(call(p.next)); err != nil {
		return err
	}
	p.entries[p.next] = entry
	return nil
}

func (p *Poller) forget(is func(pollerEntry) bool) {
	for id, entry := range p.entries {
		if is(entry) {
			delete(p.entries, id)
		}
	}
}

// event converts an event of C.
func (p *Poller) event(c pollerEvent) PollerEvent {
	entry := p.entries[c.userData]
	return PollerEvent{Socket: entry.socket, FD: entry.fd, UserData: entry.data, Events: PollEvents(c.events)}
}

// retryUntil waits with a call that takes milliseconds, repeats the call if a signal interrupts it, and
// waits no longer than timeout in total.
func retryUntil(timeout time.Duration, wait func(ms int) int) error {
	ms, err := milliseconds(timeout)
	if err != nil {
		return err
	}
	start := time.Now()
	rc := wait(ms)
	for rc == interrupted {
		if timeout > 0 {
			ms, _ = milliseconds(max(0, timeout-time.Since(start)))
		}
		rc = wait(ms)
	}
	return failure(rc)
}

//zmqgen:bind zmq_poller_fd
func (p *Poller) FD() (FD, error) {
	var fd descriptor
	err := failure(zmqPollerFD(p.use(), &fd))
	return FD(fd), err
}
