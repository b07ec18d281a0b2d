//go:build ignore

package libzmq

import (
	"bytes"
	"unsafe"
)

// zmqDevice rejects a device that lacks one of its sockets, which would crash libzmq.
func zmqDevice(kind int, frontend, backend uintptr) int {
	lib := loaded()
	switch {
	case lib.zmqDevice == 0:
		return lib.missing
	case frontend == 0 || backend == 0:
		return -int(EFAULT)
	}
	return lib.proxyCall(call{fn: lib.zmqDevice, words: [6]uintptr{uintptr(kind), frontend, backend}})
}

// zmqRecviov does what zmq_recviov does, with Go memory for the parts.
func zmqRecviov(s uintptr, parts *iovec, n *uintptr, flags int) int {
	list := unsafe.Slice(parts, *n)
	*n = 0
	var msg message
	if rc := zmqMsgInit(&msg); rc < 0 {
		return rc
	}
	defer zmqMsgClose(&msg)
	for more := true; more && int(*n) < len(list); *n++ {
		if rc := zmqMsgRecv(&msg, s, flags); rc < 0 {
			return rc
		}
		data, size := messageView(&msg)
		content := bytes.Clone(unsafe.Slice(data, size))
		list[*n] = iovec{base: unsafe.SliceData(content), size: uintptr(size)}
		more = zmqMsgMore(&msg) != 0
	}
	return int(*n)
}

// freeMemory does nothing: the collector frees the memory that zmqRecviov returned.
func freeMemory(*byte) {}
