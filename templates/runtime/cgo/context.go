//go:build ignore

package libzmq

import "C"

import "unsafe"

func zmqCtxGet(context uintptr, option int, value *int32) int {
	return int(C.bridge_ctx_get(C.uintptr_t(context), C.int(option), (*C.int)(unsafe.Pointer(value))))
}
