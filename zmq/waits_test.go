package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// waiting is a call that waits, and what ends it besides its context.
type waiting struct {
	call  func(ctx context.Context) error
	close []*zmq.Socket // ends with any of them
	also  func() error  // ends the wait too, or nil
	want  error         // of the call then
	after func()        // releases what the call may have left, or nil
}

// waitingCalls has the exported calls that wait: TestWaitsKnown finds those that are missing. Words after a name
// distinguish several cases of a call.
var waitingCalls = map[string]func(t *testing.T, z *zmq.Context) waiting{
	"Socket.Recv":        on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.Recv(ctx)) }),
	"Socket.RecvString":  on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.RecvString(ctx)) }),
	"Socket.RecvInto":    on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.RecvInto(ctx, nil)) }),
	"Socket.RecvParts":   on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.RecvParts(ctx)) }),
	"Socket.RecvStrings": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.RecvStrings(ctx)) }),
	"Socket.RecvMessage": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return s.RecvMessage(ctx, new(zmq.Message)) }),
	"Socket.RecvBatch": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error {
		b := zmq.NewBatch(1)
		defer b.Close()
		return second(s.RecvBatch(ctx, b))
	}),
	"Socket.Messages": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) (last error) {
		for _, err := range s.Messages(ctx) {
			last = err
		}
		return last
	}),
	"Poll": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error {
		return second(zmq.Poll(ctx, []zmq.PollItem{{Socket: s, Events: zmq.PollIn}}))
	}),
	"PollTimeout": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error {
		return second(zmq.PollTimeout(ctx, []zmq.PollItem{{Socket: s, Events: zmq.PollIn}}, time.Hour))
	}),
	"Incoming.Wait": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error { return second(s.Incoming(ctx, 0).Wait()) }),
	"Incoming.C": on(zmq.Pull, func(ctx context.Context, s *zmq.Socket) error {
		in := s.Incoming(ctx, 0)
		for range in.C {
		}
		return in.Err()
	}),
	"Incoming.Wait full": func(t *testing.T, z *zmq.Context) waiting {
		push, pull := pair(t, z, zmq.Push, zmq.Pull)
		must(t, push.SendString(limited(t), "x"))
		return waiting{close: []*zmq.Socket{pull}, call: func(ctx context.Context) error {
			left, err := pull.Incoming(ctx, 0).Wait()
			if closed := errors.Is(err, zmq.ErrClosed); closed != (len(left) == 1) {
				return fmt.Errorf("%w, and %d messages are left", err, len(left))
			}
			return err
		}}
	},

	"Socket.Send":        on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return s.Send(ctx, nil) }),
	"Socket.SendString":  on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return s.SendString(ctx, "x") }),
	"Socket.SendParts":   on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return s.SendParts(ctx, nil, nil) }),
	"Socket.SendStrings": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return s.SendStrings(ctx, "x", "y") }),
	"Socket.SendMessage": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return s.SendMessage(ctx, zmq.Text("x")) }),
	"Socket.SendBatch": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error {
		return second(s.SendBatch(ctx, [][]byte{nil, nil}))
	}),
	"Poll for room": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error {
		return second(zmq.Poll(ctx, []zmq.PollItem{{Socket: s, Events: zmq.PollOut}}))
	}),
	"Outgoing.Wait": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error { return second(s.Outgoing(ctx, 0).Wait()) }),
	"Outgoing.Done": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error {
		out := s.Outgoing(ctx, 0)
		<-out.Done
		return second(out.Wait())
	}),
	"Outgoing.Wait full": on(zmq.Push, func(ctx context.Context, s *zmq.Socket) error {
		out := s.Outgoing(ctx, 0)
		out.C <- zmq.Text("x")
		unsent, err := out.Wait()
		if len(unsent) != 1 {
			return fmt.Errorf("%w, and %d messages are unsent", err, len(unsent))
		}
		return err
	}),

	"Proxy.Run": func(t *testing.T, z *zmq.Context) waiting {
		p := &zmq.Proxy{Frontend: open(t, z, zmq.Router), Backend: open(t, z, zmq.Dealer), Capture: open(t, z, zmq.Pub)}
		return waiting{call: p.Run, close: []*zmq.Socket{p.Frontend, p.Backend, p.Capture}}
	},
	"Proxy.Run with one socket": on(zmq.Rep, func(ctx context.Context, s *zmq.Socket) error {
		return (&zmq.Proxy{Frontend: s, Backend: s}).Run(ctx)
	}),

	"Monitor.Next": monitoring(func(ctx context.Context, m *zmq.Monitor) error {
		for {
			if _, err := m.Next(ctx); err != nil {
				return err
			}
		}
	}),
	"Monitor.Events": monitoring(func(ctx context.Context, m *zmq.Monitor) error {
		for _, err := range m.Events(ctx) {
			if err != nil {
				return err
			}
		}
		return zmq.ErrClosed
	}),

	"Socket.SendParts to a peer of a Router": func(t *testing.T, z *zmq.Context) waiting {
		s := open(t, z, zmq.Router, zmq.Mandatory(), zmq.SendHWM(1), zmq.Bind("tcp://127.0.0.1:*"))
		peer := open(t, z, zmq.Dealer, zmq.RecvHWM(1), zmq.Connect(s.Endpoint()))
		must(t, peer.SendString(limited(t), "x"))
		w := toFullPeer(t, s, peer.Close)
		w.want = zmq.EHOSTUNREACH
		return w
	},
	"Socket.SendParts to a peer of a Stream": func(t *testing.T, z *zmq.Context) waiting {
		s := open(t, z, zmq.Stream, zmq.SendHWM(1), zmq.Bind("tcp://127.0.0.1:*"))
		conn, err := net.Dial("tcp", strings.TrimPrefix(s.Endpoint(), "tcp://"))
		must(t, err)
		w := toFullPeer(t, s, conn.Close)
		w.want = zmq.EHOSTUNREACH
		return w
	},
	"Socket.SendParts to a subscriber": func(t *testing.T, z *zmq.Context) waiting {
		s := open(t, z, zmq.XPub, zmq.With((*zmq.RawSocket).SetXPubNoDrop, true), zmq.SendHWM(1), zmq.Bind("tcp://127.0.0.1:*"))
		sub := open(t, z, zmq.Sub, zmq.Subscribe(""), zmq.RecvHWM(1), zmq.Connect(s.Endpoint()))
		return toFullPeer(t, s, sub.Close)
	},

	"Context.Close": func(t *testing.T, z *zmq.Context) waiting {
		endpoint := endpoints(t)["ipc"]
		other, err := zmq.NewContext()
		must(t, err)
		s, err := other.Open(zmq.Push, zmq.Linger(zmq.Forever), zmq.Connect(endpoint))
		must(t, err)
		must(t, s.SendString(limited(t), "nobody takes this in time"))
		return waiting{call: other.Close, after: func() {
			wantRecv(t, open(t, z, zmq.Pull, zmq.Bind(endpoint)), "nobody takes this in time")
		}}
	},
}

func second[T any](_ T, err error) error { return err }

// on returns a call that waits on a socket without peers.
func on(typ zmq.SocketType, call func(context.Context, *zmq.Socket) error) func(*testing.T, *zmq.Context) waiting {
	return func(t *testing.T, z *zmq.Context) waiting {
		s := open(t, z, typ)
		return waiting{close: []*zmq.Socket{s}, call: func(ctx context.Context) error { return call(ctx, s) }}
	}
}

// monitoring returns a call that waits for events of a socket.
func monitoring(call func(context.Context, *zmq.Monitor) error) func(*testing.T, *zmq.Context) waiting {
	return func(t *testing.T, z *zmq.Context) waiting {
		s := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
		m, err := s.Monitor()
		must(t, err)
		return waiting{
			call:  func(ctx context.Context) error { return call(ctx, m) },
			close: []*zmq.Socket{s}, also: m.Close, want: zmq.ErrClosed,
		}
	}
}

// toFullPeer returns a send that waits for room at the peer that has sent the first message. Another goroutine waits
// for messages meanwhile.
func toFullPeer(t *testing.T, s *zmq.Socket, leave func() error) waiting {
	first, err := s.RecvParts(limited(t))
	must(t, err)
	parts := [][]byte{make([]byte, 1<<20)}
	if len(first) > 1 {
		parts = [][]byte{first[0], parts[0]}
	}
	s.Incoming(t.Context(), 0)
	ctx, cancel := context.WithCancel(limited(t))
	ended := fill(t, ctx, s, parts...)
	cancel()
	<-ended
	var left atomic.Bool
	return waiting{
		call: func(ctx context.Context) (err error) {
			for err == nil && (s.Type() != zmq.XPub || !left.Load()) { // more room may come, on a machine that is busy
				err = s.SendParts(ctx, parts...)
			}
			return err
		},
		close: []*zmq.Socket{s}, also: func() error {
			left.Store(true)
			return leave()
		},
	}
}

// reason is something that ends a wait.
type reason struct {
	name string
	end  func() error
	want error // of the call
}

// reasons returns everything that ends the wait, besides its deadline.
func (w waiting) reasons(z *zmq.Context, cancel context.CancelFunc) []reason {
	all := []reason{{"cancel", func() error { cancel(); return nil }, context.Canceled}}
	for i, s := range w.close {
		all = append(all, reason{fmt.Sprintf("Close of socket %d", i), s.Close, zmq.ErrClosed})
	}
	if len(w.close) > 0 {
		all = append(all, reason{"Close of the Context", func() error { return z.Close(context.Background()) }, zmq.ErrClosed})
	}
	if w.also != nil {
		all = append(all, reason{"what it waits for leaves", w.also, w.want})
	}
	return all
}

// TestWaitsEnd checks that each wait ends as soon as there is a reason: its context is done, its socket or the Context
// is closed, or the peer that it waits for has left. Nothing continues to run.
func TestWaitsEnd(t *testing.T) {
	for _, name := range slices.Sorted(maps.Keys(waitingCalls)) {
		for i, more := 0, true; more; i++ {
			more = testWait(t, name, i)
		}
		testDeadline(t, name)
	}
}

// promptly is how long a wait may take to end. A loop that checks periodically would take longer, or show in the number
// of waits.
var promptly = soak(2*time.Second, 100*time.Millisecond)

// testWait ends a wait for its i-th reason, and reports whether there are more.
func testWait(t *testing.T, name string, i int) (more bool) {
	t.Helper()
	before := runtime.NumGoroutine()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	z, err := zmq.NewContext()
	must(t, err)
	w := waitingCalls[name](t, z)
	reasons := w.reasons(z, cancel)
	r := reasons[i]
	name += ", " + r.name
	rest := w.rest()
	ended := make(chan error, 1)
	go parkable(func() { ended <- w.call(ctx) })
	eventually(t, name+": it waits", parked)
	time.Sleep(20 * time.Millisecond)
	if n := w.rest() - rest; n > 8 { // a Proxy's directions, and their goroutines
		t.Errorf("%s: it has begun to wait %d times: it looks from time to time", name, n)
	}
	begin := time.Now()
	must(t, r.end())
	select {
	case err := <-ended:
		if took := time.Since(begin); took > promptly {
			t.Errorf("%s: ends after %v", name, took)
		}
		wantErr(t, name, err, r.want)
	case <-time.After(patience):
		t.Fatalf("%s: waits on", name)
	}
	cancel()
	if w.after != nil {
		w.after()
	}
	must(t, z.Close(limited(t)))
	eventually(t, name+": its goroutines end", func() bool { return runtime.NumGoroutine() <= before })
	return i+1 < len(reasons)
}

// rest returns how often goroutines have begun to wait.
func (w waiting) rest() (n uint64) {
	for _, s := range w.close {
		n += s.Stats().Waits
	}
	return n
}

func testDeadline(t *testing.T, name string) {
	t.Helper()
	z := newContext(t)
	w := waitingCalls[name](t, z)
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Millisecond)
	defer cancel()
	begin := time.Now()
	wantErr(t, name+", deadline", w.call(ctx), context.DeadlineExceeded)
	if took := time.Since(begin); took > 10*time.Millisecond+promptly {
		t.Errorf("%s: a deadline of 10ms ends it after %v", name, took)
	}
}

// parkable runs a call that parked can find.
//
//go:noinline
func parkable(call func()) { call() }

// parked reports whether the call of parkable waits.
func parked() bool {
	buf := make([]byte, 1<<20)
	for stack := range strings.SplitSeq(string(buf[:runtime.Stack(buf, true)]), "\n\n") {
		state, calls, _ := strings.Cut(stack, "\n")
		if strings.Contains(calls, "zmq_test.parkable(") {
			return strings.Contains(state, "[select") || strings.Contains(state, "[chan receive") ||
				strings.Contains(state, "[sync.WaitGroup.Wait")
		}
	}
	return false
}
