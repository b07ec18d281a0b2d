//go:build ignore

//zmqgen:build !((amd64 || arm64) && ((darwin && !ios) || freebsd || (linux && !android)))

package libzmq

import (
	"sync"
	"unsafe"
)

// released holds the ids of copied memory that were not visited yet.
var (
	releaseMutex sync.Mutex
	released     []uintptr
)

// pinInitData makes a message of a copy: libzmq releases memory on its own threads, where Go cannot run.
func pinInitData(msg *message, data *byte, size int, id uintptr) int {
	if rc := zmqMsgInitSize(msg, size); rc < 0 {
		return rc
	}
	content, _ := messageView(msg)
	copy(unsafe.Slice(content, size), unsafe.Slice(data, size))
	releaseMutex.Lock()
	defer releaseMutex.Unlock()
	released = append(released, id)
	return 0
}

// eachReleased visits the memory that was released since the last call.
func eachReleased(visit func(id uintptr)) {
	releaseMutex.Lock()
	defer releaseMutex.Unlock()
	for _, id := range released {
		visit(id)
	}
	released = released[:0]
}
