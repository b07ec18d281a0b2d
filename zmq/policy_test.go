package zmq_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestAddressForms checks that every form of an address is compared, and that an invalid address is neither
// allowed by a list of networks to deny nor found on a list of networks to accept.
func TestAddressForms(t *testing.T) {
	for _, test := range []struct {
		network, address string
		inside, known    bool
	}{
		{"10.0.0.0/8", "10.1.2.3", true, true},
		{"10.0.0.0/8", "11.1.2.3", false, true},
		{"10.0.0.0/8", "::ffff:10.1.2.3", true, true},
		{"::ffff:10.0.0.0/104", "10.1.2.3", true, true},
		{"::ffff:10.0.0.0/104", "::ffff:10.1.2.3", true, true},
		{"::ffff:10.0.0.0/104", "11.1.2.3", false, true},
		{"::ffff:0.0.0.0/80", "10.1.2.3", true, true},
		{"10.0.0.0/8", "::ffff:10.1.2.3%eth0", true, true},
		{"fe80::/10", "fe80::1", true, true},
		{"fe80::/10", "fe80::1%eth0", true, true},
		{"fe80::/10", "fe80::1%2", true, true},
		{"fe80::/10", "2001:db8::1", false, true},
		{"10.9.9.9/8", "10.1.2.3", true, true}, // bits behind the mask
		{"::/0", "fe80::1%eth0", true, true},
		{"10.0.0.0/8", "", false, false},
		{"10.0.0.0/8", "10.1.2", false, false},
		{"10.0.0.0/8", "host.example", false, false},
		{"10.0.0.0/8", "10.1.2.3:5555", false, false},
	} {
		network, peer := netip.MustParsePrefix(test.network), zmq.Peer{Address: test.address}
		if got := decides(zmq.OnlyAddresses(network), peer); got != !test.inside {
			t.Errorf("only %s: %q is refused: %v", test.network, test.address, got)
		}
		if got := decides(zmq.DenyAddresses(network), peer); got != (test.inside || !test.known) {
			t.Errorf("not %s: %q is refused: %v", test.network, test.address, got)
		}
	}
	if !decides(zmq.DenyAddresses(netip.Prefix{}), zmq.Peer{Address: "10.1.2.3"}) {
		t.Error("an invalid network to deny lets a peer by")
	}
}

// decides reports whether the policy does not leave the peer to the next one.
func decides(policy zmq.Policy, peer zmq.Peer) bool {
	return !reflect.DeepEqual(policy(context.Background(), peer), zmq.Undecided())
}

// TestMappedAddress checks that a socket for both families denies an IPv4 address that comes as IPv6.
func TestMappedAddress(t *testing.T) {
	z := newContext(t)
	authenticate(t, z, zmq.DenyAddresses(netip.MustParsePrefix("127.0.0.0/8")), zmq.AllowAnyone())
	server := open(t, z, zmq.Rep, zmq.ZAPDomain("here"), zmq.With((*zmq.RawSocket).SetIPv6, true))
	m, err := server.Monitor(zmq.EventHandshakeSucceeded, zmq.EventHandshakeDenied)
	must(t, err)
	endpoint, err := server.Bind("tcp://[::]:*")
	if err != nil {
		t.Skip("no IPv6:", err)
	}
	for host, want := range map[string]zmq.EventType{
		"127.0.0.1": zmq.EventHandshakeDenied, "[::1]": zmq.EventHandshakeSucceeded,
	} {
		client := open(t, z, zmq.Req, zmq.With((*zmq.RawSocket).SetIPv6, true),
			zmq.Connect("tcp://"+host+endpoint[strings.LastIndex(endpoint, ":"):]))
		if event, err := m.Next(limited(t)); event.Type != want || err != nil {
			t.Errorf("%s: %v, %v; want %v", host, event, err, want)
		}
		must(t, client.Close())
	}
}

// TestIPCCredentials checks that a policy learns which process a peer over IPC is, and that lists of addresses do
// not decide about it.
func TestIPCCredentials(t *testing.T) {
	dir, err := os.MkdirTemp("", "zmq")
	must(t, err)
	defer os.RemoveAll(dir)
	z, elsewhere := newContext(t), netip.MustParsePrefix("10.0.0.0/8")
	peers := make(chan zmq.Peer, 1)
	authenticate(t, z, zmq.OnlyAddresses(elsewhere), zmq.DenyAddresses(elsewhere),
		func(_ context.Context, peer zmq.Peer) zmq.Decision {
			peers <- peer
			return zmq.Allow("local")
		})
	server := open(t, z, zmq.Pull, zmq.ZAPDomain("here"), zmq.Bind("ipc://"+filepath.Join(dir, "socket")))
	client := open(t, z, zmq.Push, zmq.Connect(server.Endpoint()))
	must(t, client.SendString(limited(t), "x"))
	wantRecv(t, server, "x")
	peer := <-peers
	if peer.IPC == nil || peer.Address != "" {
		t.Fatalf("a peer over IPC is %+v", peer)
	}
	want := zmq.IPCCredentials{UID: os.Getuid(), GID: os.Getgid(), PID: os.Getpid()}
	if runtime.GOOS == "linux" && *peer.IPC != want {
		t.Errorf("the peer's process is %+v; want %+v", *peer.IPC, want)
	}
}

// TestPolicyFails checks that a peer that a policy cannot decide about is refused, that the program survives, and
// that the log reports it, a flood of them in a few lines.
func TestPolicyFails(t *testing.T) {
	for what, test := range map[string]struct {
		policy zmq.Policy
		logged string
	}{
		"panic":        {func(context.Context, zmq.Peer) zmq.Decision { panic("oh") }, "panicked"},
		"nil policy":   {nil, "panicked"},
		"end":          {func(context.Context, zmq.Peer) zmq.Decision { runtime.Goexit(); return zmq.Allow("") }, "ended"},
		"NUL in user":  {decideAll(zmq.Allow("root\x00x")), "NUL"},
		"NUL in value": {decideAll(zmq.Allow("x").With(map[string]string{"Role": "admin\x00x"})), "NUL"},
		"long name":    {decideAll(zmq.Allow("x").With(map[string]string{strings.Repeat("x", 201): "x"})), "longer"},
	} {
		t.Run(what, func(t *testing.T) {
			var text logged
			z := newContext(t, zmq.Logger(slog.New(slog.NewTextHandler(&text, nil))))
			a := authenticate(t, z, test.policy)
			d := newDoor(t, z, zmq.ZAPDomain("here"))
			const peers = 20
			for range peers {
				if d.opens(t) {
					t.Fatal("the peer comes in")
				}
			}
			eventually(t, "it is logged", func() bool { return strings.Contains(text.String(), test.logged) })
			if n := strings.Count(text.String(), "level=ERROR"); n > peers/2 {
				t.Errorf("%d lines in the log for %d peers", n, peers)
			}
			must(t, a.Close())
			authenticate(t, z, zmq.AllowAnyone())
			if !d.opens(t) {
				t.Error("nobody comes in afterwards")
			}
		})
	}
}

// TestPolicyCloses checks that a policy can close its Authenticator, that its decision is then ignored, and that
// its context is done.
func TestPolicyCloses(t *testing.T) {
	z := newContext(t)
	var a *zmq.Authenticator
	ready, ended := make(chan struct{}), make(chan error, 1)
	a = authenticate(t, z, func(ctx context.Context, _ zmq.Peer) zmq.Decision {
		<-ready
		must(t, a.Close())
		ended <- ctx.Err()
		return zmq.Allow("late")
	})
	close(ready)
	if newDoor(t, z, zmq.ZAPDomain("here")).opens(t) {
		t.Error("the decision of a closed Authenticator counts")
	}
	wantErr(t, "the policy's context", <-ended, context.Canceled)
}

// TestPolicyContext checks that the end of the Context ends the policies' context, and does not wait for policies.
func TestPolicyContext(t *testing.T) {
	z := newContext(t)
	runs, ended := make(chan struct{}), make(chan error, 1)
	a := authenticate(t, z, func(ctx context.Context, _ zmq.Peer) zmq.Decision {
		close(runs)
		<-ctx.Done()
		ended <- ctx.Err()
		return zmq.Allow("late")
	})
	server := open(t, z, zmq.Rep, zmq.ZAPDomain("here"), zmq.Bind("tcp://127.0.0.1:*"))
	open(t, z, zmq.Req, zmq.Connect(server.Endpoint()))
	<-runs
	must(t, z.Close(limited(t)))
	wantErr(t, "the policy's context", <-ended, context.Canceled)
	must(t, a.Close())
	must(t, new(zmq.Authenticator).Close())
	_, err := z.Authenticate()
	wantErr(t, "Authenticate after Close", err, zmq.ErrClosed)
}

// TestPolicyLimits checks that no more policies run than the limit says, that a peer is refused when its time
// expires, whether its policy ends or not, and that others get their turn.
func TestPolicyLimits(t *testing.T) {
	const limit, peers = 3, 12
	z := newContext(t, zmq.PolicyLimits(limit, 20*time.Millisecond))
	var running, most, calls atomic.Int64
	release := make(chan struct{})
	defer close(release)
	a := authenticate(t, z, func(ctx context.Context, _ zmq.Peer) zmq.Decision {
		for n := running.Add(1); ; {
			m := most.Load()
			if n <= m || most.CompareAndSwap(m, n) {
				break
			}
		}
		defer running.Add(-1)
		if calls.Add(1) == 1 {
			<-release // ignores its context
		}
		<-ctx.Done()
		return zmq.Allow("late")
	})
	d := newDoor(t, z, zmq.ZAPDomain("here"))
	conns := make([]rawPeer, peers)
	for i := range conns {
		conns[i] = dialRaw(t, d.server.Endpoint())
		conns[i].say(greeting("NULL"), command("READY", nil))
	}
	for range peers {
		event, err := d.m.Next(limited(t))
		must(t, err)
		if event.Type == zmq.EventHandshakeSucceeded {
			t.Error("a peer comes in late")
		}
	}
	if most.Load() > limit {
		t.Errorf("%d policies ran at a time; want %d at most", most.Load(), limit)
	}
	must(t, a.Close()) // although one still runs
	authenticate(t, z, zmq.AllowAnyone())
	if !d.opens(t) {
		t.Error("nobody comes in afterwards")
	}
	for _, bad := range []zmq.ContextOption{zmq.PolicyLimits(0, time.Second), zmq.PolicyLimits(1, 0)} {
		if _, err := zmq.NewContext(bad); err == nil {
			t.Error("limits of 0 are accepted")
		}
	}
}

// TestSecretsInText checks that no format prints a secret key or a password.
func TestSecretsInText(t *testing.T) {
	const password = "open sesame"
	keys := newKeys(t)
	peer := zmq.Peer{User: "alice", Password: password, PublicKey: keys.Public}
	type holder struct {
		Keys zmq.KeyPair
		Peer *zmq.Peer
		List []zmq.KeyPair
		Cert zmq.Certificate
	}
	all := holder{keys, &peer, []zmq.KeyPair{keys}, zmq.Certificate{Keys: keys}}
	var text strings.Builder
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d", "%10.80s"} {
		for _, value := range []any{keys, &keys, peer, &peer, all, &all, all.List, map[string]any{"k": keys, "p": peer}} {
			fmt.Fprintf(&text, verb+"\n", value)
		}
	}
	for _, handler := range []slog.Handler{slog.NewTextHandler(&text, nil), slog.NewJSONHandler(&text, nil)} {
		slog.New(handler).Info("text", "keys", keys, "keys by pointer", &keys, "peer", peer, "peer by pointer", &peer,
			"certificate", all.Cert, "certificate by pointer", &all.Cert)
	}
	encoded, err := json.Marshal(peer)
	must(t, err)
	text.Write(encoded)
	fmt.Fprint(&text, keys.String(), peer.String())
	z := newContext(t)
	for _, option := range []zmq.Option{
		zmq.CurveServer(password), zmq.PlainClient("alice", password+"\x00"), zmq.PlainClient("", password),
		zmq.CurveClient(keys.Public, zmq.KeyPair{Public: keys.Public, Secret: password}),
	} {
		_, err := z.Open(zmq.Req, option)
		fmt.Fprintf(&text, "%v %+v %#v %v\n", err, err, err, option)
	}
	for _, secret := range []string{keys.Secret, password, fmt.Sprintf("%x", keys.Secret), fmt.Sprintf("%x", password)} {
		if i := strings.Index(text.String(), secret); i >= 0 {
			t.Errorf("a secret is in a text: %.200q", text.String()[max(0, i-150):])
		}
	}
	if !strings.Contains(text.String(), keys.Public) || !strings.Contains(text.String(), "alice") {
		t.Error("the texts lack the public fields")
	}
}
