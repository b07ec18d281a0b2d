//go:build ignore

package libzmq

// zmqCtxGet reads an option whose value can be -1, which also means failure. A failing call beforehand sets
// libzmq's error number to a known value, which a success leaves unchanged.
func zmqCtxGet(context uintptr, option int, value *int32) int {
	lib := loaded()
	get := call{fn: lib.zmqCtxGet, words: [6]uintptr{context, uintptr(option)}}
	fail := call{fn: lib.zmqCtxGet, words: [6]uintptr{0, uintptr(option)}}
	calls := [...]call{fail, get, {fn: lib.zmqErrno}}
	if get.fn == 0 {
		return lib.missing
	}
	lib.cross(&calls[0], len(calls))
	*value = int32(calls[1].result)
	errno := int32(calls[2].result)
	switch {
	case *value >= 0:
		return 0
	case context == 0:
		return -int(EFAULT)
	case errno != int32(EFAULT):
		return -int(errno)
	}
	return 0
}
