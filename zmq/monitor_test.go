package zmq_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// wantEvent reads events until one of the wanted kind arrives.
func wantEvent(t *testing.T, m *zmq.Monitor, kind zmq.EventType) zmq.Event {
	t.Helper()
	for event, err := range m.Events(limited(t)) {
		must(t, err)
		if event.Type == kind {
			return event
		}
	}
	t.Fatalf("no %v came", kind)
	return zmq.Event{}
}

// TestMonitor checks that the events of a connection arrive, in order, and that they can be read long after the socket
// is closed.
func TestMonitor(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	server := open(t, z, zmq.Rep)
	m, err := server.Monitor()
	must(t, err)
	endpoint, err := server.Bind("tcp://127.0.0.1:*")
	must(t, err)
	if event := wantEvent(t, m, zmq.EventListening); event.Endpoint != endpoint || event.Err() != nil {
		t.Errorf("listening: %v", event)
	}
	client := open(t, z, zmq.Req, zmq.Connect(endpoint))
	wantEvent(t, m, zmq.EventAccepted)
	wantEvent(t, m, zmq.EventHandshakeSucceeded)
	must(t, client.SendString(ctx, "x"))
	wantRecv(t, server, "x")
	must(t, client.Close())
	wantEvent(t, m, zmq.EventDisconnected)
	must(t, server.Close())
	wantEvent(t, m, zmq.EventMonitorStopped)
	_, err = m.Next(ctx)
	wantErr(t, "Next after the end", err, zmq.ErrClosed)
	for event, err := range m.Events(ctx) {
		t.Errorf("Events after the end: %v, %v", event, err)
	}
	must(t, m.Close())
	must(t, m.Close())
}

// TestMonitors checks that a socket can have several, that one can be closed by itself and be followed by another, and
// that each gets the events that it asked for.
func TestMonitors(t *testing.T) {
	z := newContext(t)
	server := open(t, z, zmq.Rep)
	all, err := server.Monitor()
	must(t, err)
	some, err := server.Monitor(zmq.EventListening, zmq.EventClosed)
	must(t, err)
	endpoint, err := server.Bind("tcp://127.0.0.1:*")
	must(t, err)
	wantEvent(t, all, zmq.EventListening)
	wantEvent(t, some, zmq.EventListening)
	must(t, all.Close())
	_, err = all.Next(limited(t))
	wantErr(t, "a closed monitor", err, zmq.ErrClosed)
	client := open(t, z, zmq.Req, zmq.Connect(endpoint))
	must(t, client.SendString(limited(t), "x"))
	wantRecv(t, server, "x")
	must(t, server.Unbind(endpoint))
	if event, err := some.Next(limited(t)); event.Type != zmq.EventClosed || err != nil {
		t.Errorf("the monitor of some events got %v, %v", event, err)
	}
	must(t, some.Close()) // the last: libzmq stops reporting
	again, err := server.Monitor()
	must(t, err)
	_, err = server.Bind("tcp://127.0.0.1:*")
	must(t, err)
	wantEvent(t, again, zmq.EventListening)
}

// TestMonitorClosed checks that a Monitor reports the end of each listener when the socket is closed, even if it began
// after Bind, and then ends, even if the socket's messages linger.
func TestMonitorClosed(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Push, zmq.Linger(time.Second), zmq.Bind("tcp://127.0.0.1:*", inproc()))
	early, err := s.Monitor(zmq.EventClosed, zmq.EventMonitorStopped)
	must(t, err)
	must(t, s.Set(zmq.Bind("tcp://127.0.0.1:*", endpoints(t)["ipc"]), zmq.Connect("tcp://127.0.0.1:1")))
	late, err := s.Monitor(zmq.EventClosed, zmq.EventMonitorStopped)
	must(t, err)
	must(t, s.SendString(limited(t), "nobody takes this"))
	want := slices.Sorted(slices.Values(s.Endpoints()))
	want = slices.DeleteFunc(want, func(e string) bool { return strings.HasPrefix(e, "inproc") || e == "tcp://127.0.0.1:1" })
	must(t, s.Close())
	for _, m := range []*zmq.Monitor{early, late} {
		var closed []string
		last := zmq.EventType(0)
		for event, err := range m.Events(limited(t)) {
			must(t, err)
			if last = event.Type; last == zmq.EventClosed && event.Endpoint != "tcp://127.0.0.1:1" {
				closed = append(closed, event.Endpoint)
			}
		}
		slices.Sort(closed)
		if !slices.Equal(closed, want) || last != zmq.EventMonitorStopped {
			t.Errorf("closed %v, and at last %v; want %v and %v", closed, last, want, zmq.EventMonitorStopped)
		}
	}
}

// TestMonitorShared checks that each event goes to one of the goroutines that wait for events of a Monitor, and the end
// to all.
func TestMonitorShared(t *testing.T) {
	for how, end := range map[string]func(*zmq.Socket, *zmq.Monitor) error{
		"Socket.Close":  func(s *zmq.Socket, _ *zmq.Monitor) error { return s.Close() },
		"Monitor.Close": func(_ *zmq.Socket, m *zmq.Monitor) error { return m.Close() },
		"StopMonitor": func(s *zmq.Socket, _ *zmq.Monitor) error {
			return s.Configure((*zmq.RawSocket).StopMonitor)
		},
	} {
		z, ctx := newContext(t), limited(t)
		s := open(t, z, zmq.Pull)
		m, err := s.Monitor(zmq.EventListening)
		must(t, err)
		events := make(chan zmq.Event, 10)
		var readers sync.WaitGroup
		for range 3 {
			readers.Go(func() {
				for event, err := range m.Events(ctx) {
					if err != nil {
						t.Errorf("%s: %v", how, err)
						return
					}
					events <- event
				}
			})
		}
		for range cap(events) {
			_, err := s.Bind("tcp://127.0.0.1:*")
			must(t, err)
		}
		for range cap(events) {
			<-events
		}
		must(t, end(s, m))
		readers.Wait()
		if how == "Socket.Close" {
			continue
		}
		again, err := s.Monitor(zmq.EventListening)
		must(t, err)
		_, err = s.Bind("tcp://127.0.0.1:*")
		must(t, err)
		wantEvent(t, again, zmq.EventListening)
	}
}

// TestMonitorChurn opens and closes monitors and their sockets in all orders.
func TestMonitorChurn(t *testing.T) {
	z := newContext(t)
	var wg sync.WaitGroup
	for i := range soak(60, 2000) {
		s := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
		m, err := s.Monitor()
		must(t, err)
		if i%3 != 0 {
			wg.Go(func() { _ = m.Close() })
		}
		wg.Go(func() { _ = s.Close() })
		wg.Go(func() {
			if other, err := s.Monitor(); err == nil {
				_ = other.Close()
			}
		})
	}
	wg.Wait()
}

// TestMonitorUnread checks that a monitor that nobody reads keeps the last events, and blocks nothing.
func TestMonitorUnread(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Rep)
	m, err := s.Monitor()
	must(t, err)
	const rounds = 6000 // of two events
	for range rounds {
		endpoint, err := s.Bind("tcp://127.0.0.1:*")
		must(t, err)
		must(t, s.Unbind(endpoint))
	}
	must(t, s.Close())
	eventually(t, "some are missed", func() bool { return m.Missed() > 0 })
	wantEvent(t, m, zmq.EventMonitorStopped)
}

// TestHandshakeFails checks that a peer that does not speak ZeroMQ is reported.
func TestHandshakeFails(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	m, err := s.Monitor(zmq.EventHandshakeProtocolError, zmq.EventHandshakeFailed, zmq.EventDisconnected)
	must(t, err)
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.Endpoint(), "tcp://"))
	must(t, err)
	_, _ = conn.Write(bytes.Repeat([]byte("\x00"), 100))
	_ = conn.Close()
	event, err := m.Next(limited(t))
	must(t, err)
	t.Log(event)
}

func TestEventText(t *testing.T) {
	for event, want := range map[zmq.Event]string{
		{Type: zmq.EventConnected, Endpoint: "tcp://a"}:             "connected tcp://a",
		{Type: zmq.EventBindFailed, Endpoint: "tcp://a", Value: 98}: "bind failed tcp://a: Address already in use",
	} {
		if got := event.String(); got != want && runtime.GOOS == "linux" {
			t.Errorf("%q; want %q", got, want)
		}
	}
	if got := (zmq.EventConnected | zmq.EventClosed | 1<<20).String(); got != "connected|closed|EventType(0x100000)" {
		t.Errorf("%q", got)
	}
	if got := (zmq.Event{Type: zmq.EventConnectRetried, Value: 100}).Delay(); got != 100*time.Millisecond {
		t.Errorf("a delay of %v", got)
	}
}

// logged is a log that can be read while it is written.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// TestLogger checks what is logged: connections, and forgotten sockets, with the place where they were opened.
func TestLogger(t *testing.T) {
	var text logged
	logger := slog.New(slog.NewTextHandler(&text, nil))
	z := newContext(t, zmq.Logger(logger), zmq.TraceSockets())
	ctx := limited(t)
	server := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	client := open(t, z, zmq.Req, zmq.Connect(server.Endpoint()))
	must(t, client.SendString(ctx, "x"))
	wantRecv(t, server, "x")
	must(t, client.Close())
	for _, want := range []string{"zmq: listening", "zmq: accepted", "zmq: connected", "zmq: disconnected"} {
		eventually(t, want, func() bool { return strings.Contains(text.String(), `msg="`+want+`"`) })
	}
	func() { openForgettable(t, z, zmq.Pub) }()
	eventually(t, "the forgotten socket is logged", func() bool {
		runtime.GC()
		return strings.Contains(text.String(), "forgotten") && strings.Contains(text.String(), "TestLogger")
	})
	eventually(t, "connections are counted", func() bool {
		stats := z.Stats()
		return stats.Connected == 2 && stats.Disconnected >= 1
	})
	if stats := z.Stats(); stats.Sent != 1 || stats.Received != 1 || stats.SentBytes != 1 {
		t.Errorf("counted %+v", stats)
	}
	runtime.KeepAlive(server)
}

// TestLoggerFlood checks that a log has few lines for events that peers can cause as often as they like, and that a log
// that panics ends nothing.
func TestLoggerFlood(t *testing.T) {
	var text logged
	flood := func(logger *slog.Logger) {
		z := newContext(t, zmq.Logger(logger))
		server := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
		m, err := server.Monitor(zmq.EventDisconnected)
		must(t, err)
		const peers = 200
		for range peers {
			peer := dialRaw(t, server.Endpoint())
			peer.say(greeting("NULL"), command("HELLO", nil))
			_, err := m.Next(limited(t))
			must(t, err)
		}
		must(t, server.Close())
		if _, ok := logger.Handler().(panics); !ok {
			eventually(t, "all are counted", func() bool {
				return count(text.String(), "handshake protocol error") == peers && count(text.String(), "zmq: accepted") == peers
			})
			if n := strings.Count(text.String(), "\n"); n > peers/2 {
				t.Errorf("%d lines", n)
			}
		}
	}
	flood(slog.New(slog.NewTextHandler(&text, nil)))
	flood(slog.New(panics{slog.DiscardHandler}))
}

// count returns how often something happened according to a log: each line counts once, or as often as it says.
func count(log, what string) int {
	n := 0
	for line := range strings.Lines(log) {
		if strings.Contains(line, what) {
			_, repeated, _ := strings.Cut(line, "repeated=")
			var times int
			if _, err := fmt.Sscan(repeated, &times); err != nil {
				times = 1
			}
			n += times
		}
	}
	return n
}

// panics is a log's handler that panics.
type panics struct{ slog.Handler }

func (panics) Enabled(context.Context, slog.Level) bool  { return true }
func (panics) Handle(context.Context, slog.Record) error { panic("no log") }

func TestProxy(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	proxy := &zmq.Proxy{
		Frontend: open(t, z, zmq.Router, zmq.Bind("tcp://127.0.0.1:*")),
		Backend:  open(t, z, zmq.Dealer, zmq.Bind("tcp://127.0.0.1:*")),
		Capture:  open(t, z, zmq.Push, zmq.SendHWM(0), zmq.Bind(inproc())),
	}
	captured := open(t, z, zmq.Pull, zmq.RecvHWM(0), zmq.Connect(proxy.Capture.Endpoint()))
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- proxy.Run(running) }()

	var servers, clients sync.WaitGroup
	for range 3 {
		server := open(t, z, zmq.Rep, zmq.Connect(proxy.Backend.Endpoint()))
		servers.Go(func() {
			for m, err := range server.Messages(ctx) {
				if err != nil {
					return
				}
				must(t, server.SendMessage(ctx, m))
			}
		})
		defer server.Close()
	}
	const each, count = 50, 4
	for i := range count {
		client := open(t, z, zmq.Req, zmq.Connect(proxy.Frontend.Endpoint()))
		clients.Go(func() {
			for j := range each {
				text := fmt.Sprintf("%d-%d", i, j)
				must(t, client.SendString(ctx, text))
				wantRecv(t, client, text)
			}
		})
	}
	clients.Wait()
	var m zmq.Message
	for range 2 * each * count {
		must(t, captured.RecvMessage(ctx, &m))
	}
	stop()
	wantErr(t, "Run", <-ended, context.Canceled)
	stats := proxy.Stats()
	if stats.ToBackend != each*count || stats.ToFrontend != each*count || stats.ToBackendSize == 0 {
		t.Errorf("handed on %+v; want %d each way", stats, each*count)
	}
	must(t, z.Close(ctx))
	servers.Wait()
}

// TestProxyKeeps checks that a proxy that is stopped again and again loses nothing.
func TestProxyKeeps(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	front := open(t, z, zmq.Pull, zmq.Bind(inproc()))
	back := open(t, z, zmq.Push, zmq.Bind(inproc()), zmq.SendHWM(2))
	push := open(t, z, zmq.Push, zmq.Connect(front.Endpoint()))
	pull := open(t, z, zmq.Pull, zmq.Connect(back.Endpoint()), zmq.RecvHWM(2))
	const count = 2000
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range count {
			must(t, push.SendString(ctx, fmt.Sprint(i)))
		}
	})
	received := make(chan bool)
	wg.Go(func() {
		defer close(received)
		for i := range count {
			wantRecv(t, pull, fmt.Sprint(i))
		}
	})
	for running := true; running; {
		part, cancel := context.WithTimeout(ctx, 500*time.Microsecond)
		wantErr(t, "Run", (&zmq.Proxy{Frontend: front, Backend: back}).Run(part), context.DeadlineExceeded)
		cancel()
		select {
		case <-received:
			running = false
		default:
		}
	}
	wg.Wait()
}

// runProxy runs the proxy until the test ends.
func runProxy(t *testing.T, p *zmq.Proxy) {
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		wantErr(t, "Run", <-ended, context.Canceled)
	})
}

// TestProxyTurns checks that a proxy of sockets that send and receive in turn works, and so does one of a single socket,
// which answers each request with itself.
func TestProxyTurns(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	echo := open(t, z, zmq.Rep, zmq.Bind(inproc()))
	proxy := &zmq.Proxy{
		Frontend: open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*")),
		Backend:  open(t, z, zmq.Req, zmq.Connect(echo.Endpoint())),
	}
	runProxy(t, &zmq.Proxy{Frontend: echo, Backend: echo})
	runProxy(t, proxy)
	client := open(t, z, zmq.Req, zmq.Connect(proxy.Frontend.Endpoint()))
	for i := range soak(200, 10_000) {
		must(t, client.SendString(ctx, fmt.Sprint(i)))
		wantRecv(t, client, fmt.Sprint(i))
	}
}

// TestProxyUnroutable checks that a reply to a client that has left is dropped and counted, and that the proxy
// continues.
func TestProxyUnroutable(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	proxy := &zmq.Proxy{
		Frontend: open(t, z, zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*")),
		Backend:  open(t, z, zmq.Dealer, zmq.Bind(inproc())),
	}
	runProxy(t, proxy)
	rep := open(t, z, zmq.Rep, zmq.Connect(proxy.Backend.Endpoint()))
	for i := range uint64(3) {
		name := fmt.Sprint("client ", i)
		client := open(t, z, zmq.Req, zmq.Identity(name), zmq.Connect(proxy.Frontend.Endpoint()))
		must(t, client.SendString(ctx, "question"))
		wantRecv(t, rep, "question")
		must(t, client.Close())
		eventually(t, "the client is gone", func() bool {
			return errors.Is(proxy.Frontend.SendParts(ctx, []byte(name), nil), zmq.EHOSTUNREACH)
		})
		must(t, rep.SendString(ctx, "answer"))
		eventually(t, "the answer is dropped", func() bool { return proxy.Stats().Unroutable > i })
	}
	client := open(t, z, zmq.Req, zmq.Connect(proxy.Frontend.Endpoint()))
	must(t, client.SendString(ctx, "question"))
	wantRecv(t, rep, "question")
	must(t, rep.SendString(ctx, "answer"))
	wantRecv(t, client, "answer")
	eventually(t, "the answers are counted", func() bool {
		stats := proxy.Stats()
		return stats.Unroutable == 3 && stats.ToFrontend == 1
	})
}

// TestProxyWithout checks that a Proxy without its sockets fails.
func TestProxyWithout(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a, b := pair(t, z, zmq.Pair, zmq.Pair)
	for _, p := range []*zmq.Proxy{
		{},
		{Frontend: a},
		{Backend: a},
		{Frontend: a, Backend: new(zmq.Socket)},
		{Frontend: a, Backend: b, Capture: new(zmq.Socket)},
	} {
		wantErr(t, "Run", p.Run(ctx), zmq.EINVAL)
	}
}
