//go:build ignore

package libzmq

import (
	"structs"
	"unsafe"
)

//zmqgen:bind zmq_init
func Init(ioThreads int) (*Context, error) {
	if !fitsInt(ioThreads) {
		return nil, EINVAL
	}
	var handle uintptr
	if err := failure(zmqInit(ioThreads, &handle)); err != nil {
		return nil, err
	}
	ctx := new(Context)
	ctx.handle.Store(handle)
	return ctx, nil
}

//zmqgen:bind zmq_term
func Term(ctx *Context) error {
	return ctx.end(zmqTerm)
}

//zmqgen:bind zmq_ctx_destroy
func Destroy(ctx *Context) error {
	return ctx.end(zmqCtxDestroy)
}

//zmqgen:bind zmq_sendmsg
func SendMsg(s *Socket, msg *Message, flags SendFlag) (int, error) {
	m, err := msg.use()
	if err != nil {
		return 0, err
	}
	start := s.sendStart(flags)
	rc := zmqSendmsg(s.use(), m, int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() int { return zmqSendmsg(s.use(), m, int(flags)) })
	}
	return count(rc)
}

//zmqgen:bind zmq_recvmsg
func RecvMsg(s *Socket, msg *Message, flags SendFlag) (int, error) {
	m, err := msg.use()
	if err != nil {
		return 0, err
	}
	start := s.recvStart(flags)
	rc := zmqRecvmsg(s.use(), m, int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() int { return zmqRecvmsg(s.use(), m, int(flags)) })
	}
	return count(rc)
}

//zmqgen:bind zmq_sendiov
func SendIOV(s *Socket, parts [][]byte, flags SendFlag) (int, error) {
	if len(parts) == 0 {
		return 0, EINVAL
	}
	if err := s.sendWhole(parts, flags&^SendMore); err != nil {
		return 0, err
	}
	return len(parts[len(parts)-1]), nil
}

// iovec is a struct iovec.
type iovec struct {
	_    structs.HostLayout
	base *byte
	size uintptr
}

//zmqgen:bind zmq_recviov
func RecvIOV(s *Socket, most int, flags SendFlag) ([][]byte, error) {
	if most <= 0 {
		return nil, EINVAL
	}
	vector := make([]iovec, most)
	received := uintptr(most)
	start := s.recvStart(flags)
	rc := zmqRecviov(s.use(), unsafe.SliceData(vector), &received, int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() int {
			received = uintptr(most)
			return zmqRecviov(s.use(), unsafe.SliceData(vector), &received, int(flags))
		})
	}
	parts := make([][]byte, received) // some may have arrived before an error, in C memory
	for i := range parts {
		parts[i] = append([]byte{}, unsafe.Slice(vector[i].base, vector[i].size)...)
		freeMemory(vector[i].base)
	}
	if rc < 0 {
		return nil, failure(rc)
	}
	return parts, nil
}
