//go:build ignore

package libzmq

func zmqProxy(frontend, backend, capture uintptr) int {
	lib := loaded()
	if lib.zmqProxy == 0 {
		return lib.missing
	}
	return lib.proxyCall(call{fn: lib.zmqProxy, words: [6]uintptr{frontend, backend, capture}})
}

func zmqProxySteerable(frontend, backend, capture, control uintptr) int {
	lib := loaded()
	if lib.zmqProxySteerable == 0 {
		return lib.missing
	}
	return lib.proxyCall(call{fn: lib.zmqProxySteerable, words: [6]uintptr{frontend, backend, capture, control}})
}
