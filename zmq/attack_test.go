package zmq_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// rawPeer speaks ZMTP 3.0 by hand, so that it can say what libzmq's clients never would.
type rawPeer struct {
	t testing.TB
	net.Conn
}

// dialRaw connects to an endpoint over tcp, for as long as the test runs.
func dialRaw(t testing.TB, endpoint string) rawPeer {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(endpoint, "tcp://"))
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	must(t, conn.SetDeadline(time.Now().Add(patience)))
	return rawPeer{t, conn}
}

// greeting returns the 64 bytes that begin a connection.
func greeting(mechanism string) []byte {
	b := make([]byte, 64)
	b[0], b[8], b[9], b[10] = 0xff, 1, 0x7f, 3
	copy(b[12:32], mechanism)
	return b
}

// command returns a frame that is a command.
func command(name string, body []byte) []byte {
	content := append(append([]byte{byte(len(name))}, name...), body...)
	if len(content) < 256 {
		return append([]byte{4, byte(len(content))}, content...)
	}
	return append(binary.BigEndian.AppendUint64([]byte{6}, uint64(len(content))), content...)
}

// properties returns names and values in turn as a READY or INITIATE carries them.
func properties(pairs ...string) []byte {
	var b []byte
	for i := 0; i < len(pairs); i += 2 {
		b = append(append(b, byte(len(pairs[i]))), pairs[i]...)
		b = append(binary.BigEndian.AppendUint32(b, uint32(len(pairs[i+1]))), pairs[i+1]...)
	}
	return b
}

// frame returns the last part of a message.
func frame(text string) []byte { return append([]byte{0, byte(len(text))}, text...) }

// say writes what may fail: the other side may have hung up.
func (p rawPeer) say(messages ...[]byte) {
	for _, m := range messages {
		_, _ = p.Write(m)
	}
}

// expect reads until the text comes, and reports whether it did before the end of the connection.
func (p rawPeer) expect(text string) bool {
	var got []byte
	buf := make([]byte, 1024)
	for !strings.Contains(string(got), text) {
		n, err := p.Read(buf)
		got = append(got, buf[:n]...)
		if err != nil {
			return strings.Contains(string(got), text)
		}
	}
	return true
}

// forged are properties that only the Authenticator and libzmq should give.
var forged = []string{
	"Socket-Type", "PUSH", "Identity", "victim", "Role", "admin", "User-Id", "root", "Peer-Address", "10.9.9.9",
	"User-Id", "root",
}

// TestForgedProperties checks that a peer cannot pass off its own claims as the Authenticator's decisions.
func TestForgedProperties(t *testing.T) {
	for mechanism, options := range map[string][]zmq.Option{
		"NULL":            nil,
		"NULL, asked for": {zmq.ZAPDomain("domain")},
		"PLAIN":           {zmq.PlainServer()},
	} {
		t.Run(mechanism, func(t *testing.T) {
			z := newContext(t)
			user := ""
			if options != nil {
				user = "guest"
			}
			authenticate(t, z, decideAll(zmq.Allow("guest").With(map[string]string{"Group": "visitors"})))
			server := open(t, z, zmq.Pull, append(options, zmq.Bind("tcp://127.0.0.1:*"),
				zmq.WithMetadata("User-Id", "Role", "Group", "Peer-Address", "Socket-Type", "Identity"))...)
			peer := dialRaw(t, server.Endpoint())
			peer.say(greeting(strings.TrimSuffix(mechanism, ", asked for")))
			if mechanism == "PLAIN" {
				peer.say(command("HELLO", []byte("\x07mallory\x01x")))
				if !peer.expect("WELCOME") {
					t.Fatal("no WELCOME")
				}
				peer.say(command("INITIATE", properties(forged...)))
			} else {
				peer.say(command("READY", properties(forged...)))
			}
			if !peer.expect("READY") {
				t.Fatal("no READY")
			}
			peer.say(frame("hi"))
			var m zmq.Message
			must(t, server.RecvMessage(limited(t), &m))
			for name, want := range map[string]string{
				"User-Id": user, "Role": "", "Group": map[bool]string{true: "visitors"}[user != ""],
				"Peer-Address": "127.0.0.1", "Socket-Type": "", "Identity": "",
			} {
				if got := m.Metadata(name); got != want {
					t.Errorf("Metadata(%q) is %q; want %q", name, got, want)
				}
			}
			for name, want := range map[string]string{
				"User-Id": "", "Role": "admin", "Group": "", "Peer-Address": "", "Socket-Type": "PUSH", "Identity": "victim",
			} {
				if got := m.PeerProperty(name); got != want {
					t.Errorf("PeerProperty(%q) is %q; want %q", name, got, want)
				}
			}
			if m.User() != user {
				t.Errorf("User is %q; want %q", m.User(), user)
			}
		})
	}
}

// TestForgedPropertiesCurve checks the same for a peer that proves its key.
func TestForgedPropertiesCurve(t *testing.T) {
	z, keys := newContext(t), newKeys(t)
	authenticate(t, z, decideAll(zmq.Allow("guest")))
	server := open(t, z, zmq.Pull, zmq.CurveServer(keys.Secret), zmq.WithMetadata("User-Id", "X-Role"),
		zmq.Bind("tcp://127.0.0.1:*"))
	const optMetadata = 95 // since libzmq 4.3.0
	forge := func(raw *zmq.RawSocket, text string) error { return raw.SetOptionString(optMetadata, text) }
	client, err := z.Open(zmq.Push, zmq.CurveClient(keys.Public, newKeys(t)), zmq.With(forge, "X-Role:admin"),
		zmq.Connect(server.Endpoint()))
	if errors.Is(err, zmq.EINVAL) {
		t.Skip("this libzmq sends no properties of a program's own")
	}
	must(t, err)
	must(t, client.SendString(limited(t), "x"))
	var m zmq.Message
	must(t, server.RecvMessage(limited(t), &m))
	if m.User() != "guest" || m.Metadata("X-Role") != "" || m.PeerProperty("X-Role") != "admin" {
		t.Errorf("user %q, role %q, claims %q", m.User(), m.Metadata("X-Role"), m.PeerProperty("X-Role"))
	}
}

// attacks are what hostile peers do to a server. Each gets a connection of its own, which ends afterwards.
var attacks = map[string]func(p rawPeer, r *rand.Rand){
	"nothing": func(rawPeer, *rand.Rand) {},
	"garbage": func(p rawPeer, r *rand.Rand) { p.say(noise(r, 1+r.IntN(4000))) },
	"garbage after the greeting": func(p rawPeer, r *rand.Rand) {
		p.say(greeting(mechanisms[r.IntN(len(mechanisms))]), noise(r, 1+r.IntN(4000)))
	},
	"half a greeting": func(p rawPeer, r *rand.Rand) { p.say(greeting("NULL")[:r.IntN(64)]) },
	"an odd greeting": func(p rawPeer, r *rand.Rand) {
		g := greeting("NULL")
		g[r.IntN(len(g))] = byte(r.Uint32())
		p.say(g, command("READY", properties(forged...)))
	},
	"an old protocol": func(p rawPeer, r *rand.Rand) {
		g := greeting("NULL")
		g[10] = byte(r.IntN(3))
		p.say(g[:12+r.IntN(3)], frame("x"), frame("y"))
	},
	"no protocol": func(p rawPeer, r *rand.Rand) { p.say([]byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")) },
	"a slow greeting": func(p rawPeer, r *rand.Rand) {
		for _, b := range greeting("NULL")[:20+r.IntN(40)] {
			p.say([]byte{b})
			time.Sleep(time.Millisecond)
		}
	},
	"a mechanism's first step": func(p rawPeer, r *rand.Rand) {
		p.say(greeting(mechanisms[r.IntN(len(mechanisms))]))
		for range 1 + r.IntN(3) {
			name := []string{"HELLO", "INITIATE", "READY", "WELCOME", "ERROR", "MESSAGE"}[r.IntN(6)]
			p.say(command(name, noise(r, []int{0, 1, 2, 32, 194, 200, 257, 1000}[r.IntN(8)])))
		}
	},
	"a long name and password": func(p rawPeer, r *rand.Rand) {
		p.say(greeting("PLAIN"), command("HELLO", append(append([]byte{255}, noise(r, r.IntN(256))...), 255)))
	},
	"properties that end too late": func(p rawPeer, r *rand.Rand) {
		body := properties(forged...)
		binary.BigEndian.PutUint32(body[1+len("Socket-Type"):], r.Uint32())
		p.say(greeting("NULL"), command("READY", body))
	},
	"properties that end too early": func(p rawPeer, r *rand.Rand) {
		body := properties(forged...)
		p.say(greeting("NULL"), command("READY", body[:r.IntN(len(body))]))
	},
	"thousands of properties": func(p rawPeer, r *rand.Rand) {
		var body []byte
		for i := range 3000 {
			body = append(body, properties(fmt.Sprint(i), "x")...)
		}
		p.say(greeting("NULL"), command("READY", body))
	},
	"a huge command": func(p rawPeer, r *rand.Rand) {
		p.say(greeting("NULL"), binary.BigEndian.AppendUint64([]byte{6}, r.Uint64()), noise(r, 100))
	},
	"a huge frame": func(p rawPeer, r *rand.Rand) {
		p.enter()
		p.say(binary.BigEndian.AppendUint64([]byte{2}, 1<<(20+r.IntN(44))), noise(r, 100))
	},
	"parts without end": func(p rawPeer, r *rand.Rand) {
		p.enter()
		p.say(bytes.Repeat([]byte{1, 1, 'x'}, 5000))
	},
	"odd frames": func(p rawPeer, r *rand.Rand) {
		p.enter()
		for range 20 {
			p.say(append([]byte{byte(r.Uint32()), 3}, noise(r, 3)...))
		}
	},
	"odd commands": func(p rawPeer, r *rand.Rand) {
		p.enter()
		for range 20 {
			name := []string{"PING", "PONG", "SUBSCRIBE", "CANCEL", "JOIN", "LEAVE", "ERROR", "READY", ""}[r.IntN(9)]
			p.say(command(name, noise(r, r.IntN(300))))
		}
	},
	"subscriptions": func(p rawPeer, r *rand.Rand) {
		p.enter()
		for range 500 {
			p.say(frame(string(append([]byte{byte(r.IntN(3))}, noise(r, r.IntN(100))...))))
		}
	},
	"a message for nobody": func(p rawPeer, r *rand.Rand) {
		p.enter()
		p.say([]byte{1, 0}, frame(string(noise(r, 50))))
	},
	"a reset": func(p rawPeer, r *rand.Rand) {
		p.say(greeting("NULL"), command("READY", properties("Socket-Type", "DEALER")))
		_ = p.Conn.(*net.TCPConn).SetLinger(0)
	},
}

var mechanisms = []string{"NULL", "PLAIN", "CURVE", "GSSAPI", "", "\xff\xff"}

func noise(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// enter goes through the handshake of a server that does not authenticate, as far as the server lets it.
func (p rawPeer) enter() {
	p.say(greeting("NULL"), command("READY", properties("Identity", "victim")))
	p.expect("READY")
}

// TestAttacks has hostile peers do all of that to servers of each mechanism and of many types, alone and with a
// Logger, Monitors and a policy that fails now and then. A well-behaved peer is served meanwhile, and afterwards
// everything ends.
func TestAttacks(t *testing.T) {
	keys, client := newKeys(t), newKeys(t)
	for what, test := range map[string]struct {
		typ            zmq.SocketType
		server, client []zmq.Option
	}{
		"NULL Rep":       {zmq.Rep, nil, nil},
		"NULL Router":    {zmq.Router, nil, nil},
		"NULL Pull":      {zmq.Pull, nil, nil},
		"NULL XPub":      {zmq.XPub, nil, nil},
		"NULL Sub":       {zmq.Sub, []zmq.Option{zmq.Subscribe("")}, nil},
		"NULL Pair":      {zmq.Pair, nil, nil},
		"domain Rep":     {zmq.Rep, []zmq.Option{zmq.ZAPDomain("here")}, nil},
		"domain Pull":    {zmq.Pull, []zmq.Option{zmq.ZAPDomain("here")}, nil},
		"PLAIN Rep":      {zmq.Rep, []zmq.Option{zmq.PlainServer()}, []zmq.Option{zmq.PlainClient("u", "p")}},
		"CURVE Rep":      {zmq.Rep, []zmq.Option{zmq.CurveServer(keys.Secret)}, []zmq.Option{zmq.CurveClient(keys.Public, client)}},
		"CURVE Router":   {zmq.Router, []zmq.Option{zmq.CurveServer(keys.Secret)}, []zmq.Option{zmq.CurveClient(keys.Public, client)}},
		"no limit Pull":  {zmq.Pull, []zmq.Option{zmq.MaxMessageSize(-1)}, nil},
		"heartbeat Pull": {zmq.Pull, []zmq.Option{zmq.Heartbeat(10*time.Millisecond, 100*time.Millisecond)}, nil},
	} {
		for _, watched := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s watched=%v", what, watched), func(t *testing.T) {
				t.Parallel()
				var options []zmq.ContextOption
				if watched {
					options = append(options, zmq.Logger(slog.New(slog.DiscardHandler)))
				}
				z := newContext(t, options...)
				authenticate(t, z, calling(z), moody(watched), zmq.AllowAnyone())
				server := open(t, z, test.typ, append([]zmq.Option{
					zmq.MaxMessageSize(1 << 20), zmq.With((*zmq.RawSocket).SetHandshakeInterval, 100*time.Millisecond),
					zmq.WithMetadata("User-Id", "Role"), zmq.Bind("tcp://127.0.0.1:*"),
				}, test.server...)...)
				if watched {
					_, err := server.Monitor()
					must(t, err)
				}
				ctx, stop := context.WithCancel(limited(t))
				var goroutines sync.WaitGroup
				goroutines.Go(func() { serve(t, ctx, server) })
				attackAll(t, server.Endpoint(), soak(25, 1000))
				if test.typ == zmq.Rep || test.typ == zmq.Router {
					wantServed(t, z, server.Endpoint(), test.client)
				}
				stop()
				goroutines.Wait()
			})
		}
	}
}

// TestHundredsOfConnections checks that peers that only keep their connections open do not prevent others from
// being served, and that peers that leave while a policy decides about them do not block it.
func TestHundredsOfConnections(t *testing.T) {
	z := newContext(t)
	var running atomic.Int64
	authenticate(t, z, func(ctx context.Context, peer zmq.Peer) zmq.Decision {
		running.Add(1)
		defer running.Add(-1)
		if peer.User == "slow" {
			select {
			case <-ctx.Done():
			case <-time.After(50 * time.Millisecond):
			}
			return zmq.Deny("slow")
		}
		return zmq.Allow("")
	})
	server := open(t, z, zmq.Rep, zmq.PlainServer(), zmq.Bind("tcp://127.0.0.1:*"))
	for i := range 300 {
		peer := dialRaw(t, server.Endpoint())
		switch i % 3 {
		case 1:
			peer.say(greeting("PLAIN")[:20])
		case 2:
			peer.say(greeting("PLAIN"), command("HELLO", []byte("\x04slow\x01x")))
			if i%2 == 0 {
				must(t, peer.Close())
			}
		}
	}
	go serve(t, limited(t), server)
	wantServed(t, z, server.Endpoint(), []zmq.Option{zmq.PlainClient("user", "password")})
	eventually(t, "no policy runs", func() bool { return running.Load() == 0 })
}

// moody returns a policy that does not always reach a decision, if it is to fail.
func moody(fails bool) zmq.Policy {
	var calls atomic.Uint64
	return func(ctx context.Context, _ zmq.Peer) zmq.Decision {
		switch n := calls.Add(1); {
		case !fails || n%2 == 0:
			return zmq.Undecided()
		case n%3 == 0:
			panic("moody")
		case n%5 == 0:
			runtime.Goexit()
		case n%7 == 0:
			<-ctx.Done()
		case n%11 == 0:
			return zmq.Allow("root\x00")
		}
		return zmq.Deny("moody")
	}
}

// calling returns a policy that asks a socket of the same context, and decides nothing.
func calling(z *zmq.Context) zmq.Policy {
	return func(ctx context.Context, _ zmq.Peer) zmq.Decision {
		s, err := z.Open(zmq.Pub, zmq.Linger(0), zmq.Bind(inproc()))
		if err == nil {
			_ = s.SendString(ctx, "nobody")
			_ = s.Close()
		}
		return zmq.Undecided()
	}
}

// serve sends everything back, if the socket can do both, and checks that no peer has forged its user.
func serve(t *testing.T, ctx context.Context, s *zmq.Socket) {
	var m zmq.Message
	for {
		err := s.RecvMessage(ctx, &m)
		if errors.Is(err, context.Canceled) || errors.Is(err, zmq.ErrClosed) {
			return
		}
		if err != nil {
			t.Errorf("receive: %v", err)
			return
		}
		if m.User() != "" || m.Metadata("Role") != "" {
			t.Errorf("a peer is %q, %q", m.User(), m.Metadata("Role"))
		}
		if s.Type() == zmq.Rep || s.Type() == zmq.Router {
			if err := s.SendMessage(ctx, m); err != nil && ctx.Err() == nil {
				t.Errorf("send: %v", err)
			}
		}
	}
}

// attackAll attacks a server this many times, with eight peers at a time.
func attackAll(t *testing.T, endpoint string, times int) {
	names := slices.Sorted(maps.Keys(attacks))
	var next atomic.Int64
	var peers sync.WaitGroup
	for range 8 {
		peers.Go(func() {
			for n := int(next.Add(1)); n <= times; n = int(next.Add(1)) {
				conn, err := net.Dial("tcp", strings.TrimPrefix(endpoint, "tcp://"))
				if err != nil {
					continue // the system's limit
				}
				_ = conn.SetDeadline(time.Now().Add(50 * time.Millisecond))
				attacks[names[n%len(names)]](rawPeer{t, conn}, rand.New(rand.NewPCG(uint64(n), 0)))
				_ = conn.Close()
			}
		})
	}
	peers.Wait()
}

// wantServed checks that a well-behaved peer gets an answer. If it is refused, it tries again.
func wantServed(t *testing.T, z *zmq.Context, endpoint string, options []zmq.Option) {
	t.Helper()
	eventually(t, "a peer that behaves is served", func() bool {
		client := open(t, z, zmq.Req, append(options, zmq.Connect(endpoint))...)
		defer client.Close()
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if client.SendString(ctx, "hello") != nil {
			return false
		}
		text, err := client.RecvString(ctx)
		return err == nil && text == "hello"
	})
}
