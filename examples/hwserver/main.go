// Hwserver answers each "Hello" with "World", until it is interrupted:
//
//	$ go run ./examples/hwserver
//	listening on tcp://0.0.0.0:5555
//
// Its counterpart is hwclient. The flag -endpoint sets where to listen; if the port is *, the system chooses a free one
// and the program prints it.
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
	endpoint := flag.String("endpoint", "tcp://*:5555", "where to listen")
	flag.Parse()

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *endpoint); err != nil {
		fmt.Fprintln(os.Stderr, "hwserver:", err)
		os.Exit(1)
	}
}

// run serves until ctx is done. A goroutine that is blocked in libzmq cannot observe ctx, so the end of ctx shuts down
// libzmq's context: the blocked call returns ETERM at once, and so does every later one except Close.
func run(ctx context.Context, endpoint string) error {
	zmq, err := libzmq.NewContext()
	if err != nil {
		return fmt.Errorf("new context: %w", err)
	}
	shutdown := make(chan error, 1)
	stop := context.AfterFunc(ctx, func() { shutdown <- zmq.Shutdown() })

	err = serve(zmq, endpoint)
	if errors.Is(err, libzmq.ETERM) {
		err = nil // interrupted: a clean end
	}
	if !stop() { // Shutdown has begun, and must be over before Term frees the context
		err = errors.Join(err, <-shutdown)
	}
	return errors.Join(err, zmq.Term())
}

// serve answers requests until a call fails. It closes the socket when it returns, because Term waits for every socket
// of its context.
func serve(zmq *libzmq.Context, endpoint string) (err error) {
	s, err := zmq.NewSocket(libzmq.Rep)
	if err != nil {
		return fmt.Errorf("new socket: %w", err)
	}
	defer func() { err = errors.Join(err, s.Close()) }()

	// Replies on their way get a second when the server stops; without this, Term could wait forever.
	if err := s.SetLinger(time.Second); err != nil {
		return fmt.Errorf("set linger: %w", err)
	}
	if err := s.Bind(endpoint); errors.Is(err, libzmq.EADDRINUSE) {
		return fmt.Errorf("%s: the address is in use; stop the other server or choose another -endpoint", endpoint)
	} else if err != nil {
		return fmt.Errorf("listen on %s: %w", endpoint, err)
	}
	resolved, err := s.LastEndpoint()
	if err != nil {
		return fmt.Errorf("last endpoint: %w", err)
	}
	fmt.Println("listening on", resolved)

	for {
		if err := answer(s); err != nil {
			return err
		}
	}
}

// answer receives one request and sends its reply.
func answer(s *libzmq.Socket) error {
	var buf [16]byte // longer than any request that deserves a "World"
	n, err := s.Recv(buf[:], 0)
	if err != nil {
		return fmt.Errorf("receive: %w", err)
	}
	reply := `please say "Hello"`
	if n <= len(buf) && string(buf[:n]) == "Hello" { // n is the full length, even of a truncated request
		reply = "World"
	}
	if err := skipRest(s); err != nil {
		return err
	}
	if _, err := s.Send([]byte(reply), 0); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return nil
}

// skipRest receives the remaining parts of a request. There should be none, but a REP socket can answer only after it
// has received the last one.
func skipRest(s *libzmq.Socket) error {
	for {
		more, err := s.RecvMore()
		if err != nil {
			return fmt.Errorf("receive more: %w", err)
		}
		if !more {
			return nil
		}
		if _, err := s.Recv(nil, 0); err != nil {
			return fmt.Errorf("receive: %w", err)
		}
	}
}
