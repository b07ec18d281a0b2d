package run_test

import (
	"bytes"
	"errors"
	"strconv"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// roundTrip reads an option's default, sets it and reads it back.
func roundTrip[T comparable](t *testing.T, name string, get func() (T, error), set func(T) error, preset, next T) {
	t.Helper()
	if got, err := get(); err != nil || got != preset {
		t.Errorf("%s: %v, %v; want the default %v", name, got, err, preset)
	}
	if err := set(next); err != nil {
		t.Errorf("Set%s(%v): %v", name, next, err)
	}
	if got, err := get(); err != nil || got != next {
		t.Errorf("%s: %v, %v; want %v", name, got, err, next)
	}
}

// newSocket returns a socket whose options are the library's.
func newSocket(t *testing.T, typ libzmq.SocketType) *libzmq.Socket {
	t.Helper()
	ctx := newContext(t)
	s, err := ctx.NewSocket(typ)
	must(t, err)
	t.Cleanup(func() {
		must(t, s.SetLinger(0))
		must(t, s.Close())
	})
	return s
}

func TestDurationOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	ms := func(n int) time.Duration { return time.Duration(n) * time.Millisecond }
	roundTrip(t, "Linger", s.Linger, s.SetLinger, libzmq.Forever, ms(20))
	roundTrip(t, "RecvTimeout", s.RecvTimeout, s.SetRecvTimeout, libzmq.Forever, ms(20))
	roundTrip(t, "SendTimeout", s.SendTimeout, s.SetSendTimeout, libzmq.Forever, ms(20))
	roundTrip(t, "ReconnectInterval", s.ReconnectInterval, s.SetReconnectInterval, ms(100), ms(200))
	roundTrip(t, "ReconnectIntervalMax", s.ReconnectIntervalMax, s.SetReconnectIntervalMax, 0, ms(900))
	roundTrip(t, "RecoveryInterval", s.RecoveryInterval, s.SetRecoveryInterval, ms(10_000), ms(1))
	roundTrip(t, "HandshakeInterval", s.HandshakeInterval, s.SetHandshakeInterval, ms(30_000), ms(1000))
	roundTrip(t, "HeartbeatInterval", s.HeartbeatInterval, s.SetHeartbeatInterval, 0, ms(1000))
	roundTrip(t, "HeartbeatTimeout", s.HeartbeatTimeout, s.SetHeartbeatTimeout, libzmq.Forever, ms(3000))
	roundTrip(t, "ConnectTimeout", s.ConnectTimeout, s.SetConnectTimeout, 0, ms(500))
	roundTrip(t, "TCPMaxRetransmit", s.TCPMaxRetransmit, s.SetTCPMaxRetransmit, 0, ms(500))
	roundTrip(t, "TCPKeepaliveIdle", s.TCPKeepaliveIdle, s.SetTCPKeepaliveIdle, libzmq.Forever, 30*time.Second)
	roundTrip(t, "TCPKeepaliveInterval", s.TCPKeepaliveInterval, s.SetTCPKeepaliveInterval, libzmq.Forever, 5*time.Second)
	// The protocol carries the time to live in tenths of a second.
	roundTrip(t, "HeartbeatTTL", s.HeartbeatTTL, s.SetHeartbeatTTL, 0, ms(6_553_500))
	wantErr(t, "SetHeartbeatTTL of too much", s.SetHeartbeatTTL(ms(6_553_600)), libzmq.EINVAL)
}

// TestDurationRounding checks the rules for durations that libzmq's milliseconds cannot express.
func TestDurationRounding(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	for _, c := range []struct{ set, want time.Duration }{
		{0, 0},
		{1, time.Millisecond}, // not 0, which would not wait at all
		{time.Millisecond - 1, time.Millisecond},
		{time.Millisecond + 1, 2 * time.Millisecond},
		{-1, libzmq.Forever},
		{-time.Hour, libzmq.Forever},
		{libzmq.Forever, libzmq.Forever},
	} {
		if err := s.SetRecvTimeout(c.set); err != nil {
			t.Errorf("SetRecvTimeout(%v): %v", c.set, err)
		}
		got, err := s.RecvTimeout()
		if c.set > time.Millisecond && err == nil && got == time.Millisecond {
			continue // more than a millisecond can be cut to whole ones
		}
		if err != nil || got != c.want {
			t.Errorf("RecvTimeout after %v: %v, %v; want %v", c.set, got, err, c.want)
		}
	}
	must(t, s.SetRecvTimeout(time.Second))
	wantErr(t, "SetRecvTimeout of too much", s.SetRecvTimeout(1<<31*time.Millisecond), libzmq.EINVAL)
	wantErr(t, "SetRecvTimeout of the most", s.SetRecvTimeout(1<<63-1), libzmq.EINVAL)
	if got, err := s.RecvTimeout(); err != nil || got != time.Second {
		t.Errorf("RecvTimeout after failing: %v, %v; want 1s still", got, err)
	}
}

func TestNumberOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	roundTrip(t, "SendHWM", s.SendHWM, s.SetSendHWM, 1000, 1)
	roundTrip(t, "RecvHWM", s.RecvHWM, s.SetRecvHWM, 1000, 0)
	roundTrip(t, "SendBuffer", s.SendBuffer, s.SetSendBuffer, -1, 4096)
	roundTrip(t, "RecvBuffer", s.RecvBuffer, s.SetRecvBuffer, -1, 4096)
	roundTrip(t, "Rate", s.Rate, s.SetRate, 100, 1)
	roundTrip(t, "Backlog", s.Backlog, s.SetBacklog, 100, 7)
	roundTrip(t, "MulticastHops", s.MulticastHops, s.SetMulticastHops, 1, 2)
	roundTrip(t, "MulticastMaxTPDU", s.MulticastMaxTPDU, s.SetMulticastMaxTPDU, 1500, 900)
	roundTrip(t, "TOS", s.TOS, s.SetTOS, 0, 8)
	roundTrip(t, "TCPKeepalive", s.TCPKeepalive, s.SetTCPKeepalive, -1, 1)
	roundTrip(t, "TCPKeepaliveCount", s.TCPKeepaliveCount, s.SetTCPKeepaliveCount, -1, 3)
	roundTrip(t, "Affinity", s.Affinity, s.SetAffinity, uint64(0), uint64(1))
	roundTrip(t, "MaxMessageSize", s.MaxMessageSize, s.SetMaxMessageSize, int64(-1), int64(1)<<40)

	wantErr(t, "SetSendHWM(-1)", s.SetSendHWM(-1), libzmq.EINVAL)
	wantErr(t, "SetRate(0)", s.SetRate(0), libzmq.EINVAL)
	if tooLarge := int64(1)<<32 + 5; strconv.IntSize == 64 { // an int of 32 bits cannot hold it anyway
		wantErr(t, "SetSendHWM(1<<32 + 5)", s.SetSendHWM(int(tooLarge)), libzmq.EINVAL)
	}
}

func TestBoolOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	roundTrip(t, "Immediate", s.Immediate, s.SetImmediate, false, true)
	roundTrip(t, "IPv6", s.IPv6, s.SetIPv6, false, true)
	roundTrip(t, "Conflate", s.Conflate, s.SetConflate, false, true)
	roundTrip(t, "InvertMatching", s.InvertMatching, s.SetInvertMatching, false, true)
	for _, set := range []func(bool) error{s.SetProbeRouter, s.SetImmediate, s.SetIPv6} {
		must(t, set(true))
		must(t, set(false))
	}
	if safe, err := s.ThreadSafe(); err != nil || safe {
		t.Errorf("ThreadSafe: %v, %v; want false", safe, err)
	}
	router := newSocket(t, libzmq.Router)
	for _, set := range []func(bool) error{
		router.SetRouterMandatory, router.SetRouterHandover, router.SetProbeRouter, router.SetRouterRaw,
	} {
		must(t, set(true))
	}
	req := newSocket(t, libzmq.Req)
	must(t, req.SetReqCorrelate(true))
	must(t, req.SetReqRelaxed(true))
	xpub := newSocket(t, libzmq.XPub)
	for _, set := range []func(bool) error{
		xpub.SetXPubVerbose, xpub.SetXPubVerboser, xpub.SetXPubNoDrop, xpub.SetXPubManual,
	} {
		must(t, set(true))
	}
	must(t, newSocket(t, libzmq.Stream).SetStreamNotify(false))
}

func TestStateOptions(t *testing.T) {
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	if typ, err := pull.Type(); err != nil || typ != libzmq.Pull {
		t.Errorf("Type: %v, %v", typ, err)
	}
	if endpoint, err := pull.LastEndpoint(); err != nil || endpoint != "" {
		t.Errorf("LastEndpoint before Bind: %q, %v", endpoint, err)
	}
	connect(t, push, bind(t, pull, "inproc://state"))
	if endpoint, err := pull.LastEndpoint(); err != nil || endpoint != "inproc://state" {
		t.Errorf("LastEndpoint: %q, %v", endpoint, err)
	}
	if events, err := pull.Events(); err != nil || events&libzmq.PollIn != 0 {
		t.Errorf("Events of a socket with no message: %v, %v", events, err)
	}
	send(t, push, "a", "b")
	eventually(t, "PollIn", func() bool {
		events, err := pull.Events()
		return err == nil && events == libzmq.PollIn
	})
	if fd, err := pull.FD(); err != nil || int(fd) <= 0 {
		t.Errorf("FD: %d, %v", fd, err)
	}
	var buf [1]byte
	for _, want := range []bool{true, false} {
		if _, err := pull.Recv(buf[:], 0); err != nil {
			t.Fatal(err)
		}
		if more, err := pull.RecvMore(); err != nil || more != want {
			t.Errorf("RecvMore: %v, %v; want %v", more, err, want)
		}
	}
	if mechanism, err := pull.Mechanism(); err != nil || mechanism != libzmq.MechanismNull {
		t.Errorf("Mechanism: %v, %v", mechanism, err)
	}
}

func TestTextOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	roundTrip(t, "PlainUsername", s.PlainUsername, s.SetPlainUsername, "", "admin")
	roundTrip(t, "PlainPassword", s.PlainPassword, s.SetPlainPassword, "", "secret")
	roundTrip(t, "ZAPDomain", s.ZAPDomain, s.SetZAPDomain, "", "global")
	roundTrip(t, "SOCKSProxy", s.SOCKSProxy, s.SetSOCKSProxy, "", "127.0.0.1:1080")
	if mechanism, err := s.Mechanism(); err != nil || mechanism != libzmq.MechanismPlain {
		t.Errorf("Mechanism: %v, %v", mechanism, err)
	}
	long := string(bytes.Repeat([]byte{'u'}, 256))
	wantErr(t, "SetPlainUsername of 256 bytes", s.SetPlainUsername(long), libzmq.EINVAL)
	wantErr(t, "SetPlainUsername with a NUL", s.SetPlainUsername("a\x00b"), libzmq.EINVAL)
	wantErr(t, "SetOptionString with a NUL", s.SetOptionString(libzmq.OptZAPDomain, "a\x00b"), libzmq.EINVAL)

	must(t, s.SetPlainUsername(long[:255]))
	if got, err := s.PlainUsername(); err != nil || got != long[:255] {
		t.Errorf("PlainUsername of 255 bytes: %d bytes, %v", len(got), err)
	}
}

func TestIdentity(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	if got, err := s.Identity(); err != nil || len(got) != 0 {
		t.Errorf("Identity: %q, %v; want none", got, err)
	}
	for _, identity := range [][]byte{[]byte("me"), {1, 0, 0, 2}, bytes.Repeat([]byte{'x'}, 255)} {
		must(t, s.SetIdentity(identity))
		if got, err := s.Identity(); err != nil || !bytes.Equal(got, identity) {
			t.Errorf("Identity: %q, %v; want %q", got, err, identity)
		}
	}
	wantErr(t, "SetIdentity(nil)", s.SetIdentity(nil), libzmq.EINVAL)
	wantErr(t, "SetIdentity of 256 bytes", s.SetIdentity(make([]byte, 256)), libzmq.EINVAL)
}

func TestWelcomeMessage(t *testing.T) {
	ctx := newContext(t)
	xpub, sub := open(t, ctx, libzmq.XPub), open(t, ctx, libzmq.Sub)
	must(t, xpub.SetXPubWelcomeMessage([]byte("welcome")))
	must(t, sub.Subscribe("welcome"))
	connect(t, sub, bind(t, xpub, "inproc://welcome"))
	wantRecv(t, xpub, "\x01welcome")
	wantRecv(t, sub, "welcome")
}

// TestConnectRoutingID lets a router name a peer that it connects to.
func TestConnectRoutingID(t *testing.T) {
	ctx := newContext(t)
	router, dealer := open(t, ctx, libzmq.Router), open(t, ctx, libzmq.Dealer)
	endpoint := bind(t, dealer, "tcp://127.0.0.1:*")
	must(t, router.SetRouterMandatory(true))
	must(t, router.SetConnectRoutingID([]byte("peer")))
	connect(t, router, endpoint)
	send(t, router, "peer", "Hello")
	wantRecv(t, dealer, "Hello")
}

// TestRareOptions sets options that depend on how libzmq was built: it accepts them, or reports
// that it does not know them.
func TestRareOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	gssapi, vmci := libzmq.Has("gssapi"), libzmq.Has("vmci")
	for _, c := range []struct {
		what  string
		known bool
		set   func() error
		get   func() error // after set, or nil
	}{
		{"GSSAPIServer", gssapi, func() error { return s.SetGSSAPIServer(true) }, wantValue(t, s.GSSAPIServer, true)},
		{"GSSAPIPlaintext", gssapi, func() error { return s.SetGSSAPIPlaintext(true) }, wantValue(t, s.GSSAPIPlaintext, true)},
		{"GSSAPIPrincipal", gssapi, func() error { return s.SetGSSAPIPrincipal("me") }, wantValue(t, s.GSSAPIPrincipal, "me")},
		{
			"GSSAPIServicePrincipal", gssapi,
			func() error { return s.SetGSSAPIServicePrincipal("them") },
			wantValue(t, s.GSSAPIServicePrincipal, "them"),
		},
		{"VMCIBufferSize", vmci, func() error { return s.SetVMCIBufferSize(4096) }, nil},
		{"VMCIBufferMinSize", vmci, func() error { return s.SetVMCIBufferMinSize(4096) }, nil},
		{"VMCIBufferMaxSize", vmci, func() error { return s.SetVMCIBufferMaxSize(4096) }, nil},
		{"VMCIConnectTimeout", vmci, func() error { return s.SetVMCIConnectTimeout(time.Second) }, nil},
	} {
		for _, call := range []func() error{c.set, c.get} {
			switch {
			case call == nil:
			case c.known:
				if err := call(); err != nil {
					t.Errorf("%s: %v", c.what, err)
				}
			default:
				wantErr(t, c.what+", which this libzmq does not have", call(), libzmq.EINVAL)
			}
		}
	}
}

// wantValue returns a call that reports a value other than the wanted one.
func wantValue[T comparable](t *testing.T, get func() (T, error), want T) func() error {
	return func() error {
		got, err := get()
		if err == nil && got != want {
			t.Errorf("got %v; want %v", got, want)
		}
		return err
	}
}

// TestRawOptions compares access by number, in each form, with the typed methods.
func TestRawOptions(t *testing.T) {
	s := newSocket(t, libzmq.Dealer)
	must(t, s.SetOptionInt(libzmq.OptSendHWM, 3))
	if got, err := s.OptionInt(libzmq.OptSendHWM); err != nil || got != 3 {
		t.Errorf("OptionInt: %d, %v", got, err)
	}
	must(t, s.SetOptionInt64(libzmq.OptMaxMessageSize, 1<<33))
	if got, err := s.OptionInt64(libzmq.OptMaxMessageSize); err != nil || got != 1<<33 {
		t.Errorf("OptionInt64: %d, %v", got, err)
	}
	must(t, s.SetOptionUint64(libzmq.OptAffinity, 1))
	if got, err := s.OptionUint64(libzmq.OptAffinity); err != nil || got != 1 {
		t.Errorf("OptionUint64: %d, %v", got, err)
	}
	must(t, s.SetOptionString(libzmq.OptZAPDomain, "here"))
	if got, err := s.OptionString(libzmq.OptZAPDomain); err != nil || got != "here" {
		t.Errorf("OptionString: %q, %v", got, err)
	}
	must(t, s.SetOption(libzmq.OptIdentity, []byte("raw")))
	buf := make([]byte, 255)
	if n, err := s.Option(libzmq.OptIdentity, buf); err != nil || string(buf[:n]) != "raw" {
		t.Errorf("Option: %q, %v", buf[:n], err)
	}

	wantErr(t, "SetOption of an unknown option", s.SetOption(-1, []byte("x")), libzmq.EINVAL)
	wantErr(t, "SetOption of no value", s.SetOption(libzmq.OptSendHWM, nil), libzmq.EINVAL)
	wantErr(t, "SetOption of a short value", s.SetOption(libzmq.OptSendHWM, []byte{1}), libzmq.EINVAL)
	wantErr(t, "SetOptionInt of an unknown option", s.SetOptionInt(-1, 1), libzmq.EINVAL)
	wantErr(t, "SetOptionInt64 of an int", s.SetOptionInt64(libzmq.OptSendHWM, 1), libzmq.EINVAL)
	_, err := s.Option(libzmq.OptSendHWM, nil)
	wantErr(t, "Option into no buffer", err, libzmq.EINVAL)
	_, err = s.Option(libzmq.OptSendHWM, make([]byte, 1))
	wantErr(t, "Option into a short buffer", err, libzmq.EINVAL)
	for what, call := range map[string]func() error{
		"OptionInt":    func() error { _, err := s.OptionInt(-1); return err },
		"OptionInt64":  func() error { _, err := s.OptionInt64(-1); return err },
		"OptionUint64": func() error { _, err := s.OptionUint64(-1); return err },
		"OptionString": func() error { _, err := s.OptionString(-1); return err },
	} {
		wantErr(t, what+" of an unknown option", call(), libzmq.EINVAL)
	}
}

// TestRawTimeout checks that Recv obeys a timeout that is set by number.
func TestRawTimeout(t *testing.T) {
	a, _ := pair(t, libzmq.Pair, libzmq.Pair)
	must(t, a.SetOptionInt(libzmq.OptRecvTimeout, 20))
	start := time.Now()
	_, err := a.Recv(nil, 0)
	wantErr(t, "Recv", err, libzmq.EAGAIN)
	if waited := time.Since(start); waited < 15*time.Millisecond || waited > time.Second {
		t.Errorf("Recv waited %v; want 20ms", waited)
	}
}

func TestMaxMessageSize(t *testing.T) {
	ctx := newContext(t)
	pull, push := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	must(t, pull.SetMaxMessageSize(10))
	must(t, pull.SetRecvTimeout(50*time.Millisecond))
	connect(t, push, bind(t, pull, "tcp://127.0.0.1:*"))
	send(t, push, "far too long for it")
	var buf [32]byte
	if n, err := pull.Recv(buf[:], 0); !errors.Is(err, libzmq.EAGAIN) {
		t.Errorf("Recv: %q, %v; want the message refused", buf[:min(n, len(buf))], err)
	}
}

// TestDeprecatedOptions checks that the names of earlier releases still work.
func TestDeprecatedOptions(t *testing.T) {
	s := newSocket(t, libzmq.Router)
	must(t, s.SetOptionInt(libzmq.OptIPv4Only, 0))
	if ipv6, err := s.IPv6(); err != nil || !ipv6 {
		t.Errorf("IPv6 after IPv4Only is off: %v, %v", ipv6, err)
	}
	must(t, s.SetOptionString(libzmq.OptTCPAcceptFilter, "127.0.0.1/8"))
	must(t, s.SetOptionInt(libzmq.OptIPCFilterPID, 1))
	must(t, s.SetOptionInt(libzmq.OptIPCFilterUID, 0))
	must(t, s.SetOptionInt(libzmq.OptIPCFilterGID, 0))
	for macro, values := range map[string][2]libzmq.SocketOption{
		"ZMQ_DELAY_ATTACH_ON_CONNECT": {libzmq.OptDelayAttachOnConnect, libzmq.OptImmediate},
		"ZMQ_FAIL_UNROUTABLE":         {libzmq.OptFailUnroutable, libzmq.OptRouterMandatory},
		"ZMQ_ROUTER_BEHAVIOR":         {libzmq.OptRouterBehavior, libzmq.OptRouterMandatory},
	} {
		if values[0] != values[1] {
			t.Errorf("%s is %d; want %d", macro, values[0], values[1])
		}
	}
}
