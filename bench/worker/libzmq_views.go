package worker

import (
	"bytes"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// views sends from a buffer, and looks at a message where libzmq has it.
type views struct {
	copies
	message *libzmq.Message
}

func newViews(s libzmqSocket) Socket { return views{copies{s}, new(libzmq.Message)} }

func (s views) RecvN(n int) error {
	return messages{s.libzmqSocket, s.message}.RecvN(n)
}

// clones sends from a buffer, and receives each message into memory of its own: the fastest that Go can do.
type clones struct {
	views
	kept *kept
}

func newClones(s libzmqSocket) Socket {
	return clones{views{copies{s}, new(libzmq.Message)}, new(kept)}
}

func (s clones) RecvN(n int) error {
	for range n {
		if _, err := s.message.Recv(s.Socket, 0); err != nil {
			return err
		}
		received := bytes.Clone(s.message.Data())
		if len(received) != len(s.buffer) {
			return wrongSize(len(received), len(s.buffer))
		}
		s.kept.add(received)
	}
	return nil
}
