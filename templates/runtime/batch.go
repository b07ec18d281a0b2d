//go:build ignore

package libzmq

import (
	"iter"
	"runtime"
	"structs"
	"unsafe"
)

//zmqgen:type Batch
type Batch struct {
	capacity int
	memory   uintptr // of batchNew, or 0
	cleanup  runtime.Cleanup
	viewed   *bool       // Bytes has returned the current content
	parts    []batchPart // the messages, in C memory
}

// batchPart is a message or one part of a message, as C writes it.
type batchPart struct {
	_    structs.HostLayout
	data *byte
	size uintptr
	more int32
}

func NewBatch(n int) *Batch {
	b := &Batch{capacity: n}
	_ = b.open() // if it fails, so does the first receive
	return b
}

func (s *Socket) RecvBatch(b *Batch, flags SendFlag) (int, error) {
	return s.recvBatch(b, flags, 0)
}

func (s *Socket) RecvPartsBatch(b *Batch, flags SendFlag) (int, error) {
	return s.recvBatch(b, flags, 1)
}

func (b *Batch) Append(content []byte, more bool) error {
	if err := b.open(); err != nil {
		return err
	}
	n, err := count(batchAppend(b.memory, chars(content), len(content), number(more)))
	if err == nil {
		b.parts = b.parts[:n]
	}
	runtime.KeepAlive(b)
	return err
}

func (b *Batch) Len() int {
	if b == nil {
		return 0
	}
	return len(b.parts)
}

func (b *Batch) Bytes(i int) []byte {
	part := &b.parts[i]
	view := unsafe.Slice(part.data, part.size)
	*b.viewed = true
	runtime.KeepAlive(b)
	return view
}

func (b *Batch) More(i int) bool {
	return b.parts[i].more != 0
}

func (b *Batch) All() iter.Seq2[[]byte, bool] {
	return func(yield func([]byte, bool) bool) {
		for i := range b.Len() {
			if !yield(b.Bytes(i), b.More(i)) {
				return
			}
		}
	}
}

//zmqgen:with zmq_msg_gets
func (b *Batch) Metadata(i int, name string) (string, error) {
	_ = b.parts[i] // Go's own panic for an index beyond the end
	var short [shortText]byte
	property, err := terminated(name, short[:0])
	if err != nil {
		return "", err
	}
	value, rc := batchGets(b.memory, i, property)
	runtime.KeepAlive(b)
	return value, failure(rc)
}

func (b *Batch) Clear() {
	if b.Len() > 0 {
		batchClear(b.memory)
		b.parts, *b.viewed = b.parts[:0], false
	}
}

func (b *Batch) Close() error {
	if b == nil {
		return EFAULT
	}
	if b.memory != 0 {
		b.cleanup.Stop()
		batchFree(b.memory)
		b.memory, b.parts = 0, nil
	}
	unpinReleased()
	return nil
}

func (s *Socket) SendBatch(messages [][]byte, flags SendFlag) (int, error) {
	if flags&SendMore != 0 {
		if err := s.sendWhole(messages, flags); err != nil {
			return 0, err
		}
		return len(messages), nil
	}
	sent := 0
	for sent < len(messages) {
		n, err := s.sendSome(messages[sent:], flags)
		if err != nil {
			return sent, err
		}
		sent += n
	}
	return sent, nil
}

// recvBatch fills the batch or, if whole is set, receives at most up to the end of a message.
func (s *Socket) recvBatch(b *Batch, flags SendFlag, whole int) (int, error) {
	if err := b.open(); err != nil {
		return 0, err
	}
	start := s.recvStart(flags)
	rc := batchRecv(b.memory, s.use(), int(flags), whole)
	if rc == interrupted {
		rc = s.resume(OptRecvTimeout, start, func() int {
			return batchRecv(b.memory, s.use(), int(flags), whole)
		})
	}
	b.parts, *b.viewed = b.parts[:max(0, rc)], false
	runtime.KeepAlive(b)
	return count(rc)
}

// open makes sure that the batch has memory.
func (b *Batch) open() error {
	switch {
	case b == nil:
		return EFAULT
	case b.memory != 0:
		return nil
	case b.capacity < 1 || b.capacity > maxBatch:
		return EINVAL
	}
	memory, parts := batchNew(b.capacity)
	if memory == 0 {
		return ENOMEM
	}
	b.memory, b.parts = memory, unsafe.Slice(parts, b.capacity)[:0]
	// A view does not keep the Batch from being collected, and may still be in use.
	viewed := new(bool)
	b.viewed = viewed
	b.cleanup = runtime.AddCleanup(b, func(memory uintptr) {
		if !*viewed {
			batchFree(memory)
		}
	}, memory)
	return nil
}

// maxBatch keeps the size of a batch far below the largest int.
const maxBatch = 1 << 20

// crossingSize is how many bytes are sent in one crossing that carries several messages: copying more
// takes longer than Go's scheduler should wait, and the cost of the crossing itself is then negligible.
const crossingSize = 64 << 10

// outgoing holds messages to pass to C.
type outgoing struct {
	_     structs.HostLayout
	data  [32]*byte
	sizes [32]uintptr
}

// fill prepares the first messages for one crossing, and returns how many it carries.
func (out *outgoing) fill(messages [][]byte) int {
	size := 0
	for i, message := range messages {
		size += len(message)
		if i == len(out.data) || i > 0 && size > crossingSize {
			return i
		}
		out.data[i], out.sizes[i] = chars(message), uintptr(len(message))
	}
	return len(messages)
}

// sendSome sends the first messages, as many as one crossing carries.
func (s *Socket) sendSome(messages [][]byte, flags SendFlag) (int, error) {
	var out outgoing
	n := out.fill(messages)
	start := s.sendStart(flags)
	rc := batchSend(s.use(), &out, n, int(flags))
	if rc == interrupted {
		rc = s.resume(OptSendTimeout, start, func() int {
			return batchSend(s.use(), &out, n, int(flags))
		})
	}
	return count(rc)
}
