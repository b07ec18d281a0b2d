//go:build ignore

package libzmq

import "C"

import "unsafe"

// batchNew returns a batch for this many messages and its parts, or 0 if there is no memory.
func batchNew(capacity int) (batch uintptr, parts *batchPart) {
	memory := C.bridge_batch_new(C.int(capacity))
	if memory == nil {
		return 0, nil
	}
	return uintptr(unsafe.Pointer(memory)), (*batchPart)(unsafe.Pointer(memory.parts))
}

// batchRecv receives until the batch is full, nothing is left or, if whole is not 0, a message ends. Only
// the first receive can block.
func batchRecv(batch, socket uintptr, flags, whole int) int {
	return int(C.bridge_batch_recv(C.uintptr_t(batch), C.uintptr_t(socket), C.int(flags), C.int(whole)))
}

// batchAppend adds a copy, and returns the new length.
func batchAppend(batch uintptr, data *byte, size, more int) int {
	return int(C.bridge_batch_append(
		C.uintptr_t(batch), (*C.char)(unsafe.Pointer(data)), C.size_t(size), C.int(more),
	))
}

// batchGets returns a property of a message.
func batchGets(batch uintptr, i int, property *byte) (string, int) {
	var value *C.char
	rc := C.bridge_batch_gets(C.uintptr_t(batch), C.int(i), (*C.char)(unsafe.Pointer(property)), &value)
	return C.GoString(value), int(rc)
}

// batchClear releases the messages.
func batchClear(batch uintptr) { C.bridge_batch_clear(C.uintptr_t(batch)) }

// batchFree releases the messages and the batch.
func batchFree(batch uintptr) { C.bridge_batch_free(C.uintptr_t(batch)) }

// batchSend sends the first n messages. Only the first send can block.
func batchSend(socket uintptr, messages *outgoing, n, flags int) int {
	return int(C.bridge_batch_send(
		C.uintptr_t(socket), *(*C.bridge_outgoing_t)(unsafe.Pointer(messages)), C.int(n), C.int(flags),
	))
}

// partsSend sends the first n parts of a message, the last one with flags of its own. With refresh, libzmq
// first processes the departure of peers. If one leaves between the parts, the result is that of an
// interrupted call.
func partsSend(socket uintptr, parts *outgoing, n, flags, last, refresh int) int {
	return int(C.bridge_parts_send(
		C.uintptr_t(socket), *(*C.bridge_outgoing_t)(unsafe.Pointer(parts)), C.int(n), C.int(flags), C.int(last), C.int(refresh),
	))
}
