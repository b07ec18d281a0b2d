//go:build ignore

package libzmq

/*
#include "bridge.h"
#include "pin.h"
*/
import "C"

import (
	"runtime"
	"sync"
	"unsafe"
)

//zmqgen:type Message
type Message struct {
	_    [0]uintptr // as aligned as a zmq_msg_t
	msg  C.zmq_msg_t
	open bool // msg was initialised and not closed
}

//zmqgen:bind zmq_msg_init
func (msg *Message) Init() error {
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(C.bridge_msg_init(&msg.msg))
}

//zmqgen:bind zmq_msg_init_size
func (msg *Message) InitSize(n int) error {
	if n < 0 {
		return EINVAL
	}
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(C.bridge_msg_init_size(&msg.msg, C.size_t(n)))
}

//zmqgen:bind zmq_msg_init_data
func (msg *Message) InitData(b []byte) error {
	unpinReleased()
	if len(b) == 0 {
		return msg.Init()
	}
	if err := msg.empty(); err != nil {
		return err
	}
	id := pin(b)
	rc := C.pin_init_data(&msg.msg, chars(b), C.size_t(len(b)), id)
	if rc < 0 {
		unpin(id)
	}
	return msg.opened(rc)
}

//zmqgen:bind zmq_msg_send
func (msg *Message) Send(s *Socket, flags SendFlag) (int, error) {
	m, err := msg.use()
	if err != nil {
		return 0, err
	}
	start := s.sendStart(flags)
	rc := C.bridge_msg_send(m, s.use(), C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() C.int { return C.bridge_msg_send(m, s.use(), C.int(flags)) })
	}
	return count(rc)
}

//zmqgen:bind zmq_msg_recv
func (msg *Message) Recv(s *Socket, flags SendFlag) (int, error) {
	m, err := msg.use()
	if err != nil {
		return 0, err
	}
	start := s.recvStart(flags)
	rc := C.bridge_msg_recv(m, s.use(), C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() C.int { return C.bridge_msg_recv(m, s.use(), C.int(flags)) })
	}
	return count(rc)
}

//zmqgen:bind zmq_msg_close
func (msg *Message) Close() error {
	err := msg.empty()
	unpinReleased()
	return err
}

//zmqgen:bind zmq_msg_move
func (msg *Message) Move(src *Message) error {
	return msg.from(src, func(dest, src *C.zmq_msg_t) C.int { return C.bridge_msg_move(dest, src) })
}

//zmqgen:bind zmq_msg_copy
func (msg *Message) Copy(src *Message) error {
	return msg.from(src, func(dest, src *C.zmq_msg_t) C.int { return C.bridge_msg_copy(dest, src) })
}

//zmqgen:bind zmq_msg_data
func (msg *Message) Data() []byte {
	if msg == nil || !msg.open {
		return nil
	}
	view := C.bridge_msg_data(&msg.msg)
	return unsafe.Slice((*byte)(unsafe.Pointer(view.data)), int(view.size))
}

//zmqgen:bind zmq_msg_size
func (msg *Message) Size() int {
	if msg == nil || !msg.open {
		return 0
	}
	return int(C.zmq_msg_size(&msg.msg))
}

//zmqgen:bind zmq_msg_more
func (msg *Message) More() bool {
	return msg != nil && msg.open && C.zmq_msg_more(&msg.msg) != 0
}

//zmqgen:bind zmq_msg_gets
func (msg *Message) Metadata(name string) (string, error) {
	m, err := msg.use()
	if err != nil {
		return "", err
	}
	var short [shortText]byte
	property, err := terminated(name, short[:0])
	if err != nil {
		return "", err
	}
	var value *C.char
	if err := failure(C.bridge_msg_gets(m, property, &value)); err != nil {
		return "", err
	}
	return C.GoString(value), nil
}

// use returns the message for a call. A zero Message becomes an empty one first: libzmq aborts the
// program over a message that was never initialised.
func (msg *Message) use() (*C.zmq_msg_t, error) {
	if msg == nil {
		return nil, EFAULT
	}
	if !msg.open {
		if err := msg.Init(); err != nil {
			return nil, err
		}
	}
	return &msg.msg, nil
}

// empty releases what the message holds, if it holds anything.
func (msg *Message) empty() error {
	if msg == nil {
		return EFAULT
	}
	if !msg.open {
		return nil
	}
	msg.open = false
	return failure(C.bridge_msg_close(&msg.msg))
}

// opened notes that the message was initialised, if it was.
func (msg *Message) opened(rc C.int) error {
	msg.open = rc >= 0
	return failure(rc)
}

// from fills the message from another one.
func (msg *Message) from(src *Message, transfer func(dest, src *C.zmq_msg_t) C.int) error {
	dest, err := msg.use()
	if err != nil {
		return err
	}
	from, err := src.use()
	if err != nil {
		return err
	}
	if msg == src {
		return nil
	}
	return failure(transfer(dest, from))
}

// pins holds the memory that messages borrow from Go, by the number that C knows it under.
var pins pinTable

type pinTable struct {
	sync.Mutex
	next  C.uintptr_t
	known map[C.uintptr_t]*runtime.Pinner
	spare []*runtime.Pinner
}

// pinner returns a pinner that is not in use.
func (t *pinTable) pinner() *runtime.Pinner {
	last := len(t.spare) - 1
	if last < 0 {
		return new(runtime.Pinner)
	}
	pinner := t.spare[last]
	t.spare = t.spare[:last]
	return pinner
}

// mostSparePins limits what is kept for the messages to come.
const mostSparePins = 4096

// pin keeps b where it is until [unpin].
func pin(b []byte) C.uintptr_t {
	pins.Lock()
	defer pins.Unlock()
	if pins.known == nil {
		pins.known = make(map[C.uintptr_t]*runtime.Pinner)
	}
	pinner := pins.pinner()
	pinner.Pin(unsafe.SliceData(b))
	pins.next++
	pins.known[pins.next] = pinner
	return pins.next
}

func unpin(id C.uintptr_t) {
	pins.Lock()
	defer pins.Unlock()
	pinner := pins.known[id]
	pinner.Unpin()
	delete(pins.known, id)
	if len(pins.spare) < mostSparePins {
		pins.spare = append(pins.spare, pinner)
	}
}

// unpinReleased lets go of the memory that libzmq has released since the last time. libzmq does so on
// threads of its own, where Go must not be called, so C only takes notes.
func unpinReleased() {
	released := C.pin_released()
	if released == nil {
		return
	}
	for note := released; note != nil; note = note.next {
		unpin(note.id)
	}
	C.pin_free(released)
}
