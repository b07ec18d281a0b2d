//go:build ignore

package libzmq

import (
	"strings"
	"unsafe"
)

// shortText is the maximum length of a string that is passed to C through the stack.
const shortText = 128

// chars returns the memory of b for C.
func chars(b []byte) *byte {
	return unsafe.SliceData(b)
}

// terminated appends text and a NUL to buf, for C. C would take a NUL within text for its end.
func terminated(text string, buf []byte) (*byte, error) {
	if strings.IndexByte(text, 0) >= 0 {
		return nil, EINVAL
	}
	return chars(append(append(buf, text...), 0)), nil
}

// fitsInt reports whether n is an int in C, which has 32 bits.
func fitsInt(n int) bool { return int(int32(n)) == n }
