//go:build ignore

package libzmq_test

import (
	"errors"
	"fmt"

	"github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func ExampleNewContext() {
	ctx, err := libzmq.NewContext()
	must(err)
	s, err := ctx.NewSocket(libzmq.Pub)
	must(err)
	kind, err := s.Type()
	must(err)
	fmt.Println(kind)
	must(s.Close())
	must(ctx.Term())
	// Output: ZMQ_PUB
}

func ExampleContext_SetIOThreads() {
	ctx, err := libzmq.NewContext()
	must(err)
	must(ctx.SetIOThreads(4)) // before the first socket
	n, err := ctx.IOThreads()
	must(err)
	fmt.Println(n, "threads instead of", libzmq.DefaultIOThreads)
	must(ctx.Term())
	// Output: 4 threads instead of 1
}

// A goroutine that waits inside libzmq cannot receive from a channel. Shutdown wakes it.
func ExampleContext_Shutdown() {
	ctx, sockets := open(libzmq.Pull)
	defer end(ctx, sockets)
	must(sockets[0].SetRecvTimeout(libzmq.Forever))

	woken := make(chan error)
	go func() {
		_, err := sockets[0].Recv(make([]byte, 16), 0)
		woken <- err
	}()
	must(ctx.Shutdown())
	fmt.Println(errors.Is(<-woken, libzmq.ETERM))
	// Output: true
}
