//go:build ignore

package libzmq

import "C"

import "unsafe"

// keep copies data into memory that is never freed, and returns nil if there is no memory.
func keep(data *byte, size int) *byte {
	return (*byte)(unsafe.Pointer(C.bridge_keep((*C.char)(unsafe.Pointer(data)), C.size_t(size))))
}

func zmqConnectPeer(s uintptr, addr *byte, routingID *uint32) int {
	return int(C.bridge_connect_peer(
		C.uintptr_t(s), (*C.char)(unsafe.Pointer(addr)), (*C.uint32_t)(unsafe.Pointer(routingID)),
	))
}
