// Broker balances load: it gives each request to the worker that has waited longest, and none to one that
// is busy.
//
//	$ go run ./examples/broker broker &
//	clients: tcp://0.0.0.0:5559
//	workers: tcp://0.0.0.0:5560
//	$ go run ./examples/broker -name anna worker &
//	$ go run ./examples/broker -name otto worker &
//	$ go run ./examples/broker -n 3 client
//	anna did request 1
//	otto did request 2
//	anna did request 3
//
// The flags -frontend and -backend set where the broker listens for clients and for workers.
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
	frontend = flag.String("frontend", "", "where the broker listens for clients (default \"tcp://*:5559\", or for clients tcp://127.0.0.1:5559)")
	backend  = flag.String("backend", "", "where the broker listens for workers (default \"tcp://*:5560\", or for workers tcp://127.0.0.1:5560)")
	name     = flag.String("name", "worker", "the worker's name")
	requests = flag.Int("n", 10, "how many requests a client sends")
)

var roles = map[string]func(context.Context, *zmq.Context) error{"broker": balance, "worker": work, "client": ask}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: broker [flags] broker|worker|client")
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
		fmt.Fprintln(os.Stderr, "broker:", err)
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

// balance passes requests to workers and replies back to clients.
func balance(ctx context.Context, z *zmq.Context) error {
	clients, err := z.Open(zmq.Router, zmq.Bind(cmp.Or(*frontend, "tcp://*:5559")))
	if err != nil {
		return err
	}
	workers, err := z.Open(zmq.Router, zmq.Bind(cmp.Or(*backend, "tcp://*:5560")))
	if err != nil {
		return err
	}
	fmt.Printf("clients: %s\nworkers: %s\n", clients.Endpoint(), workers.Endpoint())

	requests, replies := clients.Incoming(ctx, 0), workers.Incoming(ctx, 0)
	var idle [][]byte // identities of workers, the one that waits longest first
	for {
		next := requests.C
		if len(idle) == 0 {
			next = nil // without a worker, requests wait with their clients
		}
		select {
		case request, ok := <-next:
			if !ok {
				return requests.Err()
			}
			if err := workers.SendMessage(ctx, request.Wrap(idle[0])); err != nil {
				return err
			}
			idle = idle[1:]
		case reply, ok := <-replies.C:
			if !ok {
				return replies.Err()
			}
			worker, content := reply.Envelope()
			if len(worker) != 1 {
				continue // it is not a Req
			}
			idle = append(idle, worker[0])
			if len(content) < 2 { // a worker that is only ready
				continue
			}
			if err := clients.SendParts(ctx, content...); err != nil {
				return err
			}
		}
	}
}

// work announces that it is ready and then answers requests. A reply also announces that it is ready for the next one.
func work(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Req, zmq.Connect(cmp.Or(*backend, "tcp://127.0.0.1:5560")))
	if err != nil {
		return err
	}
	if err := s.SendString(ctx, "ready"); err != nil {
		return err
	}
	for request, err := range s.Messages(ctx) {
		if err != nil {
			return err
		}
		reply := request.Reply(fmt.Appendf(nil, "%s did %s", *name, request.Body()))
		if err := s.SendMessage(ctx, reply); err != nil {
			return err
		}
	}
	return nil
}

// ask is a client. It knows nothing about workers.
func ask(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Req, zmq.Connect(cmp.Or(*frontend, "tcp://127.0.0.1:5559")))
	if err != nil {
		return err
	}
	for i := range *requests {
		if err := s.SendString(ctx, fmt.Sprint("request ", i+1)); err != nil {
			return err
		}
		reply, err := s.RecvString(ctx)
		if err != nil {
			return err
		}
		fmt.Println(reply)
	}
	return nil
}
