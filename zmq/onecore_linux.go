package zmq

import (
	"sync/atomic"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// dispatch lets libzmq's threads run, and passes on the signals that they have sent. It is for a goroutine that is about
// to park on the only core: if other goroutines can proceed, the processor runs them next, without a wait in Go's
// network poller, which takes three system calls, and after which Go's monitor wakes up each time. Where messages come
// faster than one by one, it would only receive few at a time.
func (w *epollWatcher) dispatch() {
	yieldCore()
	_ = w.conn.Control(w.look) // fails if the watcher is closed: there are no signals
}

// lookOnce passes on the first signals, if there are any. The others remain for run.
func (w *epollWatcher) lookOnce(epoll uintptr) {
	var events [4]unix.EpollEvent // few: the goroutine keeps its small stack
	n, _, errno := unix.RawSyscall6(unix.SYS_EPOLL_PWAIT, epoll, uintptr(unsafe.Pointer(&events[0])), uintptr(len(events)), 0, 0, 0)
	if errno == 0 {
		w.pass(events[:n])
	}
}

// yieldCore lets the other threads of the core run. If that takes long, other programs compute there, and would take
// part of each wait: then it does nothing for a while.
func yieldCore() {
	now := time.Since(started)
	if now < time.Duration(noYieldUntil.Load()) {
		return
	}
	yieldThread()
	if after := time.Since(started); after-now > longYield {
		noYieldUntil.Store(int64(after + noYield))
	}
}

// yieldThread lets other threads run that wait for the same core.
func yieldThread() { unix.RawSyscall(unix.SYS_SCHED_YIELD, 0, 0, 0) }

const (
	longYield = 500 * time.Microsecond // libzmq's threads need some microseconds, and other programs a millisecond or more
	noYield   = 100 * time.Millisecond
)

// started is what the times of yieldCore begin from.
var started = time.Now()

var noYieldUntil atomic.Int64
