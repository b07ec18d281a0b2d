//go:build ignore

package libzmq

import "C"

import "unsafe"

func zmqRecviov(s uintptr, parts *iovec, n *uintptr, flags int) int {
	return int(C.bridge_recviov(
		C.uintptr_t(s), (*C.char)(unsafe.Pointer(parts)), (*C.size_t)(unsafe.Pointer(n)), C.int(flags),
	))
}

// freeMemory frees memory that libzmq allocated for the program.
func freeMemory(memory *byte) { C.bridge_free((*C.char)(unsafe.Pointer(memory))) }
