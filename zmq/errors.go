package zmq

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// ErrClosed is the error of everything on a socket, monitor or context that is closed. It matches
// [net.ErrClosed] and [os.ErrClosed] under [errors.Is].
var ErrClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string { return "zmq: closed" }

func (closedError) Is(target error) bool { return target == net.ErrClosed || target == os.ErrClosed }

// ErrUnsent says that messages were not sent in the time that [Context.Close] had for them, and are
// dropped. libzmq does not count them: the sign is that it took all of that time. What [Socket.Close] dropped before,
// when its linger period ended, does not count.
var ErrUnsent = errors.New("zmq: messages that were not sent in time are dropped")

// ErrTimeout is the error of a send or receive that waited for as long as [SendTimeout] or [RecvTimeout] says. It matches EAGAIN, as libzmq says in this case, and
// [os.ErrDeadlineExceeded].
var ErrTimeout error = timeoutError{}

type timeoutError struct{}

func (timeoutError) Error() string   { return "zmq: the socket's timeout is over" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func (timeoutError) Is(target error) bool {
	return target == os.ErrDeadlineExceeded || isAgain(target)
}

func isAgain(target error) bool { return target == errAgain || errors.Is(errAgain, target) }

// Error is a call that failed, with what libzmq says about it. The error behind it is a
// [Errno], which matches the constants of package syscall.
type Error struct {
	Op       string     // what was called: "bind", "send"
	Type     SocketType // of the socket
	Endpoint string     // what was bound or connected to, or empty
	Err      error
}

// Error returns a text such as "zmq: bind tcp://127.0.0.1:80: Permission denied".
func (e *Error) Error() string {
	words := []string{"zmq:", e.Op}
	if e.Endpoint != "" {
		words = append(words, e.Endpoint)
	}
	return strings.Join(words, " ") + ": " + e.Err.Error()
}

// Unwrap returns the error behind it.
func (e *Error) Unwrap() error { return e.Err }

// MultipartError is the error of a receive that takes one part, where the message has several. It
// carries them all: nothing is lost. [Socket.RecvParts] and [Socket.RecvMessage] take any message.
//
// A Rep can reply to such a request as to any other. If it receives the next one instead, the requester gets an empty
// reply.
type MultipartError struct {
	Parts [][]byte
}

// Error says how many parts came.
func (e *MultipartError) Error() string {
	return fmt.Sprintf("zmq: a message of %d parts came where one part is expected: receive it with RecvParts or RecvMessage",
		len(e.Parts))
}

// deadlineError is a context's deadline, in the terms of packages context, os and net.
type deadlineError struct{}

func (deadlineError) Error() string   { return "zmq: deadline exceeded" }
func (deadlineError) Timeout() bool   { return true }
func (deadlineError) Temporary() bool { return true }

func (deadlineError) Is(target error) bool {
	return target == context.DeadlineExceeded || target == os.ErrDeadlineExceeded
}

// contextError returns why a context is done, or nil if it is not.
func contextError(ctx context.Context) error {
	switch err := ctx.Err(); err {
	case nil:
		return nil
	case context.DeadlineExceeded:
		return deadlineError{}
	default:
		return err
	}
}

// errAgain is libzmq's answer to a call that would block.
var errAgain error = EAGAIN

// failed puts an error of libzmq into words. The socket's own state and the context's need none.
func (c *core) failed(op, endpoint string, err error) error {
	switch {
	case err == nil || err == ErrClosed:
		return err
	case err == error(errnoTerm) || err == error(errnoNotSocket):
		return ErrClosed
	}
	if _, ok := err.(Errno); !ok {
		return err
	}
	return &Error{Op: op, Type: c.typ, Endpoint: endpoint, Err: err}
}
