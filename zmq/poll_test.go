package zmq_test

import (
	"context"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestPoll checks that Poll finds the ready sockets, in whichever order they become ready.
func TestPoll(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, peerA := pair(t, z, zmq.Pair, zmq.Pair)
	b, peerB := pair(t, z, zmq.Pair, zmq.Pair)
	items := []zmq.PollItem{{Socket: a, Events: zmq.PollIn}, {Socket: b, Events: zmq.PollIn}}
	for i := range 50 {
		peer, want := peerA, 0
		if i%2 == 0 {
			peer, want = peerB, 1
		}
		go func() { _ = peer.SendString(ctx, "x") }()
		n, err := zmq.Poll(ctx, items)
		if n != 1 || err != nil || items[want].Ready != zmq.PollIn || items[1-want].Ready != 0 {
			t.Fatalf("Poll: %d, %v: %+v", n, err, items)
		}
		wantRecv(t, items[want].Socket, "x")
	}
	both := []zmq.PollItem{{Socket: a, Events: zmq.PollIn | zmq.PollOut}, {Socket: b, Events: zmq.PollOut}}
	if n, err := zmq.Poll(ctx, both); n != 2 || err != nil || both[0].Ready != zmq.PollOut {
		t.Errorf("Poll: %d, %v: %+v", n, err, both)
	}
	must(t, a.Close())
	_, err := zmq.Poll(ctx, items)
	wantErr(t, "Poll of a closed socket", err, zmq.ErrClosed)
}

// TestPollOnce checks that a Poll whose context is done checks once, and that Ready is never out of date.
func TestPollOnce(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, peer := pair(t, z, zmq.Pair, zmq.Pair)
	closed := open(t, z, zmq.Pull)
	must(t, closed.Close())
	done, cancel := context.WithCancel(ctx)
	cancel()
	item := zmq.PollItem{Socket: a, Events: zmq.PollIn, Ready: zmq.PollIn | zmq.PollOut}
	stale := zmq.PollItem{Events: zmq.PollIn, Ready: zmq.PollIn}
	of := func(s *zmq.Socket) zmq.PollItem {
		return zmq.PollItem{Socket: s, Events: zmq.PollIn, Ready: zmq.PollIn}
	}
	check := func(what string, ctx context.Context, want int, wanted error, items ...zmq.PollItem) {
		t.Helper()
		n, err := zmq.Poll(ctx, items)
		wantErr(t, what, err, wanted)
		ready := 0
		for _, item := range items {
			if item.Ready != 0 {
				ready++
			}
		}
		if n != want || ready != want {
			t.Errorf("%s: %d, of %+v; want %d", what, n, items, want)
		}
	}
	check("nothing is ready", done, 0, context.Canceled, item)
	must(t, peer.SendString(ctx, "x"))
	check("a message is there", done, 1, nil, item)
	check("one of two", done, 1, nil, item, of(peer))
	check("no socket", ctx, 0, zmq.EINVAL, item, stale)
	check("no socket comes first", ctx, 0, zmq.EINVAL, stale, item)
	check("the zero Socket", ctx, 0, zmq.EINVAL, item, of(new(zmq.Socket)))
	check("a closed socket", ctx, 0, zmq.ErrClosed, item, of(closed))
	check("no item", done, 0, context.Canceled)
	wantRecv(t, a, "x")

	received := make(chan error)
	go func() {
		_, err := a.Recv(ctx)
		received <- err
	}()
	wantWaits(t, a, 1)
	check("no socket while another one waits", ctx, 0, zmq.EINVAL, item, stale)
	must(t, peer.SendString(ctx, "x"))
	must(t, <-received)
}

// TestPollTimeout checks that PollTimeout returns without an error when its time expires, or earlier if a socket is
// ready.
func TestPollTimeout(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, peer := pair(t, z, zmq.Pair, zmq.Pair)
	items := []zmq.PollItem{{Socket: a, Events: zmq.PollIn}}
	for _, d := range []time.Duration{-1, 0, 20 * time.Millisecond} {
		start := time.Now()
		if n, err := zmq.PollTimeout(ctx, items, d); n != 0 || err != nil || time.Since(start) < d {
			t.Errorf("%v: %d, %v after %v", d, n, err, time.Since(start))
		}
	}
	must(t, peer.SendString(ctx, "x"))
	for _, d := range []time.Duration{0, time.Hour} {
		if n, err := zmq.PollTimeout(ctx, items, d); n != 1 || err != nil || items[0].Ready != zmq.PollIn {
			t.Errorf("%v: %d, %v, %+v", d, n, err, items)
		}
	}
	done, cancel := context.WithCancel(ctx)
	cancel()
	wantRecv(t, a, "x")
	_, err := zmq.PollTimeout(done, items, time.Hour)
	wantErr(t, "a context that is done", err, context.Canceled)
}
