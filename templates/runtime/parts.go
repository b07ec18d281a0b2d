//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

import (
	"bytes"
	"sync"
)

func (s *Socket) SendParts(parts [][]byte, flags SendFlag) (int, error) {
	if len(parts) == 0 {
		return 0, EINVAL
	}
	sent, err := s.sendAll(parts, flags|SendMore, flags)
	size := 0
	for _, part := range parts[:sent] {
		size += len(part)
	}
	return size, err
}

func (s *Socket) RecvParts(flags SendFlag) ([][]byte, error) {
	b := partBatches.Get().(*Batch)
	defer partBatches.Put(b)
	defer b.Clear()
	var parts [][]byte
	for more := true; more; {
		n, err := s.recvBatch(b, flags, 1)
		if err != nil {
			return parts, err
		}
		if parts == nil {
			parts = make([][]byte, 0, n)
		}
		for i := range n {
			parts = append(parts, bytes.Clone(b.Bytes(i)))
		}
		more = b.More(n - 1)
	}
	return parts, nil
}

// partBatches keeps batches to receive the parts of one message in.
var partBatches = sync.Pool{New: func() any { return NewBatch(16) }}
