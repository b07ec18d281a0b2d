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

// The iron house: connections are encrypted by CURVE, the client recognizes the server by its key, and
// the server accepts only clients whose keys it knows.
func Example_ironhouse() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	var serving sync.WaitGroup
	defer serving.Wait() // it ends with the context's Close
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)

	// Each side makes its keys once. Only the public keys are exchanged, before the first connection.
	var keys [3]zmq.KeyPair
	for i := range keys {
		if keys[i], err = zmq.NewKeyPair(); err != nil {
			log.Fatal(err)
		}
	}
	serverKeys, aliceKeys, strangerKeys := keys[0], keys[1], keys[2]

	refused := make(chan string, 1)
	authenticator, err := z.Authenticate(
		noteStrangers(refused, aliceKeys.Public),
		zmq.CurveKeys(map[string]string{aliceKeys.Public: "alice"}),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer authenticator.Close()
	server, err := z.Open(zmq.Rep, zmq.CurveServer(serverKeys.Secret), zmq.WithMetadata("User-Id"),
		zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	serving.Go(func() {
		if err := greet(ctx, server); !errors.Is(err, zmq.ErrClosed) {
			log.Println("server:", err)
		}
	})

	alice, err := z.Open(zmq.Req, zmq.CurveClient(serverKeys.Public, aliceKeys), zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	if err := alice.SendString(ctx, "hello"); err != nil {
		log.Fatal(err)
	}
	reply, err := alice.RecvString(ctx)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(reply)

	stranger, err := z.Open(zmq.Req, zmq.CurveClient(serverKeys.Public, strangerKeys), zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	defer stranger.Close()
	fmt.Println("refused:", <-refused == strangerKeys.Public)
	// Output:
	// hello, alice
	// refused: true
}

// greet answers each request with the name of its sender, which a client cannot forge.
func greet(ctx context.Context, server *zmq.Socket) error {
	for request, err := range server.Messages(ctx) {
		if err != nil {
			return err
		}
		if err := server.SendString(ctx, request.String()+", "+request.User()); err != nil {
			return err
		}
	}
	return nil
}

// noteStrangers reports peers with an unknown key, and decides nothing.
func noteStrangers(refused chan<- string, known string) zmq.Policy {
	return func(_ context.Context, peer zmq.Peer) zmq.Decision {
		if peer.PublicKey != known {
			select {
			case refused <- peer.PublicKey:
			default: // it tries again
			}
		}
		return zmq.Undecided()
	}
}
