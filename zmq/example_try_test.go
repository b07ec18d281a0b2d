package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A message of several strings.
func ExampleSocket_SendStrings() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://weather"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://weather"))
	if err != nil {
		log.Fatal(err)
	}

	if err := sender.SendStrings(ctx, "Kyiv", "21°", "sunny"); err != nil {
		log.Fatal(err)
	}
	parts, err := receiver.RecvStrings(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", parts)
	// Output:
	// ["Kyiv" "21°" "sunny"]
}

// A Router sends work to the worker that asked for it, which is a Req.
func ExampleMessage_Wrap() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	router, err := z.Open(zmq.Router, zmq.Bind("inproc://work"))
	if err != nil {
		log.Fatal(err)
	}
	worker, err := z.Open(zmq.Req, zmq.Identity("worker-1"), zmq.Connect("inproc://work"))
	if err != nil {
		log.Fatal(err)
	}

	if err := worker.SendStrings(ctx, "ready", "fast"); err != nil {
		log.Fatal(err)
	}
	var m zmq.Message
	if err := router.RecvMessage(ctx, &m); err != nil {
		log.Fatal(err)
	}
	identity, content := m.Unwrap()
	fmt.Printf("%s says %s\n", identity, content)
	if err := router.SendMessage(ctx, zmq.Text("resize", "photo.png").Wrap(identity)); err != nil {
		log.Fatal(err)
	}
	work, err := worker.RecvStrings(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(work)
	// Output:
	// worker-1 says ["ready" "fast"]
	// [resize photo.png]
}

// TryRecv receives a message that has arrived, and never waits.
func ExampleSocket_TryRecv() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://steps"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://steps"))
	if err != nil {
		log.Fatal(err)
	}
	if err := sender.SendString(ctx, "left"); err != nil {
		log.Fatal(err)
	}

	for {
		step, err := receiver.TryRecv()
		if errors.Is(err, zmq.ErrWouldBlock) {
			break
		}
		if err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s\n", step)
	}
	fmt.Println("nothing more, draw the next frame")
	// Output:
	// left
	// nothing more, draw the next frame
}

// A loop receives messages, and does something else if none has arrived for a while.
func ExampleRecvTimeout() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://ticks"), zmq.RecvTimeout(10*time.Millisecond))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://ticks"))
	if err != nil {
		log.Fatal(err)
	}
	if err := sender.SendString(ctx, "work"); err != nil {
		log.Fatal(err)
	}

	for ticked := false; !ticked; {
		text, err := receiver.RecvString(ctx)
		switch {
		case errors.Is(err, zmq.ErrTimeout):
			fmt.Println("nothing to do: send a heartbeat")
			ticked = true
		case err != nil: // ctx is done, or the socket closed
			log.Fatal(err)
		default:
			fmt.Println(text)
		}
	}
	// Output:
	// work
	// nothing to do: send a heartbeat
}
