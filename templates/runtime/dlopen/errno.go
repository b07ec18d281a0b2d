//go:build ignore

package libzmq

import (
	"strconv"
	"syscall"
)

// zmqStrerror returns libzmq's text for an error number, or Go's if libzmq is not loaded.
func zmqStrerror(errno int) string {
	if lib := loaded(); lib.zmqStrerror != 0 {
		c := call{fn: lib.zmqStrerror, words: [6]uintptr{uintptr(errno)}}
		lib.cross(&c, 1)
		return goString(c.result)
	}
	if text, known := ownErrors[Errno(errno)]; known {
		return text
	}
	if system := syscall.Errno(errno); Errno(errno).Is(system) {
		return system.Error()
	}
	return "libzmq error " + strconv.Itoa(errno)
}

var ownErrors = map[Errno]string{
	EFSM:           "not possible in the socket's present state",
	ENOCOMPATPROTO: "the transport does not go with this socket type",
	ETERM:          "the context was terminated",
	EMTHREAD:       "the context has no I/O thread",
}
