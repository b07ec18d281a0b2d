//go:build ignore

package libzmq

import "C"

import "unsafe"

func zmqMsgGets(msg *message, property *byte) (string, int) {
	var value *C.char
	rc := C.bridge_msg_gets((*C.zmq_msg_t)(unsafe.Pointer(msg)), (*C.char)(unsafe.Pointer(property)), &value)
	return C.GoString(value), int(rc)
}

// messageView returns the content of a message, which may be part of the message itself.
func messageView(msg *message) (data *byte, size int) {
	view := C.bridge_msg_data((*C.zmq_msg_t)(unsafe.Pointer(msg)))
	return (*byte)(unsafe.Pointer(view.data)), int(view.size)
}

// pinInitData makes a message of pinned Go memory. [eachReleased] reports the id when libzmq has released
// it.
func pinInitData(msg *message, data *byte, size int, id uintptr) int {
	return int(C.bridge_msg_init_data(
		(*C.zmq_msg_t)(unsafe.Pointer(msg)), (*C.char)(unsafe.Pointer(data)), C.size_t(size), C.uintptr_t(id),
	))
}

// eachReleased visits the memory that libzmq has released since the last call. libzmq releases it on its
// own threads, which must not call Go, so C only records it.
func eachReleased(visit func(id uintptr)) {
	released := C.bridge_released()
	if released == nil {
		return
	}
	for note := released; note != nil; note = note.next {
		visit(uintptr(note.id))
	}
	C.bridge_free_notes(released)
}
