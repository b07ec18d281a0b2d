package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"sync"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A load-balancing broker: workers ask for work, and each request goes to the one that has waited
// longest. No worker gets a request while it is busy.
func Example_loadBalancingBroker() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var background sync.WaitGroup
	defer background.Wait() // it ends with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	frontend, err := z.Open(zmq.Router, zmq.Bind("inproc://clients"))
	if err != nil {
		log.Fatal(err)
	}
	backend, err := z.Open(zmq.Router, zmq.Bind("inproc://workers"))
	if err != nil {
		log.Fatal(err)
	}
	run := func(f func() error) {
		background.Go(func() {
			if err := f(); !errors.Is(err, zmq.ErrClosed) {
				log.Println(err)
			}
		})
	}
	run(func() error { return balance(ctx, frontend, backend) })
	for range 3 {
		run(func() error { return workForBroker(ctx, z) })
	}

	var clients sync.WaitGroup
	for i := range 5 {
		clients.Go(func() {
			client, err := z.Open(zmq.Req, zmq.Connect("inproc://clients"))
			if err != nil {
				log.Fatal(err)
			}
			defer client.Close()
			if err := client.SendString(ctx, fmt.Sprint("request ", i)); err != nil {
				log.Fatal(err)
			}
			reply, err := client.RecvString(ctx)
			if err != nil {
				log.Fatal(err)
			}
			fmt.Println(reply)
		})
	}
	clients.Wait()
	// Unordered output:
	// done: request 0
	// done: request 1
	// done: request 2
	// done: request 3
	// done: request 4
}

// balance is the broker. While no worker is idle, it receives no requests, so they wait at the
// clients.
func balance(ctx context.Context, frontend, backend *zmq.Socket) error {
	requests, replies := frontend.Incoming(ctx, 0), backend.Incoming(ctx, 0)
	var idle [][]byte // identities of workers, the one that has waited longest first
	for {
		next := requests.C
		if len(idle) == 0 {
			next = nil
		}
		select {
		case request, ok := <-next:
			if !ok {
				return requests.Err()
			}
			// A Router receives from a Req the client's identity, an empty part and the text. The worker is
			// a Req too, so its identity and an empty part precede them.
			if err := backend.SendMessage(ctx, request.Wrap(idle[0])); err != nil {
				return err
			}
			idle = idle[1:]
		case reply, ok := <-replies.C:
			if !ok {
				return replies.Err()
			}
			worker, content := reply.Envelope()
			idle = append(idle, worker[0])
			if len(content) == 1 { // it only announces that it is ready
				continue
			}
			if err := frontend.SendParts(ctx, content...); err != nil {
				return err
			}
		}
	}
}

// workForBroker announces that it is ready, and then answers requests. Each answer announces that again.
func workForBroker(ctx context.Context, z *zmq.Context) error {
	worker, err := z.Open(zmq.Req, zmq.Connect("inproc://workers"))
	if err != nil {
		return err
	}
	if err := worker.SendString(ctx, "ready"); err != nil {
		return err
	}
	for request, err := range worker.Messages(ctx) {
		if err != nil {
			return err
		}
		reply := request.Reply(fmt.Append(nil, "done: ", string(request.Body())))
		if err := worker.SendMessage(ctx, reply); err != nil {
			return err
		}
	}
	return nil
}
