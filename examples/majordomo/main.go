// Majordomo connects clients and workers by the names of services, as ZeroMQ's RFC 7 describes:
//
//	$ go run ./examples/majordomo broker &
//	listening on tcp://0.0.0.0:5562
//	$ go run ./examples/majordomo -service upper worker &
//	$ go run ./examples/majordomo -service upper client "hello, majordomo"
//	HELLO, MAJORDOMO
//
// Broker and workers send each other a heartbeat every -heartbeat, and consider a peer lost after four silent ones: the
// broker gives the work to other workers, and a worker connects again. A client sends its request again if no reply
// arrives within -timeout. The services are upper, lower and length.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	endpoint  = flag.String("endpoint", "", "where the broker listens (default \"tcp://*:5562\", or for the others tcp://127.0.0.1:5562)")
	service   = flag.String("service", "upper", "what a worker does or a client wants")
	heartbeat = flag.Duration("heartbeat", time.Second, "how often broker and workers send a heartbeat")
	timeout   = flag.Duration("timeout", 2500*time.Millisecond, "how long a client waits for a reply")
	attempts  = flag.Int("attempts", 3, "how often a client sends a request")
)

// The first part of a message after its envelope.
const (
	clientProtocol = "MDPC01"
	workerProtocol = "MDPW01"
)

// The commands between broker and workers.
const (
	commandReady      = "\x01"
	commandRequest    = "\x02"
	commandReply      = "\x03"
	commandHeartbeat  = "\x04"
	commandDisconnect = "\x05"
)

// patience is how long a peer can be silent.
func patience() time.Duration { return 4 * *heartbeat }

var roles = map[string]func(context.Context, *zmq.Context) error{"broker": runBroker, "worker": work, "client": ask}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: majordomo [flags] broker|worker|client TEXT...")
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
		fmt.Fprintln(os.Stderr, "majordomo:", err)
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
