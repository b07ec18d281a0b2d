package zmq_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestAllocations checks that sending and receiving allocate nothing once they are warm, even with
// a context that can be canceled and when they have to wait.
func TestAllocations(t *testing.T) {
	if instrumented {
		t.Skip("the race detector allocates")
	}
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	must(t, b.Set(zmq.RecvTimeout(time.Hour), zmq.SendTimeout(time.Hour))) // which cost nothing if b does not wait
	data, buf := make([]byte, 100), make([]byte, 100)
	parts := [][]byte{data[:3], nil, data}
	batch := zmq.NewBatch(8)
	defer batch.Close()
	items := []zmq.PollItem{{Socket: b, Events: zmq.PollIn}, {Socket: b, Events: zmq.PollOut}}
	m, tried := zmq.NewMessage(parts...), zmq.Message{}
	asked, answered := make(chan bool), make(chan error)
	go func() {
		for range asked {
			_, err := a.RecvInto(ctx, buf)
			answered <- err
		}
	}()
	defer close(asked)
	for what, call := range map[string]func() error{
		"Send and RecvInto": func() error {
			must(t, a.Send(ctx, data))
			_, err := b.RecvInto(ctx, buf)
			return err
		},
		"SendParts and RecvMessage": func() error {
			must(t, a.SendParts(ctx, parts...))
			return b.RecvMessage(ctx, &m)
		},
		"SendMessage": func() error {
			must(t, a.SendMessage(ctx, m))
			return b.RecvMessage(ctx, &m)
		},
		"SendString": func() error {
			must(t, a.SendString(ctx, "text"))
			_, err := b.RecvInto(ctx, buf)
			return err
		},
		"SendStrings": func() error {
			must(t, a.SendStrings(ctx, "one", "two", "three"))
			return b.RecvMessage(ctx, &m)
		},
		"TrySend and TryRecvMessage, even if there is nothing": func() error {
			must(t, a.TrySend(data))
			must(t, b.TryRecvMessage(&tried))
			if err := b.TryRecvMessage(&tried); err != zmq.ErrWouldBlock {
				return err
			}
			return nil
		},
		"SendBatch and RecvBatch": func() error {
			_, err := a.SendBatch(ctx, parts)
			must(t, err)
			for got := 0; got < len(parts) && err == nil; got += batch.Len() {
				_, err = b.RecvBatch(ctx, batch)
			}
			return err
		},
		"a receive that waits": func() error {
			waits := a.Stats().Waits
			asked <- true
			for a.Stats().Waits == waits {
				runtime.Gosched()
			}
			must(t, b.Send(ctx, data))
			return <-answered
		},
		"Poll": func() error {
			if n, err := zmq.Poll(ctx, items); n != 1 || err != nil {
				t.Errorf("Poll: %d, %v", n, err)
			}
			return nil
		},
		"a context without end": func() error {
			must(t, a.Send(context.Background(), data))
			_, err := b.RecvInto(context.Background(), buf)
			return err
		},
	} {
		must(t, call()) // which warms up
		if n := testing.AllocsPerRun(200, func() { must(t, call()) }); n != 0 {
			t.Errorf("%s allocates %v times", what, n)
		}
	}
}
