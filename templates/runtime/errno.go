//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import "syscall"

//zmqgen:type Errno
type Errno int

// Errors that come up in the course of things: an interface value made of them once costs no memory
// each time.
var (
	errAgain   error = EAGAIN
	errInvalid error = EINVAL
	errTerm    error = ETERM
)

//zmqgen:bind zmq_strerror
func (e Errno) Error() string {
	return C.GoString(C.zmq_strerror(C.int(e)))
}

func (e Errno) Is(target error) bool {
	errno, ok := target.(syscall.Errno)
	return ok && errno == syscall.Errno(e)
}

func (e Errno) Timeout() bool {
	return e == EAGAIN || e == ETIMEDOUT
}

func (e Errno) Temporary() bool {
	return e.Timeout() || e == EINTR || e == EMFILE
}

// failure returns the error behind a bridge function's result, or nil.
func failure(rc C.int) error {
	switch {
	case rc >= 0:
		return nil
	case rc == -C.int(EAGAIN):
		return errAgain
	case rc == -C.int(EINVAL):
		return errInvalid
	case rc == -C.int(ETERM):
		return errTerm
	}
	return Errno(-rc)
}

// count returns a bridge function's result, or the error behind it.
func count(rc C.int) (int, error) {
	if rc < 0 {
		return 0, failure(rc)
	}
	return int(rc), nil
}
