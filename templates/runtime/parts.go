//go:build ignore

package libzmq

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
		parts = append(parts, append([]byte(nil), msg.Data()...))
		if !msg.More() {
			return parts, nil
		}
	}
}
