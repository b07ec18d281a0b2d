//go:build ignore

//zmqgen:build (amd64 || arm64) && ((darwin && !ios) || freebsd || (linux && !android))

package libzmq

import (
	"sync"
	"sync/atomic"
	"unsafe"
)

// release records memory that libzmq has released. libzmq does so on its own threads, where Go cannot run,
// so assembly adds the record to a list, which Go reads later.
type release struct {
	next uintptr // address of the next record
	id   uintptr // of the memory
}

// noteRelease is the address of that assembly.
var noteRelease uintptr

// released is the address of the newest record of the list.
var released uintptr

// spareReleases holds the records that are not in use. allReleases keeps all of them alive, because libzmq
// has only their addresses.
var (
	releaseMutex  sync.Mutex
	spareReleases []*release
	allReleases   [][]release
)

// pinInitData makes a message of Go memory, which must stay where it is until id is released.
func pinInitData(msg *message, data *byte, size int, id uintptr) int {
	note := newRelease(id)
	lib := loaded()
	rc := lib.status(&call{
		fn: lib.zmqMsgInitData, ends: onNegative,
		words:    [6]uintptr{2: uintptr(size), 3: noteRelease, 4: uintptr(unsafe.Pointer(note))},
		pointers: [4]unsafe.Pointer{unsafe.Pointer(msg), unsafe.Pointer(data)},
	})
	if rc < 0 {
		releaseMutex.Lock()
		defer releaseMutex.Unlock()
		spareReleases = append(spareReleases, note)
	}
	return rc
}

func newRelease(id uintptr) *release {
	releaseMutex.Lock()
	defer releaseMutex.Unlock()
	last := len(spareReleases) - 1
	if last < 0 {
		more := make([]release, 64)
		allReleases = append(allReleases, more)
		for i := range more {
			spareReleases = append(spareReleases, &more[i])
		}
		last = len(more) - 1
	}
	note := spareReleases[last]
	spareReleases = spareReleases[:last]
	note.id = id
	return note
}

// eachReleased visits the memory that was released since the last call.
func eachReleased(visit func(id uintptr)) {
	if atomic.LoadUintptr(&released) == 0 {
		return
	}
	releaseMutex.Lock()
	defer releaseMutex.Unlock()
	for address := atomic.SwapUintptr(&released, 0); address != 0; {
		note := (*release)(memory(address))
		address = note.next
		visit(note.id)
		spareReleases = append(spareReleases, note)
	}
}
