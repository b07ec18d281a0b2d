package zmq_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestSubscriptionsDoNotLinger checks that Close does not wait for a publisher: subscriptions are messages to libzmq,
// and those to a publisher that is not there would use up the deadline.
func TestSubscriptionsDoNotLinger(t *testing.T) {
	for _, typ := range []zmq.SocketType{zmq.Sub, zmq.XSub} {
		z, err := zmq.NewContext()
		must(t, err)
		s, err := z.Open(typ, zmq.Connect("tcp://127.0.0.1:1"))
		must(t, err)
		if typ == zmq.Sub {
			must(t, s.Set(zmq.Subscribe("news")))
		} else {
			must(t, s.SendString(limited(t), "\x01news"))
		}
		start := time.Now()
		must(t, z.Close(limited(t)))
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
	}
}

// freeEndpoint returns an endpoint that nobody is bound to.
func freeEndpoint(t *testing.T) string {
	t.Helper()
	z := newContext(t)
	s := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	endpoint := s.Endpoint()
	must(t, s.Unbind(endpoint))
	return endpoint
}

// TestClosedBefore checks that closing a context includes sockets that were closed before: their messages get until its
// deadline, no more and no less, and it reports what it dropped.
func TestClosedBefore(t *testing.T) {
	endpoint := freeEndpoint(t)
	for _, typ := range []zmq.SocketType{zmq.Push, zmq.Dealer, zmq.Req, zmq.Pair} {
		took := zmq.DefaultLinger
		for try := 0; took > zmq.DefaultLinger/2 && try < 5; try++ { // the machine may be busy
			took = min(took, closeUnsent(t, typ, endpoint, 50*time.Millisecond))
		}
		if took < 40*time.Millisecond || took > zmq.DefaultLinger/2 {
			t.Errorf("%v: Close took %v", typ, took)
		}
	}
}

// closeUnsent sends a message that nobody receives, closes the socket and then the context, and returns how long the
// latter took.
func closeUnsent(t *testing.T, typ zmq.SocketType, endpoint string, limit time.Duration) time.Duration {
	t.Helper()
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(typ, zmq.Connect(endpoint))
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	must(t, s.Close())
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	start := time.Now()
	err = z.Close(ctx)
	took := time.Since(start)
	wantErr(t, "Close", err, zmq.ErrUnsent)
	wantErr(t, "Close", err, os.ErrDeadlineExceeded)
	return took
}

// TestClosedBeforeArrives checks that messages get all of the time that closing the context gives them, if that is more
// than their socket's linger period.
func TestClosedBeforeArrives(t *testing.T) {
	endpoint := freeEndpoint(t)
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(zmq.Push, zmq.Connect(endpoint))
	must(t, err)
	must(t, s.SendString(limited(t), "late"))
	must(t, s.Close())
	closed := make(chan error, 1)
	ctx := limited(t)
	go func() { closed <- z.Close(ctx) }()
	time.Sleep(zmq.DefaultLinger * 3 / 2)
	wantRecv(t, open(t, newContext(t), zmq.Pull, zmq.Bind(endpoint)), "late")
	must(t, <-closed)
}

// TestClosedBeforeLeaves checks that messages that can be sent at once keep neither their receiver nor the context
// waiting, however many sockets there are.
func TestClosedBeforeLeaves(t *testing.T) {
	for _, typ := range []zmq.SocketType{zmq.Push, zmq.Dealer} {
		z, ctx := newContext(t), limited(t)
		receives := map[zmq.SocketType]zmq.SocketType{zmq.Push: zmq.Pull, zmq.Dealer: zmq.Dealer}[typ]
		backlog := zmq.With((*zmq.RawSocket).SetBacklog, 1000)
		pull := open(t, z, receives, zmq.RecvHWM(0), backlog, zmq.Bind("tcp://127.0.0.1:*"))
		sender, err := zmq.NewContext(zmq.MaxSockets(100))
		must(t, err)
		const count = 300
		for range count {
			s, err := sender.Open(typ, zmq.Connect(pull.Endpoint()), zmq.Linger(patience))
			must(t, err)
			must(t, s.SendString(ctx, "x"))
			must(t, s.Close())
		}
		start := time.Now()
		must(t, sender.Close(ctx))
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
		for range count {
			_, err := pull.Recv(ctx)
			must(t, err)
		}
	}
}

// TestLingerCounts checks that a linger period that the program set limits what closing the context grants.
func TestLingerCounts(t *testing.T) {
	for _, before := range []bool{false, true} {
		z, err := zmq.NewContext()
		must(t, err)
		s, err := z.Open(zmq.Push, zmq.Connect(freeEndpoint(t)), zmq.Linger(500*time.Millisecond))
		must(t, err)
		must(t, s.SendString(limited(t), "nobody takes this"))
		if before {
			must(t, s.Close())
		}
		start := time.Now()
		if err := z.Close(limited(t)); !errors.Is(err, zmq.ErrUnsent) || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("Close: %v", err)
		}
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
	}
}

// TestUnsentIsCertain checks that Close returns ErrUnsent only if messages were dropped, whatever ends its context.
func TestUnsentIsCertain(t *testing.T) {
	expired, cancel := context.WithDeadline(context.Background(), time.Now())
	defer cancel()
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for _, ctx := range []context.Context{expired, cancelled} {
		z, err := zmq.NewContext()
		must(t, err)
		_, err = z.Open(zmq.Push, zmq.Connect(freeEndpoint(t)))
		must(t, err)
		if err := z.Close(ctx); !errors.Is(err, ctx.Err()) || errors.Is(err, zmq.ErrUnsent) {
			t.Errorf("Close: %v; want %v alone", err, ctx.Err())
		}
	}
}

// TestClosedIsGone checks that peers do not take a socket that was closed, and may have unsent messages, for one in
// use: they send nothing to it, and accept the next socket in its place.
func TestClosedIsGone(t *testing.T) {
	for _, endpoint := range []string{"tcp://127.0.0.1:*", inproc()} {
		z, ctx := newContext(t), limited(t)
		bind := func() *zmq.Socket { return open(t, z, zmq.Dealer, zmq.Bind(endpoint)) }
		var peer *zmq.Socket
		if endpoint == "tcp://127.0.0.1:*" {
			peer = bind()
			endpoint = peer.Endpoint()
		}
		first, err := z.Open(zmq.Dealer, zmq.Connect(endpoint), zmq.Linger(zmq.Forever))
		must(t, err)
		must(t, first.SendString(ctx, "first"))
		must(t, first.Close())
		if peer == nil {
			peer = bind()
		}
		wantRecv(t, peer, "first")
		second := open(t, z, zmq.Dealer, zmq.Connect(endpoint))
		must(t, second.SendString(ctx, "second"))
		wantRecv(t, peer, "second")
		for arrived := 0; arrived < 3; { // in a row: libzmq may take a moment to notice
			must(t, peer.SendString(ctx, "work"))
			wait, cancel := context.WithTimeout(ctx, time.Second)
			_, err := second.Recv(wait)
			cancel()
			if arrived++; err != nil {
				arrived = 0
			}
			if ctx.Err() != nil {
				t.Fatalf("%s: messages go to a socket that is closed", endpoint)
			}
		}
	}
}

// TestClosedMakesRoom checks that the next socket with the same identity, or for the same Pair, takes the place of the
// one that was closed.
func TestClosedMakesRoom(t *testing.T) {
	for typ, peers := range map[zmq.SocketType]zmq.SocketType{zmq.Dealer: zmq.Router, zmq.Req: zmq.Router, zmq.Pair: zmq.Pair} {
		z, ctx := newContext(t), limited(t)
		peer := open(t, z, peers, zmq.Bind("tcp://127.0.0.1:*"))
		for arrived := 0; arrived < 3; {
			s, err := z.Open(typ, zmq.Identity("me"), zmq.Connect(peer.Endpoint()), zmq.Linger(patience))
			must(t, err)
			must(t, s.SendString(ctx, "x"))
			wait, cancel := context.WithTimeout(ctx, 200*time.Millisecond) // libzmq may take a moment to notice
			_, err = peer.RecvParts(wait)
			cancel()
			must(t, s.Close())
			if err == nil {
				arrived++
			} else if ctx.Err() != nil {
				t.Fatalf("%v: the socket that was closed is still connected", typ)
			}
		}
	}
}

// lateContext has been over for a while, and reports that only when it is asked again.
type lateContext struct {
	context.Context
	asked *int
}

func (c lateContext) Err() error {
	if *c.asked++; *c.asked <= 2 {
		return nil
	}
	return c.Context.Err()
}

// TestDeadlineWhileClosing checks that Close reports unsent messages if its deadline passes before it has closed the
// sockets.
func TestDeadlineWhileClosing(t *testing.T) {
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(zmq.Push, zmq.Connect("tcp://127.0.0.1:1"))
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	over, cancel := context.WithDeadline(context.Background(), time.Now().Add(-time.Millisecond))
	defer cancel()
	err = z.Close(lateContext{over, new(int)})
	wantErr(t, "Close", err, zmq.ErrUnsent)
	wantErr(t, "Close", err, context.DeadlineExceeded)
}
