//go:build unix

package run_test

import (
	"net"
	"syscall"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// TestUseFD binds with the descriptor of a socket that already listens.
func TestUseFD(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	file, err := listener.(*net.TCPListener).File()
	must(t, err)
	endpoint := "tcp://" + listener.Addr().String()
	must(t, listener.Close())

	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	if fd, err := pull.UseFD(); err != nil || fd != -1 {
		t.Errorf("UseFD: %d, %v; want -1", fd, err)
	}
	fd, err := syscall.Dup(int(file.Fd())) // the socket closes it
	must(t, err)
	must(t, file.Close())
	must(t, setFD(pull.SetUseFD, fd))
	if got, err := pull.UseFD(); err != nil || int(got) != fd {
		t.Errorf("UseFD: %d, %v; want %d", got, err, fd)
	}
	must(t, pull.Bind(endpoint))
	connect(t, push, endpoint)
	send(t, push, "Hello")
	wantRecv(t, pull, "Hello")
}

// setFD calls a setter that takes a descriptor of either type.
func setFD[T ~int](set func(T) error, fd int) error { return set(T(fd)) }
