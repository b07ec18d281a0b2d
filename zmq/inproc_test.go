package zmq_test

import (
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestNudge holds that a send over inproc wakes the receiver by itself: here no signal of libzmq would.
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

// TestNeighbour holds who is known at the other end, through all ways to meet and to part.
func TestNeighbour(t *testing.T) {
	z := newContext(t)
	name := inproc()
	first := open(t, z, zmq.Push, zmq.Connect(name)) // before anybody is there
	want := func(when string, s, neighbour *zmq.Socket) {
		t.Helper()
		if !zmq.AreNeighbours(s, neighbour) {
			t.Errorf("%s: not the neighbour that was expected", when)
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
	if n := zmq.Places(z); n != 0 {
		t.Errorf("%d endpoints are remembered after the last socket", n)
	}
}

// TestNoNudgeByPublishers holds that a subscriber is not woken by what it did not subscribe to.
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
		time.Sleep(time.Millisecond) // for who was woken to look, and wait again
	}
	if got := sub.Stats().Waits - waits; got > 1 {
		t.Errorf("the subscriber was woken %d times for nothing", got)
	}
	must(t, pub.SendString(ctx, "a"))
	must(t, <-received)
}
