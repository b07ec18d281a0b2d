// Feed publishes numbered messages, and follows the publisher across restarts:
//
//	$ go run ./examples/feed -lose 3 publisher &
//	listening on tcp://0.0.0.0:5563
//	$ go run ./examples/feed subscriber
//	following run JMX5ZKTQ from message 4
//	4: 14:03:07.400
//	5: 14:03:07.500
//	missing 6
//	7: 14:03:07.700
//	silent for 1s
//	run 7RDVB3OA begins; messages of run JMX5ZKTQ after 7 may be missing
//	missing 1 to 2
//	4: 14:03:12.300
//
// A Pub silently drops what a subscriber is too slow or too late to receive. Each message therefore carries a sequence
// number, and the name of the publisher's run, with which the numbers begin again at 1. A heartbeat carries the last
// number, so that a subscriber notices when the last messages are missing, or when the publisher is.
//
// The flags -endpoint, -n, -pause, -lose and -heartbeat set where to listen or connect, how many messages to publish or
// receive, how often to publish, which messages to lose, and how often the publisher sends a heartbeat.
package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var (
	endpoint  = flag.String("endpoint", "", "where the publisher listens (default \"tcp://*:5563\", or for subscribers tcp://127.0.0.1:5563)")
	messages  = flag.Int("n", 0, "how many messages to publish or receive; 0 for no limit")
	pause     = flag.Duration("pause", 100*time.Millisecond, "how long the publisher pauses after each message")
	lose      = flag.Int("lose", 0, "the publisher loses one message in this many, or none if 0")
	heartbeat = flag.Duration("heartbeat", 250*time.Millisecond, "how often the publisher sends a heartbeat")
)

// silence is how long a publisher can be silent before a subscriber reports it.
func silence() time.Duration { return 4 * *heartbeat }

var roles = map[string]func(context.Context, *zmq.Context) error{"publisher": publish, "subscriber": subscribe}

func main() {
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: feed [flags] publisher|subscriber")
		flag.PrintDefaults()
	}
	flag.Parse()
	role, known := roles[flag.Arg(0)]
	if !known || *pause <= 0 || *heartbeat <= 0 {
		flag.Usage()
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, role); err != nil {
		fmt.Fprintln(os.Stderr, "feed:", err)
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

// publish publishes messages of three parts and heartbeats of two: the run, the sequence number, and the text.
func publish(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Pub, zmq.Bind(cmp.Or(*endpoint, "tcp://*:5563")))
	if err != nil {
		return err
	}
	fmt.Println("listening on", s.Endpoint())
	run, number := []byte(rand.Text()[:8]), 0
	next, beat := time.NewTicker(*pause), time.NewTicker(*heartbeat)
	defer next.Stop()
	defer beat.Stop()
	for {
		select {
		case now := <-next.C:
			if *messages > 0 && number == *messages {
				next.Stop() // the heartbeats continue
				continue
			}
			number++
			if *lose > 0 && number%*lose == 0 {
				continue
			}
			text := now.Format("15:04:05.000")
			if err := s.SendParts(ctx, run, strconv.AppendInt(nil, int64(number), 10), []byte(text)); err != nil {
				return err
			}
		case <-beat.C:
			if err := s.SendParts(ctx, run, strconv.AppendInt(nil, int64(number), 10)); err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// subscribe prints what it receives and what is missing. libzmq connects again by itself when a publisher is back. If the
// publisher's machine vanishes, the connection's own heartbeats notice.
func subscribe(ctx context.Context, z *zmq.Context) error {
	s, err := z.Open(zmq.Sub, zmq.Subscribe(""), zmq.Connect(cmp.Or(*endpoint, "tcp://127.0.0.1:5563")),
		zmq.Heartbeat(silence(), silence()), zmq.Reconnect(20*time.Millisecond, time.Second))
	if err != nil {
		return err
	}
	var f follower
	for received := 0; *messages == 0 || received < *messages; {
		m, err := receive(ctx, s)
		if err != nil {
			return err
		}
		if len(m) != 2 && len(m) != 3 {
			return fmt.Errorf("%q is not a message of the feed", m)
		}
		number, err := strconv.Atoi(string(m[1]))
		if err != nil {
			return fmt.Errorf("sequence number: %w", err)
		}
		if len(m) == 2 {
			f.heartbeat(string(m[0]), number)
			continue
		}
		f.message(string(m[0]), number)
		fmt.Printf("%d: %s\n", number, m[2])
		received++
	}
	return nil
}

// receive waits for a message, and reports once if the publisher is silent.
func receive(ctx context.Context, s *zmq.Socket) ([][]byte, error) {
	patience, cancel := context.WithTimeout(ctx, silence())
	defer cancel()
	m, err := s.RecvParts(patience)
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) {
		fmt.Println("silent for", silence())
		return s.RecvParts(ctx)
	}
	return m, err
}

// follower records the last message and the run that it belongs to.
type follower struct {
	run  string
	last int
}

// message records a message, and reports those missing before it.
func (f *follower) message(run string, number int) {
	f.follow(run, number-1)
	f.last = number
}

// heartbeat records a heartbeat, and reports the messages missing up to its number.
func (f *follower) heartbeat(run string, number int) { f.follow(run, number) }

// follow reports what is missing if number is the last message so far.
func (f *follower) follow(run string, number int) {
	switch {
	case f.run == "":
		fmt.Printf("following run %s from message %d\n", run, number+1)
		f.last = number
	case f.run != run:
		fmt.Printf("run %s begins; messages of run %s after %d may be missing\n", run, f.run, f.last)
		f.last = 0
	}
	f.run = run
	switch missing := number - f.last; {
	case missing == 1:
		fmt.Println("missing", number)
	case missing > 1:
		fmt.Printf("missing %d to %d\n", f.last+1, number)
	}
	f.last = max(f.last, number)
}
