//go:build ignore

package libzmq

/*
#include "bridge.h"
*/
import "C"

func (s *Socket) SendParts(parts [][]byte, flags SendFlag) (int, error) {
	if len(parts) == 0 {
		return 0, EINVAL
	}
	sent := 0
	for i, part := range parts {
		more := flags | SendMore
		if i == len(parts)-1 {
			more = flags
		}
		n, err := s.Send(part, more)
		if err != nil {
			return sent, err
		}
		sent += n
	}
	return sent, nil
}

func (s *Socket) RecvParts(flags SendFlag) ([][]byte, error) {
	var msg Message
	defer msg.Close()
	var parts [][]byte
	for {
		if _, err := msg.Recv(s, flags); err != nil {
			return parts, err
		}
		parts = append(parts, msg.content())
		if !msg.More() {
			return parts, nil
		}
	}
}

// content returns a copy of the message. C makes it, so that the message can stay on the stack, where
// a view of its memory would not leave it.
func (msg *Message) content() []byte {
	content := make([]byte, msg.Size())
	C.bridge_msg_content(&msg.msg, chars(content), C.size_t(len(content)))
	return content
}
