package zmq_test

import (
	"context"
	"log/slog"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// door is a server, and whether it accepts clients.
type door struct {
	z      *zmq.Context
	server *zmq.Socket
	m      *zmq.Monitor
}

func newDoor(t *testing.T, z *zmq.Context, options ...zmq.Option) *door {
	t.Helper()
	server := open(t, z, zmq.Rep, options...)
	m, err := server.Monitor(zmq.EventHandshakeSucceeded, zmq.EventHandshakeDenied,
		zmq.EventHandshakeFailed, zmq.EventHandshakeProtocolError)
	must(t, err)
	_, err = server.Bind("tcp://127.0.0.1:*")
	must(t, err)
	return &door{z, server, m}
}

// opens reports whether a client with these options is accepted.
func (d *door) opens(t *testing.T, options ...zmq.Option) bool {
	t.Helper()
	client := open(t, d.z, zmq.Req, append(options, zmq.Connect(d.server.Endpoint()))...)
	defer client.Close()
	event, err := d.m.Next(limited(t))
	must(t, err)
	if event.Type != zmq.EventHandshakeSucceeded {
		return false
	}
	must(t, client.SendString(limited(t), "let me in"))
	wantRecv(t, d.server, "let me in")
	must(t, d.server.SendString(limited(t), "come in"))
	wantRecv(t, client, "come in")
	return true
}

func authenticate(t *testing.T, z *zmq.Context, policies ...zmq.Policy) *zmq.Authenticator {
	t.Helper()
	a, err := z.Authenticate(policies...)
	must(t, err)
	t.Cleanup(func() { must(t, a.Close()) })
	return a
}

// decideAll returns a policy with one decision for all.
func decideAll(d zmq.Decision) zmq.Policy {
	return func(context.Context, zmq.Peer) zmq.Decision { return d }
}

// TestFailClosed checks that an authenticating socket accepts no peer without a decision: before there is an
// Authenticator, after its end, and between two.
func TestFailClosed(t *testing.T) {
	server, client := newKeys(t), newKeys(t)
	for what, test := range map[string]struct{ server, client []zmq.Option }{
		"NULL":  {[]zmq.Option{zmq.ZAPDomain("domain")}, nil},
		"PLAIN": {[]zmq.Option{zmq.PlainServer()}, []zmq.Option{zmq.PlainClient("user", "password")}},
		"CURVE": {[]zmq.Option{zmq.CurveServer(server.Secret)}, []zmq.Option{zmq.CurveClient(server.Public, client)}},
		"CURVE by With": {[]zmq.Option{
			zmq.With((*zmq.RawSocket).SetCurveServer, true),
			zmq.With((*zmq.RawSocket).SetCurveSecretKey, server.Secret),
		}, []zmq.Option{zmq.CurveClient(server.Public, client)}},
	} {
		t.Run(what, func(t *testing.T) {
			z := newContext(t)
			d := newDoor(t, z, test.server...)
			opens := func(when string, want bool) {
				t.Helper()
				if got := d.opens(t, test.client...); got != want {
					t.Errorf("%s a peer comes in: %v", when, got)
				}
			}
			opens("before the first Authenticator", false)
			for range 2 {
				a := authenticate(t, z, zmq.AllowAnyone())
				opens("when all are allowed", true)
				must(t, a.Close())
				opens("after Close", false)
				a = authenticate(t, z)
				opens("without a policy", false)
				must(t, a.Close())
				opens("after Close", false)
			}
		})
	}
}

// TestFailClosedLater checks that a client that comes too early is accepted once there is an Authenticator.
func TestFailClosedLater(t *testing.T) {
	z := newContext(t)
	d := newDoor(t, z, zmq.PlainServer())
	client := open(t, z, zmq.Req, zmq.PlainClient("user", "password"), zmq.Reconnect(time.Millisecond, 0),
		zmq.With((*zmq.RawSocket).SetHandshakeInterval, 100*time.Millisecond), zmq.Connect(d.server.Endpoint()))
	must(t, client.SendString(limited(t), "let me in"))
	if event, err := d.m.Next(limited(t)); err != nil || event.Type == zmq.EventHandshakeSucceeded {
		t.Fatalf("without an Authenticator: %v, %v", event, err)
	}
	authenticate(t, z, zmq.AllowAnyone())
	wantRecv(t, d.server, "let me in")
}

// TestFailClosedAtEnd checks that a socket that lingers after its context's Close accepts no peer without a
// decision.
func TestFailClosedAtEnd(t *testing.T) {
	server, client := newKeys(t), newKeys(t)
	for what, test := range map[string]struct{ asks, peer zmq.Option }{
		"NULL":  {zmq.ZAPDomain("domain"), zmq.Option{}},
		"PLAIN": {zmq.PlainServer(), zmq.PlainClient("user", "password")},
		"CURVE": {zmq.CurveServer(server.Secret), zmq.CurveClient(server.Public, client)},
	} {
		t.Run(what, func(t *testing.T) {
			here, err := zmq.NewContext()
			must(t, err)
			pull := open(t, newContext(t), zmq.Pull, test.peer, zmq.Bind("tcp://127.0.0.1:*"))
			endpoint := pull.Endpoint()
			must(t, pull.Unbind(endpoint)) // the address is free, and known
			push := open(t, here, zmq.Push, test.asks, zmq.Linger(300*time.Millisecond),
				zmq.Reconnect(time.Millisecond, 0), zmq.Connect(endpoint))
			must(t, push.SendString(limited(t), "secret"))
			closed := make(chan error, 1)
			go func() { closed <- here.Close(context.Background()) }()
			eventually(t, "the context closes", func() bool { return here.Sockets() == 0 })
			eventually(t, "the peer listens", func() bool { _, err := pull.Bind(endpoint); return err == nil })
			if err := <-closed; err != nil && err != zmq.ErrUnsent { // libzmq drops it as soon as the peer is refused
				t.Error(err)
			}
			soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
			defer cancel()
			if text, err := pull.RecvString(soon); err == nil {
				t.Errorf("nobody decided about the peer, which received %q", text)
			}
		})
	}
}

// TestOwnHandler checks that nothing else in the program can answer libzmq's requests.
func TestOwnHandler(t *testing.T) {
	z := newContext(t)
	_, err := z.Open(zmq.Rep, zmq.Bind("inproc://zeromq.zap.01"))
	wantErr(t, "Bind where the context answers", err, zmq.EADDRINUSE)
}

func TestPlain(t *testing.T) {
	z := newContext(t)
	authenticate(t, z, zmq.PlainUsers(map[string]string{"admin": "secret", "guest": "g"}))
	d := newDoor(t, z, zmq.PlainServer())
	for _, test := range []struct {
		user, password string
		want           bool
	}{{"admin", "secret", true}, {"admin", "wrong", false}, {"guest", "g", true}, {"nobody", "g", false}} {
		if got := d.opens(t, zmq.PlainClient(test.user, test.password)); got != test.want {
			t.Errorf("%q with %q comes in: %v", test.user, test.password, got)
		}
	}
}

// TestPlainEmpty checks that a client does not connect without a password by mistake.
func TestPlainEmpty(t *testing.T) {
	z := newContext(t)
	for _, option := range []zmq.Option{zmq.PlainClient("", "x"), zmq.PlainClient("x", "")} {
		_, err := z.Open(zmq.Req, option)
		wantErr(t, "an empty text", err, zmq.EINVAL)
	}
}

func TestCurve(t *testing.T) {
	z := newContext(t)
	server, friend, stranger := newKeys(t), newKeys(t), newKeys(t)
	authenticate(t, z, zmq.CurveKeys(map[string]string{friend.Public: "friend"}))
	d := newDoor(t, z, zmq.CurveServer(server.Secret))
	if !d.opens(t, zmq.CurveClient(server.Public, friend)) {
		t.Error("the friend stays outside")
	}
	if d.opens(t, zmq.CurveClient(server.Public, stranger)) {
		t.Error("the stranger comes in")
	}
	public, err := zmq.PublicKey(friend.Secret)
	if public != friend.Public || err != nil {
		t.Errorf("PublicKey: %q, %v; want %q", public, err, friend.Public)
	}
	_, err = zmq.PublicKey("short")
	wantErr(t, "a short key", err, zmq.EINVAL)
	_, err = z.Open(zmq.Rep, zmq.CurveServer("short"))
	wantErr(t, "a short key", err, zmq.EINVAL)
}

func newKeys(t *testing.T) zmq.KeyPair {
	t.Helper()
	keys, err := zmq.NewKeyPair()
	must(t, err)
	return keys
}

func TestAddresses(t *testing.T) {
	local, elsewhere := netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("10.0.0.0/8")
	for what, test := range map[string]struct {
		policies []zmq.Policy
		want     bool
	}{
		"only local":     {[]zmq.Policy{zmq.OnlyAddresses(local), zmq.AllowAnyone()}, true},
		"only elsewhere": {[]zmq.Policy{zmq.OnlyAddresses(elsewhere), zmq.AllowAnyone()}, false},
		"not local":      {[]zmq.Policy{zmq.DenyAddresses(local), zmq.AllowAnyone()}, false},
		"not elsewhere":  {[]zmq.Policy{zmq.DenyAddresses(elsewhere), zmq.AllowAnyone()}, true},
		"undecided":      {[]zmq.Policy{zmq.OnlyAddresses(local)}, false},
		"nobody":         {nil, false},
	} {
		z := newContext(t)
		authenticate(t, z, test.policies...)
		if got := newDoor(t, z, zmq.ZAPDomain("here")).opens(t); got != test.want {
			t.Errorf("%s comes in: %v", what, got)
		}
	}
}

// TestPolicy checks what a policy learns about a peer, and what messages contain of its decision.
func TestPolicy(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	asked := make(chan zmq.Peer, 1)
	a := authenticate(t, z, func(_ context.Context, peer zmq.Peer) zmq.Decision {
		asked <- peer
		return zmq.Allow("chosen").With(map[string]string{"Role": "tester", "": "ignored"})
	})
	_, err := z.Authenticate()
	wantErr(t, "a second Authenticator", err, zmq.EADDRINUSE)
	server := open(t, z, zmq.Rep, zmq.ZAPDomain("here"), zmq.Identity("server"), zmq.PlainServer(),
		zmq.WithMetadata("User-Id", "Role", "Peer-Address", "nothing"), zmq.Bind("tcp://127.0.0.1:*"))
	client := open(t, z, zmq.Req, zmq.PlainClient("me", "pass"), zmq.Connect(server.Endpoint()))
	must(t, client.SendString(ctx, "x"))
	want := zmq.Peer{
		Domain: "here", Address: "127.0.0.1", Identity: "server",
		Mechanism: zmq.MechanismPlain, User: "me", Password: "pass",
	}
	if got := <-asked; got != want {
		t.Errorf("asked about %+v; want %+v", got, want)
	}
	var m zmq.Message
	must(t, server.RecvMessage(ctx, &m))
	for name, want := range map[string]string{
		"User-Id": "chosen", "Role": "tester", "Peer-Address": "127.0.0.1", "nothing": "", "Socket-Type": "",
	} {
		if got := m.Metadata(name); got != want {
			t.Errorf("Metadata(%q) is %q; want %q", name, got, want)
		}
	}
	must(t, a.Close())
	must(t, a.Close())
	other, err := z.Authenticate(zmq.AllowAnyone())
	must(t, err)
	must(t, other.Close())
}

// TestMalformedZAP checks that the Authenticator answers invalid requests, and keeps working.
func TestMalformedZAP(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	authenticate(t, z, zmq.AllowAnyone())
	asker := open(t, z, zmq.Dealer, zmq.Connect("inproc://zeromq.zap.01"))
	for _, test := range []struct{ request, want string }{
		{"|", "1.0||500|malformed request||"},
		{"|1.0|7", "1.0|7|500|malformed request||"},
		{"|1.0|7|domain|1.2.3.4|id|NULL", "1.0|7|200|OK||"},
		{"|2.0|7|domain|1.2.3.4|id|NULL", "1.0|7|500|malformed request||"},
		{"|1.0|7|domain|1.2.3.4|id|PLAIN|user", "1.0|7|500|malformed request||"},
		{"|1.0|7|domain|1.2.3.4|id|CURVE|key", "1.0|7|500|malformed request||"},
		{"|1.0|7|domain|1.2.3.4|id|GSSAPI|me", "1.0|7|200|OK||"},
		{"|1.0|7|domain|1.2.3.4|id|OTHER", "1.0|7|500|malformed request||"},
	} {
		must(t, asker.SendMessage(ctx, zmq.Text(strings.Split(test.request, "|")...)))
		reply, err := asker.RecvParts(ctx)
		must(t, err)
		var texts []string
		for _, part := range reply[1:] {
			texts = append(texts, string(part))
		}
		if got := strings.Join(texts, "|"); got != test.want {
			t.Errorf("%q is answered by %q; want %q", test.request, got, test.want)
		}
	}
}

// TestMaxSockets checks that the limit is the program's: sockets of package zmq itself do not count.
func TestMaxSockets(t *testing.T) {
	const limit = 6
	logger := zmq.Logger(slog.New(slog.DiscardHandler))
	for what, options := range map[string][]zmq.ContextOption{
		"MaxSockets":              {zmq.MaxSockets(limit)},
		"MaxSockets and a Logger": {zmq.MaxSockets(limit), logger},
		"libzmq's option":         {zmq.ContextWith((*zmq.RawContext).SetMaxSockets, limit), logger},
	} {
		z := newContext(t, options...)
		authenticate(t, z, zmq.AllowAnyone())
		sockets := make([]*zmq.Socket, limit)
		for i := range sockets {
			sockets[i] = open(t, z, zmq.Pull)
			_, err := sockets[i].Monitor()
			must(t, err)
		}
		_, err := z.Open(zmq.Pull)
		wantErr(t, what+": one more", err, zmq.EMFILE)
		must(t, sockets[0].Close())
		open(t, z, zmq.Pull)
	}
}
