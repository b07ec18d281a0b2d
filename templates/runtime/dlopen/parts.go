//go:build ignore

package libzmq

import "unsafe"

// partsSend sends the first n parts of one message, the last one with flags of its own. Only the first
// part can block. All are copied before any is sent, so that memory does not run out between the parts,
// and peers have little time to leave. With refresh, libzmq first processes the departure of peers: if it
// did so between two parts, it could send the rest to another peer. If one leaves nevertheless, libzmq
// takes back the parts that it has. The result is then -EINTR: as after a signal, all parts are sent
// again.
func partsSend(socket uintptr, parts *outgoing, n, flags, last, refresh int) int {
	if refresh != 0 {
		// An error will recur with the first part.
		events, size := int32(0), unsafe.Sizeof(int32(0))
		zmqGetsockopt(socket, int(OptEvents), (*byte)(unsafe.Pointer(&events)), &size)
	}
	if n > len(fewMessages{}) {
		return sendParts[manyMessages, manyCalls](socket, parts, n, flags, last)
	}
	return sendParts[fewMessages, partCalls](socket, parts, n, flags, last)
}

// The parts of a message, and the calls that copy and send a few of them in one crossing.
type (
	fewMessages  [3]message
	manyMessages [32]message
	partCalls    [12]call
)

// sendParts does so with as many calls per crossing as the list has room for.
//
//go:noinline
func sendParts[messageList fewMessages | manyMessages, callList partCalls | manyCalls](
	socket uintptr, parts *outgoing, n, flags, last int,
) int {
	lib := loaded()
	var messages messageList
	var calls callList
	for step := 0; step < 2*n; { // first each part is copied, then each is sent
		began, filled := step, 0
		for ; step < n && filled+copyCalls <= len(calls); step++ {
			msg := unsafe.Pointer(&messages[step])
			create, data, copying := filled, filled+1, filled+2
			calls[create].fn, calls[create].ends = lib.zmqMsgInitSize, onNegative
			calls[create].pointers[0], calls[create].words[1] = msg, parts.sizes[step]
			calls[data].fn, calls[data].ends = lib.zmqMsgData, handOn
			calls[data].pointers[0], calls[data].words[1] = msg, 0
			calls[copying].fn, calls[copying].ends = lib.memcpy, onNothing
			calls[copying].pointers[0], calls[copying].pointers[1] = nil, unsafe.Pointer(parts.data[step])
			calls[copying].words[1], calls[copying].words[2] = 0, parts.sizes[step]
			filled += copyCalls
		}
		for ; step >= n && step < 2*n && filled < len(calls); step++ {
			own := flags
			if step == 2*n-1 {
				own = last
			}
			if step > n {
				own |= int(DontWait)
			}
			calls[filled].fn, calls[filled].ends = lib.zmqMsgSend, onNegative
			calls[filled].pointers[0], calls[filled].pointers[1] = unsafe.Pointer(&messages[step-n]), nil
			calls[filled].words[0], calls[filled].words[1], calls[filled].words[2] = 0, socket, uintptr(own)
			filled++
		}
		made := lib.cross(&calls[0], filled)
		if made == filled {
			continue
		}
		rc := int(int32(calls[made].result))
		for step = began; step < n && made >= copyCalls; step++ {
			made -= copyCalls
		}
		if step < n {
			closeMessages(&messages[0], step)
			return rc
		}
		step += made
		sent := step - n
		switch {
		case sent > 0 && rc == -int(EINTR):
			continue
		case sent > 0 && rc == -int(EAGAIN):
			if sent < n-1 || last&int(SendMore) != 0 {
				abandonParts(lib, socket)
			}
			rc = -int(EINTR)
		}
		closeMessages(&messages[sent], n-sent)
		return rc
	}
	return n
}

// copyCalls is how many calls it takes to copy a part.
const copyCalls = 3

func closeMessages(first *message, n int) {
	for i := range n {
		zmqMsgClose((*message)(unsafe.Add(unsafe.Pointer(first), uintptr(i)*unsafe.Sizeof(*first))))
	}
}

// abandonParts ends a message after a part, not the last, found its peer gone. libzmq has taken back the
// parts before it, and since 4.3.1 some socket types drop the rest of the message: without a last part,
// that would include the next message.
func abandonParts(lib *library, socket uintptr) {
	kind, size := int32(0), unsafe.Sizeof(int32(0))
	if MakeVersion(Version()) < MakeVersion(4, 3, 1) ||
		zmqGetsockopt(socket, int(OptType), (*byte)(unsafe.Pointer(&kind)), &size) < 0 {
		return
	}
	switch SocketType(kind) {
	case Push, Dealer, Req:
		zmqSend(socket, nil, 0, int(DontWait))
	}
}
