package zmq_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// An XPub learns of each subscription, so a publisher can begin when somebody listens, and end when nobody
// does.
func ExampleUnsubscribe() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	publisher, err := z.Open(zmq.XPub, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	subscriber, err := z.Open(zmq.Sub, zmq.Connect(publisher.Endpoint()), zmq.Subscribe("prices"))
	if err != nil {
		log.Fatal(err)
	}

	event, err := publisher.Recv(ctx) // 1 or 0, and the prefix
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("subscribed: %t, to %s\n", event[0] == 1, event[1:])

	if err := subscriber.Set(zmq.Unsubscribe("prices")); err != nil {
		log.Fatal(err)
	}
	if event, err = publisher.Recv(ctx); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("subscribed: %t, to %s\n", event[0] == 1, event[1:])
	// Output:
	// subscribed: true, to prices
	// subscribed: false, to prices
}

// Subscriptions are compared with the first part of a message. If the topic is a part of its own, it needs
// no parsing.
func ExampleSubscribe() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	publisher, err := z.Open(zmq.XPub, zmq.Bind("inproc://feed"))
	if err != nil {
		log.Fatal(err)
	}
	subscriber, err := z.Open(zmq.Sub, zmq.Connect("inproc://feed"), zmq.Subscribe("oslo", "rome"))
	if err != nil {
		log.Fatal(err)
	}
	for range 2 { // both subscriptions are there
		if _, err := publisher.Recv(ctx); err != nil {
			log.Fatal(err)
		}
	}

	for _, m := range []zmq.Message{
		zmq.Text("oslo", "snow"),
		zmq.Text("cairo", "sun"), // nobody wants it
		zmq.Text("rome", "rain"),
	} {
		if err := publisher.SendMessage(ctx, m); err != nil {
			log.Fatal(err)
		}
	}
	for range 2 {
		var m zmq.Message
		if err := subscriber.RecvMessage(ctx, &m); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%s: %s\n", m.Part(0), m.Body())
	}
	// Output:
	// oslo: snow
	// rome: rain
}
