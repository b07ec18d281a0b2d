//go:build ignore

//zmqgen:build !windows

package libzmq

import "syscall"

// is reports whether e is the system's error errno.
func (e Errno) is(errno syscall.Errno) bool { return e == Errno(errno) }
