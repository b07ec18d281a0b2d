package zmq_test

import (
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestNudge checks that a send over inproc wakes the receiver by itself: here no signal of libzmq would.
func TestNudge(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pull, push := pair(t, z, zmq.Pull, zmq.Push)
	zmq.Unwatch(pull)
	received := make(chan error)
	go func() {
		_, err := pull.Recv(ctx)
		received <- err
	}()
	eventually(t, "a receiver waits", func() bool { return pull.Stats().Waits > 0 })
	must(t, push.SendString(ctx, "x"))
	must(t, <-received)
}

// TestNeighbour checks which socket is known at the other end, for all ways to connect and disconnect.
func TestNeighbour(t *testing.T) {
	z := newContext(t)
	name := inproc()
	first := open(t, z, zmq.Push, zmq.Connect(name)) // before there is a peer
	want := func(when string, s, peer *zmq.Socket) {
		t.Helper()
		if !zmq.AreInprocPeers(s, peer) {
			t.Errorf("%s: not the peer that was expected", when)
		}
	}
	want("connected to nobody", first, nil)
	pull := open(t, z, zmq.Pull, zmq.Bind(name))
	want("bound", pull, first)
	want("bound later", first, pull)
	second := open(t, z, zmq.Push, zmq.Connect(name))
	want("two connected", pull, nil)
	want("first of two", first, pull)
	want("second of two", second, pull)
	must(t, first.Disconnect(name))
	want("disconnected", first, nil)
	want("one left", pull, second)
	must(t, second.Close())
	want("none left", pull, nil)
	must(t, first.Connect(name))
	want("again", pull, first)
	must(t, pull.Unbind(name))
	want("unbound", pull, nil)
	want("left behind", first, nil)
	must(t, pull.Close())
	must(t, first.Close())
	if n := zmq.InprocNames(z); n != 0 {
		t.Errorf("%d endpoints are remembered after the last socket", n)
	}
}

// TestNoNudgeByPublishers checks that a subscriber is not woken by what it did not subscribe to.
func TestNoNudgeByPublishers(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pub := open(t, z, zmq.XPub, zmq.Bind(inproc()))
	sub := open(t, z, zmq.Sub, zmq.Connect(pub.Endpoint()), zmq.Subscribe("a"))
	_, err := pub.Recv(ctx) // the subscription
	must(t, err)
	received := make(chan error)
	go func() {
		_, err := sub.Recv(ctx)
		received <- err
	}()
	eventually(t, "the subscriber waits", func() bool { return sub.Stats().Waits > 0 })
	waits := sub.Stats().Waits
	for range 20 {
		must(t, pub.SendString(ctx, "b"))
		time.Sleep(time.Millisecond) // for a woken goroutine to check, and wait again
	}
	if got := sub.Stats().Waits - waits; got > 1 {
		t.Errorf("the subscriber was woken %d times for nothing", got)
	}
	must(t, pub.SendString(ctx, "a"))
	must(t, <-received)
}

// TestLongMessages checks that a long message is received before the next one is sent, if one processor serves both
// ends: messages that accumulate are in cold memory. On a busy machine, the system can stop the receiver within a
// call into C, so once in ten times is enough.
func TestLongMessages(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	const count = 50
	most := count
	for range 10 {
		if most = min(most, piledUp(t, count)); most <= count/5 {
			return
		}
	}
	t.Errorf("%d of %d messages were on their way at a time", most, count)
}

// piledUp sends long messages and returns the largest number that were in transit at a time.
func piledUp(t *testing.T, count int) int {
	t.Helper()
	z, ctx := newContext(t), limited(t)
	pull, push := pair(t, z, zmq.Pull, zmq.Push)
	message := make([]byte, 64<<10)
	received := 0
	var mu sync.Mutex
	ended := make(chan error, 1)
	go func() {
		buf := make([]byte, len(message))
		for range count {
			if _, err := pull.RecvInto(ctx, buf); err != nil {
				ended <- err
				return
			}
			mu.Lock()
			received++
			mu.Unlock()
		}
		ended <- nil
	}()
	most := 0
	for sent := range count {
		must(t, push.Send(ctx, message))
		mu.Lock()
		most = max(most, sent+1-received)
		mu.Unlock()
	}
	must(t, <-ended)
	return most
}

// TestTurns checks that a request lets the other end reply, if one processor serves both ends, without either end
// going to sleep.
func TestTurns(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	z, ctx := newContext(t), limited(t)
	rep, req := pair(t, z, zmq.Rep, zmq.Req)
	const count = 200
	ended := make(chan error, 1)
	go func() {
		for range count {
			request, err := rep.Recv(ctx)
			if err == nil {
				err = rep.Send(ctx, request)
			}
			if err != nil {
				ended <- err
				return
			}
		}
		ended <- nil
	}()
	for range count {
		must(t, req.SendString(ctx, "x"))
		wantRecv(t, req, "x")
	}
	must(t, <-ended)
	if waits := req.Stats().Waits + rep.Stats().Waits; waits > count/5 {
		t.Errorf("waited %d times in %d round trips", waits, count)
	}
}
