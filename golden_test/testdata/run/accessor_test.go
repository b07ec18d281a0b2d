package run_test

import (
	"bytes"
	"os"
	"runtime"
	"testing"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// TestContextAccessors sets and reads each option of a context by its own methods.
func TestContextAccessors(t *testing.T) {
	ctx := newContext(t)
	limit, err := ctx.SocketLimit()
	if err != nil || limit <= 0 {
		t.Errorf("SocketLimit: %v, %v", limit, err)
	}
	roundTrip(t, "IOThreads", ctx.IOThreads, ctx.SetIOThreads, libzmq.DefaultIOThreads, 2)
	roundTrip(t, "MaxSockets", ctx.MaxSockets, ctx.SetMaxSockets, libzmq.DefaultMaxSockets, 2000)
	roundTrip(t, "MaxMessageSize", ctx.MaxMessageSize, ctx.SetMaxMessageSize, 1<<31-1, 1<<20)
	roundTrip(t, "IPv6", ctx.IPv6, ctx.SetIPv6, false, true)
	roundTrip(t, "Blocky", ctx.Blocky, ctx.SetBlocky, true, false)
	wantErr(t, "SetThreadPriority of less than 0", ctx.SetThreadPriority(-1), libzmq.EINVAL)
	wantErr(t, "SetThreadSchedPolicy of less than 0", ctx.SetThreadSchedPolicy(-1), libzmq.EINVAL)
	if runtime.GOOS == "linux" { // libzmq would abort the program when the first socket starts its threads
		wantErr(t, "SetThreadSchedPolicy to one that Linux does not have", ctx.SetThreadSchedPolicy(99), libzmq.EINVAL)
	}
	must(t, ctx.SetThreadPriority(0))
	must(t, ctx.SetThreadSchedPolicy(0))
	wantErr(t, "SetMaxSockets to none", ctx.SetMaxSockets(0), libzmq.EINVAL)

	// New sockets follow what the context says.
	s := open(t, ctx, libzmq.Pair)
	if on, err := s.IPv6(); err != nil || !on {
		t.Errorf("a socket of a context with IPv6: %v, %v", on, err)
	}
}

// TestContextBlocky checks that sockets of a context that does not wait drop what they have not sent.
func TestContextBlocky(t *testing.T) {
	ctx := newContext(t)
	must(t, ctx.SetBlocky(false))
	s, err := ctx.NewSocket(libzmq.Push)
	must(t, err)
	if linger, err := s.Linger(); err != nil || linger != 0 {
		t.Errorf("Linger: %v, %v; want 0", linger, err)
	}
	must(t, s.Close())
}

func TestMessageAccessors(t *testing.T) {
	var msg, twin libzmq.Message
	must(t, msg.InitSize(1000)) // short messages are copied, and never shared
	if shared, err := msg.Shared(); err != nil || shared {
		t.Errorf("Shared: %v, %v; want false", shared, err)
	}
	must(t, twin.Copy(&msg))
	if shared, err := msg.Shared(); err != nil || !shared {
		t.Errorf("Shared after a Copy: %v, %v; want true", shared, err)
	}
	must(t, msg.Close())
	must(t, twin.Close())

	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	bound := bind(t, a, "tcp://127.0.0.1:*")
	connect(t, b, bound)
	send(t, b, "over tcp")
	if _, err := msg.Recv(a, 0); err != nil {
		t.Fatal(err)
	}
	_, err := msg.SourceFD() // libzmq fails with EINVAL if the message has none
	if err != nil {
		wantErr(t, "SourceFD", err, libzmq.EINVAL)
	}
	must(t, msg.Close())
	if _, err := (*libzmq.Message)(nil).Shared(); err == nil {
		t.Error("Shared of nil: no error")
	}
}

// TestCurveKeyForms checks that a key is the same key as text and as bytes.
func TestCurveKeyForms(t *testing.T) {
	if !libzmq.Has("curve") {
		t.Skip("libzmq was built without CURVE")
	}
	s := newSocket(t, libzmq.Pair)
	text, _, err := libzmq.CurveKeypair()
	must(t, err)
	key, err := libzmq.Z85Decode(text)
	must(t, err)
	for name, form := range map[string]struct {
		set  func([]byte) error
		get  func() ([]byte, error)
		text func() (string, error)
	}{
		"PublicKey": {s.SetCurvePublicKeyBytes, s.CurvePublicKeyBytes, s.CurvePublicKey},
		"SecretKey": {s.SetCurveSecretKeyBytes, s.CurveSecretKeyBytes, s.CurveSecretKey},
		"ServerKey": {s.SetCurveServerKeyBytes, s.CurveServerKeyBytes, s.CurveServerKey},
	} {
		must(t, form.set(key))
		if got, err := form.get(); err != nil || !bytes.Equal(got, key) {
			t.Errorf("%s as bytes: %x, %v; want %x", name, got, err, key)
		}
		if got, err := form.text(); err != nil || got != text {
			t.Errorf("%s as text: %q, %v; want %q", name, got, err, text)
		}
		wantErr(t, name+" of 31 bytes", form.set(key[:31]), libzmq.EINVAL)
		wantErr(t, name+" of none", form.set(nil), libzmq.EINVAL)
	}
}

func TestDeprecatedAccessors(t *testing.T) {
	s := newSocket(t, libzmq.Pair)
	must(t, s.SetTCPAcceptFilter("127.0.0.1"))
	must(t, s.SetTCPAcceptFilter("192.0.2.0/24"))
	must(t, s.SetTCPAcceptFilter(""))
	wantErr(t, "SetTCPAcceptFilter to nonsense", s.SetTCPAcceptFilter("not an address"), libzmq.EINVAL)
	must(t, s.SetIPCFilterPID(os.Getpid()))
	must(t, s.SetIPCFilterUID(os.Getuid()))
	must(t, s.SetIPCFilterGID(os.Getgid()))
	roundTrip(t, "IPv4Only", s.IPv4Only, s.SetIPv4Only, true, false)
}
