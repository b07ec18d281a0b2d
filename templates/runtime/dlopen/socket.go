//go:build ignore

package libzmq

import (
	"bytes"
	"sync"
	"unsafe"
)

// keep returns a copy that is never freed.
func keep(data *byte, size int) *byte {
	constant.Lock()
	defer constant.Unlock()
	constant.data = append(constant.data, bytes.Clone(unsafe.Slice(data, size)))
	return unsafe.SliceData(constant.data[len(constant.data)-1])
}

var constant struct {
	sync.Mutex
	data [][]byte
}
