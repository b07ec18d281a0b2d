package run_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestZ85(t *testing.T) {
	// The example of the format's specification, ZeroMQ RFC 32.
	data, text := []byte{0x86, 0x4f, 0xd2, 0x6f, 0xb5, 0x59, 0xf7, 0x5b}, "HelloWorld"
	if got, err := libzmq.Z85Encode(data); err != nil || got != text {
		t.Errorf("Z85Encode: %q, %v; want %q", got, err, text)
	}
	if got, err := libzmq.Z85Decode(text); err != nil || !bytes.Equal(got, data) {
		t.Errorf("Z85Decode: % x, %v; want % x", got, err, data)
	}
	for _, size := range []int{0, 4, 32, 400} {
		encoded, err := libzmq.Z85Encode(patterned(size))
		if err != nil || len(encoded) != size/4*5 {
			t.Fatalf("Z85Encode of %d bytes: %q, %v", size, encoded, err)
		}
		if decoded, err := libzmq.Z85Decode(encoded); err != nil || !bytes.Equal(decoded, patterned(size)) {
			t.Errorf("Z85Decode of %q: %s, %v", encoded, short(decoded), err)
		}
	}
	for _, size := range []int{1, 3, 5, 33} {
		_, err := libzmq.Z85Encode(make([]byte, size))
		wantErr(t, "Z85Encode of an odd length", err, libzmq.EINVAL)
	}
	for _, text := range []string{"Hell", "HelloWorl", "Hello World", "Hello~orld", "Hellö", "Hell\x00", "Hell\x80", "\x00\x00\x00\x00\x00", "#####"} {
		if got, err := libzmq.Z85Decode(text); err == nil {
			t.Errorf("Z85Decode(%q): % x, no error", text, got)
		} else {
			wantErr(t, "Z85Decode", err, libzmq.EINVAL)
		}
	}
}

func TestCurveKeys(t *testing.T) {
	public, secret := curveKeypair(t)
	if len(public) != 40 || len(secret) != 40 || public == secret {
		t.Fatalf("CurveKeypair: %q, %q", public, secret)
	}
	if derived, err := libzmq.CurvePublic(secret); err != nil || derived != public {
		t.Errorf("CurvePublic: %q, %v; want %q", derived, err, public)
	}
	for _, wrong := range []string{"", secret[:39], secret + "x", secret[:39] + "~", secret[:39] + "\x00", strings.Repeat("#", 40), strings.Repeat("x", 10_000)} {
		_, err := libzmq.CurvePublic(wrong)
		wantErr(t, "CurvePublic("+short([]byte(wrong))+")", err, libzmq.EINVAL)
	}
}

func curveKeypair(t *testing.T) (public, secret string) {
	t.Helper()
	if !libzmq.Has("curve") {
		t.Skip("this libzmq was built without CURVE")
	}
	public, secret, err := libzmq.CurveKeypair()
	must(t, err)
	return public, secret
}

// TestCurve exchanges encrypted messages over tcp, and checks that a client with the wrong server
// key cannot connect.
func TestCurve(t *testing.T) {
	serverPublic, serverSecret := curveKeypair(t)
	ctx := newContext(t)
	server := open(t, ctx, libzmq.Rep)
	must(t, server.SetCurveServer(true))
	must(t, server.SetCurveSecretKey(serverSecret))
	if on, err := server.CurveServer(); err != nil || !on {
		t.Errorf("CurveServer: %v, %v", on, err)
	}
	endpoint := bind(t, server, "tcp://127.0.0.1:*")

	client := curveClient(t, ctx, serverPublic)
	connect(t, client, endpoint)
	send(t, client, "Hello")
	wantRecv(t, server, "Hello")
	send(t, server, "World")
	wantRecv(t, client, "World")
	if mechanism, err := client.Mechanism(); err != nil || mechanism != libzmq.MechanismCurve {
		t.Errorf("Mechanism: %v, %v", mechanism, err)
	}

	otherPublic, _ := curveKeypair(t)
	stranger := curveClient(t, ctx, otherPublic)
	must(t, stranger.SetRecvTimeout(100*time.Millisecond))
	connect(t, stranger, endpoint)
	send(t, stranger, "Hello")
	_, err := stranger.Recv(nil, 0)
	wantErr(t, "Recv of a client with the wrong key", err, libzmq.EAGAIN)
}

func curveClient(t *testing.T, ctx *libzmq.Context, serverKey string) *libzmq.Socket {
	t.Helper()
	public, secret := curveKeypair(t)
	s := open(t, ctx, libzmq.Req)
	must(t, s.SetCurveServerKey(serverKey))
	must(t, s.SetCurvePublicKey(public))
	must(t, s.SetCurveSecretKey(secret))
	for what, get := range map[string]struct {
		call func() (string, error)
		want string
	}{
		"CurveServerKey": {s.CurveServerKey, serverKey},
		"CurvePublicKey": {s.CurvePublicKey, public},
		"CurveSecretKey": {s.CurveSecretKey, secret},
	} {
		if got, err := get.call(); err != nil || got != get.want {
			t.Errorf("%s: %q, %v; want %q", what, got, err, get.want)
		}
	}
	return s
}

func TestCurveKeyErrors(t *testing.T) {
	s := newSocket(t, libzmq.Req)
	if !libzmq.Has("curve") {
		t.Skip("this libzmq was built without CURVE")
	}
	for _, key := range []string{"", "short", strings.Repeat("x", 41), strings.Repeat("~", 40)} {
		wantErr(t, "SetCurveServerKey("+key+")", s.SetCurveServerKey(key), libzmq.EINVAL)
	}
}

// TestPlain lets a handler at ZAP's endpoint decide which clients are accepted.
func TestPlain(t *testing.T) {
	ctx := newContext(t)
	zap := open(t, ctx, libzmq.Rep)
	must(t, zap.Bind("inproc://zeromq.zap.01"))
	server, client := open(t, ctx, libzmq.Pull), open(t, ctx, libzmq.Push)
	must(t, server.SetPlainServer(true))
	if on, err := server.PlainServer(); err != nil || !on {
		t.Errorf("PlainServer: %v, %v", on, err)
	}
	must(t, server.SetZAPDomain("global"))
	must(t, client.SetPlainUsername("admin"))
	must(t, client.SetPlainPassword("secret"))
	connect(t, client, bind(t, server, "tcp://127.0.0.1:*"))
	send(t, client, "let me in")
	request := recv(t, zap)
	if len(request) != 8 || request[2] != "global" || request[5] != "PLAIN" || request[6] != "admin" || request[7] != "secret" {
		t.Fatalf("ZAP request: %q", request)
	}
	send(t, zap, request[0], request[1], "200", "OK", "the-user", "")
	msg := newMessage(t)
	if _, err := msg.Recv(server, 0); err != nil {
		t.Fatal(err)
	}
	wantContent(t, "received", msg, []byte("let me in"))
	if user, err := msg.Metadata("User-Id"); err != nil || user != "the-user" {
		t.Errorf("Metadata: %q, %v", user, err)
	}
}
