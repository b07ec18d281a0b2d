//go:build unix && !linux

package zmq

import (
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// fileWatcher has a goroutine for each socket, which waits for the socket's descriptor in Go's network poller. A signal
// is lost there if another call on the socket has read it meanwhile, so the watcher also checks the sockets periodically.
type fileWatcher struct {
	*timedWatcher
	mu    sync.Mutex // guards files
	files map[*core]*os.File
}

func newWatcher() (watcher, error) {
	return &fileWatcher{timedWatcher: newTimedWatcher(10 * time.Millisecond), files: make(map[*core]*os.File)}, nil
}

// watch duplicates the descriptor: package os closes what it is given, and this one is libzmq's.
func (w *fileWatcher) watch(c *core) error {
	if c.fd == noDescriptor {
		return w.timedWatcher.watch(c)
	}
	duplicate, err := unix.FcntlInt(uintptr(c.fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("zmq: watch a socket: %w", err)
	}
	file := os.NewFile(uintptr(duplicate), "zmq socket")
	conn, err := file.SyscallConn()
	if err != nil {
		file.Close()
		return fmt.Errorf("zmq: watch a socket: %w", err)
	}
	w.mu.Lock()
	w.files[c] = file
	w.mu.Unlock()
	if err := w.timedWatcher.watch(c); err != nil {
		return err
	}
	go func() {
		_ = conn.Read(func(uintptr) bool { // ends when the file is closed
			c.onSignal()
			return false
		})
	}()
	return nil
}

func (w *fileWatcher) unwatch(c *core) {
	w.timedWatcher.unwatch(c)
	w.mu.Lock()
	defer w.mu.Unlock()
	if file := w.files[c]; file != nil {
		file.Close()
		delete(w.files, c)
	}
}

func (w *fileWatcher) close() {
	w.timedWatcher.close()
	w.mu.Lock()
	defer w.mu.Unlock()
	for c, file := range w.files {
		file.Close()
		delete(w.files, c)
	}
}
