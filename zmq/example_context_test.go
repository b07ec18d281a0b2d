package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// Close has a deadline. Its error says that messages were dropped because nobody received them.
func ExampleContext_Close() {
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("tcp://127.0.0.1:1"))
	if err != nil {
		log.Fatal(err)
	}
	if err := sender.SendString(context.Background(), "is anybody there?"); err != nil {
		log.Fatal(err)
	}

	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	err = z.Close(ctx)
	fmt.Println(errors.Is(err, zmq.ErrUnsent))
	// Output:
	// true
}

// A receive waits until its context is done. The socket remains usable.
func ExampleSocket_Recv() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	receiver, err := z.Open(zmq.Pull, zmq.Bind("inproc://late"))
	if err != nil {
		log.Fatal(err)
	}
	sender, err := z.Open(zmq.Push, zmq.Connect("inproc://late"))
	if err != nil {
		log.Fatal(err)
	}

	soon, cancelSoon := context.WithTimeout(ctx, time.Millisecond)
	defer cancelSoon()
	_, err = receiver.Recv(soon)
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded))

	if err := sender.SendString(ctx, "better late than never"); err != nil {
		log.Fatal(err)
	}
	data, err := receiver.Recv(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", data)
	// Output:
	// zmq: deadline exceeded true
	// better late than never
}

// Errors of libzmq match the constants of this package.
func ExampleError() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	client, err := z.Open(zmq.Req, zmq.Linger(0), zmq.Connect("inproc://server"))
	if err != nil {
		log.Fatal(err)
	}
	if err := client.SendString(ctx, "a request"); err != nil {
		log.Fatal(err)
	}

	err = client.SendString(ctx, "and one more")
	var failure *zmq.Error
	if errors.As(err, &failure) {
		fmt.Println(failure.Op, failure.Type, errors.Is(err, zmq.EFSM))
	}
	// Output:
	// send ZMQ_REQ true
}

// Each option of libzmq can be set and read by the method that package libzmq has for it.
func ExampleWith() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	s, err := z.Open(zmq.Push, zmq.SendHWM(10), zmq.With((*zmq.RawSocket).SetBacklog, 500))
	if err != nil {
		log.Fatal(err)
	}

	backlog, err := zmq.Get(s, (*zmq.RawSocket).Backlog)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(backlog)
	// Output:
	// 500
}

// A monitor reports what happens to a socket's connections.
func ExampleSocket_Monitor() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	server, err := z.Open(zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	monitor, err := server.Monitor(zmq.EventAccepted, zmq.EventDisconnected)
	if err != nil {
		log.Fatal(err)
	}

	client, err := z.Open(zmq.Push, zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	if err := client.SendString(ctx, "hello"); err != nil {
		log.Fatal(err)
	}
	if _, err := server.Recv(ctx); err != nil {
		log.Fatal(err)
	}
	if err := client.Close(); err != nil {
		log.Fatal(err)
	}
	for event, err := range monitor.Events(ctx) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(event.Type)
		if event.Type == zmq.EventDisconnected {
			break
		}
	}
	fmt.Println(z.Stats().Connected, "connected,", z.Stats().Received, "received")
	// Output:
	// accepted
	// disconnected
	// 1 connected, 1 received
}

// Passwords instead of keys: only for trusted networks, because nothing is encrypted.
func ExamplePlainUsers() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	authenticator, err := z.Authenticate(zmq.PlainUsers(map[string]string{"alice": "open sesame"}))
	if err != nil {
		log.Fatal(err)
	}
	defer authenticator.Close()
	server, err := z.Open(zmq.Pull, zmq.PlainServer(), zmq.WithMetadata("User-Id"), zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	client, err := z.Open(zmq.Push, zmq.PlainClient("alice", "open sesame"), zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}

	if err := client.SendString(ctx, "hello"); err != nil {
		log.Fatal(err)
	}
	var m zmq.Message
	if err := server.RecvMessage(ctx, &m); err != nil {
		log.Fatal(err)
	}
	fmt.Println(m.Metadata("User-Id"), "says", m)
	// Output:
	// alice says hello
}
