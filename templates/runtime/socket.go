//go:build ignore

package libzmq

import (
	"time"
	"unsafe"
)

//zmqgen:type Socket
type Socket struct {
	owner       owner
	handle      uintptr       // C memory: the collector never sees it
	sendTimeout time.Duration // how long a send may wait, where it is above 0
	recvTimeout time.Duration // how long a receive may wait, where it is above 0
	turn        turn
	began, more bool // whether the send before the last one, and the last one, had SendMore
	balances    bool // between peers, whom it sends messages in turn
}

//zmqgen:bind zmq_socket
func (ctx *Context) NewSocket(kind SocketType) (*Socket, error) {
	if isDraft(kind) && lacksDrafts() {
		return nil, ENOTSUP // the library may open one all the same, of which half works
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
		panic("libzmq: no memory left for constant data") // as Go does where its own memory ends
	}
	return ConstData{memory: memory, size: len(b)}
}

// lacksDrafts reports whether the library was built without drafts, which it tells since release 4.2.2.
//
//zmqgen:with zmq_has
func lacksDrafts() bool {
	return MakeVersion(Version()) >= 40202 && !Has("draft")
}

// use returns the handle for a call, or 0, which libzmq answers with ENOTSOCK.
func (s *Socket) use() uintptr {
	if s == nil {
		return 0
	}
	s.owner.touch()
	return s.handle
}

// optional returns the handle for a call that does without a nil socket, though not without a closed one.
func (s *Socket) optional() (uintptr, error) {
	handle := s.use()
	if s != nil && handle == 0 {
		return 0, ENOTSOCK
	}
	return handle, nil
}

// interrupted is the result of a call that a signal broke off.
const interrupted = -int(EINTR)

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

// limit sets a timeout of the socket, and leaves what the socket remembers of it alone. It can only
// fail where the next call on the socket fails as well.
func (s *Socket) limit(option SocketOption, d time.Duration) {
	ms, _ := milliseconds(d)
	value := int32(ms)
	zmqSetsockopt(s.handle, int(option), (*byte)(unsafe.Pointer(&value)), int(unsafe.Sizeof(value)))
}
