// Ironhouse shows CURVE: connections are encrypted, the client knows the server by its key, and the server accepts only
// clients whose keys it knows.
//
//	$ go run ./examples/ironhouse -name server keys
//	$ go run ./examples/ironhouse -name alice keys
//	$ go run ./examples/ironhouse server &
//	listening on tcp://0.0.0.0:5563
//	$ go run ./examples/ironhouse -name alice client
//	hello, alice
//
// Keys are files in the directory that -keys names: NAME.secret is for its owner, NAME.public for everyone else. The
// server accepts every client whose public key is there when the server starts.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	endpoint = flag.String("endpoint", "", "where the server listens (default \"tcp://*:5563\", or for clients tcp://127.0.0.1:5563)")
	dir      = flag.String("keys", ".", "the directory of the keys")
	name     = flag.String("name", "client", "whose keys to create or use")
	timeout  = flag.Duration("timeout", 5*time.Second, "how long a client waits for a reply")
)

var roles = map[string]func(context.Context, *zmq.Context) error{"keys": makeKeys, "server": serve, "client": ask}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: ironhouse [flags] keys|server|client")
		flag.PrintDefaults()
	}
	flag.Parse()
	role, known := roles[flag.Arg(0)]
	if !known {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, role); err != nil {
		fmt.Fprintln(os.Stderr, "ironhouse:", err)
		os.Exit(1)
	}
}

// run runs the role with a ZeroMQ context. Messages that are unsent when the role ends get one second.
func run(ctx context.Context, role func(context.Context, *zmq.Context) error) (err error) {
	z, err := zmq.NewContext()
	if err != nil {
		return err
	}
	defer func() {
		ending, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		err = errors.Join(err, z.Close(ending))
	}()
	if err := role(ctx, z); !errors.Is(err, context.Canceled) {
		return err
	}
	return nil // interrupted: a clean end
}

// makeKeys writes a new pair of keys. It does not overwrite existing ones.
func makeKeys(context.Context, *zmq.Context) error {
	keys, err := zmq.NewKeyPair()
	if err != nil {
		return err
	}
	secret, err := os.OpenFile(filepath.Join(*dir, *name+".secret"), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	if _, err = secret.WriteString(keys.Secret); err != nil {
		return errors.Join(err, secret.Close())
	}
	if err := secret.Close(); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(*dir, *name+".public"), []byte(keys.Public), 0o644)
}

// readKey reads one key, without the line feed that an editor may have left.
func readKey(file string) (string, error) {
	key, err := os.ReadFile(filepath.Join(*dir, file))
	return strings.TrimSpace(string(key)), err
}

// knownClients returns the names of the clients whose public keys are in the directory, by key.
func knownClients() (map[string]string, error) {
	files, err := filepath.Glob(filepath.Join(*dir, "*.public"))
	if err != nil {
		return nil, err
	}
	names := make(map[string]string)
	for _, file := range files {
		base := filepath.Base(file)
		key, err := readKey(base)
		if err != nil {
			return nil, err
		}
		names[key] = strings.TrimSuffix(base, ".public")
	}
	return names, nil
}

// serve greets each client by name, which its key proves.
func serve(ctx context.Context, z *zmq.Context) error {
	secret, err := readKey("server.secret")
	if err != nil {
		return err
	}
	clients, err := knownClients()
	if err != nil {
		return err
	}
	authenticator, err := z.Authenticate(zmq.CurveKeys(clients))
	if err != nil {
		return err
	}
	defer authenticator.Close()
	s, err := z.Open(zmq.Rep, zmq.CurveServer(secret), zmq.WithMetadata("User-Id"),
		zmq.Bind(cmp.Or(*endpoint, "tcp://*:5563")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	for request, err := range s.Messages(ctx) {
		if err != nil {
			return err
		}
		if err := s.SendString(ctx, "hello, "+request.User()); err != nil {
			return err
		}
	}
	return nil
}

// ask says hello. A client that the server does not know gets no reply.
func ask(ctx context.Context, z *zmq.Context) error {
	server, err := readKey("server.public")
	if err != nil {
		return err
	}
	secret, err := readKey(*name + ".secret")
	if err != nil {
		return err
	}
	public, err := zmq.PublicKey(secret)
	if err != nil {
		return err
	}
	own := zmq.KeyPair{Public: public, Secret: secret}
	s, err := z.Open(zmq.Req, zmq.Linger(0), zmq.CurveClient(server, own),
		zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5563")))
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, *timeout)
	defer cancel()
	if err := s.SendString(ctx, "hello"); err != nil {
		return err
	}
	reply, err := s.RecvString(ctx)
	if err != nil {
		return err
	}
	fmt.Println(reply)
	return nil
}
