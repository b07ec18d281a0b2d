//go:build ignore

//zmqgen:build zmq_draft

package libzmq

import "unsafe"

func zmqConnectPeer(s uintptr, addr *byte, routingID *uint32) int {
	lib := loaded()
	if lib.zmqConnectPeer == 0 {
		return lib.missing
	}
	connect := call{
		fn: lib.zmqConnectPeer, words: [6]uintptr{s},
		pointers: [4]unsafe.Pointer{1: unsafe.Pointer(addr)},
	}
	calls := [...]call{connect, {fn: lib.zmqErrno}}
	lib.cross(&calls[0], len(calls))
	if *routingID = uint32(calls[0].result); *routingID == 0 {
		return -int(int32(calls[1].result))
	}
	return 0
}
