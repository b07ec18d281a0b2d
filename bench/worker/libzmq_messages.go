package worker

import libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"

// messages fills a message in place, and looks at a message where libzmq has it.
type messages struct {
	libzmqSocket
	message *libzmq.Message
}

func newMessages(s libzmqSocket) Socket { return messages{s, new(libzmq.Message)} }

func (s messages) SendN(n int) error {
	for range n {
		if err := s.message.InitSize(len(s.buffer)); err != nil {
			return err
		}
		copy(s.message.Data(), s.buffer)
		if _, err := s.message.Send(s.Socket, 0); err != nil {
			return err
		}
	}
	return nil
}

func (s messages) RecvN(n int) error {
	for range n {
		if _, err := s.message.Recv(s.Socket, 0); err != nil {
			return err
		}
		if view := s.message.Data(); len(view) != len(s.buffer) {
			return wrongSize(len(view), len(s.buffer))
		}
	}
	return nil
}
