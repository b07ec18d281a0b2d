package zmq

import (
	"fmt"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// epollWatcher watches any number of descriptors with one goroutine, which waits for its epoll
// instance in Go's network poller: no thread blocks, and no descriptor is duplicated.
type epollWatcher struct {
	file  *os.File // the epoll instance
	conn  syscall.RawConn
	mu    sync.Mutex
	cores map[int32]*core // by descriptor
	look  func(epoll uintptr)
}

func newWatcher() (watcher, error) {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("zmq: epoll_create1: %w", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil { // or package os would not poll it
		unix.Close(fd)
		return nil, fmt.Errorf("zmq: epoll instance: %w", err)
	}
	w := &epollWatcher{file: os.NewFile(uintptr(fd), "epoll"), cores: make(map[int32]*core)}
	if w.conn, err = w.file.SyscallConn(); err != nil {
		w.file.Close()
		return nil, fmt.Errorf("zmq: epoll instance: %w", err)
	}
	w.look = w.lookOnce
	go w.run()
	return w, nil
}

// run calls onSignal for each signal until close.
func (w *epollWatcher) run() {
	var events [64]unix.EpollEvent
	_ = w.conn.Read(func(epoll uintptr) bool {
		for {
			n, err := unix.EpollWait(int(epoll), events[:], 0)
			w.pass(events[:max(n, 0)])
			if n < len(events) && err != unix.EINTR {
				return false // later signals wake the poller again
			}
		}
	})
}

// pass passes events on to their sockets.
func (w *epollWatcher) pass(events []unix.EpollEvent) {
	for i := range events {
		w.mu.Lock()
		c := w.cores[events[i].Fd]
		w.mu.Unlock()
		if c != nil {
			c.onSignal()
		}
	}
}

// signals are the events that epoll reports, once for each signal of libzmq.
const signals = unix.EPOLLIN | unix.EPOLLET

func (w *epollWatcher) watch(c *core) error {
	w.mu.Lock()
	w.cores[int32(c.fd)] = c
	w.mu.Unlock()
	err := w.control(unix.EPOLL_CTL_ADD, c.fd, &unix.EpollEvent{Events: signals, Fd: int32(c.fd)})
	if err != nil {
		w.mu.Lock()
		delete(w.cores, int32(c.fd))
		w.mu.Unlock()
	}
	return err
}

// update watches for more events if several goroutines use the socket. epoll does not report a signal that another
// goroutine's call has read meanwhile, although it may concern the goroutines that wait. The descriptor is always
// writable, so watching for that as well makes epoll report the signal. epoll then also reports each read of the
// descriptor, which makes a round trip of a single goroutine a fifth longer. While the socket is busy, update watches for
// nothing.
func (w *epollWatcher) update(c *core) {
	event := unix.EpollEvent{Events: signals, Fd: int32(c.fd)}
	switch {
	case c.busy.on:
		event.Events = 0
	case c.contended:
		event.Events |= unix.EPOLLOUT
	}
	_ = w.control(unix.EPOLL_CTL_MOD, c.fd, &event)
}

func (w *epollWatcher) pauses() bool { return true }

func (w *epollWatcher) unwatch(c *core) {
	w.mu.Lock()
	delete(w.cores, int32(c.fd))
	w.mu.Unlock()
	_ = w.control(unix.EPOLL_CTL_DEL, c.fd, nil) // fails if the watcher is closed: nothing is left to undo
}

func (w *epollWatcher) control(op int, fd descriptor, event *unix.EpollEvent) error {
	var err error
	if closed := w.conn.Control(func(epoll uintptr) { err = unix.EpollCtl(int(epoll), op, int(fd), event) }); closed != nil {
		return ErrClosed
	}
	if err != nil {
		return fmt.Errorf("zmq: watch a socket: %w", err)
	}
	return nil
}

func (w *epollWatcher) close() { w.file.Close() }
