package zmq_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// Pair sockets signal between goroutines: each step waits for the previous one. Steps that become
// separate processes one day need only another endpoint.
func Example_signalling() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	last, err := z.Open(zmq.Pair, zmq.Bind("inproc://step-3"))
	if err != nil {
		log.Fatal(err)
	}

	middle, err := z.Open(zmq.Pair, zmq.Bind("inproc://step-2"))
	if err != nil {
		log.Fatal(err)
	}
	go func() {
		signal, err := middle.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		next, err := z.Open(zmq.Pair, zmq.Connect("inproc://step-3"))
		if err != nil {
			log.Fatal(err)
		}
		defer next.Close()
		if err := next.SendString(ctx, signal+", step 2"); err != nil {
			log.Fatal(err)
		}
	}()
	go func() {
		next, err := z.Open(zmq.Pair, zmq.Connect("inproc://step-2"))
		if err != nil {
			log.Fatal(err)
		}
		defer next.Close()
		if err := next.SendString(ctx, "step 1"); err != nil {
			log.Fatal(err)
		}
	}()

	signal, err := last.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(signal)
	// Output:
	// step 1, step 2
}
