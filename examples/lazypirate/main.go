// Lazypirate is a client that does not wait forever, and a server that loses some requests:
//
//	$ go run ./examples/lazypirate -lose 3 server &
//	listening on tcp://0.0.0.0:5561
//	$ go run ./examples/lazypirate -n 3 client
//	request 1: done
//	request 2: done
//	no reply within 1s, asking again
//	request 3: done
//
// The client sends a request again if no reply arrives within -timeout, and gives up after -attempts.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	endpoint = flag.String("endpoint", "", "where the server listens (default \"tcp://*:5561\", or for clients tcp://127.0.0.1:5561)")
	lose     = flag.Int("lose", 0, "the server loses one request in this many, or none if 0")
	requests = flag.Int("n", 10, "how many requests a client sends")
	timeout  = flag.Duration("timeout", time.Second, "how long a client waits for a reply")
	attempts = flag.Int("attempts", 3, "how often a client sends a request")
)

var roles = map[string]func(context.Context, *zmq.Context) error{"server": serve, "client": ask}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: lazypirate [flags] server|client")
		flag.PrintDefaults()
	}
	flag.Parse()
	role, known := roles[flag.Arg(0)]
	if !known {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, role); err != nil {
		fmt.Fprintln(os.Stderr, "lazypirate:", err)
		os.Exit(1)
	}
}

// run runs the role with a ZeroMQ context. Messages that are unsent when the role ends get one second.
func run(ctx context.Context, role func(context.Context, *zmq.Context) error) (err error) {
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, z.Close(ending))
	}()
	if err := role(ctx, z); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // interrupted: a clean end
}

// serve answers requests. It is a Router because a Rep must answer each request before it receives the next.
func serve(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Router, zmq.Bind(cmp.Or(*endpoint, "tcp://*:5561")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	count := 0
	for request, err := range s.Messages(ctx) {
		if err != nil {
			return err
		}
		if count++; *lose > 0 && count%*lose == 0 {
			continue
		}
		reply := request.Reply(fmt.Appendf(nil, "%s: done", request.Body()))
		if err := s.SendMessage(ctx, reply); err != nil {
			return err
		}
	}
	return nil
}

// errGone reports that the client has given up.
var errGone = errors.New("no reply: the server seems to be gone")

// ask sends its requests one after the other. Relaxed allows the socket to send again without a reply, and to ignore
// replies that arrive late. Requests that no server takes are dropped at the end.
func ask(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Req, zmq.Relaxed(), zmq.Linger(0), zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5561")))
	if err != nil {
		return err
	}
	for i := range *requests {
		reply, err := askAgain(ctx, s, fmt.Sprint("request ", i+1))
		if err != nil {
			return err
		}
		fmt.Println(reply)
	}
	return nil
}

// askAgain sends a request until a reply arrives in time.
func askAgain(ctx context.Context, s *zmq.Socket, request string) (string, error) {
	for attempt := range *attempts {
		if attempt > 0 {
			fmt.Printf("no reply within %v, asking again\n", *timeout)
		}
		reply, err := askOnce(ctx, s, request)
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return reply, err
		}
	}
	return "", errGone
}

func askOnce(ctx context.Context, s *zmq.Socket, request string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	if err := s.SendString(ctx, request); err != nil {
		return "", err
	}
	return s.RecvString(ctx)
}
