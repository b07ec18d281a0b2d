package worker

// parts sends and receives messages as lists of parts, here of one part.
type parts struct {
	libzmqSocket
	list [][]byte
}

func newParts(s libzmqSocket) Socket { return parts{s, [][]byte{s.buffer}} }

func (s parts) SendN(n int) error {
	for range n {
		if _, err := s.SendParts(s.list, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s parts) RecvN(n int) error {
	for range n {
		received, err := s.RecvParts(0)
		if err != nil {
			return err
		}
		if len(received) != 1 || len(received[0]) != len(s.buffer) {
			return wrongSize(len(received[0]), len(s.buffer))
		}
	}
	return nil
}
