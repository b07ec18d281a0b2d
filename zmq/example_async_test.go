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

// An asynchronous server: a client sends requests without waiting, and gets any number of replies to
// each. The server's goroutines share one Router, so the server needs no internal broker.
func Example_asynchronousServer() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var workers sync.WaitGroup
	defer workers.Wait() // they end with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	server, err := z.Open(zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	for range 4 {
		workers.Go(func() {
			if err := answerTwice(ctx, server); !errors.Is(err, zmq.ErrClosed) {
				log.Println("worker:", err)
			}
		})
	}

	client, err := z.Open(zmq.Dealer, zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	for _, request := range []string{"wash", "dry", "fold"} {
		if err := client.SendString(ctx, request); err != nil {
			log.Fatal(err)
		}
	}
	for range 6 {
		reply, err := client.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(reply)
	}
	// Unordered output:
	// wash: begun
	// wash: done
	// dry: begun
	// dry: done
	// fold: begun
	// fold: done
}

// answerTwice receives requests as they arrive, and sends two replies to each client.
func answerTwice(ctx context.Context, server *zmq.Socket) error {
	for request, err := range server.Messages(ctx) {
		if err != nil {
			return err
		}
		client, text := request.Part(0), request.Body()
		for _, state := range []string{"begun", "done"} {
			if err := server.SendParts(ctx, client, fmt.Appendf(nil, "%s: %s", text, state)); err != nil {
				return err
			}
		}
	}
	return nil
}
