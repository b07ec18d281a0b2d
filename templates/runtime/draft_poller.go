//go:build ignore

//zmqgen:build zmq_draft

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"time"
	"unsafe"
)

//zmqgen:type Poller
type Poller struct {
	handle  C.uintptr_t
	entries map[C.uintptr_t]pollerEntry // by the number that stands for the entry in C
	next    C.uintptr_t
}

// pollerEntry is what a poller watches. Its data stays in Go: C only gets a number.
type pollerEntry struct {
	socket *Socket
	fd     FD
	data   any
}

//zmqgen:type PollerEvent
type PollerEvent struct {
	Socket   *Socket    // the socket that is ready, or nil
	FD       FD         // the file descriptor that is ready, where Socket is nil
	UserData any        // what was added with it
	Events   PollEvents // what it is ready for
}

//zmqgen:bind zmq_poller_new
func NewPoller() (*Poller, error) {
	var handle C.uintptr_t
	if err := failure(C.bridge_poller_new(&handle)); err != nil {
		return nil, err
	}
	return &Poller{handle: handle, entries: make(map[C.uintptr_t]pollerEntry)}, nil
}

//zmqgen:bind zmq_poller_destroy
func (p *Poller) Destroy() error {
	if err := failure(C.bridge_poller_destroy(p.use())); err != nil {
		return err
	}
	p.handle = 0
	return nil
}

//zmqgen:bind zmq_poller_add
func (p *Poller) Add(s *Socket, userData any, events PollEvents) error {
	return p.add(pollerEntry{socket: s, data: userData}, func(id C.uintptr_t) C.int {
		return C.bridge_poller_add(p.use(), s.use(), id, C.short(events))
	})
}

//zmqgen:bind zmq_poller_remove
func (p *Poller) Remove(s *Socket) error {
	if err := failure(C.bridge_poller_remove(p.use(), s.use())); err != nil {
		return err
	}
	p.forget(func(e pollerEntry) bool { return e.socket == s })
	return nil
}

//zmqgen:bind zmq_poller_wait
func (p *Poller) Wait(timeout time.Duration) (PollerEvent, error) {
	var event C.bridge_poller_event_t
	err := retryUntil(timeout, func(ms C.long) C.int { return C.bridge_poller_wait(p.use(), &event, ms) })
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
	list := make([]C.bridge_poller_event_t, len(events))
	var ready C.int
	err := retryUntil(timeout, func(ms C.long) C.int {
		ready = C.bridge_poller_wait_all(p.use(), unsafe.SliceData(list), C.int(len(list)), ms)
		return ready
	})
	if err != nil {
		return 0, err
	}
	for i, event := range list[:ready] {
		events[i] = p.event(event)
	}
	return int(ready), nil
}

//zmqgen:bind zmq_poller_add_fd
func (p *Poller) AddFD(fd FD, userData any, events PollEvents) error {
	return p.add(pollerEntry{fd: fd, data: userData}, func(id C.uintptr_t) C.int {
		return C.bridge_poller_add_fd(p.use(), C.bridge_fd_t(fd), id, C.short(events))
	})
}

//zmqgen:bind zmq_poller_modify_fd
func (p *Poller) ModifyFD(fd FD, events PollEvents) error {
	return failure(C.bridge_poller_modify_fd(p.use(), C.bridge_fd_t(fd), C.short(events)))
}

//zmqgen:bind zmq_poller_remove_fd
func (p *Poller) RemoveFD(fd FD) error {
	if err := failure(C.bridge_poller_remove_fd(p.use(), C.bridge_fd_t(fd))); err != nil {
		return err
	}
	p.forget(func(e pollerEntry) bool { return e.socket == nil && e.fd == fd })
	return nil
}

// use returns the handle for a call, or 0, which libzmq answers with EFAULT.
func (p *Poller) use() C.uintptr_t {
	if p == nil {
		return 0
	}
	return p.handle
}

// add enters what C accepts.
func (p *Poller) add(entry pollerEntry, call func(id C.uintptr_t) C.int) error {
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

// event returns what C reports in Go's terms.
func (p *Poller) event(c C.bridge_poller_event_t) PollerEvent {
	entry := p.entries[c.user_data]
	return PollerEvent{Socket: entry.socket, FD: entry.fd, UserData: entry.data, Events: PollEvents(c.events)}
}

// retryUntil waits by a call that takes milliseconds, as often as a signal breaks it off, and no longer
// than timeout in all.
func retryUntil(timeout time.Duration, wait func(ms C.long) C.int) error {
	ms, err := milliseconds(timeout)
	if err != nil {
		return err
	}
	start := time.Now()
	rc := wait(C.long(ms))
	for rc == interrupted {
		if timeout > 0 {
			ms, _ = milliseconds(max(0, timeout-time.Since(start)))
		}
		rc = wait(C.long(ms))
	}
	return failure(rc)
}

//zmqgen:bind zmq_poller_fd
func (p *Poller) FD() (FD, error) {
	var fd C.bridge_fd_t
	err := failure(C.bridge_poller_fd(p.use(), &fd))
	return FD(fd), err
}
