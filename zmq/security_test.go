package zmq_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// Each test here checks a row or a sentence of docs/security.md.

// TestSecurityTable checks that the tests that docs/security.md names exist.
func TestSecurityTable(t *testing.T) {
	text, err := os.ReadFile("../docs/security.md")
	must(t, err)
	files, err := filepath.Glob("*_test.go")
	must(t, err)
	var tests strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(file)
		must(t, err)
		tests.Write(content)
	}
	names := regexp.MustCompile(`\bTest\w+`).FindAllString(string(text), -1)
	if len(names) < 20 {
		t.Errorf("%d tests are named", len(names))
	}
	for _, name := range names {
		if !strings.Contains(tests.String(), "func "+name+"(") {
			t.Errorf("%s is named, and not there", name)
		}
	}
}

// ended reports that the other side has hung up, and waits for it.
func (p rawPeer) ended() bool {
	_, err := io.Copy(io.Discard, p)
	return err == nil || !isTimeout(err)
}

func isTimeout(err error) bool {
	timeout, ok := err.(interface{ Timeout() bool })
	return ok && timeout.Timeout()
}

// TestHandshakeEnds checks that a peer that never finishes its handshake is disconnected.
func TestHandshakeEnds(t *testing.T) {
	z := newContext(t)
	server := open(t, z, zmq.Rep, zmq.With((*zmq.RawSocket).SetHandshakeInterval, 20*time.Millisecond),
		zmq.Bind("tcp://127.0.0.1:*"))
	for _, said := range [][]byte{nil, greeting("NULL")[:5], greeting("NULL")} {
		peer := dialRaw(t, server.Endpoint())
		peer.say(said)
		if !peer.ended() {
			t.Errorf("a peer that said %q is still connected", said)
		}
	}
}

// TestRefusedHearsNothing checks that a peer which is refused neither sends nor receives a message.
func TestRefusedHearsNothing(t *testing.T) {
	z := newContext(t)
	server := open(t, z, zmq.XPub, zmq.ZAPDomain("here"), zmq.Bind("tcp://127.0.0.1:*"))
	peer := dialRaw(t, server.Endpoint())
	peer.say(greeting("NULL"), command("READY", properties("Socket-Type", "SUB")), frame("\x01"))
	must(t, server.SendString(limited(t), "secret"))
	must(t, peer.SetDeadline(time.Now().Add(100*time.Millisecond)))
	heard, _ := io.ReadAll(peer)
	if bytes.Contains(heard, []byte("secret")) || bytes.Contains(heard, []byte("READY")) {
		t.Errorf("it hears %q", heard)
	}
	soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if m, err := server.Recv(soon); err == nil {
		t.Errorf("its subscription %q arrives", m)
	}
}

// TestOldProtocolRefused checks that a peer cannot bypass a policy with a protocol version that has no
// authentication.
func TestOldProtocolRefused(t *testing.T) {
	z := newContext(t)
	authenticate(t, z, zmq.AllowAnyone())
	server := open(t, z, zmq.Pull, zmq.ZAPDomain("here"), zmq.Bind("tcp://127.0.0.1:*"))
	for what, said := range map[string][]byte{
		"ZMTP 1.0": {1, 0, 3, 0, 'h', 'i'},
		"ZMTP 2.0": append(append(greeting("")[:10], 1, 8, 0, 0), frame("hi")...),
	} {
		peer := dialRaw(t, server.Endpoint())
		peer.say(said)
		if !peer.ended() {
			t.Errorf("%s: still connected", what)
		}
	}
	soon, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if text, err := server.RecvString(soon); err == nil {
		t.Errorf("received %q", text)
	}
}

// TestMaxMessageSizePerPart checks that the limit is for each part: a longer one ends the connection, and any
// number of shorter ones arrives.
func TestMaxMessageSizePerPart(t *testing.T) {
	const limit, parts = 1000, 50
	z, ctx := newContext(t), limited(t)
	server := open(t, z, zmq.Pull, zmq.MaxMessageSize(limit), zmq.Bind("tcp://127.0.0.1:*"))
	client := open(t, z, zmq.Push, zmq.Connect(server.Endpoint()))
	message := make([][]byte, parts)
	for i := range message {
		message[i] = make([]byte, limit)
	}
	must(t, client.SendParts(ctx, message...))
	var m zmq.Message
	must(t, server.RecvMessage(ctx, &m))
	if m.Size() != limit*parts {
		t.Errorf("received %d bytes; want %d", m.Size(), limit*parts)
	}
	monitor, err := server.Monitor(zmq.EventDisconnected)
	must(t, err)
	must(t, client.Send(ctx, make([]byte, limit+1)))
	_, err = monitor.Next(ctx)
	must(t, err)
}

// TestDecisionLasts checks that a decision is for a connection: the end of the Authenticator, or another policy,
// ends no connection that was accepted.
func TestDecisionLasts(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	a := authenticate(t, z, zmq.AllowAnyone())
	server := open(t, z, zmq.Rep, zmq.ZAPDomain("here"), zmq.Bind("tcp://127.0.0.1:*"))
	client := open(t, z, zmq.Req, zmq.Connect(server.Endpoint()))
	for range 3 {
		must(t, client.SendString(ctx, "request"))
		wantRecv(t, server, "request")
		must(t, server.SendString(ctx, "reply"))
		wantRecv(t, client, "reply")
		must(t, a.Close())
		a = authenticate(t, z) // refuses all
	}
}

// TestIdentityTaken checks that a peer can take any identity at a Router that no connected peer has, and no other.
func TestIdentityTaken(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	authenticate(t, z, decideAll(zmq.Allow("guest")))
	server := open(t, z, zmq.Router, zmq.ZAPDomain("here"), zmq.WithMetadata("User-Id"), zmq.Bind("tcp://127.0.0.1:*"))
	first := open(t, z, zmq.Dealer, zmq.Identity("root"), zmq.Connect(server.Endpoint()))
	must(t, first.SendString(ctx, "first"))
	var m zmq.Message
	must(t, server.RecvMessage(ctx, &m))
	if string(m.Part(0)) != "root" || m.User() != "guest" {
		t.Errorf("%q comes from %q, user %q", m.Body(), m.Part(0), m.User())
	}
	second := dialRaw(t, server.Endpoint())
	second.say(greeting("NULL"), command("READY", properties("Socket-Type", "DEALER", "Identity", "root")))
	second.expect("READY")
	second.say(frame("second"))
	must(t, server.SendMessage(ctx, zmq.Text("root", "for the first")))
	wantRecv(t, first, "for the first")
}

// TestKeyRotation checks how a server's key changes: the new one is for endpoints bound from then on, and Unbind
// of the old endpoint ends the connections that were accepted there.
func TestKeyRotation(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	before, after, client := newKeys(t), newKeys(t), newKeys(t)
	authenticate(t, z, zmq.CurveKeys(map[string]string{client.Public: "client"}))
	server := open(t, z, zmq.Rep, zmq.CurveServer(before.Secret), zmq.Bind("tcp://127.0.0.1:*"))
	oldEndpoint := server.Endpoint()
	must(t, server.Set(zmq.CurveServer(after.Secret)))
	newEndpoint, err := server.Bind("tcp://127.0.0.1:*")
	must(t, err)
	old := open(t, z, zmq.Req, zmq.CurveClient(before.Public, client), zmq.Connect(oldEndpoint))
	current := open(t, z, zmq.Req, zmq.CurveClient(after.Public, client), zmq.Connect(newEndpoint))
	serves := func(s *zmq.Socket) {
		t.Helper()
		must(t, s.SendString(ctx, "request"))
		wantRecv(t, server, "request")
		must(t, server.SendString(ctx, "reply"))
		wantRecv(t, s, "reply")
	}
	serves(old)
	serves(current)
	m, err := old.Monitor(zmq.EventDisconnected, zmq.EventConnectRetried)
	must(t, err)
	must(t, server.Unbind(oldEndpoint))
	serves(current) // libzmq ends connections while the socket is used
	wantEvent(t, m, zmq.EventDisconnected)
	wantEvent(t, m, zmq.EventConnectRetried)
}

// TestSilentPeerEnds checks that a Heartbeat ends a connection whose peer is silent after its handshake.
func TestSilentPeerEnds(t *testing.T) {
	z := newContext(t)
	server := open(t, z, zmq.Pull, zmq.Heartbeat(10*time.Millisecond, 20*time.Millisecond), zmq.Bind("tcp://127.0.0.1:*"))
	peer := dialRaw(t, server.Endpoint())
	peer.enter()
	if !peer.ended() {
		t.Error("it is still connected")
	}
}

// TestWrongServerKey checks that a peer which does not know a CURVE server's public key never makes a policy run.
func TestWrongServerKey(t *testing.T) {
	z := newContext(t)
	var asked atomic.Bool
	authenticate(t, z, func(context.Context, zmq.Peer) zmq.Decision {
		asked.Store(true)
		return zmq.Allow("")
	})
	d := newDoor(t, z, zmq.CurveServer(newKeys(t).Secret))
	if d.opens(t, zmq.CurveClient(newKeys(t).Public, newKeys(t))) || asked.Load() {
		t.Errorf("the peer comes in, or a policy was asked: %v", asked.Load())
	}
}

// impersonate answers one client as a server of a mechanism would, and returns what that client says.
func impersonate(t *testing.T, mechanism string, client ...zmq.Option) string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer listener.Close()
	s := open(t, newContext(t), zmq.Push, append(client, zmq.Connect("tcp://"+listener.Addr().String()))...)
	must(t, s.SendString(limited(t), "message"))
	conn, err := listener.Accept()
	must(t, err)
	defer conn.Close()
	must(t, conn.SetDeadline(time.Now().Add(200*time.Millisecond)))
	hello := greeting(mechanism)
	hello[32] = 1 // as a server
	rawPeer{t, conn}.say(hello)
	if mechanism == "NULL" {
		rawPeer{t, conn}.say(command("READY", properties("Socket-Type", "PULL")))
	}
	heard, _ := io.ReadAll(conn)
	return string(heard)
}

// TestImpersonation checks what a false server learns: from a PLAIN client its password, from a CURVE client
// neither a message nor a key, and none of them communicates with a server of another mechanism.
func TestImpersonation(t *testing.T) {
	keys := newKeys(t)
	plain, curve := zmq.PlainClient("alice", "open sesame"), zmq.CurveClient(newKeys(t).Public, keys)
	if heard := impersonate(t, "PLAIN", plain); !strings.Contains(heard, "open sesame") {
		t.Errorf("of a PLAIN client: %q", heard)
	}
	public, err := zmq.Z85Decode(keys.Public)
	must(t, err)
	for _, heard := range []string{
		impersonate(t, "CURVE", curve), impersonate(t, "NULL", curve), impersonate(t, "NULL", plain),
	} {
		for _, secret := range []string{"message", "open sesame", string(public)} {
			if strings.Contains(heard, secret) {
				t.Errorf("it hears %q", heard)
			}
		}
	}
}

// TestIPCPathTaken checks that a user with write access to the directory of an IPC endpoint can put another server
// there.
func TestIPCPathTaken(t *testing.T) {
	z, endpoint := newContext(t), endpoints(t)["ipc"]
	first := open(t, z, zmq.Pull, zmq.Bind(endpoint))
	second := open(t, newContext(t), zmq.Pull, zmq.Bind(endpoint))
	client := open(t, z, zmq.Push, zmq.Connect(endpoint))
	must(t, client.SendString(limited(t), "for whom?"))
	wantRecv(t, second, "for whom?")
	runtime.KeepAlive(first)
}
