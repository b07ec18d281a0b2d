// Package run_test tests the generated package with the real libzmq. It is separate from package
// golden_test, which runs it, so that the latter compiles without libzmq. To run it alone:
//
//	go test ./golden_test/testdata/run
//
// Nothing here waits without a limit: sockets time out, and calls that cannot time out are watched.
// Endpoints are chosen by the system or unique, so that several copies can run side by side.
package run_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// patience is far more than any step needs, and less than the test's limit.
const patience = 10 * time.Second

// newContext returns a context that ends with the test. Sockets from open are closed before that.
func newContext(t testing.TB) *libzmq.Context {
	t.Helper()
	ctx, err := libzmq.NewContext()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { term(t, ctx) })
	return ctx
}

// term ends a context, unless the test has ended it.
func term(t testing.TB, ctx *libzmq.Context) {
	t.Helper()
	within(t, "Term", func() {
		if err := ctx.Term(); err != nil && !errors.Is(err, libzmq.EFAULT) {
			t.Errorf("Term: %v", err)
		}
	})
}

// open returns a socket that times out, and is closed with the test unless the test has closed it.
func open(t testing.TB, ctx *libzmq.Context, typ libzmq.SocketType) *libzmq.Socket {
	t.Helper()
	s, err := ctx.NewSocket(typ)
	if err != nil {
		t.Fatalf("NewSocket(%v): %v", typ, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil && !errors.Is(err, libzmq.ENOTSOCK) {
			t.Errorf("Close: %v", err)
		}
	})
	must(t, s.SetLinger(0))
	must(t, s.SetRecvTimeout(patience))
	must(t, s.SetSendTimeout(patience))
	return s
}

// bind binds to an endpoint and returns it as the system resolved it.
func bind(t testing.TB, s *libzmq.Socket, endpoint string) string {
	t.Helper()
	if err := s.Bind(endpoint); err != nil {
		t.Fatalf("Bind(%q): %v", endpoint, err)
	}
	resolved, err := s.LastEndpoint()
	if err != nil {
		t.Fatal(err)
	}
	return resolved
}

func connect(t testing.TB, s *libzmq.Socket, endpoint string) {
	t.Helper()
	if err := s.Connect(endpoint); err != nil {
		t.Fatalf("Connect(%q): %v", endpoint, err)
	}
}

// pair returns two sockets of these types that are connected with each other.
func pair(t testing.TB, bound, connected libzmq.SocketType) (a, b *libzmq.Socket) {
	t.Helper()
	ctx := newContext(t)
	a, b = open(t, ctx, bound), open(t, ctx, connected)
	connect(t, b, bind(t, a, "inproc://pair"))
	return a, b
}

// endpoints returns an endpoint to bind to for every transport that needs nothing else.
func endpoints(t testing.TB) map[string]string {
	t.Helper()
	return map[string]string{
		"inproc": "inproc://" + t.Name(),
		"ipc":    ipcEndpoint(t),
		"tcp":    "tcp://127.0.0.1:*",
	}
}

// ipcEndpoint returns an endpoint in a directory of its own; the path of a socket is short.
func ipcEndpoint(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zmq")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return "ipc://" + filepath.Join(dir, "socket")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// wantErr reports an error that is not the wanted one.
func wantErr(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v; want %v", what, err, want)
	}
}

// send sends a message of one or more parts.
func send(t testing.TB, s *libzmq.Socket, parts ...string) {
	t.Helper()
	for i, part := range parts {
		var flags libzmq.SendFlag
		if i < len(parts)-1 {
			flags = libzmq.SendMore
		}
		if n, err := s.Send([]byte(part), flags); err != nil || n != len(part) {
			t.Fatalf("Send(%q): %d, %v", part, n, err)
		}
	}
}

// recv returns all parts of the next message.
func recv(t testing.TB, s *libzmq.Socket) []string {
	t.Helper()
	var parts []string
	buf := make([]byte, 1<<16)
	for {
		n, err := s.Recv(buf, 0)
		if err != nil {
			t.Fatalf("Recv after %d parts: %v", len(parts), err)
		}
		if n > len(buf) {
			t.Fatalf("Recv: a message of %d bytes", n)
		}
		parts = append(parts, string(buf[:n]))
		more, err := s.RecvMore()
		must(t, err)
		if !more {
			return parts
		}
	}
}

// wantRecv reports a next message whose parts differ.
func wantRecv(t testing.TB, s *libzmq.Socket, want ...string) {
	t.Helper()
	if got := recv(t, s); !slices.Equal(got, want) {
		t.Errorf("received %q; want %q", got, want)
	}
}

// within runs a call that has no time limit of its own, and ends the program if it hangs: nothing else
// could end it.
func within(t testing.TB, what string, call func()) {
	t.Helper()
	withinTime(t, what, patience, call)
}

func withinTime(t testing.TB, what string, limit time.Duration, call func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		call()
	}()
	select {
	case <-done:
	case <-time.After(limit):
		panic(fmt.Sprintf("%s: %s did not return within %v", t.Name(), what, limit))
	}
}

// eventually polls until the condition holds.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(patience); !condition(); {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v", what, patience)
		}
		time.Sleep(time.Millisecond)
	}
}

// patterned returns n bytes that differ from any shifted or truncated copy.
func patterned(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i*7 + i>>8)
	}
	return b
}

// short returns a text that is fit for an error message.
func short(b []byte) string {
	if len(b) > 40 {
		return fmt.Sprintf("%q... (%d bytes)", b[:40], len(b))
	}
	return fmt.Sprintf("%q", b)
}
