//go:build ignore

package libzmq

import (
	"math"
	"sync"
	"unsafe"
)

// batchMemory is a batch. Package unsafe's rules do not allow a pointer to be kept as a number, as in batchNew's result,
// unless something else keeps its memory alive.
type batchMemory struct {
	messages []message
	parts    []batchPart // in memory that the collector does not scan: the parts point to C memory
	length   int
	calls    []call // to receive, three for each message
	list     callList
	prepared receive
	emptying []call // to empty messages, two for each
}

// receive describes what a batch's calls were prepared for.
type receive struct {
	first, flags, whole int // first is the index of their first message
	socket              uintptr
}

// maxReceive is how many messages a batch receives in one crossing. Few messages are emptied, so an eighth
// of it at a time.
const maxReceive = 256

// batches holds the batches that were not freed.
var batches struct {
	sync.Mutex
	all map[*batchMemory]bool
}

func batchNew(capacity int) (batch uintptr, parts *batchPart) {
	words := (unsafe.Sizeof(batchPart{}) + unsafe.Sizeof(uintptr(0)) - 1) / unsafe.Sizeof(uintptr(0))
	unscanned := make([]uintptr, uintptr(capacity)*words)
	parts = (*batchPart)(unsafe.Pointer(&unscanned[0]))
	b := &batchMemory{
		messages: make([]message, capacity),
		parts:    unsafe.Slice(parts, capacity),
		calls:    make([]call, 3*min(capacity, maxReceive)),
		prepared: receive{first: -1}, // nothing yet
		emptying: make([]call, 2*(1+min(capacity, maxReceive)/8)),
		length:   capacity,
	}
	b.list.first, b.list.lib = &b.calls[0], loaded()
	b.prepare(0, 0, 0, 0)
	b.shorten(0) // and so initialize them: closing a zero message does nothing
	batches.Lock()
	defer batches.Unlock()
	if batches.all == nil {
		batches.all = make(map[*batchMemory]bool)
	}
	batches.all[b] = true
	return uintptr(unsafe.Pointer(b)), parts
}

func batchOf(batch uintptr) *batchMemory { return (*batchMemory)(memory(batch)) }

func batchFree(batch uintptr) {
	b := batchOf(batch)
	b.shorten(0)
	batches.Lock()
	defer batches.Unlock()
	delete(batches.all, b)
}

func batchClear(batch uintptr) { batchOf(batch).shorten(0) }

// shorten empties the messages from length on.
func (b *batchMemory) shorten(length int) {
	lib := loaded()
	for b.length > length {
		n := min(b.length-length, len(b.emptying)/2)
		b.length -= n
		for i := range n {
			calls := b.emptying[2*i : 2*i+2]
			calls[0].fn, calls[1].fn = lib.zmqMsgClose, lib.zmqMsgInit
			msg := unsafe.Pointer(&b.messages[b.length+i])
			calls[0].pointers[0], calls[1].pointers[0] = msg, msg
		}
		lib.cross(&b.emptying[0], 2*n)
	}
}

// batchRecv needs no more stack than Go reserves: each goroutine that waits in package zmq has called it,
// and thousands can wait. Not all doors can do so: on some systems, the reserve is too small for the linker.
//
//go:nosplit
func batchRecv(batch, socket uintptr, flags, whole int) int {
	b := batchOf(batch)
	n := 0
	for {
		b.prepare(n, socket, flags, whole)
		b.list.cross()
		n += b.take(n)
		if b.list.left > 0 || n == len(b.messages) {
			break
		}
		flags |= int(DontWait)
	}
	if n < b.length {
		b.shorten(n)
	}
	b.length = n
	if n == 0 {
		return int(int32(b.calls[0].result))
	}
	return n
}

// prepare prepares the calls that receive messages, starting with the first one.
//
//go:nosplit
func (b *batchMemory) prepare(first int, socket uintptr, flags, whole int) {
	n := min(maxReceive, len(b.messages)-first)
	b.list.left = uintptr(3 * n)
	p := &b.prepared
	if p.first == first && p.socket == socket && p.flags == flags && p.whole == whole {
		return
	}
	p.first, p.socket, p.flags, p.whole = first, socket, flags, whole
	for i := range n {
		calls := b.calls[3*i : 3*i+3]
		for k := range calls {
			calls[k].pointers[0] = unsafe.Pointer(&b.messages[first+i])
		}
		recv, data, more := &calls[0], &calls[1], &calls[2]
		recv.fn, recv.ends, recv.words[1], recv.words[2] = b.list.lib.zmqMsgRecv, onNegative, socket, uintptr(flags)
		data.fn = b.list.lib.zmqMsgData
		more.fn, more.ends = b.list.lib.zmqMsgMore, onNothing
		if whole != 0 {
			more.ends = onZero
		}
		flags |= int(DontWait)
	}
}

// take records the received messages, and returns their number.
//
//go:nosplit
func (b *batchMemory) take(first int) int {
	made := 3*min(maxReceive, len(b.messages)-first) - int(b.list.left)
	n := (made + 2) / 3 // the last call of a message may have ended the list, and left does not count it
	for i := range n {
		calls := b.calls[3*i : 3*i+3]
		part := (*rawPart)(unsafe.Pointer(&b.parts[first+i]))
		part.data, part.size, part.more = calls[1].result, uintptr(uint32(calls[0].result)), int32(calls[2].result)
		if part.size == math.MaxInt32 { // which also means more
			part.size = sizeOf(&b.messages[first+i])
		}
	}
	return n
}

// sizeOf is a separate function because its stack is larger than the reserve.
//
//go:noinline
func sizeOf(msg *message) uintptr { return uintptr(zmqMsgSize(msg)) }

// rawPart is a batchPart whose pointer is a number, which the collector must not follow.
type rawPart struct {
	data, size uintptr
	more       int32
}

func batchAppend(batch uintptr, data *byte, size, more int) int {
	b := batchOf(batch)
	if b.length == len(b.messages) {
		return -int(EINVAL)
	}
	msg := &b.messages[b.length]
	if rc := zmqMsgInitSize(msg, size); rc < 0 {
		zmqMsgInit(msg)
		return rc
	}
	content, _ := messageView(msg)
	copy(unsafe.Slice(content, size), unsafe.Slice(data, size))
	*(*rawPart)(unsafe.Pointer(&b.parts[b.length])) = rawPart{uintptr(unsafe.Pointer(content)), uintptr(size), int32(more)}
	b.length++
	return b.length
}

func batchGets(batch uintptr, i int, property *byte) (string, int) {
	return zmqMsgGets(&batchOf(batch).messages[i], property)
}

func batchSend(socket uintptr, messages *outgoing, n, flags int) int {
	if n > len(fewCalls{}) {
		return sendEach[manyCalls](socket, messages, n, flags)
	}
	return sendEach[fewCalls](socket, messages, n, flags)
}

// Lists of calls. They are arrays and local variables of the function that fills them: otherwise, the Go
// memory that they point to would have to be on the heap.
type (
	fewCalls  [4]call
	manyCalls [32]call
)

// sendEach sends a message with each call, and returns how many it sent, or the negated error of the first.
//
//go:noinline
func sendEach[list fewCalls | manyCalls](socket uintptr, messages *outgoing, n, flags int) int {
	lib := loaded()
	var calls list
	for i := range n {
		calls[i].fn, calls[i].ends = lib.zmqSend, onNegative
		calls[i].words[0] = socket
		calls[i].pointers[1] = unsafe.Pointer(messages.data[i])
		calls[i].words[2] = messages.sizes[i]
		calls[i].words[3] = uintptr(flags)
		flags |= int(DontWait)
	}
	if sent := lib.cross(&calls[0], n); sent > 0 {
		return sent
	}
	return int(int32(calls[0].result))
}
