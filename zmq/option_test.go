package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestLingerByAnyName checks that a linger period takes effect, whichever way it is set.
func TestLingerByAnyName(t *testing.T) {
	endpoint := freeEndpoint(t)
	for what, set := range map[string]func(*zmq.Socket) error{
		"Linger": func(s *zmq.Socket) error { return s.Set(zmq.Linger(0)) },
		"With":   func(s *zmq.Socket) error { return s.Set(zmq.With((*zmq.RawSocket).SetLinger, 0)) },
		"Configure": func(s *zmq.Socket) error {
			return s.Configure(func(raw *zmq.RawSocket) error { return raw.SetLinger(0) })
		},
	} {
		z, err := zmq.NewContext()
		must(t, err)
		s, err := z.Open(zmq.Push, zmq.Connect(endpoint))
		must(t, err)
		must(t, set(s))
		must(t, s.SendString(limited(t), "x"))
		start := time.Now()
		must(t, z.Close(limited(t)))
		if took := time.Since(start); took > patience/2 {
			t.Errorf("%s: Close took %v", what, took)
		}
	}
}

// TestTimeouts checks that libzmq's timeouts end sends and receives, and nothing else, with an error of their own.
func TestTimeouts(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	for what, set := range map[string]func(*zmq.Socket, time.Duration) error{
		"by name": func(s *zmq.Socket, d time.Duration) error { return s.Set(zmq.RecvTimeout(d), zmq.SendTimeout(d)) },
		"With": func(s *zmq.Socket, d time.Duration) error {
			return s.Set(zmq.With((*zmq.RawSocket).SetRecvTimeout, d), zmq.With((*zmq.RawSocket).SetSendTimeout, d))
		},
		"Configure": func(s *zmq.Socket, d time.Duration) error {
			return s.Configure(func(raw *zmq.RawSocket) error { return errors.Join(raw.SetRecvTimeout(d), raw.SetSendTimeout(d)) })
		},
	} {
		s := open(t, z, zmq.Dealer, zmq.Bind(inproc()))
		for _, d := range []time.Duration{0, 10 * time.Millisecond} {
			must(t, set(s, d))
			start := time.Now()
			_, received := s.Recv(ctx)
			sent := s.SendString(ctx, "x")
			if took := time.Since(start); took < 2*d || took > patience/2 {
				t.Errorf("%s: waited %v; want %v", what, took, 2*d)
			}
			for _, err := range []error{received, sent} {
				for _, want := range []error{zmq.ErrTimeout, zmq.EAGAIN, syscall.EAGAIN, os.ErrDeadlineExceeded} {
					wantErr(t, what, err, want)
				}
				var timeout net.Error
				if !errors.As(err, &timeout) || !timeout.Timeout() || errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", what, err)
				}
			}
		}
		short, cancel := context.WithTimeout(ctx, 30*time.Millisecond)
		err := (&zmq.Proxy{Frontend: s, Backend: s}).Run(short)
		wantErr(t, "Proxy", err, context.DeadlineExceeded)
		wantErr(t, "Incoming", second(s.Incoming(short, 0).Wait()), context.DeadlineExceeded)
		cancel()
		must(t, set(s, zmq.Forever))
		short, cancel = context.WithTimeout(ctx, 30*time.Millisecond)
		_, err = s.Recv(short)
		wantErr(t, "Recv", err, context.DeadlineExceeded)
		cancel()
	}
}

// TestOptionErrors checks that an error names the option, and that an option is set as a whole or not at all.
func TestOptionErrors(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Dealer)
	for want, option := range map[string]zmq.Option{
		"zmq: SetTOS: ":         zmq.With((*zmq.RawSocket).SetTOS, -5),
		"zmq: SetSendHWM: ":     zmq.SendHWM(-1),
		"zmq: set reconnect: ":  zmq.Reconnect(-1, -5*time.Second),
		"zmq: set heartbeat: ":  zmq.Heartbeat(time.Second, -5*time.Second),
		"zmq: set option: ":     zmq.With(func(raw *zmq.RawSocket, n int) error { return raw.SetTOS(n) }, -5),
		"zmq: subscribe: ":      zmq.Subscribe("x"),
		"zmq: bind tcp://99: ":  zmq.Bind("tcp://127.0.0.1:*", "tcp://99"),
		"zmq: connect tcp://9:": zmq.Connect("tcp://127.0.0.1:1", "tcp://9"),
		"zmq: bind tcp://7: ":   zmq.With((*zmq.RawSocket).Bind, "tcp://7"),
	} {
		if err := s.Set(option); !errors.Is(err, zmq.EINVAL) || !strings.HasPrefix(fmt.Sprint(err), want) {
			t.Errorf("%v; want it to begin with %q", err, want)
		}
	}
	wantEndpoints(t, s)
	if d, err := zmq.Get(s, (*zmq.RawSocket).ReconnectInterval); d != 100*time.Millisecond || err != nil {
		t.Errorf("ReconnectInterval: %v, %v", d, err)
	}
	if d, err := zmq.Get(s, (*zmq.RawSocket).HeartbeatInterval); d != 0 || err != nil {
		t.Errorf("HeartbeatInterval: %v, %v", d, err)
	}
	keys, err := zmq.NewKeyPair()
	must(t, err)
	wantErr(t, "CurveServer", s.Set(zmq.CurveServer("short")), zmq.EINVAL)
	keys.Secret = "short"
	wantErr(t, "CurveClient", s.Set(zmq.CurveClient(keys.Public, keys)), zmq.EINVAL)
	wantErr(t, "PlainClient", s.Set(zmq.PlainClient("me", strings.Repeat("x", 256))), zmq.EINVAL)
	if mechanism, err := zmq.Get(s, (*zmq.RawSocket).Mechanism); mechanism != zmq.MechanismNull || err != nil {
		t.Errorf("Mechanism: %v, %v", mechanism, err)
	}
	if _, err := zmq.NewContext(zmq.IOThreads(-1)); !strings.Contains(fmt.Sprint(err), "SetIOThreads") {
		t.Errorf("%v does not name the option", err)
	}
	must(t, s.Set(zmq.With((*zmq.RawSocket).Connect, "tcp://127.0.0.1:1")))
	wantEndpoints(t, s, "tcp://127.0.0.1:1")
	must(t, s.Set(zmq.With((*zmq.RawSocket).Disconnect, "tcp://127.0.0.1:1")))
	wantEndpoints(t, s)
}

// TestSubscriptions checks that no subscription is dropped, however many there are before there is a publisher.
func TestSubscriptions(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	const count = 3000
	for _, typ := range []zmq.SocketType{zmq.Sub, zmq.XSub} {
		endpoint := freeEndpoint(t)
		sub := open(t, z, typ, zmq.Connect(endpoint))
		for i := range count {
			if typ == zmq.Sub {
				must(t, sub.Set(zmq.Subscribe(fmt.Sprint("topic ", i))))
			} else {
				must(t, sub.SendString(ctx, fmt.Sprint("\x01topic ", i)))
			}
		}
		pub := open(t, z, zmq.XPub, zmq.Bind(endpoint))
		for range count {
			_, err := pub.Recv(ctx)
			must(t, err)
		}
		must(t, sub.Close())
	}
}

// TestNobodyReceives checks that a connection is completed, and subscriptions are passed on, while nobody calls the
// sockets.
func TestNobodyReceives(t *testing.T) {
	for transport, endpoint := range endpoints(t) {
		z, ctx := newContext(t), limited(t)
		sub := open(t, z, zmq.Sub, zmq.Subscribe("x"), zmq.Bind(endpoint))
		pub := open(t, z, zmq.XPub, zmq.Connect(sub.Endpoint()))
		m, err := pub.Recv(ctx) // the subscription
		if err != nil || string(m) != "\x01x" {
			t.Errorf("%s: received %q, %v", transport, m, err)
		}
		must(t, pub.SendString(ctx, "x"))
		wantRecv(t, sub, "x")
	}
}
