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

// A shared queue: clients on one side and servers on the other know only the proxy. It forwards each
// request to the next server, and the reply to the client.
func ExampleProxy() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var servers sync.WaitGroup
	defer servers.Wait() // they end with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	frontend, err := z.Open(zmq.Router, zmq.Bind("inproc://clients"))
	if err != nil {
		log.Fatal(err)
	}
	backend, err := z.Open(zmq.Dealer, zmq.Bind("inproc://servers"))
	if err != nil {
		log.Fatal(err)
	}
	for range 3 {
		server, err := z.Open(zmq.Rep, zmq.Connect("inproc://servers"))
		if err != nil {
			log.Fatal(err)
		}
		servers.Go(func() {
			for request, err := range server.Messages(ctx) {
				if errors.Is(err, zmq.ErrClosed) {
					return
				}
				if err != nil {
					log.Fatal(err)
				}
				if err := server.SendString(ctx, "done: "+request.String()); err != nil {
					log.Fatal(err)
				}
			}
		})
	}

	proxy := zmq.Proxy{Frontend: frontend, Backend: backend}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error)
	go func() { ended <- proxy.Run(running) }()

	client, err := z.Open(zmq.Req, zmq.Connect("inproc://clients"))
	if err != nil {
		log.Fatal(err)
	}
	for _, request := range []string{"wash", "dry", "fold"} {
		if err := client.SendString(ctx, request); err != nil {
			log.Fatal(err)
		}
		reply, err := client.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(reply)
	}
	stop()
	fmt.Println(<-ended)
	stats := proxy.Stats()
	fmt.Println(stats.ToBackend, "requests,", stats.ToFrontend, "replies")
	// Output:
	// done: wash
	// done: dry
	// done: fold
	// context canceled
	// 3 requests, 3 replies
}

// A forwarder connects publishers and subscribers: messages go one way, subscriptions the other.
func ExampleProxy_forwarder() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	inside, err := z.Open(zmq.XPub, zmq.Bind("inproc://inside"))
	if err != nil {
		log.Fatal(err)
	}
	frontend, err := z.Open(zmq.XSub, zmq.Connect("inproc://inside"))
	if err != nil {
		log.Fatal(err)
	}
	backend, err := z.Open(zmq.XPub, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	proxy := zmq.Proxy{Frontend: frontend, Backend: backend}
	ended := make(chan error)
	go func() { ended <- proxy.Run(ctx) }()

	subscriber, err := z.Open(zmq.Sub, zmq.Connect(backend.Endpoint()), zmq.Subscribe("news"))
	if err != nil {
		log.Fatal(err)
	}
	subscription, err := inside.RecvString(ctx) // all the way from the subscriber
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%q\n", subscription)
	if err := inside.SendString(ctx, "news: a proxy is two goroutines"); err != nil {
		log.Fatal(err)
	}
	text, err := subscriber.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(text)

	if err := frontend.Close(); err != nil { // ends the proxy as well
		log.Fatal(err)
	}
	fmt.Println(errors.Is(<-ended, zmq.ErrClosed))
	// Output:
	// "\x01news"
	// news: a proxy is two goroutines
	// true
}

// A streamer collects work from many producers and distributes it. A third socket gets a copy of everything.
func ExampleProxy_streamer() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	var s [6]*zmq.Socket
	for i, open := range []struct {
		typ    zmq.SocketType
		option zmq.Option
	}{
		{zmq.Pull, zmq.Bind("inproc://in")},
		{zmq.Push, zmq.Bind("inproc://out")},
		{zmq.Push, zmq.Bind("inproc://copies")},
		{zmq.Push, zmq.Connect("inproc://in")},
		{zmq.Pull, zmq.Connect("inproc://out")},
		{zmq.Pull, zmq.Connect("inproc://copies")},
	} {
		if s[i], err = z.Open(open.typ, open.option); err != nil {
			log.Fatal(err)
		}
	}
	source, worker, auditor := s[3], s[4], s[5]

	proxy := zmq.Proxy{Frontend: s[0], Backend: s[1], Capture: s[2]}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error)
	go func() { ended <- proxy.Run(running) }()

	if err := source.SendString(ctx, "a task"); err != nil {
		log.Fatal(err)
	}
	for _, receiver := range []*zmq.Socket{worker, auditor} {
		task, err := receiver.RecvString(ctx)
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(task)
	}
	stop()
	<-ended
	// Output:
	// a task
	// a task
}
