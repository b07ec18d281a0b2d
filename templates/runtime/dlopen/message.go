//go:build ignore

package libzmq

import "unsafe"

// messageView returns the memory of a message's content, which can be within msg.
func messageView(msg *message) (data *byte, size int) {
	onHeap(msg)
	lib := loaded()
	argument := [4]unsafe.Pointer{unsafe.Pointer(msg)}
	calls := [...]call{{fn: lib.zmqMsgData, pointers: argument}, {fn: lib.zmqMsgSize, pointers: argument}}
	lib.cross(&calls[0], len(calls))
	return (*byte)(memory(calls[0].result)), int(calls[1].result)
}

func zmqMsgGets(msg *message, property *byte) (string, int) {
	lib := loaded()
	var value uintptr
	rc := lib.pointer(&call{
		fn: lib.zmqMsgGets, ends: onNull,
		pointers: [4]unsafe.Pointer{unsafe.Pointer(msg), unsafe.Pointer(property)},
	}, &value)
	return goString(value), rc
}
