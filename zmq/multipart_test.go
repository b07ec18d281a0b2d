package zmq_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestRepRefuses checks that a Rep continues after a request that it refused because it has several parts, whether
// it replies or not, polls, or uses a batch.
func TestRepRefuses(t *testing.T) {
	bg := context.Background()
	for name, next := range map[string]func(ctx context.Context, rep *zmq.Socket) error{
		"Recv": func(ctx context.Context, rep *zmq.Socket) error {
			_, err := rep.Recv(ctx)
			return err
		},
		"RecvMessage": func(ctx context.Context, rep *zmq.Socket) error {
			return rep.RecvMessage(ctx, new(zmq.Message))
		},
		"RecvBatch": func(ctx context.Context, rep *zmq.Socket) error {
			_, err := rep.RecvBatch(ctx, zmq.NewBatch(4))
			return err
		},
		"Poll": func(ctx context.Context, rep *zmq.Socket) error {
			if _, err := zmq.Poll(ctx, []zmq.PollItem{{Socket: rep, Events: zmq.PollIn}}); err != nil {
				return err
			}
			_, err := rep.Recv(ctx)
			return err
		},
		"Send": func(ctx context.Context, rep *zmq.Socket) error {
			if err := rep.Send(ctx, nil); err != nil {
				return err
			}
			_, err := rep.Recv(ctx)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			z := newContext(t)
			rep := open(t, z, zmq.Rep, zmq.Bind(inproc()))
			wrong := open(t, z, zmq.Req, zmq.Connect(rep.Endpoint()))
			right := open(t, z, zmq.Req, zmq.Connect(rep.Endpoint()))
			must(t, wrong.SendParts(bg, []byte("two"), []byte("parts")))
			_, err := rep.Recv(limited(t))
			var several *zmq.MultipartError
			if !errors.As(err, &several) || len(several.Parts) != 2 {
				t.Fatalf("Recv of two parts: %v", err)
			}
			must(t, right.SendString(bg, "one"))
			must(t, next(limited(t), rep))
			must(t, rep.SendString(bg, "reply"))
			wantRecv(t, right, "reply")
			wantRecv(t, wrong, "")
		})
	}
}

// TestRepRefusesAgain checks the same for a request that was received and put back.
func TestRepRefusesAgain(t *testing.T) {
	z := newContext(t)
	rep := open(t, z, zmq.Rep, zmq.Bind(inproc()))
	req := open(t, z, zmq.Req, zmq.Connect(rep.Endpoint()))
	must(t, req.SendParts(limited(t), []byte("two"), []byte("parts")))
	ctx, cancel := context.WithCancel(context.Background())
	in := rep.Incoming(ctx, 0)
	eventually(t, "the request is received", func() bool { return rep.Stats().Received == 1 })
	cancel()
	wantErr(t, "Incoming", second(in.Wait()), context.Canceled)
	if _, err := rep.Recv(limited(t)); !errors.As(err, new(*zmq.MultipartError)) {
		t.Fatalf("Recv of two parts: %v", err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), time.Millisecond)
	defer cancel()
	_, err := rep.Recv(ctx)
	wantErr(t, "Recv of no request", err, context.DeadlineExceeded)
	wantRecv(t, req, "")
}

// TestConflateSends checks that several parts are refused if libzmq would send only the last one.
func TestConflateSends(t *testing.T) {
	z := newContext(t)
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	push := open(t, z, zmq.Push, zmq.With((*zmq.RawSocket).SetConflate, true), zmq.Connect(pull.Endpoint()))
	wantErr(t, "SendParts", push.SendParts(limited(t), []byte("two"), []byte("parts")), zmq.EINVAL)
	must(t, push.SendParts(limited(t), []byte("one")))
	wantRecv(t, pull, "one")
}

// TestConflateReceives checks that a peer which sends several parts to a socket that conflates ends that socket, not
// the program.
func TestConflateReceives(t *testing.T) {
	for _, types := range [][2]zmq.SocketType{{zmq.Push, zmq.Pull}, {zmq.Pub, zmq.Sub}, {zmq.Dealer, zmq.Dealer}} {
		for name, receive := range map[string]func(ctx context.Context, s *zmq.Socket) error{
			"Recv": func(ctx context.Context, s *zmq.Socket) error {
				_, err := s.Recv(ctx)
				return err
			},
			"RecvMessage": func(ctx context.Context, s *zmq.Socket) error {
				return s.RecvMessage(ctx, new(zmq.Message))
			},
			"RecvBatch": func(ctx context.Context, s *zmq.Socket) error {
				_, err := s.RecvBatch(ctx, zmq.NewBatch(4))
				return err
			},
		} {
			t.Run(types[1].String()+"/"+name, func(t *testing.T) {
				z := newContext(t)
				options := []zmq.Option{zmq.With((*zmq.RawSocket).SetConflate, true), zmq.Bind("tcp://127.0.0.1:*")}
				if types[1] == zmq.Sub {
					options = append(options, zmq.Subscribe(""))
				}
				receiver := open(t, z, types[1], options...)
				sender := open(t, z, types[0], zmq.Connect(receiver.Endpoint()))
				ctx, cancel := context.WithTimeout(context.Background(), patience)
				defer cancel()
				go func() {
					for ctx.Err() == nil {
						_ = sender.SendParts(ctx, []byte("1"), []byte("2"), make([]byte, 1<<16))
					}
				}()
				var err error
				for err == nil {
					err = receive(ctx, receiver)
				}
				wantErr(t, "receive", err, zmq.ENOTSUP)
				wantErr(t, "receive again", receive(ctx, receiver), zmq.ENOTSUP)
				must(t, receiver.Close())
			})
		}
	}
}

var sixParts = [][]byte{[]byte("1"), []byte("2"), []byte("3"), []byte("4"), []byte("5"), []byte("6")}

// TestDisconnectAmidBatch checks that the rest of a message that a batch had no room for survives Disconnect.
func TestDisconnectAmidBatch(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		t.Run(transport, func(t *testing.T) {
			z := newContext(t)
			push := open(t, z, zmq.Push, zmq.Bind(endpoint))
			pull := open(t, z, zmq.Pull, zmq.Connect(push.Endpoint()))
			must(t, push.SendParts(limited(t), sixParts...))
			b := zmq.NewBatch(4)
			n, err := pull.RecvBatch(limited(t), b)
			if n != 4 || err != nil {
				t.Fatalf("RecvBatch: %d, %v", n, err)
			}
			must(t, pull.Disconnect(push.Endpoint()))
			n, err = pull.RecvBatch(limited(t), b)
			if n != 2 || err != nil || string(b.Bytes(1)) != "6" || b.More(1) {
				t.Errorf("RecvBatch after Disconnect: %d, %v; want the last two parts", n, err)
			}
		})
	}
}

// TestDisconnectsAmidBatch checks that the rest of a message comes before the next message, however often Disconnect
// has to save it, even if other calls have read it or it was put back.
func TestDisconnectsAmidBatch(t *testing.T) {
	for _, rest := range []string{"in libzmq", "put back", "given back"} {
		t.Run(rest, func(t *testing.T) {
			z, ctx := newContext(t), limited(t)
			push := open(t, z, zmq.Push, zmq.Bind("tcp://127.0.0.1:*"))
			pull := open(t, z, zmq.Pull, zmq.Connect(push.Endpoint()), zmq.Connect("tcp://127.0.0.1:1", "tcp://127.0.0.1:2"))
			must(t, push.SendStrings(ctx, "1", "2"))
			must(t, push.SendStrings(ctx, "next"))
			eventually(t, "a message has arrived", func() bool {
				n, err := zmq.Get(pull, (*zmq.RawSocket).Events)
				return n&zmq.PollIn != 0 && err == nil
			})
			if rest == "given back" {
				giveBack(t, pull)
			}
			if n, err := pull.RecvBatch(ctx, zmq.NewBatch(1)); n != 1 || err != nil {
				t.Fatalf("RecvBatch: %d, %v", n, err)
			}
			if rest == "put back" {
				_, err := pull.RecvInto(ctx, nil)
				wantErr(t, "RecvInto", err, io.ErrShortBuffer)
			}
			for _, endpoint := range []string{"tcp://127.0.0.1:1", "tcp://127.0.0.1:2"} {
				time.Sleep(20 * time.Millisecond) // the next message arrives, which Disconnect could take for the rest
				must(t, pull.Disconnect(endpoint))
			}
			wantRecv(t, pull, "2")
			wantRecv(t, pull, "next")
		})
	}
}

// giveBack receives a message, which it returns to the socket.
func giveBack(t *testing.T, s *zmq.Socket) {
	t.Helper()
	received := s.Stats().Received
	ctx, stop := context.WithCancel(limited(t))
	in := s.Incoming(ctx, 0)
	eventually(t, "a message is received", func() bool { return s.Stats().Received > received })
	stop()
	if left, err := in.Wait(); len(left) > 0 || !errors.Is(err, context.Canceled) {
		t.Errorf("Wait: %v, %v", left, err)
	}
}

// pollers are the types for which libzmq reads a part to find out whether there is a message, and the types that
// send to them.
var pollers = [][2]zmq.SocketType{{zmq.Dealer, zmq.Router}, {zmq.Req, zmq.Rep}, {zmq.Pub, zmq.Sub}, {zmq.Pub, zmq.XSub}}

// TestDisconnectAfterPoll checks that a message that Poll has reported survives Disconnect.
func TestDisconnectAfterPoll(t *testing.T) {
	for _, types := range pollers {
		for transport, endpoint := range endpoints(t) {
			t.Run(types[1].String()+"/"+transport, func(t *testing.T) {
				z := newContext(t)
				sender := open(t, z, types[0], zmq.Bind(endpoint))
				receiver := open(t, z, types[1], zmq.Connect(sender.Endpoint()))
				pollMessage(t, sender, receiver)
				must(t, receiver.Disconnect(sender.Endpoint()))
				parts, err := receiver.RecvParts(limited(t))
				if err != nil || len(parts) < len(sixParts) || string(parts[len(parts)-1]) != "6" {
					t.Errorf("received %q, %v", parts, err)
				}
			})
		}
	}
}

// TestBreakAfterPoll checks the same for a connection that breaks on a socket with the option Immediate.
func TestBreakAfterPoll(t *testing.T) {
	for _, types := range pollers {
		t.Run(types[1].String(), func(t *testing.T) {
			z := newContext(t)
			sender := open(t, z, types[0], zmq.Bind("tcp://127.0.0.1:*"))
			receiver := open(t, z, types[1], zmq.Immediate(), zmq.Connect(sender.Endpoint()))
			pollMessage(t, sender, receiver)
			must(t, sender.Close())
			for range 20 { // libzmq learns of the end meanwhile
				time.Sleep(5 * time.Millisecond)
				poll(t, receiver)
			}
			parts, err := receiver.RecvParts(limited(t))
			if err != nil || len(parts) < len(sixParts) || string(parts[len(parts)-1]) != "6" {
				t.Errorf("received %q, %v", parts, err)
			}
		})
	}
}

// pollMessage sends a message of six parts until the receiver can receive one.
func pollMessage(t *testing.T, sender, receiver *zmq.Socket) {
	t.Helper()
	switch receiver.Type() {
	case zmq.Sub:
		must(t, receiver.Set(zmq.Subscribe("")))
	case zmq.XSub:
		must(t, receiver.SendString(limited(t), "\x01"))
	}
	if sender.Type() == zmq.Req {
		must(t, sender.SendParts(limited(t), sixParts...))
	}
	eventually(t, "a message comes", func() bool {
		if sender.Type() != zmq.Req {
			must(t, sender.SendParts(limited(t), sixParts...))
		}
		return poll(t, receiver)
	})
}

func poll(t *testing.T, s *zmq.Socket) bool {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	n, err := zmq.Poll(ctx, []zmq.PollItem{{Socket: s, Events: zmq.PollIn}})
	if err != nil && !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	return n > 0
}

// TestCloseBoundSends checks that the peers of a bound socket get what was sent before Close.
func TestCloseBoundSends(t *testing.T) {
	here, there := newContext(t), newContext(t)
	push, err := here.Open(zmq.Push, zmq.SendHWM(0), zmq.Linger(patience), zmq.Bind("tcp://127.0.0.1:*"))
	must(t, err)
	pull := open(t, there, zmq.Pull, zmq.RecvHWM(10), zmq.Connect(push.Endpoint()))
	const count = 10_000
	for range count {
		must(t, push.Send(limited(t), make([]byte, 500)))
	}
	must(t, push.Close())
	for n := range count {
		if _, err := pull.Recv(limited(t)); err != nil {
			t.Fatalf("received %d messages of %d: %v", n, count, err)
		}
	}
}

// TestDisconnectUnsent checks that messages to an endpoint get no more time after Disconnect than after Close, so
// that closing the context ends.
func TestDisconnectUnsent(t *testing.T) {
	z, err := zmq.NewContext()
	must(t, err)
	s, err := z.Open(zmq.Push, zmq.Linger(500*time.Millisecond), zmq.Connect("tcp://127.0.0.1:1"))
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	must(t, s.Disconnect("tcp://127.0.0.1:1"))
	if linger, err := zmq.Get(s, (*zmq.RawSocket).Linger); err != nil || linger != 500*time.Millisecond {
		t.Errorf("linger period after Disconnect: %v, %v", linger, err)
	}
	time.Sleep(20 * time.Millisecond) // the linger period that began with Disconnect counts, not one from Close on
	start := time.Now()
	wantErr(t, "Close", z.Close(limited(t)), zmq.ErrUnsent)
	if took := time.Since(start); took > patience/2 {
		t.Errorf("Close took %v", took)
	}
}
