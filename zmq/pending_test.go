package zmq_test

import (
	"context"
	"runtime"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

var allTypes = []zmq.SocketType{
	zmq.Req, zmq.Rep, zmq.Dealer, zmq.Router, zmq.Pub, zmq.Sub, zmq.XPub, zmq.XSub, zmq.Push, zmq.Pull, zmq.Pair, zmq.Stream,
}

// TestPendingConnects checks that a connect to an inproc name that nobody has bound uses no resources after its socket
// is closed or disconnected, including sent messages, while another socket waits for the same name.
func TestPendingConnects(t *testing.T) {
	for _, typ := range allTypes {
		z, ctx := newContext(t, zmq.MaxSockets(4)), limited(t)
		name := inproc()
		waits := open(t, z, zmq.Dealer, zmq.Connect(name))
		must(t, waits.SendString(ctx, "x"))
		for round := range 40 {
			s := open(t, z, typ, zmq.Connect(name, inproc()))
			if typ == zmq.Push || typ == zmq.Dealer || typ == zmq.Pair || typ == zmq.Req {
				must(t, s.SendString(ctx, "nobody gets this"))
			}
			if round%2 == 0 {
				must(t, s.Disconnect(name))
				if got := s.Endpoints(); len(got) != 1 || got[0] == name {
					t.Errorf("%v: endpoints %q after Disconnect", typ, got)
				}
			}
			must(t, s.Close())
		}
		wantRecv(t, open(t, z, zmq.Dealer, zmq.Bind(name)), "x")
		runtime.KeepAlive(waits) // a forgotten socket is closed
		must(t, z.Close(ctx))
		if n := zmq.InprocNames(z); n != 0 {
			t.Errorf("%v: %d inproc names are remembered", typ, n)
		}
	}
}

// TestPendingMessages checks that messages sent before a socket binds the name arrive, all of them and in order, even
// if their socket is closed meanwhile.
func TestPendingMessages(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	name := inproc()
	first, err := z.Open(zmq.Push, zmq.Connect(name), zmq.Linger(patience))
	must(t, err)
	must(t, first.SendString(ctx, "1"))
	must(t, first.SendString(ctx, "2"))
	must(t, first.Close())
	pull := open(t, z, zmq.Pull, zmq.Bind(name))
	wantRecv(t, pull, "1")
	wantRecv(t, pull, "2")
	_, err = z.Open(zmq.Pull, zmq.Bind(name))
	wantErr(t, "the second bind", err, zmq.EADDRINUSE)
	if got, err := zmq.Get(pull, (*zmq.RawSocket).LastEndpoint); got != name || err != nil {
		t.Errorf("the last endpoint is %q, %v; want %q", got, err, name)
	}
	second := open(t, z, zmq.Push, zmq.Connect(name))
	must(t, second.SendString(ctx, "3"))
	wantRecv(t, pull, "3")
}

// TestPendingExpires checks that messages to an unbound name are dropped after the linger period, and make room.
func TestPendingExpires(t *testing.T) {
	z, ctx := newContext(t, zmq.MaxSockets(1)), limited(t)
	name := inproc()
	s, err := z.Open(zmq.Push, zmq.Connect(name), zmq.Linger(time.Millisecond))
	must(t, err)
	must(t, s.SendString(ctx, "x"))
	must(t, s.Close())
	var pull *zmq.Socket
	eventually(t, "there is room", func() bool {
		pull, err = z.Open(zmq.Pull, zmq.Linger(0))
		return err == nil
	})
	eventually(t, "the name is forgotten", func() bool { return zmq.InprocNames(z) == 0 })
	_, err = pull.Bind(name)
	must(t, err)
	short, cancel := context.WithTimeout(ctx, 10*time.Millisecond)
	defer cancel()
	_, err = pull.Recv(short)
	wantErr(t, "Recv", err, context.DeadlineExceeded)
	wantErr(t, "Close", z.Close(ctx), zmq.ErrUnsent)
}

// TestPendingUnsent checks that closing a context drops messages to an unbound name at once, and reports it.
func TestPendingUnsent(t *testing.T) {
	for _, closed := range []bool{false, true} {
		z, err := zmq.NewContext(zmq.MaxSockets(1))
		must(t, err)
		s, err := z.Open(zmq.Dealer, zmq.Connect(inproc()), zmq.Linger(zmq.Forever))
		must(t, err)
		must(t, s.SendString(limited(t), "x"))
		if closed {
			must(t, s.Close())
		}
		start := time.Now()
		wantErr(t, "Close", z.Close(limited(t)), zmq.ErrUnsent)
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
	}
}
