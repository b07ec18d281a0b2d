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

// The lazy pirate: a client that does not wait forever. It asks again if no reply arrives in time, and
// gives up after some attempts.
func Example_lazyPirate() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var serving sync.WaitGroup
	defer serving.Wait() // it ends with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	server, err := z.Open(zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	serving.Go(func() {
		if err := loseFirst(ctx, server); !errors.Is(err, zmq.ErrClosed) {
			log.Println("server:", err)
		}
	})

	// Relaxed lets a Req ask again, and makes it ignore replies to its earlier requests. At the end,
	// requests that nobody receives are not worth waiting for.
	pirate := []zmq.Option{zmq.Relaxed(), zmq.Linger(0)}
	client, err := z.Open(zmq.Req, append(pirate, zmq.Connect(server.Endpoint()))...)
	if err != nil {
		log.Fatal(err)
	}
	reply, err := askPatiently(ctx, client, "anybody there?", 20*time.Millisecond, 100)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println("reply:", reply)

	lonely, err := z.Open(zmq.Req, append(pirate, zmq.Connect("inproc://nobody"))...)
	if err != nil {
		log.Fatal(err)
	}
	_, err = askPatiently(ctx, lonely, "anybody there?", 5*time.Millisecond, 3)
	fmt.Println(err)
	// Output:
	// reply: anybody there?
	// no reply to 3 attempts: zmq: deadline exceeded
}

// askPatiently sends a request and returns the reply, for which it waits a while at each attempt.
func askPatiently(ctx context.Context, client *zmq.Socket, request string, patience time.Duration, attempts int) (string, error) {
	var last error
	for range attempts {
		reply, err := askOnce(ctx, client, request, patience)
		if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
			return reply, err
		}
		last = err
	}
	return "", fmt.Errorf("no reply to %d attempts: %w", attempts, last)
}

func askOnce(ctx context.Context, client *zmq.Socket, request string, patience time.Duration) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if err := client.SendString(ctx, request); err != nil {
		return "", err
	}
	return client.RecvString(ctx)
}

// loseFirst is a server with a bad start: it loses the first request, and sends the others back.
func loseFirst(ctx context.Context, server *zmq.Socket) error {
	lost := false
	for request, err := range server.Messages(ctx) {
		if err != nil {
			return err
		}
		if !lost {
			lost = true
			continue
		}
		if err := server.SendMessage(ctx, request); err != nil {
			return err
		}
	}
	return nil
}
