//go:build ignore

package libzmq

import (
	"runtime"
	"unsafe"
)

// call is one call of a C function.
type call struct {
	fn     uintptr
	ends   uintptr // the result that ends the list of calls
	result uintptr // what the function returned, or a negated error number
	// Each argument is in one of the two arrays, and 0 in the other: Go memory is in pointers, where the
	// collector sees it.
	words    [6]uintptr
	pointers [4]unsafe.Pointer
}

// Results that end a list of calls. Those of onNegative and onNull are errors, and are replaced by the
// negated error number.
const (
	onNothing  = 0
	onNegative = 1 // an int below 0
	onNull     = 2 // a null pointer
	onZero     = 3 // an int that is 0
	handOn     = 4 // none, and the result is the first argument of the next call
)

// callList is a list of calls that cross to C together, and run on the same thread.
type callList struct {
	first *call
	left  uintptr // how many are still to be made
	lib   *library
}

// cross makes n calls, which are adjacent in memory, and returns how many of them did not end the list.
//
//go:nosplit
func (lib *library) cross(first *call, n int) int {
	list := callList{first: first, left: uintptr(n), lib: lib}
	list.cross()
	return n - int(list.left)
}

// status makes a call and returns its int, or the negated error number.
//
//go:nosplit
func (lib *library) status(c *call) int {
	lib.cross(c, 1)
	return int(int32(c.result))
}

// pointer makes a call that returns a pointer, and returns 0 or the negated error number.
func (lib *library) pointer(c *call, result *uintptr) int {
	*result = 0
	if lib.cross(c, 1) == 0 {
		return int(int32(c.result))
	}
	*result = c.result
	return 0
}

// memory returns C memory as a pointer.
func memory(address uintptr) unsafe.Pointer {
	return *(*unsafe.Pointer)(unsafe.Pointer(&address))
}

// longResult returns a C long, which has 32 bits on Windows.
func longResult(result uintptr) int {
	if runtime.GOOS == "windows" {
		return int(int32(result))
	}
	return int(result)
}

// unsignedLongResult returns a C unsigned long.
func unsignedLongResult(result uintptr) uint64 {
	if runtime.GOOS == "windows" {
		return uint64(uint32(result))
	}
	return uint64(result)
}

// goString returns a copy of a C string.
func goString(address uintptr) string {
	if address == 0 {
		return ""
	}
	start := memory(address)
	n := 0
	for *(*byte)(unsafe.Add(start, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(start), n))
}
