// Hwclient says "Hello" to hwserver ten times, a second apart, and prints the replies:
//
//	$ go run ./examples/hwclient
//	request 1: Hello
//	reply 1: World
//	...
//
// It can start before the server: the first request waits until there is one. The flags -endpoint, -n and -pause set
// where the server is, how many requests to send and how long to wait between them.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func main() {
	endpoint := flag.String("endpoint", "tcp://127.0.0.1:5555", "where the server listens")
	requests := flag.Uint("n", 10, "how many requests to send")
	pause := flag.Duration("pause", time.Second, "how long to wait between two requests")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *endpoint, *requests, *pause); err != nil {
		fmt.Fprintln(os.Stderr, "hwclient:", err)
		os.Exit(1)
	}
}

// run sends the requests and returns early when ctx is done. A goroutine that is blocked in libzmq cannot observe ctx,
// so the end of ctx shuts down libzmq's context: the blocked call returns ETERM at once, and so does every later one
// except Close.
func run(ctx context.Context, endpoint string, requests uint, pause time.Duration) error {
	zmq, err := libzmq.NewContext()
	if err != nil {
		return fmt.Errorf("new context: %w", err)
	}
	shutdown := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { shutdown <- zmq.Shutdown() })

	err = talk(ctx, zmq, endpoint, requests, pause)
	if errors.Is(err, libzmq.ETERM) {
		err = nil // interrupted: a clean end
	}
	if !stop() { // Shutdown has begun, and must be over before Term frees the context
		err = errors.Join(err, <-shutdown)
	}
	return errors.Join(err, zmq.Term())
}

// talk sends the requests, each after the reply to the one before. It closes the socket when it returns, because Term
// waits for every socket of its context.
func talk(ctx context.Context, zmq *libzmq.Context, endpoint string, requests uint, pause time.Duration) (err error) {
	s, err := zmq.NewSocket(libzmq.Req)
	if err != nil {
		return fmt.Errorf("new socket: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	// An interrupted client drops the request that no server has taken yet, so that Term does not wait.
	if err := s.SetLinger(0); err != nil {
		return fmt.Errorf("set linger: %w", err)
	}
	if err := s.Connect(endpoint); err != nil {
		return fmt.Errorf("connect to %s: %w", endpoint, err)
	}
	for i := range requests {
		if i > 0 && !wait(ctx, pause) {
			return nil
		}
		if err := ask(s, i+1); err != nil {
			return err
		}
	}
	return nil
}

// ask sends one request and prints the reply.
func ask(s *libzmq.Socket, number uint) error {
	fmt.Printf("request %d: Hello\n", number)
	if _, err := s.Send([]byte("Hello"), 0); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	var buf [64]byte
	n, err := s.Recv(buf[:], 0)
	if err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	if n > len(buf) { // n is the reply's full length, of which buf holds the first bytes
		return fmt.Errorf("reply %d has %d bytes, more than the %d expected at most", number, n, len(buf))
	}
	fmt.Printf("reply %d: %s\n", number, buf[:n])
	return nil
}

// wait pauses and reports true, or false as soon as ctx is done.
func wait(ctx context.Context, pause time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(pause):
		return true
	}
}
