package run_test

import (
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// monitor starts to monitor a socket, and returns the socket that receives the events.
func monitor(t *testing.T, ctx *libzmq.Context, s *libzmq.Socket, events libzmq.Event) *libzmq.Socket {
	t.Helper()
	must(t, s.Monitor("inproc://monitor", events))
	m := open(t, ctx, libzmq.Pair)
	connect(t, m, "inproc://monitor")
	return m
}

// waitEvent returns the next event of this kind.
func waitEvent(t *testing.T, m *libzmq.Socket, want libzmq.Event) libzmq.MonitorEvent {
	t.Helper()
	for {
		event, err := m.RecvMonitorEvent(0)
		if err != nil {
			t.Fatalf("waiting for %v: %v", want, err)
		}
		if event.Event == want {
			return event
		}
	}
}

func TestMonitor(t *testing.T) {
	ctx := newContext(t)
	server, client := open(t, ctx, libzmq.Rep), open(t, ctx, libzmq.Req)
	m := monitor(t, ctx, server, libzmq.EventAll)
	endpoint := bind(t, server, "tcp://127.0.0.1:*")
	listening := waitEvent(t, m, libzmq.EventListening)
	if listening.Endpoint != endpoint || listening.Value <= 0 {
		t.Errorf("%+v; want endpoint %s and its descriptor", listening, endpoint)
	}
	connect(t, client, endpoint)
	accepted := waitEvent(t, m, libzmq.EventAccepted)
	if accepted.Endpoint != endpoint || accepted.Value <= 0 {
		t.Errorf("%+v; want endpoint %s and the connection's descriptor", accepted, endpoint)
	}
	send(t, client, "Hello")
	wantRecv(t, server, "Hello")
	must(t, client.Close())
	waitEvent(t, m, libzmq.EventDisconnected)
	within(t, "StopMonitor", func() { must(t, server.StopMonitor()) })
	waitEvent(t, m, libzmq.EventMonitorStopped)
}

// TestMonitorRetries checks the events of a client that finds no server, and the interval that they
// report.
func TestMonitorRetries(t *testing.T) {
	ctx := newContext(t)
	gone := open(t, ctx, libzmq.Rep)
	endpoint := bind(t, gone, "tcp://127.0.0.1:*")
	must(t, gone.Unbind(endpoint))
	client := open(t, ctx, libzmq.Req)
	must(t, client.SetReconnectInterval(10*time.Millisecond))
	m := monitor(t, ctx, client, libzmq.EventConnectRetried|libzmq.EventClosed|libzmq.EventMonitorStopped)
	connect(t, client, endpoint)
	if retried := waitEvent(t, m, libzmq.EventConnectRetried); retried.Value < 10 {
		t.Errorf("%+v; want the interval in milliseconds", retried)
	}
	within(t, "StopMonitor", func() { must(t, client.StopMonitor()) })
	waitEvent(t, m, libzmq.EventMonitorStopped)
}

func TestMonitorErrors(t *testing.T) {
	ctx := newContext(t)
	s := open(t, ctx, libzmq.Pair)
	wantErr(t, "Monitor over tcp", s.Monitor("tcp://127.0.0.1:*", libzmq.EventAll), libzmq.EPROTONOSUPPORT)
	wantErr(t, "Monitor with a NUL", s.Monitor("inproc://a\x00b", libzmq.EventAll), libzmq.EINVAL)
	within(t, "StopMonitor", func() {
		if err := s.StopMonitor(); err != nil {
			t.Errorf("StopMonitor without a monitor: %v", err)
		}
	})
	_, err := s.RecvMonitorEvent(libzmq.DontWait)
	wantErr(t, "RecvMonitorEvent without an event", err, libzmq.EAGAIN)
}

// TestMonitorForeign checks that messages that are not events are rejected, and received whole.
func TestMonitorForeign(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	for _, parts := range [][]string{
		{"x"},
		{""},
		{"123456"},
		{"x", "tcp://127.0.0.1:1"},
		{"1234567", "tcp://127.0.0.1:1"},
		{"123456", "endpoint", "more"},
		{"1", "2", "3", "4"},
	} {
		send(t, a, parts...)
		event, err := b.RecvMonitorEvent(0)
		if err == nil {
			t.Errorf("RecvMonitorEvent of %q: %+v, no error", parts, event)
		}
		send(t, a, "next")
		wantRecv(t, b, "next")
	}
}
