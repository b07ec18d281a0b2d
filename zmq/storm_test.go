package zmq_test

import (
	"context"
	"encoding/binary"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestStorm has eight goroutines do everything to one socket at once: send, receive with and without canceling, set
// and get options, poll, and close it now and then. Messages come back in the order in which each goroutine sent
// them: none twice, none that was not sent, and none is missing except the last ones, which were in transit when
// the socket was closed.
func TestStorm(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), soak(2*time.Second, time.Minute))
	defer cancel()
	received := uint64(0)
	for ctx.Err() == nil {
		part, done := context.WithTimeout(context.Background(), 200*time.Millisecond)
		received += stormRound(t, part)
		done()
	}
	if received == 0 {
		t.Error("received nothing")
	}
}

// stormRound ends when the socket is closed, which happens at the context's end, and returns how many messages
// were received.
func stormRound(t *testing.T, ctx context.Context) uint64 {
	z := newContext(t)
	target, peer := pair(t, z, zmq.Pair, zmq.Pair)
	const senders = 3
	var sent [senders]uint64         // by each: its messages are numbered from 0 on
	var seen [senders]map[uint64]int // how often each of them came
	var seenLock sync.Mutex
	for i := range seen {
		seen[i] = make(map[uint64]int)
	}
	note := func(data []byte) {
		seenLock.Lock()
		defer seenLock.Unlock()
		seen[data[0]][binary.BigEndian.Uint64(data[1:])]++
	}
	var peers, goroutines sync.WaitGroup
	peers.Go(func() { // sends back whatever comes
		for m := range peer.Messages(context.Background()) {
			if peer.SendMessage(context.Background(), m) != nil {
				return
			}
		}
	})
	each := func(act func() error) {
		goroutines.Go(func() {
			for {
				err := act()
				if errors.Is(err, zmq.ErrClosed) {
					return
				}
				if err != nil && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("storm: %v", err)
				}
			}
		})
	}
	briefly := func(act func(context.Context) error) func() error {
		return func() error {
			ctx, cancel := context.WithTimeout(context.Background(), time.Millisecond)
			defer cancel()
			return act(ctx)
		}
	}
	sender := func(i byte) func(context.Context) error {
		return func(ctx context.Context) error {
			err := target.Send(ctx, binary.BigEndian.AppendUint64([]byte{i}, sent[i]))
			if err == nil {
				sent[i]++
			}
			return err
		}
	}
	receive := func(ctx context.Context) error {
		data, err := target.Recv(ctx)
		if err == nil {
			note(data)
		}
		return err
	}
	each(briefly(sender(0)))
	each(briefly(sender(1)))
	each(func() error { return sender(2)(context.Background()) })
	each(briefly(receive))
	each(briefly(receive))
	each(func() error { return receive(context.Background()) })
	each(func() error { return target.Set(zmq.SendHWM(1000), zmq.Linger(0)) })
	each(briefly(func(ctx context.Context) error {
		_, err := zmq.Get(target, (*zmq.RawSocket).SendHWM)
		if err == nil {
			_, err = zmq.Poll(ctx, []zmq.PollItem{{Socket: target, Events: zmq.PollIn}})
		}
		return err
	}))
	<-ctx.Done()
	must(t, target.Close())
	goroutines.Wait()
	must(t, peer.Close())
	peers.Wait()
	must(t, z.Close(limited(t)))
	received := uint64(0)
	for i := range seen {
		came := uint64(len(seen[i]))
		for n := range came {
			if seen[i][n] != 1 {
				t.Errorf("message %d of goroutine %d came %d times, and %d others did", n, i, seen[i][n], came-1)
			}
		}
		if came > sent[i] {
			t.Errorf("goroutine %d sent %d messages, and %d came", i, sent[i], came)
		}
		received += came
	}
	return received
}

// TestStormKeepsAll is a storm without closing: at its end, every message has come back.
func TestStormKeepsAll(t *testing.T) {
	z := newContext(t)
	target, peer := pair(t, z, zmq.Pair, zmq.Pair)
	go func() {
		for m := range peer.Messages(context.Background()) {
			_ = peer.SendMessage(context.Background(), m)
		}
	}()
	const senders, receivers = 4, 4
	count := soak(3000, 100_000)
	var wg sync.WaitGroup
	var left atomic.Int64
	left.Store(int64(senders * count))
	ctx, stop := context.WithCancel(limited(t))
	defer stop()
	for range senders {
		wg.Go(func() {
			for range count {
				for {
					brief, cancel := context.WithTimeout(ctx, 50*time.Microsecond)
					err := target.Send(brief, []byte("x"))
					cancel()
					if err == nil {
						break
					}
					if ctx.Err() != nil {
						return
					}
				}
			}
		})
	}
	for range receivers {
		wg.Go(func() {
			for left.Load() > 0 && ctx.Err() == nil {
				brief, cancel := context.WithTimeout(ctx, 50*time.Microsecond)
				if _, err := target.Recv(brief); err == nil {
					left.Add(-1)
				}
				cancel()
			}
		})
	}
	wg.Wait()
	if n := left.Load(); n != 0 {
		t.Errorf("%d of %d messages have not come back", n, senders*count)
	}
}

// TestCloseDrops checks that Close reports whether messages were dropped, and that it gives them their time.
func TestCloseDrops(t *testing.T) {
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(zmq.Push, zmq.Connect("tcp://127.0.0.1:1"), zmq.Linger(50*time.Millisecond))
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	start := time.Now()
	wantErr(t, "Close", z.Close(context.Background()), zmq.ErrUnsent)
	if took := time.Since(start); took < 45*time.Millisecond || took > 5*time.Second {
		t.Errorf("Close took %v; want 50ms and little more", took)
	}
	_, err = z.Open(zmq.Push)
	wantErr(t, "Open after Close", err, zmq.ErrClosed)
	must(t, z.Close(context.Background()))
}

// TestCloseSends checks that messages that a peer receives are not dropped.
func TestCloseSends(t *testing.T) {
	here, there := newContext(t), newContext(t)
	pull := open(t, there, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	push, err := here.Open(zmq.Push, zmq.Connect(pull.Endpoint()))
	must(t, err)
	const count = 500
	for range count {
		must(t, push.SendString(limited(t), "take this"))
	}
	must(t, push.Close())
	must(t, here.Close(limited(t)))
	for range count {
		wantRecv(t, pull, "take this")
	}
}

// TestCloseAtOnce checks that Close with a context that is done returns at once.
func TestCloseAtOnce(t *testing.T) {
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(zmq.Push, zmq.Connect("tcp://127.0.0.1:1"), zmq.Linger(zmq.Forever))
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	wantErr(t, "Close", z.Close(ctx), context.Canceled)
	must(t, z.Close(limited(t))) // libzmq has ended, because the message was dropped
}

// TestForgotten checks that a socket that the program forgot is closed, by a goroutine of its own.
func TestForgotten(t *testing.T) {
	z := newContext(t)
	func() {
		openForgettable(t, z, zmq.Rep, zmq.Bind(inproc()))
	}()
	eventually(t, "the socket is closed", func() bool {
		runtime.GC()
		return z.Sockets() == 0
	})
}
