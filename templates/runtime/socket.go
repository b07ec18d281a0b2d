//go:build ignore

package libzmq

import (
	"time"
	"unsafe"
)

//zmqgen:type Socket
type Socket struct {
	owner       owner
	handle      uintptr       // C memory, which the collector does not see
	sendTimeout time.Duration // how long a send may wait, if positive
	recvTimeout time.Duration // how long a receive may wait, if positive
	turn        turn
	began, more bool // whether the send before the last one, and the last one, had SendMore
	balances    bool // whether it sends messages to its peers in turn
}

//zmqgen:bind zmq_socket
func (ctx *Context) NewSocket(kind SocketType) (*Socket, error) {
	if isDraft(kind) && lacksDrafts() {
		return nil, ENOTSUP // the library may open one nevertheless, which only half works
	}
	if !fitsInt(int(kind)) {
		return nil, EINVAL
	}
	s := &Socket{balances: kind == Push || kind == Dealer || kind == Req}
	if err := failure(zmqSocket(ctx.use(), int(kind), &s.handle)); err != nil {
		return nil, err
	}
	return s, nil
}

//zmqgen:bind zmq_close
func (s *Socket) Close() error {
	if err := failure(zmqClose(s.use())); err != nil {
		return err
	}
	s.handle = 0
	return nil
}

//zmqgen:bind zmq_send
func (s *Socket) Send(buf []byte, flags SendFlag) (int, error) {
	start := s.sendStart(flags)
	rc := zmqSend(s.use(), chars(buf), len(buf), int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() int {
			return zmqSend(s.use(), chars(buf), len(buf), int(flags))
		})
	}
	return count(rc)
}

//zmqgen:bind zmq_send_const
func (s *Socket) SendConst(data ConstData, flags SendFlag) (int, error) {
	start := s.sendStart(flags)
	rc := zmqSendConst(s.use(), data.memory, data.size, int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() int {
			return zmqSendConst(s.use(), data.memory, data.size, int(flags))
		})
	}
	return count(rc)
}

//zmqgen:bind zmq_recv
func (s *Socket) Recv(buf []byte, flags SendFlag) (int, error) {
	start := s.recvStart(flags)
	rc := zmqRecv(s.use(), chars(buf), len(buf), int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() int {
			return zmqRecv(s.use(), chars(buf), len(buf), int(flags))
		})
	}
	return count(rc)
}

//zmqgen:type ConstData
type ConstData struct {
	memory *byte // never freed
	size   int
}

func NewConstData(b []byte) ConstData {
	if len(b) == 0 {
		return ConstData{}
	}
	memory := keep(chars(b), len(b))
	if memory == nil {
		panic("libzmq: no memory left for constant data") // as Go does when it runs out of memory
	}
	return ConstData{memory: memory, size: len(b)}
}

// lacksDrafts reports whether the library was built without drafts, which it reports since release 4.2.2.
//
//zmqgen:with zmq_has
func lacksDrafts() bool {
	return MakeVersion(Version()) >= 40202 && !Has("draft")
}

// use returns the handle for a call, or 0, for which libzmq returns ENOTSOCK.
func (s *Socket) use() uintptr {
	if s == nil {
		return 0
	}
	s.owner.touch()
	return s.handle
}

// optional returns the handle for a call that accepts a nil socket, but not a closed one.
func (s *Socket) optional() (uintptr, error) {
	handle := s.use()
	if s != nil && handle == 0 {
		return 0, ENOTSOCK
	}
	return handle, nil
}

// interrupted is the result of a call that a signal interrupted.
const interrupted = -int(EINTR)

// sendStart precedes a send. It returns the start time of a send with a time limit; others need no clock.
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

// resume continues a call that a signal interrupted, for the rest of its time. libzmq restarts its timeout
// with each call, so the socket gets a shorter one until the call returns.
func (s *Socket) resume(option SocketOption, start time.Time, call func() int) int {
	limit := s.sendTimeout
	if option == OptRecvTimeout {
		limit = s.recvTimeout
	}
	rc := interrupted
	for rc == interrupted {
		if !start.IsZero() {
			left := limit - time.Since(start)
			if left <= 0 {
				rc = -int(EAGAIN)
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

// limit sets a timeout of the socket without recording it. It can only fail if the next call on the socket
// fails as well.
func (s *Socket) limit(option SocketOption, d time.Duration) {
	ms, _ := milliseconds(d)
	value := int32(ms)
	zmqSetsockopt(s.handle, int(option), (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}
