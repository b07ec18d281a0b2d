package zmq_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// busyPair returns two sockets over tcp, of which receivers of the first one wait within libzmq.
func busyPair(t *testing.T, z *zmq.Context, bound, connected zmq.SocketType, options ...zmq.Option) (busy, peer *zmq.Socket) {
	t.Helper()
	if runtime.GOOS != "linux" || runtime.GOMAXPROCS(0) == 1 {
		t.Skip("no socket is ever busy")
	}
	busy = open(t, z, bound, append(options, zmq.Bind("tcp://127.0.0.1:*"))...)
	peer = open(t, z, connected, zmq.Connect(busy.Endpoint()))
	// For an XPub, that is a subscription. Any other message from an XSub crashes libzmq before 4.3.3.
	must(t, peer.SendString(limited(t), "\x01first"))
	wantRecv(t, busy, "\x01first")
	zmq.MakeBusy(busy)
	if !zmq.IsBusy(busy) {
		t.Fatal("the socket is not busy")
	}
	return busy, peer
}

// pollPair returns two sockets over tcp, of which receivers of the first one poll.
func pollPair(t *testing.T, z *zmq.Context, bound, connected zmq.SocketType, options ...zmq.Option) (polls, peer *zmq.Socket) {
	t.Helper()
	if runtime.NumCPU() == 1 {
		t.Skip("no receiver polls on a single core")
	}
	polls = open(t, z, bound, append(options, zmq.Bind("tcp://127.0.0.1:*"), zmq.BusyPoll(time.Hour))...)
	peer = open(t, z, connected, zmq.Connect(polls.Endpoint()))
	must(t, peer.SendString(limited(t), "first"))
	wantRecv(t, polls, "first")
	return polls, peer
}

// pairs are the kinds of receivers that do not park, as tests use them.
var pairs = map[string]func(*testing.T, *zmq.Context, zmq.SocketType, zmq.SocketType, ...zmq.Option) (s, peer *zmq.Socket){
	"busy": busyPair, "poll": pollPair,
}

// TestBusyPoll checks that a receiver with BusyPoll gets its messages without parking, and parks when the time is over.
func TestBusyPoll(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	s, peer := pollPair(t, z, zmq.Dealer, zmq.Dealer)
	for range 100 {
		must(t, s.SendString(ctx, "x"))
		go func() {
			data, _ := peer.Recv(ctx)
			_ = peer.Send(ctx, data)
		}()
		wantRecv(t, s, "x")
	}
	if n := s.Stats().Waits; n > 0 {
		t.Errorf("the receiver parked %d times", n)
	}
	must(t, s.Set(zmq.BusyPoll(time.Microsecond)))
	received := make(chan error)
	go func() {
		_, err := s.Recv(ctx)
		received <- err
	}()
	eventually(t, "the receiver parks", func() bool { return s.Stats().Waits > 0 })
	must(t, peer.SendString(ctx, "later"))
	must(t, <-received)
}

// TestBusyOften checks that a socket becomes busy by itself, and stops being busy when nobody has received for a while.
func TestBusyOften(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	rep, req := busyPair(t, z, zmq.Dealer, zmq.Dealer)
	eventually(t, "idle", func() bool { return !zmq.IsBusy(rep) })
	go func() {
		for {
			data, err := rep.Recv(ctx)
			if err != nil || rep.Send(ctx, data) != nil {
				return
			}
		}
	}()
	busy := false
	for deadline := time.Now().Add(patience / 2); !busy && time.Now().Before(deadline); {
		must(t, req.SendString(ctx, "x"))
		wantRecv(t, req, "x")
		busy = zmq.IsBusy(req)
	}
	if !busy {
		t.Error("the socket was never busy")
	}
}

// TestBusyOthers checks that nothing waits for a receiver that waits within libzmq or polls, and that the receiver continues.
func TestBusyOthers(t *testing.T) {
	for what, call := range map[string]func(ctx context.Context, s, peer *zmq.Socket) error{
		"Send":    func(ctx context.Context, s, peer *zmq.Socket) error { return s.SendString(ctx, "x") },
		"TryRecv": func(_ context.Context, s, _ *zmq.Socket) error { return ignore(s.TryRecv()) },
		"Poll": func(ctx context.Context, s, _ *zmq.Socket) error {
			_, err := zmq.PollTimeout(ctx, []zmq.PollItem{{Socket: s, Events: zmq.PollOut}}, 0)
			return err
		},
		"Set":   func(_ context.Context, s, _ *zmq.Socket) error { return s.Set(zmq.RecvHWM(10)) },
		"Stats": func(_ context.Context, s, _ *zmq.Socket) error { s.Stats(); return nil },
		"Unbind": func(_ context.Context, s, peer *zmq.Socket) error {
			if _, err := s.Bind("tcp://127.0.0.1:*"); err != nil {
				return err
			}
			return s.Unbind(s.Endpoint())
		},
	} {
		for kind, pair := range pairs {
			t.Run(what+"/"+kind, func(t *testing.T) {
				z, ctx := newContext(t), limited(t)
				s, peer := pair(t, z, zmq.Dealer, zmq.Dealer)
				received := make(chan error)
				go func() {
					for i := 0; ; i++ {
						_, err := s.Recv(ctx)
						received <- err
						if err != nil {
							return
						}
					}
				}()
				for range 100 {
					must(t, call(ctx, s, peer))
					must(t, peer.SendString(ctx, "x"))
					must(t, <-received)
					zmq.MakeBusy(s)
				}
				must(t, s.Close())
				wantErr(t, "Recv", <-received, zmq.ErrClosed)
			})
		}
	}
}

func ignore(_ []byte, err error) error {
	if err == zmq.ErrWouldBlock {
		return nil
	}
	return err
}

// TestBusyEnds checks that a receiver that waits within libzmq or polls ends with its context, its socket's timeout, its socket and
// its context of libzmq.
func TestBusyEnds(t *testing.T) {
	for what, test := range map[string]struct {
		end  func(cancel func(), z *zmq.Context, s *zmq.Socket) error
		want error
	}{
		"cancelled": {func(cancel func(), _ *zmq.Context, _ *zmq.Socket) error { cancel(); return nil }, context.Canceled},
		"closed":    {func(_ func(), _ *zmq.Context, s *zmq.Socket) error { return s.Close() }, zmq.ErrClosed},
		"ended":     {func(_ func(), z *zmq.Context, _ *zmq.Socket) error { return z.Close(context.Background()) }, zmq.ErrClosed},
		"timeout":   {func(func(), *zmq.Context, *zmq.Socket) error { return nil }, zmq.ErrTimeout},
	} {
		for kind, pair := range pairs {
			t.Run(what+"/"+kind, func(t *testing.T) {
				z := newContext(t)
				timeout := time.Duration(zmq.Forever)
				if test.want == zmq.ErrTimeout {
					timeout = 20 * time.Millisecond
				}
				s, _ := pair(t, z, zmq.Pull, zmq.Push, zmq.RecvTimeout(timeout))
				ctx, cancel := context.WithCancel(limited(t))
				defer cancel()
				received := make(chan error)
				go func() {
					_, err := s.Recv(ctx)
					received <- err
				}()
				must(t, test.end(cancel, z, s))
				wantErr(t, "Recv", <-received, test.want)
			})
		}
	}
}

// TestBusyOptions checks that a busy socket has the options that the program set, and keeps them.
func TestBusyOptions(t *testing.T) {
	z := newContext(t)
	s, peer := busyPair(t, z, zmq.Pull, zmq.Push, zmq.RecvTimeout(time.Hour))
	for range 2 {
		d, err := zmq.Get(s, (*zmq.RawSocket).RecvTimeout)
		if d != time.Hour || err != nil {
			t.Errorf("RecvTimeout: %v, %v", d, err)
		}
		must(t, peer.SendString(limited(t), "x"))
		wantRecv(t, s, "x")
		zmq.MakeBusy(s)
	}
	must(t, s.Set(zmq.RecvTimeout(time.Millisecond)))
	_, err := s.Recv(limited(t))
	wantErr(t, "Recv", err, zmq.ErrTimeout)
}

// TestBusyIdle checks that libzmq still processes what arrives for a socket that was busy and that nobody uses anymore:
// here subscriptions, which a publisher passes on.
func TestBusyIdle(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pub, _ := busyPair(t, z, zmq.XPub, zmq.XSub)
	front := open(t, z, zmq.XSub, zmq.Connect(pub.Endpoint()))
	must(t, front.Send(ctx, []byte("\x01topic")))
	message := zmq.Message{}
	must(t, pub.RecvMessage(ctx, &message))
	zmq.MakeBusy(pub)
	must(t, front.Send(ctx, []byte("\x01more")))
	items := []zmq.PollItem{{Socket: pub, Events: zmq.PollIn}}
	n, err := zmq.Poll(ctx, items)
	if n != 1 || err != nil {
		t.Errorf("Poll: %d, %v", n, err)
	}
}
