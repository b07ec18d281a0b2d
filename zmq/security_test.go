package zmq_test

import (
	"bytes"
	"context"
	"io"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
	"github.com/zmqgen/zmqgen/zmq"
)

// Each test here holds a row or a sentence of docs/security.md.

// ended reports that the other side has hung up, and waits for it.
func (p rawPeer) ended() bool {
	_, err := io.Copy(io.Discard, p)
	return err == nil || !isTimeout(err)
}

func isTimeout(err error) bool {
	timeout, ok := err.(interface{ Timeout() bool })
	return ok && timeout.Timeout()
}

// TestHandshakeEnds holds that a peer which never finishes its handshake is hung up on.
func TestHandshakeEnds(t *testing.T) {
	z := newContext(t)
	server := open(t, z, zmq.Rep, zmq.With((*libzmq.Socket).SetHandshakeInterval, 20*time.Millisecond),
		zmq.Bind("tcp://127.0.0.1:*"))
	for _, said := range [][]byte{nil, greeting("NULL")[:5], greeting("NULL")} {
		peer := dialRaw(t, server.Endpoint())
		peer.say(said)
		if !peer.ended() {
			t.Errorf("a peer that said %q is still connected", said)
		}
	}
}

// TestRefusedHearsNothing holds that a peer which is refused neither sends nor receives a message.
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

// TestOldProtocolRefused holds that a peer cannot get around a policy by a protocol without authentication.
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

// TestMaxMessageSizePerPart holds that the limit is for each part: one that is longer ends the connection, any
// number of shorter ones comes through.
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

// TestDecisionLasts holds that a decision is for a connection: the end of the Authenticator, or another policy,
// ends no connection that was let in.
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

// TestIdentityTaken holds that a peer can have any name at a Router that no other has just then, and no other.
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

// TestKeyRotation holds how a server's key changes: the new one is for endpoints bound from then on, and Unbind of
// the old endpoint ends the connections that came by it.
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
