//go:build ignore

//zmqgen:build !windows

package libzmq

import (
	"runtime"
	"syscall"
	"unsafe"
)

// proxyCall makes a call during which its thread blocks signals: one would end the proxy with EINTR, and a
// paused proxy would forget that it is paused. The system delivers the signals to another thread.
func (lib *library) proxyCall(proxy call) int {
	block, restore := uintptr(0), uintptr(2) // SIG_BLOCK and SIG_SETMASK
	if runtime.GOOS != "linux" {
		block, restore = 1, 3
	}
	var set, before [128]byte // a sigset_t is no longer than this
	all, held := unsafe.Pointer(&set), unsafe.Pointer(&before)
	remove := lookUp(lib.handle, "sigdelset")
	mask := lookUp(lib.handle, "pthread_sigmask")
	calls := [...]call{
		{fn: lookUp(lib.handle, "sigfillset"), pointers: [4]unsafe.Pointer{all}},
		{fn: remove, pointers: [4]unsafe.Pointer{all}, words: [6]uintptr{1: uintptr(syscall.SIGBUS)}},
		{fn: remove, pointers: [4]unsafe.Pointer{all}, words: [6]uintptr{1: uintptr(syscall.SIGFPE)}},
		{fn: remove, pointers: [4]unsafe.Pointer{all}, words: [6]uintptr{1: uintptr(syscall.SIGSEGV)}},
		{fn: mask, words: [6]uintptr{block}, pointers: [4]unsafe.Pointer{1: all, 2: held}},
		proxy,
		{fn: lib.zmqErrno},
		{fn: mask, words: [6]uintptr{restore}, pointers: [4]unsafe.Pointer{1: held}},
	}
	lib.cross(&calls[0], len(calls))
	if rc := int(int32(calls[5].result)); rc >= 0 {
		return rc
	}
	return -int(int32(calls[6].result))
}
