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

//zmqgen:type Socket
type Socket struct {
	owner       owner
	handle      C.uintptr_t   // C memory: the collector never sees it
	sendTimeout time.Duration // how long a send may wait, where it is above 0
	recvTimeout time.Duration // how long a receive may wait, where it is above 0
	turn        turn
	began, more bool // whether the send before the last one, and the last one, had SendMore
}

//zmqgen:bind zmq_socket
func (ctx *Context) NewSocket(kind SocketType) (*Socket, error) {
	if isDraft(kind) && lacksDrafts() {
		return nil, ENOTSUP // the library may open one all the same, of which half works
	}
	var handle C.uintptr_t
	if err := failure(C.bridge_socket(ctx.use(), C.int(kind), &handle)); err != nil {
		return nil, err
	}
	return &Socket{handle: handle}, nil
}

//zmqgen:bind zmq_close
func (s *Socket) Close() error {
	if err := failure(C.bridge_close(s.use())); err != nil {
		return err
	}
	s.handle = 0
	return nil
}

//zmqgen:bind zmq_send
func (s *Socket) Send(buf []byte, flags SendFlag) (int, error) {
	start := s.sendStart(flags)
	rc := C.bridge_send(s.use(), chars(buf), C.size_t(len(buf)), C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() C.int {
			return C.bridge_send(s.use(), chars(buf), C.size_t(len(buf)), C.int(flags))
		})
	}
	return count(rc)
}

//zmqgen:bind zmq_send_const
func (s *Socket) SendConst(data ConstData, flags SendFlag) (int, error) {
	start := s.sendStart(flags)
	rc := C.bridge_send_const(s.use(), data.memory, data.size, C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() C.int {
			return C.bridge_send_const(s.use(), data.memory, data.size, C.int(flags))
		})
	}
	return count(rc)
}

//zmqgen:bind zmq_recv
func (s *Socket) Recv(buf []byte, flags SendFlag) (int, error) {
	start := s.recvStart(flags)
	rc := C.bridge_recv(s.use(), chars(buf), C.size_t(len(buf)), C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() C.int {
			return C.bridge_recv(s.use(), chars(buf), C.size_t(len(buf)), C.int(flags))
		})
	}
	return count(rc)
}

//zmqgen:type ConstData
type ConstData struct {
	memory *C.char // never freed
	size   C.size_t
}

func NewConstData(b []byte) ConstData {
	if len(b) == 0 {
		return ConstData{}
	}
	memory := C.bridge_keep(chars(b), C.size_t(len(b)))
	if memory == nil {
		panic("libzmq: no memory left for constant data") // as Go does where its own memory ends
	}
	return ConstData{memory: memory, size: C.size_t(len(b))}
}

// lacksDrafts reports whether the library was built without drafts, which it tells since release 4.2.2.
func lacksDrafts() bool {
	return MakeVersion(Version()) >= 40202 && !Has("draft")
}

// use returns the handle for a call, or 0, which libzmq answers with ENOTSOCK.
func (s *Socket) use() C.uintptr_t {
	if s == nil {
		return 0
	}
	s.owner.touch()
	return s.handle
}

// optional returns the handle for a call that does without a nil socket, though not without a closed one.
func (s *Socket) optional() (C.uintptr_t, error) {
	handle := s.use()
	if s != nil && handle == 0 {
		return 0, ENOTSOCK
	}
	return handle, nil
}

// interrupted is the result of a call that a signal broke off.
const interrupted = -C.EINTR

// sendStart comes before a send. It returns the time at which one with a time limit begins: others need no
// clock.
func (s *Socket) sendStart(flags SendFlag) time.Time {
	if s == nil {
		return time.Time{}
	}
	s.began, s.more = s.more, flags&SendMore != 0
	if flags&DontWait != 0 {
		return time.Time{}
	}
	s.turn.count()
	if s.sendTimeout <= 0 {
		return time.Time{}
	}
	return time.Now()
}

// recvStart is sendStart for a receive.
func (s *Socket) recvStart(flags SendFlag) time.Time {
	if s == nil || flags&DontWait != 0 {
		return time.Time{}
	}
	s.turn.count()
	if s.recvTimeout <= 0 {
		return time.Time{}
	}
	return time.Now()
}

// resume goes on with a call that a signal broke off, for what is left of its time. libzmq would start
// its timeout afresh with each call, so the socket gets a shorter one until the call is through.
func (s *Socket) resume(option SocketOption, start time.Time, call func() C.int) C.int {
	limit := s.sendTimeout
	if option == OptRecvTimeout {
		limit = s.recvTimeout
	}
	rc := C.int(interrupted)
	for rc == interrupted {
		if !start.IsZero() {
			left := limit - time.Since(start)
			if left <= 0 {
				rc = -C.EAGAIN
				break
			}
			s.limit(option, left)
		}
		rc = call()
	}
	if !start.IsZero() {
		s.limit(option, limit)
	}
	return rc
}

// limit sets a timeout of the socket, and leaves what the socket remembers of it alone. It can only
// fail where the next call on the socket fails as well.
func (s *Socket) limit(option SocketOption, d time.Duration) {
	ms, _ := milliseconds(d)
	value := C.int(ms)
	C.bridge_setsockopt(s.handle, C.int(option), (*C.char)(unsafe.Pointer(&value)), C.size_t(unsafe.Sizeof(value)))
}
