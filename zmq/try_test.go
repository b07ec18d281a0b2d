package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// tries has each call that never waits.
var tries = map[string]func(*zmq.Socket) error{
	"TryRecv":        func(s *zmq.Socket) error { return second(s.TryRecv()) },
	"TryRecvMessage": func(s *zmq.Socket) error { return s.TryRecvMessage(new(zmq.Message)) },
	"TrySend":        func(s *zmq.Socket) error { return s.TrySend(nil) },
	"TrySendMessage": func(s *zmq.Socket) error { return s.TrySendMessage(zmq.Text("a", "b")) },
}

// TestTry checks that a call that never waits returns an error that matches EAGAIN, even if a timeout is set, and that
// a closed socket takes precedence.
func TestTry(t *testing.T) {
	z := newContext(t)
	for name, try := range tries {
		s := open(t, z, zmq.Dealer, zmq.RecvTimeout(time.Hour), zmq.SendTimeout(time.Hour))
		for _, want := range []error{zmq.ErrWouldBlock, zmq.EAGAIN, syscall.EAGAIN} {
			wantErr(t, name, try(s), want)
		}
		if err := try(s); errors.Is(err, context.DeadlineExceeded) || errors.Is(err, zmq.ErrTimeout) {
			t.Errorf("%s: %v", name, err)
		}
		if n := s.Stats().Waits; n != 0 {
			t.Errorf("%s waits %d times", name, n)
		}
		must(t, s.Close())
		wantErr(t, name, try(s), zmq.ErrClosed)
		wantErr(t, name+" of the zero Socket", try(new(zmq.Socket)), zmq.ErrClosed)
	}
	req := open(t, z, zmq.Req, zmq.Bind(inproc()))
	wantErr(t, "TryRecv of a Req", second(req.TryRecv()), zmq.EFSM)
}

// TestTryRound checks that calls that never wait send and receive all the same, over each transport.
func TestTryRound(t *testing.T) {
	z := newContext(t)
	for transport, endpoint := range endpoints(t) {
		a := open(t, z, zmq.Dealer, zmq.Bind(endpoint))
		b := open(t, z, zmq.Dealer, zmq.Connect(a.Endpoint()))
		eventually(t, transport+": TrySend", func() bool { return a.TrySend([]byte("one")) == nil })
		eventually(t, transport+": TrySendMessage", func() bool { return a.TrySendMessage(zmq.Text("two", "parts")) == nil })
		eventually(t, transport+": TryRecv", func() bool {
			data, err := b.TryRecv()
			return err == nil && string(data) == "one"
		})
		var m zmq.Message
		eventually(t, transport+": TryRecvMessage", func() bool { return b.TryRecvMessage(&m) == nil })
		if got, want := m.String(), `["two" "parts"]`; got != want {
			t.Errorf("%s: %s; want %s", transport, got, want)
		}
	}
}

// TestTryUnreached checks that messages to a peer that is not there yet are queued, except with Immediate.
func TestTryUnreached(t *testing.T) {
	z := newContext(t)
	endpoint := freeEndpoint(t)
	must(t, open(t, z, zmq.Push, zmq.Connect(endpoint)).TrySend(nil))
	wantErr(t, "Immediate", open(t, z, zmq.Push, zmq.Immediate(), zmq.Connect(endpoint)).TrySend(nil), zmq.ErrWouldBlock)
}

// TestTryFull checks that TrySend sees at once that there is room again.
func TestTryFull(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a := open(t, z, zmq.Push, zmq.SendHWM(1), zmq.Bind(inproc()))
	b := open(t, z, zmq.Pull, zmq.RecvHWM(1), zmq.Connect(a.Endpoint()))
	for range 100 {
		sent := 0
		for ; a.TrySend(nil) == nil; sent++ {
		}
		if sent == 0 {
			t.Fatal("no room, though all was received")
		}
		for range sent {
			must(t, second(b.Recv(ctx)))
		}
	}
}

// TestTryNoDrop checks that sockets that drop messages to full queues report full queues if an option asks for it.
func TestTryNoDrop(t *testing.T) {
	z := newContext(t)
	pub, sub := pair(t, z, zmq.XPub, zmq.XSub)
	must(t, pub.Set(zmq.With((*zmq.RawSocket).SetXPubNoDrop, true), zmq.SendHWM(1)))
	must(t, sub.SendString(limited(t), "\x01"))
	wantRecv(t, pub, "\x01")
	router, dealer := pair(t, z, zmq.Router, zmq.Dealer)
	must(t, router.Set(zmq.Mandatory()))
	must(t, dealer.SendString(limited(t), "hello"))
	var m zmq.Message
	must(t, router.RecvMessage(limited(t), &m))
	for s, message := range map[*zmq.Socket]zmq.Message{pub: zmq.Text("news"), router: m} {
		for i := 0; ; i++ {
			if err := s.TrySendMessage(message); err != nil {
				wantErr(t, fmt.Sprint(s.Type()), err, zmq.ErrWouldBlock)
				break
			}
			if i == 10_000 {
				t.Fatalf("%v: no queue is full after %d messages", s.Type(), i)
			}
		}
	}
}

// TestTryBeside checks that calls that never wait take no signal from goroutines that do: libzmq signals an arrival
// only once.
func TestTryBeside(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a := open(t, z, zmq.Dealer, zmq.Bind("tcp://127.0.0.1:*"))
	b := open(t, z, zmq.Dealer, zmq.Connect(a.Endpoint()))
	const count = 2000
	received, done := make(chan error, count), make(chan bool)
	for range 4 {
		go func() {
			for {
				_, err := b.Recv(ctx)
				received <- err
				if err != nil {
					return
				}
			}
		}()
	}
	go func() {
		defer close(done)
		for ctx.Err() == nil {
			switch _, err := b.TryRecv(); {
			case err == nil:
				received <- nil
			case !errors.Is(err, zmq.ErrWouldBlock):
				return // closed
			}
			_ = b.TrySend([]byte("there"))
			for { // keep b's queue from filling up
				if _, err := a.TryRecv(); err != nil {
					break
				}
			}
		}
	}()
	for i := range count {
		must(t, a.SendString(ctx, fmt.Sprint(i)))
		must(t, <-received) // one by one, where a lost signal shows
	}
	must(t, b.Close())
	<-done
}
