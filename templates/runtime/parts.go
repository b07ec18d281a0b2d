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

// sendWhole sends all of the parts or none. If the peer leaves before the last part, it starts again from
// the first part, unless an earlier call sent that.
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

// sendAll sends the parts, with these flags for the last one. Only the first can wait.
func (s *Socket) sendAll(parts [][]byte, flags SendFlag) int {
	var out outgoing
	if out.fill(parts) < len(parts) {
		return s.sendCopied(parts, flags)
	}
	refresh := 0
	if len(parts) > 1 && s.begins() {
		refresh = 1
	}
	return min(0, partsSend(s.use(), &out, len(parts), int(flags|SendMore), int(flags), refresh))
}

// sendCopied is sendAll for more parts than a crossing carries: it copies all of them first, so that peers
// have little time to leave between them.
func (s *Socket) sendCopied(parts [][]byte, flags SendFlag) int {
	messages := make([]Message, len(parts))
	defer func() {
		for i := range messages {
			_ = messages[i].empty()
		}
	}()
	for i, part := range parts {
		if err := messages[i].InitSize(len(part)); err != nil {
			return -int(ENOMEM)
		}
		copy(messages[i].Data(), part)
	}
	if s.begins() {
		_, _ = s.Events() // an error will recur with the first part
	}
	for sent := 0; sent < len(parts); {
		own := flags | SendMore
		if sent == len(parts)-1 {
			own = flags
		}
		if sent > 0 {
			own |= DontWait
		}
		switch rc := zmqMsgSend(&messages[sent].msg, s.use(), int(own)); {
		case rc >= 0:
			sent++
		case sent > 0 && rc == -int(EAGAIN):
			s.abandon(own)
			return interrupted
		case sent == 0 || rc != interrupted:
			return rc
		}
	}
	return 0
}

// begins reports whether the socket is about to choose the peer for a multipart message. libzmq must then
// process the departure of peers: if it does so between two parts, it may send the rest to another peer,
// even if the chosen one stays.
func (s *Socket) begins() bool { return s != nil && s.balances && !s.began }

// abandon ends a message after a part found its peer gone. libzmq has taken back the parts before it, and
// since 4.3.1 drops the rest of the message: without a last part, that would include the next message.
func (s *Socket) abandon(flags SendFlag) {
	if flags&SendMore != 0 && s.balances && MakeVersion(Version()) >= 40301 {
		zmqSend(s.use(), nil, 0, int(DontWait))
	}
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

// partBatches keeps batches for receiving the parts of one message.
var partBatches = sync.Pool{New: func() any { return NewBatch(16) }}
