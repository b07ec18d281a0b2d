//go:build unix

package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A clean end: Ctrl-C ends the context that the program waits with, so each call returns. Unsent messages
// get one second. After that, the sockets, threads and files are gone.
func Example_shutdown() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := serveUntil(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Println("ended well")
	// Output:
	// waiting for requests
	// interrupted
	// ended well
}

func serveUntil(ctx context.Context) (err error) {
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, z.Close(ending))
	}()
	server, err := z.Open(zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		return err
	}

	fmt.Println("waiting for requests")
	if err := pressCtrlC(); err != nil {
		return err
	}
	for {
		request, err := server.Recv(ctx)
		if errors.Is(err, context.Canceled) {
			fmt.Println("interrupted")
			return nil
		}
		if err != nil {
			return err
		}
		// The reply to a request that was received is sent even if ctx is done.
		if err := server.Send(context.WithoutCancel(ctx), request); err != nil {
			return err
		}
	}
}

// pressCtrlC does what Ctrl-C does to a program.
func pressCtrlC() error { return syscall.Kill(os.Getpid(), syscall.SIGINT) }
