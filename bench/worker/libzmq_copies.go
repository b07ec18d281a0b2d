package worker

// copies sends from a buffer and receives into one.
type copies struct{ libzmqSocket }

func newCopies(s libzmqSocket) Socket { return copies{s} }

func (s copies) SendN(n int) error {
	for range n {
		if _, err := s.Send(s.buffer, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s copies) RecvN(n int) error {
	for range n {
		size, err := s.Recv(s.buffer, 0)
		if err != nil {
			return err
		}
		if size != len(s.buffer) {
			return wrongSize(size, len(s.buffer))
		}
	}
	return nil
}
