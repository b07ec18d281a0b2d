//go:build ignore

package libzmq

import (
	"structs"
	"sync"
	"time"
	"unsafe"
)

//zmqgen:type PollItem
type PollItem struct {
	Socket  *Socket    // what to poll, or nil to poll FD
	FD      FD         // a file descriptor, if Socket is nil
	Events  PollEvents // events to wait for
	Revents PollEvents // events that occurred, set by Poll
}

// pollItem is a zmq_pollitem_t. Its socket is a number to Go.
type pollItem struct {
	_       structs.HostLayout
	socket  uintptr
	fd      descriptor
	events  int16
	revents int16
}

//zmqgen:bind zmq_poll
func Poll(items []PollItem, timeout time.Duration) (int, error) {
	var few [DefaultPollItems]pollItem
	list := few[:]
	if len(items) > len(few) {
		many := pollLists.Get().(*[]pollItem)
		defer pollLists.Put(many)
		if cap(*many) < len(items) {
			*many = make([]pollItem, len(items))
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
var pollLists = sync.Pool{New: func() any { return new([]pollItem) }}

// copyTo writes the item in C's representation.
func (item *PollItem) copyTo(c *pollItem) error {
	*c = pollItem{fd: descriptor(item.FD), events: int16(item.Events)}
	if item.Socket == nil {
		if !fitsDescriptor(item.FD) {
			return EINVAL
		}
		return nil
	}
	if c.socket = item.Socket.use(); c.socket == 0 {
		return ENOTSOCK // libzmq would poll the descriptor instead
	}
	return nil
}

// fitsDescriptor reports whether fd fits into a descriptor in C, which has 32 bits except on Windows.
func fitsDescriptor(fd FD) bool { return FD(descriptor(fd)) == fd }

// pollList polls until the timeout, no matter how many signals interrupt it.
func pollList(list []pollItem, timeout time.Duration) (int, error) {
	ms, err := milliseconds(timeout)
	if err != nil {
		return 0, err
	}
	var start time.Time
	if timeout > 0 {
		start = time.Now()
	}
	for {
		rc := zmqPoll(unsafe.SliceData(list), len(list), ms)
		if rc != interrupted {
			return count(rc)
		}
		if timeout > 0 {
			ms, _ = milliseconds(max(0, timeout-time.Since(start)))
		}
	}
}
