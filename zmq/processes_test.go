package zmq_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// children has the functions of the processes that tests of this file start, which run until they are killed.
var children = map[string]func(t *testing.T, argument func(int) string){
	"try": func(t *testing.T, argument func(int) string) {
		dealer := open(t, newContext(t), zmq.Dealer, zmq.Connect(argument(0)))
		message := []byte("ready")
		for start := time.Now(); time.Since(start) < childLength; {
			if message != nil && dealer.TrySend(message) == nil {
				message = nil
			}
			received, err := dealer.TryRecv()
			if err == nil {
				message = append([]byte("re: "), received...)
				continue
			}
			wantErr(t, "TryRecv", err, zmq.ErrWouldBlock)
			time.Sleep(time.Millisecond)
		}
	},
	"batch": func(t *testing.T, argument func(int) string) {
		push := open(t, newContext(t), zmq.Push, zmq.Connect(argument(0)))
		var messages [][]byte
		for i := range batched {
			messages = append(messages, fmt.Append(nil, i))
		}
		n, err := push.SendBatch(limited(t), messages)
		if n != batched || err != nil {
			t.Errorf("sent %d, %v", n, err)
		}
		time.Sleep(childLength)
	},
	"curve": func(t *testing.T, argument func(int) string) {
		certificate, err := zmq.ReadCertificate(argument(1))
		must(t, err)
		push := open(t, newContext(t), zmq.Push, zmq.CurveClient(argument(2), certificate.Keys), zmq.Connect(argument(0)))
		must(t, push.SendString(limited(t), "hello"))
		time.Sleep(childLength)
	},
}

// batched is how many messages the child "batch" sends.
const batched = 5000

// start runs a child until kill is called.
func start(t *testing.T, name string, arguments ...string) (kill func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	cmd, output := child(ctx, name, arguments...)
	must(t, cmd.Start())
	t.Cleanup(cancel)
	return func() {
		t.Helper()
		cancel()
		if err := cmd.Wait(); err == nil || strings.Contains(output.String(), "FAIL") {
			t.Errorf("%s: %v\n%s", name, err, output)
		}
	}
}

// TestTryProcesses has two processes communicate without ever waiting for each other, and one of them learn that the
// other was killed.
func TestTryProcesses(t *testing.T) {
	z := newContext(t)
	router := open(t, z, zmq.Router, zmq.Mandatory(), zmq.Bind("tcp://127.0.0.1:*"))
	kill := start(t, "try", router.Endpoint())
	var m zmq.Message
	want := "ready"
	for i := range 20 {
		eventually(t, "a message comes", func() bool { return router.TryRecvMessage(&m) == nil })
		if got := string(m.Body()); got != want {
			t.Errorf("received %q; want %q", got, want)
		}
		must(t, router.TrySendMessage(m.Reply(fmt.Append(nil, i))))
		want = fmt.Sprint("re: ", i)
	}
	kill()
	eventually(t, "the Router learns that its peer has gone", func() bool {
		return errors.Is(router.TrySendMessage(m), zmq.EHOSTUNREACH)
	})
}

// TestCertificateProcesses accepts a process by its certificate, once that is in the directory.
func TestCertificateProcesses(t *testing.T) {
	z := newContext(t)
	dir, elsewhere := t.TempDir(), t.TempDir()
	authenticate(t, z, zmq.CurveDirectory(dir))
	server := newCertificate(t, nil)
	pull := open(t, z, zmq.Pull, zmq.CurveServer(server.Keys.Secret), zmq.WithMetadata("User-Id", "team"))
	monitor, err := pull.Monitor(zmq.EventHandshakeDenied)
	must(t, err)
	endpoint, err := pull.Bind("tcp://127.0.0.1:*")
	must(t, err)
	alice := newCertificate(t, map[string]string{"name": "alice", "team": "blue"})
	secret := filepath.Join(elsewhere, "alice.cert")
	must(t, alice.Write(secret))

	kill := start(t, "curve", endpoint, secret, server.Keys.Public)
	event, err := monitor.Next(limited(t))
	if event.ZAPStatus() != 400 || err != nil {
		t.Errorf("%v, %v; want a refusal", event, err)
	}
	kill()
	must(t, alice.Public().Write(filepath.Join(dir, "alice.cert")))
	kill = start(t, "curve", endpoint, secret, server.Keys.Public)
	var m zmq.Message
	must(t, pull.RecvMessage(limited(t), &m))
	if m.String() != "hello" || m.User() != "alice" || m.Metadata("team") != "blue" {
		t.Errorf("received %q of user %q in team %q", m, m.User(), m.Metadata("team"))
	}
	kill()
}

// TestStatsProcesses counts what other processes do: one that sends, one that is killed, and one that is not accepted.
func TestStatsProcesses(t *testing.T) {
	z := newContext(t, zmq.Logger(slog.New(slog.DiscardHandler)))
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	kill := start(t, "push", pull.Endpoint(), "1")
	_, err := pull.RecvParts(limited(t))
	must(t, err)
	if stats := z.Stats(); stats.Disconnected != 0 || stats.Received != 1 || stats.ReceivedBytes == 0 {
		t.Errorf("one peer has sent: %+v", stats)
	}
	eventually(t, "the connection is counted", func() bool { return z.Stats().Connected == 1 })
	kill()
	eventually(t, "the end of the connection is counted", func() bool { return z.Stats().Disconnected == 1 })

	secret := filepath.Join(t.TempDir(), "alice.cert")
	must(t, newCertificate(t, nil).Write(secret))
	kill = start(t, "curve", pull.Endpoint(), secret, newCertificate(t, nil).Keys.Public)
	eventually(t, "the handshake that failed is counted", func() bool { return z.Stats().HandshakesFailed > 0 })
	kill()
}

// TestBatchProcesses receives in batches what another process sends in one, between timeouts of PollTimeout.
func TestBatchProcesses(t *testing.T) {
	z := newContext(t)
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	items := []zmq.PollItem{{Socket: pull, Events: zmq.PollIn}}
	if n, err := zmq.PollTimeout(limited(t), items, time.Millisecond); n != 0 || err != nil {
		t.Errorf("PollTimeout without a peer: %d, %v", n, err)
	}
	kill := start(t, "batch", pull.Endpoint())
	b := zmq.NewBatch(64)
	defer b.Close()
	for received := 0; received < batched; {
		if n, err := zmq.PollTimeout(limited(t), items, patience); n != 1 || err != nil {
			t.Fatalf("PollTimeout after %d messages: %d, %v", received, n, err)
		}
		_, err := pull.RecvBatch(limited(t), b)
		must(t, err)
		for part := range b.All() {
			if want := fmt.Sprint(received); string(part) != want {
				t.Fatalf("received %q; want %q", part, want)
			}
			received++
		}
	}
	kill()
}
