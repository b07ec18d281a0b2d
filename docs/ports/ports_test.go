package ports

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// limit is the time that a test may take.
const limit = 30 * time.Second

// opener opens sockets of one context, for a test.
func opener(t *testing.T) func(zmq.SocketType, ...zmq.Option) *zmq.Socket {
	t.Helper()
	z, err := zmq.NewContext()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := z.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return func(typ zmq.SocketType, options ...zmq.Option) *zmq.Socket {
		t.Helper()
		s, err := z.Open(typ, options...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
}

// serve runs a server until the test ends.
func serve(t *testing.T, ctx context.Context, server func(context.Context) error) {
	t.Helper()
	ctx, stop := context.WithCancel(ctx)
	ended := make(chan error)
	go func() { ended <- server(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("the server ended with %v", err)
		}
	})
}

// TestBroker has requests from plain and Relaxed Reqs, whose envelopes have an additional part.
func TestBroker(t *testing.T) {
	open := opener(t)
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	clients := open(zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	workers := open(zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	serve(t, ctx, func(ctx context.Context) error { return Broker(ctx, clients, workers) })
	for range 2 {
		worker := open(zmq.Req, zmq.Connect(workers.Endpoint()))
		serve(t, ctx, func(ctx context.Context) error { return work(ctx, worker) })
	}

	var asking sync.WaitGroup
	for i := range 4 {
		options := []zmq.Option{zmq.Connect(clients.Endpoint())}
		if i%2 == 1 {
			options = append(options, zmq.Relaxed())
		}
		client := open(zmq.Req, options...)
		asking.Go(func() {
			for n := range 50 {
				request := fmt.Sprintf("request %d of client %d", n, i)
				if err := client.SendStrings(ctx, request, "second part"); err != nil {
					t.Error(err)
					return
				}
				reply, err := client.RecvStrings(ctx)
				if want := []string{"done", request, "second part"}; !reflect.DeepEqual(reply, want) || err != nil {
					t.Errorf("reply %q, %v; want %q", reply, err, want)
					return
				}
			}
		})
	}
	asking.Wait()
}

// work answers what the broker sends, with the client's envelope.
func work(ctx context.Context, s *zmq.Socket) error {
	if err := s.SendString(ctx, "ready"); err != nil {
		return err
	}
	for m, err := range s.Messages(ctx) {
		if err != nil {
			return err
		}
		_, content := m.Envelope()
		if err := s.SendMessage(ctx, m.Reply(append([][]byte{[]byte("done")}, content...)...)); err != nil {
			return err
		}
	}
	return nil
}

// TestCloneServer has a client join while others push changes. Its copy is then the same as that of the first client.
func TestCloneServer(t *testing.T) {
	open := opener(t)
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	snapshots := open(zmq.Router, zmq.Bind("tcp://127.0.0.1:*"))
	changes := open(zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	publisher := open(zmq.Pub, zmq.Bind("tcp://127.0.0.1:*"))
	serve(t, ctx, func(ctx context.Context) error { return CloneServer(ctx, snapshots, changes, publisher) })

	join := func(prefix string) *clone {
		c := &clone{
			updates: open(zmq.Sub, zmq.Subscribe(prefix), zmq.Subscribe(""), zmq.Connect(publisher.Endpoint())),
			values:  make(map[string]string),
		}
		c.waitForHeartbeat(t, ctx) // the subscription counts
		c.request(t, ctx, open(zmq.Dealer, zmq.Connect(snapshots.Endpoint())), prefix)
		return c
	}
	push := open(zmq.Push, zmq.Connect(changes.Endpoint()))
	set := func(key, value string) {
		if err := push.SendStrings(ctx, key, value); err != nil {
			t.Fatal(err)
		}
	}
	first := join("")
	for i := range 100 {
		set(fmt.Sprint("key ", i%10), fmt.Sprint("value ", i))
		if i == 50 {
			set("other", "1")
		}
	}
	first.receiveUntil(t, ctx, 60)
	second := join("")
	set("last", "end")
	first.receiveUntil(t, ctx, 102)
	second.receiveUntil(t, ctx, 102)
	if !reflect.DeepEqual(first.values, second.values) || len(first.values) != 12 || first.values["key 3"] != "value 93" {
		t.Errorf("the clones have %v and %v", first.values, second.values)
	}
	part := join("key 1")
	if want := map[string]string{"key 1": "value 91"}; !reflect.DeepEqual(part.values, want) {
		t.Errorf("a part: %v", part.values)
	}
}

// clone is a client's copy of the values.
type clone struct {
	updates *zmq.Socket
	values  map[string]string
	number  int // of the last change that the copy contains
}

func (c *clone) waitForHeartbeat(t *testing.T, ctx context.Context) {
	t.Helper()
	for {
		m, err := c.updates.RecvStrings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if m[0] == "" {
			return
		}
	}
}

func (c *clone) request(t *testing.T, ctx context.Context, s *zmq.Socket, prefix string) {
	t.Helper()
	if err := s.SendString(ctx, prefix); err != nil {
		t.Fatal(err)
	}
	for {
		m, err := s.RecvStrings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if m[0] == "" {
			c.number, _ = strconv.Atoi(m[1])
			return
		}
		c.values[m[0]] = m[2]
	}
}

// receiveUntil applies changes up to a number.
func (c *clone) receiveUntil(t *testing.T, ctx context.Context, last int) {
	t.Helper()
	for c.number < last {
		m, err := c.updates.RecvStrings(ctx)
		if err != nil {
			t.Fatal(err)
		}
		number, err := strconv.Atoi(m[1])
		if err != nil {
			t.Fatal(err)
		}
		if m[0] == "" || number <= c.number {
			continue
		}
		if number != c.number+1 {
			t.Fatalf("change %d follows %d", number, c.number)
		}
		c.values[m[0]], c.number = m[2], number
	}
}
