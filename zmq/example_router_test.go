package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A Router puts the identity of the peer before each message that it receives: the one that the peer
// chose, or five bytes that libzmq generated, the first of which is 0.
func ExampleIdentity() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	router, err := z.Open(zmq.Router, zmq.Bind("inproc://router"))
	if err != nil {
		log.Fatal(err)
	}
	for _, options := range [][]zmq.Option{
		{zmq.Identity("alice"), zmq.Connect("inproc://router")},
		{zmq.Connect("inproc://router")},
	} {
		peer, err := z.Open(zmq.Req, options...)
		if err != nil {
			log.Fatal(err)
		}
		if err := peer.SendString(ctx, "hello"); err != nil {
			log.Fatal(err)
		}
		parts, err := router.RecvParts(ctx) // a Req puts an empty part before the request
		if err != nil {
			log.Fatal(err)
		}
		if identity := parts[0]; identity[0] == 0 {
			fmt.Printf("%d bytes %q\n", len(identity), parts[1:])
		} else {
			fmt.Printf("%q\n", parts)
		}
	}
	// Output:
	// ["alice" "" "hello"]
	// 5 bytes ["" "hello"]
}

// A Router sends to the peer that the first part names: here one that has said hello, and one that
// does not exist.
func ExampleMandatory() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	router, err := z.Open(zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	worker, err := z.Open(zmq.Dealer, zmq.Identity("worker A"), zmq.Connect(router.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	if err := worker.SendString(ctx, "ready"); err != nil {
		log.Fatal(err)
	}
	hello, err := router.RecvParts(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", hello)

	if err := router.SendMessage(ctx, zmq.Text("worker A", "paint the fence")); err != nil {
		log.Fatal(err)
	}
	task, err := worker.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(task)

	err = router.SendMessage(ctx, zmq.Text("worker B", "paint the gate"))
	fmt.Println(errors.Is(err, zmq.EHOSTUNREACH))
	// Output:
	// ["worker A" "ready"]
	// paint the fence
	// true
}
