//go:build ignore

package libzmq_test

import (
	"errors"
	"fmt"
	"syscall"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleErrno() {
	ctx, sockets := open(libzmq.Rep, libzmq.Pull)
	defer end(ctx, sockets)

	_, err := sockets[0].Send([]byte("a reply to nothing"), 0)
	fmt.Println(errors.Is(err, libzmq.EFSM))

	_, err = sockets[1].Recv(nil, libzmq.DontWait)
	fmt.Println(errors.Is(err, libzmq.EAGAIN), errors.Is(err, syscall.EAGAIN))

	err = sockets[1].Bind("carrier-pigeon://roof")
	fmt.Println(errors.Is(err, libzmq.EPROTONOSUPPORT))
	// Output:
	// true
	// true true
	// true
}

func ExampleErrno_Timeout() {
	ctx, sockets := open(libzmq.Pull)
	defer end(ctx, sockets)
	_, err := sockets[0].Recv(nil, libzmq.DontWait)
	var timeout interface{ Timeout() bool }
	fmt.Println(errors.As(err, &timeout) && timeout.Timeout())
	// Output: true
}
