package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// patience is far more than any step needs.
const patience = 20 * time.Second

// limited returns a context that ends with the test, or after more time than it needs.
func limited(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// newContext returns a context that is closed with the test.
func newContext(t testing.TB, options ...zmq.ContextOption) *zmq.Context {
	t.Helper()
	z, err := zmq.NewContext(options...)
	must(t, err)
	closeWith(t, z)
	return z
}

func closeWith(t testing.TB, z *zmq.Context) {
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		start := time.Now()
		if err := z.Close(ctx); err != nil && !errors.Is(err, zmq.ErrUnsent) {
			t.Errorf("Close: %v", err)
		}
		if took := time.Since(start); took > patience/2 {
			t.Errorf("Close took %v", took)
		}
	})
}

// open returns a socket that drops its unsent messages when it is closed.
func open(t testing.TB, z *zmq.Context, typ zmq.SocketType, options ...zmq.Option) *zmq.Socket {
	t.Helper()
	s := openForgettable(t, z, typ, options...)
	t.Cleanup(func() { runtime.KeepAlive(s) })
	return s
}

// openForgettable opens a socket that is closed when the test forgets it.
func openForgettable(t testing.TB, z *zmq.Context, typ zmq.SocketType, options ...zmq.Option) *zmq.Socket {
	t.Helper()
	s, err := z.Open(typ, append([]zmq.Option{zmq.Linger(0)}, options...)...)
	must(t, err)
	return s
}

// unique makes the names of endpoints unique in the process.
var unique atomic.Uint64

func inproc() string { return fmt.Sprintf("inproc://test-%d", unique.Add(1)) }

// pair returns two sockets that are connected with each other.
func pair(t testing.TB, z *zmq.Context, bound, connected zmq.SocketType) (a, b *zmq.Socket) {
	t.Helper()
	a = open(t, z, bound, zmq.Bind(inproc()))
	return a, open(t, z, connected, zmq.Connect(a.Endpoint()))
}

// endpoints returns an endpoint to bind to for every transport.
func endpoints(t testing.TB) map[string]string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zmq")
	must(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	return map[string]string{
		"inproc": inproc(),
		"ipc":    "ipc://" + filepath.Join(dir, "socket"),
		"tcp":    "tcp://127.0.0.1:*",
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v; want %v", what, err, want)
	}
}

func wantRecv(t testing.TB, s *zmq.Socket, want string) {
	t.Helper()
	got, err := s.RecvString(limited(t))
	if got != want || err != nil {
		t.Errorf("received %q, %v; want %q", got, err, want)
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

// soak returns the larger number if ZMQGEN_SOAK is set.
func soak[T any](short, long T) T {
	if os.Getenv("ZMQGEN_SOAK") != "" {
		return long
	}
	return short
}
