//go:build ignore

package libzmq

import "syscall"

//zmqgen:type Errno
type Errno int

// Common errors, whose interface values are allocated once.
var (
	errAgain   error = EAGAIN
	errInvalid error = EINVAL
	errTerm    error = ETERM
)

//zmqgen:bind zmq_strerror
func (e Errno) Error() string {
	return zmqStrerror(int(e))
}

func (e Errno) Is(target error) bool {
	errno, ok := target.(syscall.Errno)
	return ok && e.is(errno)
}

func (e Errno) Timeout() bool {
	return e == EAGAIN || e == ETIMEDOUT
}

func (e Errno) Temporary() bool {
	return e.Timeout() || e == EINTR || e == EMFILE
}

// failure returns the error of a C function's result, or nil.
//
//zmqgen:needs zmq_strerror
func failure(rc int) error {
	switch {
	case rc >= 0:
		return nil
	case rc == -int(EAGAIN):
		return errAgain
	case rc == -int(EINVAL):
		return errInvalid
	case rc == -int(ETERM):
		return errTerm
	case rc == -notLoaded:
		return loadError()
	}
	return Errno(-rc)
}

// count returns a C function's result, or its error.
func count(rc int) (int, error) {
	if rc < 0 {
		return 0, failure(rc)
	}
	return rc, nil
}
