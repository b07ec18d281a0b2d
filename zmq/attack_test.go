package zmq_test

import (
	"encoding/binary"
	"net"
	"strings"
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

// TestForgedProperties holds that a peer cannot pass what it says of itself for what the Authenticator decided.
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
