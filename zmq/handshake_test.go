package zmq_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/zmq"
)

// TestProtocolErrorNames checks that each of libzmq's errors has a text of its own.
func TestProtocolErrorNames(t *testing.T) {
	source, err := os.ReadFile("libzmq.go")
	must(t, err)
	release := regexp.MustCompile(`/generated/(v[0-9.]+)"`).FindSubmatch(source)
	if release == nil {
		t.Fatal("libzmq.go imports no generated package")
	}
	source, err = os.ReadFile("../generated/" + string(release[1]) + "/monitor.go")
	must(t, err)
	seen := make(map[string]bool)
	for _, found := range regexp.MustCompile(`ProtocolError\w+ +ProtocolError = (0x\d+)`).FindAllSubmatch(source, -1) {
		number, err := strconv.ParseInt(string(found[1]), 0, 32)
		must(t, err)
		words := zmq.ProtocolError(number).String()
		if seen[words] || strings.Contains(words, "ProtocolError") {
			t.Errorf("%#x: %q", number, words)
		}
		seen[words] = true
	}
	if len(seen) < 21 {
		t.Errorf("found %d errors", len(seen))
	}
	for unknown, want := range map[string]string{
		zmq.ProtocolError(7).String():            "ProtocolError(0x7)",
		zmq.ZAPStatus(123).String():              "ZAPStatus(123)",
		zmq.ZAPTemporaryError.Error():            "temporary error",
		zmq.ProtocolErrorZAPBadVersion.Error():   "a reply with the wrong version from the ZAP handler",
		zmq.ProtocolErrorZMTPUnspecified.Error(): "an unspecified error from the peer",
		zmq.ProtocolErrorWSUnspecified.String():  "an unspecified error from the WebSocket peer",
	} {
		if unknown != want {
			t.Errorf("%q; want %q", unknown, want)
		}
	}
}

// TestHandshakeDenied checks that an event reports the result of authentication.
func TestHandshakeDenied(t *testing.T) {
	for want, policies := range map[zmq.ZAPStatus][]zmq.Policy{
		zmq.ZAPTemporaryError:        nil,
		zmq.ZAPAuthenticationFailure: {decideAll(zmq.Deny("not you"))},
		zmq.ZAPInternalError:         {func(context.Context, zmq.Peer) zmq.Decision { panic("oh") }},
	} {
		z := newContext(t, zmq.Logger(slog.New(slog.DiscardHandler)))
		if policies != nil {
			authenticate(t, z, policies...)
		}
		d := newDoor(t, z, zmq.PlainServer())
		open(t, z, zmq.Req, zmq.PlainClient("user", "password"), zmq.Connect(d.server.Endpoint()))
		event, err := d.m.Next(limited(t))
		must(t, err)
		var status zmq.ZAPStatus
		if event.ZAPStatus() != want || event.ProtocolError() != 0 || !errors.As(event.Err(), &status) || status != want {
			t.Errorf("%v; want status %d", event, want)
		}
		if !strings.HasSuffix(event.String(), want.String()) {
			t.Errorf("%q does not end with %q", event, want)
		}
	}
}

// TestHandshakeProtocolErrors checks that an event reports how a peer violated the protocol.
func TestHandshakeProtocolErrors(t *testing.T) {
	z := newContext(t)
	server, other, client := newKeys(t), newKeys(t), newKeys(t)
	for want, options := range map[zmq.ProtocolError][]zmq.Option{
		zmq.ProtocolErrorZMTPMechanismMismatch: {zmq.PlainClient("user", "password")},
		zmq.ProtocolErrorZMTPCryptographic:     {zmq.CurveClient(other.Public, client)},
	} {
		d := newDoor(t, z, zmq.CurveServer(server.Secret))
		open(t, z, zmq.Req, append(options, zmq.Connect(d.server.Endpoint()))...)
		event, err := d.m.Next(limited(t))
		must(t, err)
		var failure zmq.ProtocolError
		if event.ProtocolError() != want || event.ZAPStatus() != 0 || !errors.As(event.Err(), &failure) || failure != want {
			t.Errorf("%v; want %v", event, want)
		}
	}
}
