package zmq

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
)

// ErrClosed is returned by calls on a socket, monitor or context that is closed. It matches [net.ErrClosed] and
// [os.ErrClosed] under [errors.Is].
var ErrClosed error = closedError{}

type closedError struct{}

func (closedError) Error() string { return "zmq: closed" }

func (closedError) Is(target error) bool { return target == net.ErrClosed || target == os.ErrClosed }

// ErrUnsent is returned by [Context.Close] if messages could not be sent in time and were dropped. libzmq does not
// report how many; Close only knows that libzmq has used all of the time. Messages that were dropped earlier, when the
// linger period of [Socket.Close] expired, are not reported.
var ErrUnsent = errors.New("zmq: messages that were not sent in time were dropped")

// ErrTimeout is returned by a send or receive whose [SendTimeout] or [RecvTimeout] expired. It matches EAGAIN, which is
// libzmq's error for it, and [os.ErrDeadlineExceeded].
var ErrTimeout error = timeoutError{}

type timeoutError struct{}

func (timeoutError) Error() string   { return "zmq: the socket's timeout expired" }
func (timeoutError) Timeout() bool   { return true }
func (timeoutError) Temporary() bool { return true }

func (timeoutError) Is(target error) bool {
	return target == os.ErrDeadlineExceeded || isAgain(target)
}

func isAgain(target error) bool { return target == errAgain || errors.Is(errAgain, target) }

// Error describes a call that failed. It wraps an [Errno], which matches the constants of package syscall.
type Error struct {
	Op       string     // the call, such as "bind" or "send"
	Type     SocketType // of the socket
	Endpoint string     // of a bind or connect, or empty
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

// Unwrap returns the wrapped error.
func (e *Error) Unwrap() error { return e.Err }

// MultipartError is returned by a receive of one part if the message has several. It carries all of them, so nothing is
// lost. [Socket.RecvParts] and [Socket.RecvMessage] receive any message.
//
// A Rep can reply to such a request as to any other. If it receives the next one instead, the requester gets an empty
// reply.
type MultipartError struct {
	Parts [][]byte
}

// Error states how many parts the message has.
func (e *MultipartError) Error() string {
	return fmt.Sprintf("zmq: a message of %d parts came where one part is expected: receive it with RecvParts or RecvMessage",
		len(e.Parts))
}

// deadlineError is the error of a context's deadline, which matches those of packages context, os and net.
type deadlineError struct{}

func (deadlineError) Error() string   { return "zmq: deadline exceeded" }
func (deadlineError) Timeout() bool   { return true }
func (deadlineError) Temporary() bool { return true }

func (deadlineError) Is(target error) bool {
	return target == context.DeadlineExceeded || target == os.ErrDeadlineExceeded
}

// contextError returns the reason why a context is done, or nil if it is not.
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

// errAgain is libzmq's error for a call that would block.
var errAgain error = EAGAIN

// failed wraps an error of libzmq. Errors about the state of the socket and the context are returned as they are.
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
