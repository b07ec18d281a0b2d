//go:build ignore

package libzmq

/*
#include <stdlib.h>
#include "bridge.h"
*/
import "C"

import "unsafe"

//zmqgen:bind zmq_init
func Init(ioThreads int) (*Context, error) {
	var handle C.uintptr_t
	if err := failure(C.bridge_init(C.int(ioThreads), &handle)); err != nil {
		return nil, err
	}
	ctx := new(Context)
	ctx.handle.Store(uintptr(handle))
	return ctx, nil
}

//zmqgen:bind zmq_term
func Term(ctx *Context) error {
	return ctx.end(func(handle C.uintptr_t) C.int { return C.bridge_term(handle) })
}

//zmqgen:bind zmq_ctx_destroy
func Destroy(ctx *Context) error {
	return ctx.end(func(handle C.uintptr_t) C.int { return C.bridge_ctx_destroy(handle) })
}

//zmqgen:bind zmq_sendmsg
func SendMsg(s *Socket, msg *Message, flags SendFlag) (int, error) {
	m, err := msg.use()
	if err != nil {
		return 0, err
	}
	start := s.sendStart(flags)
	rc := C.bridge_sendmsg(s.use(), m, C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() C.int { return C.bridge_sendmsg(s.use(), m, C.int(flags)) })
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
	rc := C.bridge_recvmsg(s.use(), m, C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() C.int { return C.bridge_recvmsg(s.use(), m, C.int(flags)) })
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

//zmqgen:bind zmq_recviov
func RecvIOV(s *Socket, most int, flags SendFlag) ([][]byte, error) {
	if most <= 0 {
		return nil, EINVAL
	}
	vector := make([]C.bridge_iovec_t, most)
	received := C.size_t(most)
	start := s.recvStart(flags)
	rc := C.bridge_recviov(s.use(), unsafe.SliceData(vector), &received, C.int(flags))
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() C.int {
			received = C.size_t(most)
			return C.bridge_recviov(s.use(), unsafe.SliceData(vector), &received, C.int(flags))
		})
	}
	parts := make([][]byte, received) // also after an error some may have come, in memory of C's
	for i := range parts {
		parts[i] = C.GoBytes(unsafe.Pointer(vector[i].base), C.int(vector[i].size))
		C.free(unsafe.Pointer(vector[i].base))
	}
	if rc < 0 {
		return nil, failure(rc)
	}
	return parts, nil
}
