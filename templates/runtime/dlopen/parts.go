//go:build ignore

package libzmq

import "unsafe"

// partsSend sends the first n of the parts of one message, which amid says has begun before. The flags of the last
// one are its own. Only the first part of a message may block. All are copied before any is sent: so memory does not
// run out amid the message, and peers have little time to leave. Where one leaves all the same, libzmq takes back what
// it has of the message. The result is -EINTR then: as after a signal, all is sent again.
func partsSend(socket uintptr, parts *outgoing, n, flags, last, amid int) int {
	if n > len(fewMessages{}) {
		return sendParts[manyMessages, manyCalls](socket, parts, n, flags, last, amid)
	}
	return sendParts[fewMessages, partCalls](socket, parts, n, flags, last, amid)
}

// Parts on their way, and the calls that copy and send few of them in one crossing.
type (
	fewMessages  [3]message
	manyMessages [32]message
	partCalls    [12]call
)

// sendParts does so with as many calls in a crossing as the list has room for.
//
//go:noinline
func sendParts[messageList fewMessages | manyMessages, callList partCalls | manyCalls](
	socket uintptr, parts *outgoing, n, flags, last, amid int,
) int {
	lib := loaded()
	var messages messageList
	var calls callList
	copied, sent, filled, rc := 0, 0, 0, 0
	cross := func() {
		made := lib.cross(&calls[0], filled)
		for i := range made {
			switch calls[i].fn {
			case lib.zmqMsgInitSize:
				copied++
			case lib.zmqMsgSend:
				sent++
			}
		}
		if made < filled {
			rc = int(int32(calls[made].result))
		}
		filled = 0
	}
	for i := 0; i < n && rc == 0; i++ {
		if filled+3 > len(calls) {
			cross()
		}
		argument := [4]unsafe.Pointer{unsafe.Pointer(&messages[i])}
		data := [4]unsafe.Pointer{1: unsafe.Pointer(parts.data[i])}
		calls[filled] = call{fn: lib.zmqMsgInitSize, ends: onNegative, words: [6]uintptr{1: parts.sizes[i]}, pointers: argument}
		calls[filled+1] = call{fn: lib.zmqMsgData, ends: handOn, pointers: argument}
		calls[filled+2] = call{fn: lib.memcpy, words: [6]uintptr{2: parts.sizes[i]}, pointers: data}
		filled += 3
	}
	for rc == 0 && sent < n {
		for i := sent; i < n && filled < len(calls); i++ {
			own := flags
			if i == n-1 {
				own = last
			}
			if amid != 0 || i > 0 {
				own |= int(DontWait)
			}
			calls[filled] = call{
				fn: lib.zmqMsgSend, ends: onNegative, words: [6]uintptr{1: socket, 2: uintptr(own)},
				pointers: [4]unsafe.Pointer{unsafe.Pointer(&messages[i])},
			}
			filled++
		}
		cross()
		if began := amid != 0 || sent > 0; began && rc == -int(EINTR) {
			rc = 0
		} else if began && rc == -int(EAGAIN) {
			if sent < n-1 || last&int(SendMore) != 0 {
				abandonParts(lib, socket)
			}
			rc = -int(EINTR)
		}
	}
	for i := sent; i < copied; i++ {
		zmqMsgClose(&messages[i])
	}
	if rc < 0 {
		return rc
	}
	return n
}

// abandonParts follows a part that was not the last of its message and found its peer gone. libzmq has taken back the
// parts before it, and since 4.3.1 some socket types drop what is left of the message: without a last part that would
// be the next message.
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
