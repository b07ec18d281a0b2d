package zmq_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// A server accepts the clients whose public certificates are files in a directory. To admit another client, put its file
// there; to lock it out, remove the file.
func ExampleCurveDirectory() {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	z, err := zmq.NewContext()
	if err != nil {
		log.Fatal(err)
	}
	defer z.Close(ctx)
	clients, err := os.MkdirTemp("", "clients")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(clients)

	// Alice makes a certificate once, and gives its public file to the server's operator.
	alice := zmq.Certificate{Metadata: map[string]string{"name": "alice"}}
	if alice.Keys, err = zmq.NewKeyPair(); err != nil {
		log.Fatal(err)
	}
	if err := alice.Public().Write(filepath.Join(clients, "alice.cert")); err != nil {
		log.Fatal(err)
	}

	serverKeys, err := zmq.NewKeyPair()
	if err != nil {
		log.Fatal(err)
	}
	authenticator, err := z.Authenticate(zmq.CurveDirectory(clients))
	if err != nil {
		log.Fatal(err)
	}
	defer authenticator.Close()
	server, err := z.Open(zmq.Pull, zmq.CurveServer(serverKeys.Secret), zmq.WithMetadata("User-Id"),
		zmq.Bind("tcp://127.0.0.1:*"))
	if err != nil {
		log.Fatal(err)
	}
	client, err := z.Open(zmq.Push, zmq.CurveClient(serverKeys.Public, alice.Keys), zmq.Connect(server.Endpoint()))
	if err != nil {
		log.Fatal(err)
	}
	if err := client.SendString(ctx, "hello"); err != nil {
		log.Fatal(err)
	}
	var message zmq.Message
	if err := server.RecvMessage(ctx, &message); err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s says %s\n", message.Metadata("User-Id"), message)

	// Output:
	// alice says hello
}
