//go:build ignore

package libzmq

import (
	"bytes"
	"sync"
)

func (s *Socket) SendParts(parts [][]byte, flags SendFlag) (int, error) {
	if len(parts) == 0 {
		return 0, EINVAL
	}
	if err := s.sendWhole(parts, flags); err != nil {
		return 0, err
	}
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	return size, nil
}

// sendWhole sends all of the parts or none. Where the peer leaves amid the message, it begins again with the
// first part, unless an earlier call has sent that.
func (s *Socket) sendWhole(parts [][]byte, flags SendFlag) error {
	start := s.sendStart(flags)
	rc := s.sendAll(parts, flags)
	if rc == interrupted {
		if s.began {
			return EAGAIN
		}
		rc = s.resume(OptSendTimeout, start, func() int { return s.sendAll(parts, flags) })
	}
	return failure(rc)
}

// sendAll sends the parts, the last one with just these flags.
func (s *Socket) sendAll(parts [][]byte, flags SendFlag) int {
	for sent := 0; sent < len(parts); {
		var out outgoing
		n := out.fill(parts[sent:])
		more, last := flags|SendMore, flags|SendMore
		if sent+n == len(parts) {
			last = flags
		}
		rc := partsSend(s.use(), &out, n, int(more), int(last), number(sent > 0))
		if rc < 0 {
			return rc
		}
		sent += n
	}
	return 0
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
