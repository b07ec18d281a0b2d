package worker

import libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"

// batchLength is how many messages a batch carries.
const batchLength = 64

// batches carries many messages in one crossing.
type batches struct {
	libzmqSocket
	sends    [][]byte
	receives *libzmq.Batch
}

func newBatches(s libzmqSocket) Socket {
	return batches{s, sameAgain(s.buffer), libzmq.NewBatch(batchLength)}
}

// sameAgain returns a batch of messages.
func sameAgain(buffer []byte) [][]byte {
	sends := make([][]byte, batchLength)
	for i := range sends {
		sends[i] = buffer
	}
	return sends
}

func (s batches) SendN(n int) error {
	for n > 0 {
		sent, err := s.SendBatch(s.sends[:min(n, batchLength)], 0)
		if err != nil {
			return err
		}
		n -= sent
	}
	return nil
}

// RecvN may not receive more than it was asked for, but the last batch could: nothing else is on its
// way then, for every workload waits before it goes on.
func (s batches) RecvN(n int) error {
	for n > 0 {
		received, err := s.RecvBatch(s.receives, 0)
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
