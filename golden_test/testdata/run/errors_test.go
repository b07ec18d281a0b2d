package run_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestEAGAIN(t *testing.T) {
	a, _ := pair(t, libzmq.Pair, libzmq.Pair)
	_, err := a.Recv(nil, libzmq.DontWait)
	for _, want := range []error{libzmq.EAGAIN, syscall.EAGAIN} {
		wantErr(t, "Recv of nothing", err, want)
	}
	for _, other := range []error{libzmq.ETERM, syscall.EINTR, context.Canceled, nil} {
		if errors.Is(err, other) {
			t.Errorf("%v is %v", err, other)
		}
	}
	var timeout net.Error
	if !errors.As(err, &timeout) || !timeout.Timeout() {
		t.Errorf("%v is not a timeout of package net it", err)
	}
	if !os.IsTimeout(err) {
		t.Errorf("%v is not a timeout for os.IsTimeout", err)
	}
	var errno libzmq.Errno
	if !errors.As(fmt.Errorf("receive: %w", err), &errno) || errno != libzmq.EAGAIN {
		t.Errorf("%v has the number %d", err, errno)
	}
}

func TestErrno(t *testing.T) {
	for _, c := range []struct {
		errno              libzmq.Errno
		text               string
		timeout, temporary bool
	}{
		{libzmq.ETERM, "Context was terminated", false, false},
		{libzmq.EFSM, "Operation cannot be accomplished in current state", false, false},
		{libzmq.EAGAIN, "Resource temporarily unavailable", true, true},
		{libzmq.ETIMEDOUT, "Connection timed out", true, true},
		{libzmq.EINTR, "Interrupted system call", false, true},
		{libzmq.EADDRINUSE, "Address already in use", false, false},
	} {
		if got := c.errno.Error(); got != c.text {
			t.Errorf("%d: %q; want %q", c.errno, got, c.text)
		}
		if got := c.errno.Timeout(); got != c.timeout {
			t.Errorf("%v: Timeout %v", c.errno, got)
		}
		if got := c.errno.Temporary(); got != c.temporary {
			t.Errorf("%v: Temporary %v", c.errno, got)
		}
	}
	for own, system := range map[libzmq.Errno]syscall.Errno{
		libzmq.ENOTSUP: syscall.ENOTSUP, libzmq.EADDRINUSE: syscall.EADDRINUSE, libzmq.EINVAL: syscall.EINVAL,
		libzmq.EFAULT: syscall.EFAULT, libzmq.ENOMEM: syscall.ENOMEM, libzmq.EMFILE: syscall.EMFILE,
		libzmq.ENODEV: syscall.ENODEV, libzmq.ENOENT: syscall.ENOENT, libzmq.EBADF: syscall.EBADF,
		libzmq.ENOTSOCK: syscall.ENOTSOCK, libzmq.EHOSTUNREACH: syscall.EHOSTUNREACH,
	} {
		wantErr(t, "errors.Is", own, system)
	}
	if libzmq.Errno(-1).Error() == "" || libzmq.Errno(1<<30).Error() == "" {
		t.Error("an unknown number has no text")
	}
	if libzmq.ETERM != 156384765 {
		t.Errorf("ETERM is %d", libzmq.ETERM)
	}
}

// TestEAGAINAllocates checks that a receive that finds nothing does not allocate, because a busy loop does that most.
func TestEAGAINAllocates(t *testing.T) {
	if raced || sanitized || boxed {
		t.Skip("pools forget batches, or what would stay on the stack is on the heap")
	}
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	var buf [16]byte
	data := buf[:]
	msg, batch := newMessage(t), newBatch(t, 4)
	items := []libzmq.PollItem{{Socket: a, Events: libzmq.PollIn}, {Socket: b, Events: libzmq.PollIn}}
	must(t, a.SetRecvTimeout(0))
	for what, call := range map[string]func(){
		"Recv DontWait":    func() { mustAgain(t, b, data, libzmq.DontWait) },
		"Recv timeout":     func() { mustAgain(t, a, data, 0) },
		"Message.Recv":     func() { _, _ = msg.Recv(b, libzmq.DontWait) },
		"RecvMonitorEvent": func() { _, _ = b.RecvMonitorEvent(libzmq.DontWait) },
		"RecvParts":        func() { _, _ = b.RecvParts(libzmq.DontWait) },
		"RecvBatch":        func() { _, _ = b.RecvBatch(batch, libzmq.DontWait) },
		"Poll":             func() { _, _ = libzmq.Poll(items, 0) },
		"Send and Recv": func() {
			_, _ = a.Send(data, 0)
			_, _ = b.Recv(data, 0)
		},
	} {
		if n := testing.AllocsPerRun(100, call); n != 0 {
			t.Errorf("%s allocates %v times", what, n)
		}
	}
}

func mustAgain(t *testing.T, s *libzmq.Socket, buf []byte, flags libzmq.SendFlag) {
	if _, err := s.Recv(buf, flags); err != error(libzmq.EAGAIN) {
		t.Errorf("Recv: %v; want EAGAIN", err)
	}
}

// TestUnknownFlags checks that flags that libzmq does not know are ignored, including those that do not fit into a C
// int.
func TestUnknownFlags(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	beyond := int64(1) << 32 // 0 if an int has 32 bits
	for _, flags := range []libzmq.SendFlag{1 << 10, libzmq.SendFlag(beyond)} {
		if _, err := a.Send([]byte("hello"), flags); err != nil {
			t.Errorf("Send with %v: %v", flags, err)
		}
		if n, err := b.Recv(make([]byte, 8), flags); n != 5 || err != nil {
			t.Errorf("Recv with %v: %d, %v", flags, n, err)
		}
	}
}

// TestRecvTimeout checks that timeouts of Recv and Send are kept.
func TestRecvTimeout(t *testing.T) {
	a, _ := pair(t, libzmq.Pair, libzmq.Pair)
	lonely := open(t, newContext(t), libzmq.Push)
	for _, timeout := range []time.Duration{0, 1, 50 * time.Millisecond} {
		must(t, a.SetRecvTimeout(timeout))
		must(t, lonely.SetSendTimeout(timeout))
		for what, call := range map[string]func() (int, error){
			"Recv":         func() (int, error) { return a.Recv(nil, 0) },
			"Message.Recv": func() (int, error) { return newMessage(t).Recv(a, 0) },
			"Send":         func() (int, error) { return lonely.Send(nil, 0) },
			"Message.Send": func() (int, error) { return newMessage(t).Send(lonely, 0) },
		} {
			start := time.Now()
			_, err := call()
			waited := time.Since(start)
			wantErr(t, what, err, libzmq.EAGAIN)
			if waited < timeout-2*time.Millisecond || waited > timeout+time.Second {
				t.Errorf("%s with a timeout of %v waited %v", what, timeout, waited)
			}
		}
	}
}

// socketCalls is every call on a socket that has a result to tell an error by.
func socketCalls(s *libzmq.Socket) map[string]func() error {
	return map[string]func() error{
		"Bind":           func() error { return s.Bind("inproc://x") },
		"Connect":        func() error { return s.Connect("inproc://x") },
		"Unbind":         func() error { return s.Unbind("inproc://x") },
		"Disconnect":     func() error { return s.Disconnect("inproc://x") },
		"Send":           func() error { _, err := s.Send([]byte("x"), 0); return err },
		"SendConst":      func() error { _, err := s.SendConst(libzmq.NewConstData([]byte("x")), 0); return err },
		"Recv":           func() error { _, err := s.Recv(make([]byte, 1), 0); return err },
		"SendParts":      func() error { _, err := s.SendParts([][]byte{[]byte("x")}, 0); return err },
		"RecvParts":      func() error { _, err := s.RecvParts(0); return err },
		"SendBatch":      func() error { _, err := s.SendBatch([][]byte{[]byte("x")}, 0); return err },
		"RecvPartsBatch": func() error { _, err := s.RecvPartsBatch(libzmq.NewBatch(1), 0); return err },
		"RecvBatch":      func() error { _, err := s.RecvBatch(libzmq.NewBatch(1), 0); return err },

		"SetOption":       func() error { return s.SetOption(libzmq.OptIdentity, []byte("x")) },
		"Option":          func() error { _, err := s.Option(libzmq.OptIdentity, make([]byte, 255)); return err },
		"SetOptionInt":    func() error { return s.SetOptionInt(libzmq.OptLinger, 0) },
		"OptionInt":       func() error { _, err := s.OptionInt(libzmq.OptLinger); return err },
		"SetOptionInt64":  func() error { return s.SetOptionInt64(libzmq.OptMaxMessageSize, 0) },
		"OptionInt64":     func() error { _, err := s.OptionInt64(libzmq.OptMaxMessageSize); return err },
		"SetOptionUint64": func() error { return s.SetOptionUint64(libzmq.OptAffinity, 0) },
		"OptionUint64":    func() error { _, err := s.OptionUint64(libzmq.OptAffinity); return err },
		"SetOptionString": func() error { return s.SetOptionString(libzmq.OptZAPDomain, "x") },
		"OptionString":    func() error { _, err := s.OptionString(libzmq.OptZAPDomain); return err },
		"SetLinger":       func() error { return s.SetLinger(0) },
		"Linger":          func() error { _, err := s.Linger(); return err },
		"SetRecvTimeout":  func() error { return s.SetRecvTimeout(0) },
		"SetIdentity":     func() error { return s.SetIdentity([]byte("x")) },
		"Subscribe":       func() error { return s.Subscribe("") },
		"SetImmediate":    func() error { return s.SetImmediate(true) },
		"LastEndpoint":    func() error { _, err := s.LastEndpoint(); return err },
		"Events":          func() error { _, err := s.Events(); return err },
		"FD":              func() error { _, err := s.FD(); return err },
		"RecvMore":        func() error { _, err := s.RecvMore(); return err },
		"Type":            func() error { _, err := s.Type(); return err },

		"Monitor":          func() error { return s.Monitor("inproc://x", libzmq.EventAll) },
		"StopMonitor":      func() error { return s.StopMonitor() },
		"RecvMonitorEvent": func() error { _, err := s.RecvMonitorEvent(0); return err },
	}
}

// TestSocketGone checks that every call on a socket that is closed, zero or nil just fails.
func TestSocketGone(t *testing.T) {
	ctx := newContext(t)
	closed := open(t, ctx, libzmq.Pair)
	must(t, closed.Close())
	for state, s := range map[string]*libzmq.Socket{"closed": closed, "zero": new(libzmq.Socket), "nil": nil} {
		for name, call := range socketCalls(s) {
			wantErr(t, name+" on a socket that is "+state, call(), libzmq.ENOTSOCK)
		}
		wantErr(t, "Close of a socket that is "+state, s.Close(), libzmq.ENOTSOCK)
	}
	// The library may have given the closed socket's memory to a new one, which must not be affected.
	for range 10 {
		fresh := open(t, ctx, libzmq.Pair)
		wantErr(t, "Close of a closed socket", closed.Close(), libzmq.ENOTSOCK)
		if _, err := fresh.Type(); err != nil {
			t.Errorf("a new socket: %v", err)
		}
	}
}

// TestContextGone checks the same for contexts.
func TestContextGone(t *testing.T) {
	ended, err := libzmq.NewContext()
	must(t, err)
	must(t, ended.Term())
	for state, ctx := range map[string]*libzmq.Context{"ended": ended, "zero": new(libzmq.Context), "nil": nil} {
		wantErr(t, "Term: "+state, ctx.Term(), libzmq.EFAULT)
		wantErr(t, "Shutdown: "+state, ctx.Shutdown(), libzmq.EFAULT)
		wantErr(t, "SetOption: "+state, ctx.SetOption(libzmq.CtxIOThreads, 1), libzmq.EFAULT)
		_, err := ctx.Option(libzmq.CtxIOThreads)
		wantErr(t, "Option: "+state, err, libzmq.EFAULT)
		_, err = ctx.NewSocket(libzmq.Pair)
		wantErr(t, "NewSocket: "+state, err, libzmq.EFAULT)
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		value fmt.Stringer
		want  string
	}{
		{libzmq.Req, "ZMQ_REQ"},
		{libzmq.Stream, "ZMQ_STREAM"},
		{libzmq.XReq, "ZMQ_DEALER"},
		{libzmq.SocketType(99), "SocketType(99)"},
		{libzmq.SocketType(-1), "SocketType(-1)"},
		{libzmq.OptLinger, "ZMQ_LINGER"},
		{libzmq.OptRecvTimeout, "ZMQ_RCVTIMEO"},
		{libzmq.SocketOption(9999), "SocketOption(9999)"},
		{libzmq.CtxMaxMessageSize, "ZMQ_MAX_MSGSZ"},
		{libzmq.DontWait | libzmq.SendMore, "ZMQ_DONTWAIT|ZMQ_SNDMORE"},
		{libzmq.SendFlag(0), "0x0"},
		{libzmq.SendFlag(64), "0x40"},
		{libzmq.PollIn | libzmq.PollPri, "ZMQ_POLLIN|ZMQ_POLLPRI"},
		{libzmq.EventListening, "ZMQ_EVENT_LISTENING"},
		{libzmq.EventConnected | libzmq.EventClosed, "ZMQ_EVENT_CONNECTED|ZMQ_EVENT_CLOSED"},
		{libzmq.MechanismCurve, "ZMQ_CURVE"},
		{libzmq.MsgMore, "ZMQ_MORE"},
		{libzmq.Forwarder, "ZMQ_FORWARDER"},
	} {
		if got := c.value.String(); got != c.want {
			t.Errorf("%T: %q; want %q", c.value, got, c.want)
		}
	}
}
