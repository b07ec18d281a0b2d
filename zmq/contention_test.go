package zmq_test

import (
	"context"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestContention checks that a message reaches the goroutine that waits for it, although calls of another goroutine on
// the same socket consume libzmq's signal: here those that find the socket ready to send.
func TestContention(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a := open(t, z, zmq.Dealer, zmq.Bind("tcp://127.0.0.1:*"))
	b := open(t, z, zmq.Dealer, zmq.Connect(a.Endpoint()))
	must(t, b.SendString(ctx, "first"))
	wantRecv(t, a, "first")

	busy, quiet := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for busy.Err() == nil {
			zmq.Poll(busy, []zmq.PollItem{{Socket: a, Events: zmq.PollOut}})
		}
	}()
	for range soak(200, 10_000) {
		must(t, b.SendString(ctx, "awaited"))
		wantRecv(t, a, "awaited")
	}
	quiet()
	<-ended
}
