package zmq_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestProxyBatches checks that a proxy forwards messages of any number of parts, in order and whole, including those
// that do not fit into one batch, and copies all of them to Capture.
func TestProxyBatches(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	open := func(typ zmq.SocketType, option zmq.Option) *zmq.Socket {
		return open(t, z, typ, zmq.SendHWM(0), zmq.RecvHWM(0), option)
	}
	front := open(zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	back := open(zmq.Push, zmq.Bind("tcp://127.0.0.1:*"))
	capture := open(zmq.Push, zmq.Bind(inproc()))
	from, to := open(zmq.Push, zmq.Connect(front.Endpoint())), open(zmq.Pull, zmq.Connect(back.Endpoint()))
	captured := open(zmq.Pull, zmq.Connect(capture.Endpoint()))

	var sent []zmq.Message
	size := 0
	for i := range 300 {
		m := zmq.Text(fmt.Sprint("message ", i))
		for j := range []int{0, 0, 0, 2, 100, 63, 0, 64}[i%8] {
			m = m.Append([]byte(fmt.Sprint("part ", j)))
		}
		sent = append(sent, m)
		size += m.Size()
		must(t, from.SendMessage(ctx, m))
	}
	running, stop := context.WithCancel(ctx)
	p := &zmq.Proxy{Frontend: front, Backend: back, Capture: capture}
	ended := make(chan error)
	go func() { ended <- p.Run(running) }()
	for _, s := range []*zmq.Socket{to, captured} {
		for _, want := range sent {
			var got zmq.Message
			must(t, s.RecvMessage(ctx, &got))
			if !slices.Equal(got.Strings(), want.Strings()) {
				t.Fatalf("received %v; want %v", got, want)
			}
		}
	}
	stop()
	wantErr(t, "Run", <-ended, context.Canceled)
	if stats := p.Stats(); stats.ToBackend != uint64(len(sent)) || stats.ToBackendSize != uint64(size) {
		t.Errorf("%+v; want %d messages of %d bytes", stats, len(sent), size)
	}
}

// TestProxyGivesBack checks that messages that a proxy has received and not sent remain in their socket, in order.
func TestProxyGivesBack(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	front := open(t, z, zmq.Pull, zmq.Bind(inproc()))
	from := open(t, z, zmq.Push, zmq.Connect(front.Endpoint()))
	back := open(t, z, zmq.Push, zmq.SendHWM(1), zmq.Bind(inproc()))
	to := open(t, z, zmq.Pull, zmq.RecvHWM(1), zmq.Connect(back.Endpoint()))
	const count = 20
	for i := range count {
		must(t, from.SendStrings(ctx, fmt.Sprint(i), "second part"))
	}
	running, stop := context.WithCancel(ctx)
	p := &zmq.Proxy{Frontend: front, Backend: back}
	ended := make(chan error)
	go func() { ended <- p.Run(running) }()
	eventually(t, "the proxy has messages that it cannot send", func() bool {
		return front.Stats().Received == count && back.Stats().Waits > 0
	})
	stop()
	wantErr(t, "Run", <-ended, context.Canceled)
	again, stop := context.WithTimeout(ctx, 50*time.Millisecond) // to receive one that was put back, and put it back again
	defer stop()
	wantErr(t, "Run", p.Run(again), context.DeadlineExceeded)
	handed := p.Stats().ToBackend
	if handed == 0 || handed == count {
		t.Errorf("%d messages were handed on", handed)
	}
	for i := range uint64(count) {
		s := front
		if i < handed {
			s = to
		}
		parts, err := s.RecvStrings(ctx)
		if want := []string{fmt.Sprint(i), "second part"}; err != nil || !slices.Equal(parts, want) {
			t.Fatalf("received %q, %v; want %q", parts, err, want)
		}
	}
}

// TestProxyConflates checks that a proxy forwards what a socket that conflates receives, even if it has to wait.
func TestProxyConflates(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	front := open(t, z, zmq.Pull, zmq.With((*zmq.RawSocket).SetConflate, true), zmq.Bind("tcp://127.0.0.1:*"))
	back, to := pair(t, z, zmq.Push, zmq.Pull)
	running, stop := context.WithCancel(ctx)
	ended := make(chan error)
	go func() { ended <- (&zmq.Proxy{Frontend: front, Backend: back}).Run(running) }()
	from := open(t, z, zmq.Push, zmq.Connect(front.Endpoint()))
	for _, text := range []string{"one", "two"} {
		eventually(t, "the proxy waits", func() bool { return front.Stats().Waits > 0 })
		must(t, from.SendString(ctx, text))
		wantRecv(t, to, text)
	}
	stop()
	wantErr(t, "Run", <-ended, context.Canceled)
}

// TestProxyUnfit checks that a peer cannot end a proxy with a message that the other socket, or Capture, cannot send.
func TestProxyUnfit(t *testing.T) {
	conflate := zmq.With((*zmq.RawSocket).SetConflate, true)
	for _, capture := range []bool{false, true} {
		z, ctx := newContext(t), limited(t)
		front, from := pair(t, z, zmq.Pull, zmq.Push)
		back := open(t, z, zmq.Push, conflate, zmq.Bind("tcp://127.0.0.1:*"))
		to := open(t, z, zmq.Pull, zmq.Connect(back.Endpoint()))
		p := &zmq.Proxy{Frontend: front, Backend: back}
		if capture {
			p.Backend, p.Capture = open(t, z, zmq.Pub, zmq.Bind(inproc())), back
		}
		running, stop := context.WithCancel(ctx)
		ended := make(chan error, 1)
		go func() { ended <- p.Run(running) }()
		must(t, from.SendStrings(ctx, "two", "parts"))
		must(t, from.SendString(ctx, "one"))
		wantRecv(t, to, "one")
		if n := p.Stats().Unroutable; n != 1 {
			t.Errorf("%d are unroutable; want 1", n)
		}
		stop()
		wantErr(t, "Run", <-ended, context.Canceled)
	}
}
