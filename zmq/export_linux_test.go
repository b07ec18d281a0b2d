package zmq

import (
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Waiting returns how many goroutines wait in a socket, and have no signal yet.
func Waiting(s *Socket) int { return int(s.core.waiting()) }

// AwaitSignal waits until libzmq has sent a signal to a socket that a goroutine waits for, and reports whether nobody
// has read it yet. Its system calls do not give the processor to other goroutines.
func AwaitSignal(s *Socket) bool {
	for s.core.waiting() > 0 {
		fds := [1]unix.PollFd{{Fd: int32(s.core.fd), Events: unix.POLLIN}}
		n, _, _ := unix.RawSyscall6(unix.SYS_PPOLL, uintptr(unsafe.Pointer(&fds)), 1, uintptr(unsafe.Pointer(&unix.Timespec{})), 0, 0, 0)
		if n == 1 {
			return true
		}
	}
	return false
}

// Dispatch passes on the signals that have arrived.
func Dispatch(z *Context) { z.shared.watcher.dispatch() }

// YieldCore yields the core, and reports whether it will do so again.
func YieldCore() bool {
	yieldCore()
	return time.Since(started) >= time.Duration(noYieldUntil.Load())
}
