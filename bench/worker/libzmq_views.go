package worker

import libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"

// views sends from a buffer, and looks at a message where libzmq has it.
type views struct {
	copies
	message *libzmq.Message
}

func newViews(s libzmqSocket) Socket { return views{copies{s}, new(libzmq.Message)} }

func (s views) RecvN(n int) error {
	return messages{s.libzmqSocket, s.message}.RecvN(n)
}
