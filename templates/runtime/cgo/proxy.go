//go:build ignore

package libzmq

import "C"

func zmqProxy(frontend, backend, capture uintptr) int {
	return int(C.bridge_proxy(C.uintptr_t(frontend), C.uintptr_t(backend), C.uintptr_t(capture)))
}

func zmqProxySteerable(frontend, backend, capture, control uintptr) int {
	return int(C.bridge_proxy_steerable(
		C.uintptr_t(frontend), C.uintptr_t(backend), C.uintptr_t(capture), C.uintptr_t(control),
	))
}

func zmqDevice(kind int, frontend, backend uintptr) int {
	return int(C.bridge_device(C.int(kind), C.uintptr_t(frontend), C.uintptr_t(backend)))
}
