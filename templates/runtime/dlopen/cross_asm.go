//go:build ignore

//zmqgen:build (amd64 || arm64) && ((darwin && !ios) || freebsd || (linux && !android))

package libzmq

import "unsafe"

// cross makes the calls. They must not call Go if the list is on the goroutine's stack, which moves when
// it grows.
func (list *callList) cross() { cgocall(trampoline, unsafe.Pointer(list)) }

// crossBack makes one call that can call Go.
func (lib *library) crossBack(c call) uintptr {
	list := &callList{first: &c, left: 1, lib: lib}
	onHeap(list) // where it does not move when the stack grows
	list.cross()
	return list.first.result
}

// cgocall calls a C function, which gets arg, on the thread's own stack. Go's linker allows its use because
// purego depends on it.
//
//go:noescape
//go:linkname cgocall runtime.cgocall
func cgocall(fn uintptr, arg unsafe.Pointer) int32

// trampoline is the address of the assembly that makes the calls of a callList.
var trampoline uintptr
