package worker

import libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"

// data sends the same bytes again and again without a copy, and receives as messages does.
type data struct{ messages }

func newData(s libzmqSocket) Socket { return data{messages{s, new(libzmq.Message)}} }

func (s data) SendN(n int) error {
	for range n {
		if err := s.message.InitData(s.buffer); err != nil {
			return err
		}
		if _, err := s.message.Send(s.Socket, 0); err != nil {
			return err
		}
	}
	return nil
}
