//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"sync"
	"time"
	"unsafe"
)

//zmqgen:type PollItem
type PollItem struct {
	Socket  *Socket    // what to poll, or nil to poll FD
	FD      FD         // a file descriptor of the system, where Socket is nil
	Events  PollEvents // what to wait for
	Revents PollEvents // what came, set by Poll
}

//zmqgen:bind zmq_poll
func Poll(items []PollItem, timeout time.Duration) (int, error) {
	var few [DefaultPollItems]C.bridge_pollitem_t
	list := few[:]
	if len(items) > len(few) {
		many := pollLists.Get().(*[]C.bridge_pollitem_t)
		defer pollLists.Put(many)
		if cap(*many) < len(items) {
			*many = make([]C.bridge_pollitem_t, len(items))
		}
		list = (*many)[:cap(*many)]
	}
	list = list[:len(items)]
	for i := range items {
		if err := items[i].copyTo(&list[i]); err != nil {
			return 0, err
		}
	}
	n, err := pollList(list, timeout)
	if err != nil {
		return 0, err
	}
	for i := range items {
		items[i].Revents = PollEvents(list[i].revents)
	}
	return n, nil
}

// pollLists keeps lists for calls with more items than fit on the stack.
var pollLists = sync.Pool{New: func() any { return new([]C.bridge_pollitem_t) }}

// copyTo writes the item as C has it.
func (item *PollItem) copyTo(c *C.bridge_pollitem_t) error {
	*c = C.bridge_pollitem_t{fd: C.bridge_fd_t(item.FD), events: C.short(item.Events)}
	if item.Socket == nil {
		return nil
	}
	if c.socket = item.Socket.use(); c.socket == 0 {
		return ENOTSOCK // libzmq would poll the descriptor instead
	}
	return nil
}

// pollList polls until the timeout, however many signals break the wait off.
func pollList(list []C.bridge_pollitem_t, timeout time.Duration) (int, error) {
	ms, err := milliseconds(timeout)
	if err != nil {
		return 0, err
	}
	var start time.Time
	if timeout > 0 {
		start = time.Now()
	}
	for {
		rc := C.bridge_poll(unsafe.SliceData(list), C.int(len(list)), C.long(ms))
		if rc != interrupted {
			return count(rc)
		}
		if timeout > 0 {
			ms, _ = milliseconds(max(0, timeout-time.Since(start)))
		}
	}
}
