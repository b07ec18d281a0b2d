//go:build ignore

package libzmq

import (
	"runtime"
	"structs"
	"sync"
	"unsafe"
)

//zmqgen:type Message
type Message struct {
	msg  message
	open bool // msg is initialized
}

// message is a zmq_msg_t.
type message struct {
	_      structs.HostLayout
	_      [0]uintptr // aligned as in C
	opaque [messageSize]byte
}

//zmqgen:bind zmq_msg_init
func (msg *Message) Init() error {
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(zmqMsgInit(&msg.msg))
}

//zmqgen:bind zmq_msg_init_size
func (msg *Message) InitSize(n int) error {
	if n < 0 {
		return EINVAL
	}
	if err := msg.empty(); err != nil {
		return err
	}
	return msg.opened(zmqMsgInitSize(&msg.msg, n))
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
	rc := pinInitData(&msg.msg, chars(b), len(b), id)
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
	rc := zmqMsgSend(m, s.use(), int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() int { return zmqMsgSend(m, s.use(), int(flags)) })
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
	rc := zmqMsgRecv(m, s.use(), int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() int { return zmqMsgRecv(m, s.use(), int(flags)) })
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
	return msg.from(src, zmqMsgMove)
}

//zmqgen:bind zmq_msg_copy
func (msg *Message) Copy(src *Message) error {
	return msg.from(src, zmqMsgCopy)
}

//zmqgen:bind zmq_msg_data
func (msg *Message) Data() []byte {
	if msg == nil || !msg.open {
		return nil
	}
	return unsafe.Slice(messageView(&msg.msg))
}

//zmqgen:bind zmq_msg_size
func (msg *Message) Size() int {
	if msg == nil || !msg.open {
		return 0
	}
	return zmqMsgSize(&msg.msg)
}

//zmqgen:bind zmq_msg_more
func (msg *Message) More() bool {
	return msg != nil && msg.open && zmqMsgMore(&msg.msg) != 0
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
	value, rc := zmqMsgGets(m, property)
	return value, failure(rc)
}

// use returns the message for a call. It initializes a zero Message first: libzmq aborts the program if a
// message was never initialized.
func (msg *Message) use() (*message, error) {
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

// empty releases the content of the message, if there is any.
func (msg *Message) empty() error {
	if msg == nil {
		return EFAULT
	}
	if !msg.open {
		return nil
	}
	msg.open = false
	return failure(zmqMsgClose(&msg.msg))
}

// opened records that the message is initialized, if the call succeeded.
func (msg *Message) opened(rc int) error {
	msg.open = rc >= 0
	return failure(rc)
}

// from fills the message from another one.
func (msg *Message) from(src *Message, transfer func(dest, src *message) int) error {
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

// pins holds the Go memory that messages use, by the number that identifies it in C.
var pins pinTable

type pinTable struct {
	sync.Mutex
	next  uintptr
	known map[uintptr]*runtime.Pinner
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

// mostSparePins limits how many pinners are kept for later messages.
const mostSparePins = 4096

// pin pins b until [unpin].
func pin(b []byte) uintptr {
	pins.Lock()
	defer pins.Unlock()
	if pins.known == nil {
		pins.known = make(map[uintptr]*runtime.Pinner)
	}
	pinner := pins.pinner()
	pinner.Pin(unsafe.SliceData(b))
	pins.next++
	pins.known[pins.next] = pinner
	return pins.next
}

func unpin(id uintptr) {
	pins.Lock()
	defer pins.Unlock()
	pinner := pins.known[id]
	pinner.Unpin()
	delete(pins.known, id)
	if len(pins.spare) < mostSparePins {
		pins.spare = append(pins.spare, pinner)
	}
}

// unpinReleased unpins the memory that libzmq has released since the last call.
func unpinReleased() { eachReleased(unpin) }
