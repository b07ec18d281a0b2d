//go:build ignore

package libzmq

import "C"

import "unsafe"

// firedNew returns a list for the timers that are due, or 0 if there is no memory. It is C memory, in
// which the handler records them.
func firedNew() uintptr { return uintptr(unsafe.Pointer(C.bridge_fired_new())) }

func firedFree(fired uintptr) { C.bridge_fired_free(C.uintptr_t(fired)) }

// firedTake returns the due timers, in the order in which they became due, and empties the list.
func firedTake(fired uintptr) []int {
	list := C.bridge_fired_list(C.uintptr_t(fired))
	ids := make([]int, list.count)
	for i, id := range unsafe.Slice(list.ids, list.count) {
		ids[i] = int(id)
	}
	list.count = 0
	return ids
}

func timersAdd(timers uintptr, interval int, fired uintptr) int {
	return int(C.bridge_timers_add(C.uintptr_t(timers), C.size_t(interval), C.uintptr_t(fired)))
}
