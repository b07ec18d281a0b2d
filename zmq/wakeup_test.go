package zmq_test

import (
	"context"
	"errors"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// wantWaits waits until this many goroutines have begun to wait on the socket.
func wantWaits(t *testing.T, s *zmq.Socket, n uint64) {
	t.Helper()
	eventually(t, "goroutines wait", func() bool { return s.Stats().Waits >= n })
}

// fill sends until there is no more room, then starts another send, which waits, and returns a channel for its error.
func fill(t *testing.T, ctx context.Context, s *zmq.Socket, parts ...[]byte) <-chan error {
	t.Helper()
	for full := false; !full; {
		brief, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
		err := s.SendParts(brief, parts...)
		cancel()
		if full = errors.Is(err, context.DeadlineExceeded); !full {
			must(t, err)
		}
	}
	before := s.Stats().Waits
	ended := make(chan error, 1)
	go func() { ended <- s.SendParts(ctx, parts...) }()
	wantWaits(t, s, before+1)
	return ended
}

// TestStreamWakes checks that a sender to a peer that reads again is woken while another one waits for a peer that does
// not: the senders of a Stream each wait for the peer that they name.
func TestStreamWakes(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	s := open(t, z, zmq.Stream, zmq.SendHWM(2), zmq.Bind("tcp://127.0.0.1:*"))
	dial := func() (net.Conn, []byte) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Endpoint(), "tcp://"))
		must(t, err)
		t.Cleanup(func() { conn.Close() })
		parts, err := s.RecvParts(ctx)
		must(t, err)
		return conn, parts[0]
	}
	_, stuck := dial()
	reader, slow := dial()
	data := make([]byte, 1<<20)
	fill(t, ctx, s, stuck, data)
	ended := fill(t, ctx, s, slow, data)
	go func() {
		buf := make([]byte, 1<<20)
		for {
			if _, err := reader.Read(buf); err != nil {
				return
			}
		}
	}()
	must(t, <-ended)
}

// TestRouterHandover checks that a sender that waits for room at a peer continues when another peer takes over its
// identity.
func TestRouterHandover(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	s := open(t, z, zmq.Router, zmq.Mandatory(), zmq.With((*zmq.RawSocket).SetRouterHandover, true), zmq.SendHWM(1),
		zmq.Bind("tcp://127.0.0.1:*"))
	join := func() *zmq.Socket {
		peer := open(t, z, zmq.Dealer, zmq.Identity("peer"), zmq.RecvHWM(1), zmq.Connect(s.Endpoint()))
		must(t, peer.SendString(ctx, "hello"))
		_, err := s.RecvParts(ctx)
		must(t, err)
		return peer
	}
	first := join()
	ended := fill(t, ctx, s, []byte("peer"), make([]byte, 1<<20))
	second := join()
	must(t, <-ended)
	runtime.KeepAlive(first) // or it is closed as forgotten
	runtime.KeepAlive(second)
}

// TestPublisherWakes checks that a publisher that waits for a full subscriber continues when the subscriber leaves.
func TestPublisherWakes(t *testing.T) {
	for _, typ := range []zmq.SocketType{zmq.Pub, zmq.XPub} {
		z, ctx := newContext(t), limited(t)
		s := open(t, z, typ, zmq.With((*zmq.RawSocket).SetXPubNoDrop, true), zmq.SendHWM(1), zmq.Bind("tcp://127.0.0.1:*"))
		sub := open(t, z, zmq.Sub, zmq.Subscribe(""), zmq.RecvHWM(1), zmq.Connect(s.Endpoint()))
		if typ == zmq.XPub {
			s.Incoming(ctx, 0)
		}
		ended := fill(t, ctx, s, make([]byte, 1<<20))
		must(t, sub.Close())
		must(t, <-ended)
	}
}

// TestRepWakes checks that goroutines that wait for a request while another one replies get what arrived meanwhile: a
// Rep delivers no request before the reply, and libzmq does not signal that there is one afterwards.
func TestRepWakes(t *testing.T) {
	for waiting := 2; waiting <= 3; waiting++ {
		z, ctx := newContext(t), limited(t)
		rep := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
		requests := make(chan error)
		for range waiting {
			go func() {
				_, err := rep.Recv(ctx)
				requests <- err
			}()
		}
		wantWaits(t, rep, uint64(waiting))
		for range waiting {
			client := open(t, z, zmq.Req, zmq.Connect(rep.Endpoint()))
			must(t, client.SendString(ctx, "request"))
		}
		for range waiting {
			must(t, <-requests)
			time.Sleep(20 * time.Millisecond) // the next request comes
			must(t, rep.SendString(ctx, "reply"))
		}
	}
}

// TestReqWakes is the same for goroutines that wait to send a request.
func TestReqWakes(t *testing.T) {
	for waiting := 2; waiting <= 3; waiting++ {
		z, ctx := newContext(t), limited(t)
		req := open(t, z, zmq.Req, zmq.Bind("tcp://127.0.0.1:*"))
		requests := make(chan error)
		for range waiting {
			go func() { requests <- req.SendString(ctx, "request") }()
		}
		wantWaits(t, req, uint64(waiting))
		rep := open(t, z, zmq.Rep, zmq.Connect(req.Endpoint()))
		for range waiting {
			must(t, <-requests)
			wantRecv(t, rep, "request")
			must(t, rep.SendString(ctx, "reply"))
			time.Sleep(20 * time.Millisecond) // the reply comes, and is received without a wait
			wantRecv(t, req, "reply")
		}
	}
}
