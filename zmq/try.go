package zmq

import (
	"context"
)

// ErrWouldBlock is returned by a TrySend or TryRecv that would have to wait. It matches EAGAIN of packages libzmq and
// syscall under [errors.Is].
var ErrWouldBlock error = wouldBlockError{}

type wouldBlockError struct{}

func (wouldBlockError) Error() string { return "zmq: the call would have to wait" }

func (wouldBlockError) Is(target error) bool { return isAgain(target) }

// TrySend is [Socket.Send] without waiting: if no peer can take the message, it fails with [ErrWouldBlock]. A peer that
// the socket is still trying to connect to can take messages, unless the socket has [Immediate].
func (s *Socket) TrySend(data []byte) error { return s.Send(dontWait, data) }

// TrySendMessage is [Socket.SendMessage] without waiting.
func (s *Socket) TrySendMessage(m Message) error { return s.SendMessage(dontWait, m) }

// TryRecv is [Socket.Recv] without waiting: if no message has arrived, it fails with [ErrWouldBlock].
func (s *Socket) TryRecv() ([]byte, error) { return s.Recv(dontWait) }

// TryRecvMessage is [Socket.RecvMessage] without waiting.
func (s *Socket) TryRecvMessage(m *Message) error { return s.RecvMessage(dontWait, m) }

// dontWait is the context of a call that is tried once.
var dontWait context.Context = noWaiting{context.Background()}

type noWaiting struct{ context.Context }

// lastTry is the last attempt of a call that must not wait. For a send, libzmq may first have to notice that there is
// room.
func (c *core) lastTry(events PollEvents, call func() error) error {
	err := errAgain
	if events == PollOut {
		if _, err = c.events(); err == nil {
			err = c.tryAgain(call)
		}
		c.notify() // the processed commands may concern other goroutines
	}
	if err == errAgain {
		err = ErrWouldBlock
	}
	return err
}
