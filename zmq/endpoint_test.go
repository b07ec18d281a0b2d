package zmq_test

import (
	"log/slog"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

func wantEndpoints(t *testing.T, s *zmq.Socket, want ...string) {
	t.Helper()
	if got := s.Endpoints(); !slices.Equal(got, want) {
		t.Errorf("endpoints %q; want %q", got, want)
	}
}

// TestEndpoints checks that a socket lists the endpoints that it has, no matter how libzmq treats a repeated connect.
func TestEndpoints(t *testing.T) {
	for _, typ := range []zmq.SocketType{zmq.Dealer, zmq.Push} {
		z := newContext(t)
		for _, endpoint := range []string{"tcp://127.0.0.1:1", inproc()} {
			s := open(t, z, typ, zmq.Connect(endpoint, endpoint, "tcp://127.0.0.1:2"))
			must(t, s.Disconnect(endpoint))
			wantEndpoints(t, s, "tcp://127.0.0.1:2")
			wantErr(t, "disconnect again", s.Disconnect(endpoint), zmq.ENOENT)
			must(t, s.Connect(endpoint))
			wantEndpoints(t, s, "tcp://127.0.0.1:2", endpoint)
		}
	}
}

// TestUnbindAsBound checks that an endpoint is unbound by the text that Bind was given, and by the one that it returned.
func TestUnbindAsBound(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Rep)
	for _, host := range []string{"tcp://*:", "tcp://lo:", "tcp://127.0.0.1:", "ipc://"} {
		resolved, err := s.Bind(host + "*")
		must(t, err)
		must(t, s.Unbind(resolved))
		resolved, err = s.Bind(host + "*")
		must(t, err)
		must(t, s.Unbind(host+"*"))
		wantErr(t, "unbind again", s.Unbind(resolved), zmq.ENOENT)
		if strings.HasPrefix(host, "tcp:") {
			given := host + resolved[strings.LastIndexByte(resolved, ':')+1:]
			_, err = s.Bind(given)
			must(t, err)
			must(t, s.Unbind(given))
		}
		wantEndpoints(t, s)
	}
	resolved, err := s.Bind("tcp://127.0.0.1:*")
	must(t, err)
	must(t, s.Unbind(strings.Replace(resolved, "127.0.0.1", "[::ffff:127.0.0.1]", 1)))
	wantEndpoints(t, s)
}

// TestBindAgain checks that a port can be bound as soon as a socket of the program has left it.
func TestBindAgain(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
	endpoint := s.Endpoint()
	for range soak(100, 10_000) {
		must(t, s.Unbind(endpoint))
		_, err := s.Bind(endpoint)
		must(t, err)
		must(t, s.Close())
		s = open(t, z, zmq.Rep, zmq.Bind(strings.Replace(endpoint, "127.0.0.1:", "127.0.0.1:0", 1)))
	}
}

// TestPorts checks that ports that libzmq would wrap around, truncate or try in vain are refused.
func TestPorts(t *testing.T) {
	z := newContext(t)
	s := open(t, z, zmq.Rep)
	for _, port := range []string{"99999", "65536", "-1", "0x10", "55a", ""} {
		_, err := s.Bind("tcp://127.0.0.1:" + port)
		wantErr(t, "bind to port "+port, err, zmq.EINVAL)
		wantErr(t, "connect to port "+port, s.Connect("tcp://127.0.0.1:"+port), zmq.EINVAL)
	}
	for _, port := range []string{"0", "*"} {
		_, err := s.Bind("tcp://127.0.0.1:" + port)
		must(t, err)
		err = s.Connect("tcp://127.0.0.1:" + port)
		wantErr(t, "connect to port "+port, err, zmq.EINVAL)
		if want := "zmq: connect tcp://127.0.0.1:" + port + ": port "; err != nil && !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v; want it to begin with %q", err, want)
		}
	}
}

// TestUnknownHost checks that a Logger warns once of a host that has no address.
func TestUnknownHost(t *testing.T) {
	var log logged
	z := newContext(t, zmq.Logger(slog.New(slog.NewTextHandler(&log, nil))))
	s := open(t, z, zmq.Push, zmq.Connect("tcp://127.0.0.1:1", "tcp://[::1]:1", "tcp://nosuch.invalid:5555"))
	defer runtime.KeepAlive(s) // a forgotten socket is a warning as well
	eventually(t, "a warning", func() bool { return strings.Contains(log.String(), "endpoint=tcp://nosuch.invalid:5555") })
	time.Sleep(300 * time.Millisecond) // for libzmq to try again
	if n := strings.Count(log.String(), "level=WARN"); n != 1 {
		t.Errorf("%d warnings:\n%s", n, log.String())
	}
}
