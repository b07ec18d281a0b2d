//go:build ignore

//zmqgen:build !((amd64 || arm64) && ((darwin && !ios) || freebsd || (linux && !android)))

package libzmq

import (
	"runtime"
	"unsafe"
)

// cross makes the calls. All of them run on one thread, whose error number zmq_errno returns.
func (list *callList) cross() {
	onHeap(list) // with everything that it points to: callC takes numbers
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	calls := unsafe.Slice(list.first, list.left)
	for i := range calls {
		if list.lib.make(&calls[i]) {
			return
		}
		if calls[i].ends == handOn {
			calls[i+1].words[0] = calls[i].result
		}
		list.left--
	}
}

// make makes one call, and reports whether it ends the list.
func (lib *library) make(c *call) bool {
	if c.fn == 0 {
		c.result = 0
		if c.ends != onNothing {
			c.result = uintptr(lib.missing)
		}
		return c.ends != onNothing
	}
	args := c.words
	for i, pointer := range c.pointers {
		args[i] |= uintptr(pointer)
	}
	c.result = callC(c.fn, args[0], args[1], args[2], args[3], args[4], args[5])
	switch c.ends {
	case onNegative:
		if int32(c.result) >= 0 {
			return false
		}
	case onNull:
		if c.result != 0 {
			return false
		}
	default:
		return c.ends == onZero && int32(c.result) == 0
	}
	c.result = uintptr(-int(int32(callC(lib.zmqErrno))))
	return true
}

// crossBack makes one call that can call Go.
func (lib *library) crossBack(c call) uintptr {
	lib.cross(&c, 1)
	return c.result
}
