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

// Hello world: a client asks, a server answers. Every call that waits takes a context, and Close ends the server.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var serving sync.WaitGroup
	defer serving.Wait() // it ends with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	server, err := z.Open(zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	serving.Go(func() {
		if err := serveHello(ctx, server); !errors.Is(err, zmq.ErrClosed) {
			log.Println("server:", err)
		}
	})

	client, err := z.Open(zmq.Req, zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	for i := range 3 {
		if err := client.SendString(ctx, fmt.Sprintf("Hello %d", i)); err != nil {
			log.Fatal(err)
		}
		reply, err := client.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(reply)
	}
	// Output:
	// World, to Hello 0
	// World, to Hello 1
	// World, to Hello 2
}

// serveHello answers each request, until its socket is closed.
func serveHello(ctx context.Context, server *zmq.Socket) error {
	for {
		request, err := server.RecvString(ctx)
		if err != nil {
			return err
		}
		if err := server.SendString(ctx, "World, to "+request); err != nil {
			return err
		}
	}
}
