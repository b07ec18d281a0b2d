package worker

import "github.com/zmqgen/zmqgen/zmq"

// zmqBatches carries many messages in one crossing.
type zmqBatches struct {
	zmqSocket
	sends    [][]byte
	receives *zmq.Batch
}

func newZMQBatches(s zmqSocket) Socket {
	return zmqBatches{s, sameAgain(s.buffer), zmq.NewBatch(batchLength)}
}

func (s zmqBatches) SendN(n int) error {
	for n > 0 {
		sent, err := s.SendBatch(background, s.sends[:min(n, batchLength)])
		if err != nil {
			return err
		}
		n -= sent
	}
	return nil
}

func (s zmqBatches) RecvN(n int) error {
	for n > 0 {
		received, err := s.RecvBatch(background, s.receives)
		if err != nil {
			return err
		}
		for i := range received {
			if view := s.receives.Bytes(i); len(view) != len(s.buffer) {
				return wrongSize(len(view), len(s.buffer))
			}
		}
		n -= received
	}
	return nil
}
