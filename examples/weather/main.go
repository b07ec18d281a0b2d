// Weather publishes the weather of a hundred places, and averages the temperature of one:
//
//	$ go run ./examples/weather publisher &
//	listening on tcp://0.0.0.0:5556
//	$ go run ./examples/weather -zip 10042 subscriber
//	waiting for 20 updates
//	10042: 11.3 degrees on average
//
// Any number of subscribers can come and go. The flags -endpoint, -zip, -n and -pause set where to listen or connect,
// which place to subscribe to, how many updates to average, and how often the weather changes.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	endpoint = flag.String("endpoint", "", "where the publisher listens (default \"tcp://*:5556\", or for subscribers tcp://127.0.0.1:5556)")
	zip      = flag.Int("zip", 10001, "which place to subscribe to: from 10000 to 10099")
	updates  = flag.Int("n", 20, "how many updates to average")
	pause    = flag.Duration("pause", 100*time.Millisecond, "how often the weather changes")
)

var roles = map[string]func(context.Context, *zmq.Context) error{"publisher": publish, "subscriber": subscribe}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: weather [flags] publisher|subscriber")
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
		fmt.Fprintln(os.Stderr, "weather:", err)
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

// publish publishes the weather of all places. A Pub never waits for subscribers.
func publish(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Pub, zmq.Bind(cmp.Or(*endpoint, "tcp://*:5556")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	changes := time.NewTicker(*pause)
	defer changes.Stop()
	for {
		for place := 10000; place < 10100; place++ {
			update := fmt.Sprintf("%05d %d", place, rand.IntN(60)-20)
			if err := s.SendString(ctx, update); err != nil {
				return err
			}
		}
		select {
		case <-changes.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// subscribe averages the temperature of one place. The publisher does not send it the other places.
func subscribe(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Sub,
		zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5556")),
		zmq.Subscribe(fmt.Sprintf("%05d ", *zip)))
	if err != nil {
		return err
	}
	fmt.Println("waiting for", *updates, "updates")
	total := 0
	for range *updates {
		update, err := s.RecvString(ctx)
		if err != nil {
			return err
		}
		var place, degrees int
		if _, err := fmt.Sscan(update, &place, &degrees); err != nil {
			return fmt.Errorf("update %q: %w", update, err)
		}
		total += degrees
	}
	fmt.Printf("%05d: %.1f degrees on average\n", *zip, float64(total)/float64(*updates))
	return nil
}
