package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// process is a run of zmqcat.
type process struct {
	code   int
	out    string
	errors string
}

// start runs zmqcat. The result arrives when it ends, which it must within the test's patience.
func start(t *testing.T, input, args string, more ...string) <-chan process {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	done := make(chan process, 1)
	go func() {
		var out, errors bytes.Buffer
		code := run(ctx, append(strings.Fields(args), more...), strings.NewReader(input), &out, &errors)
		done <- process{code, out.String(), errors.String()}
	}()
	return done
}

func want(t *testing.T, what string, p process, code int, out string) {
	t.Helper()
	if p.code != code || p.out != out {
		t.Errorf("%s: exit code %d with %q; want %d with %q; it said: %s", what, p.code, p.out, code, out, p.errors)
	}
}

func endpoint(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "cat") // a path of t.TempDir can be too long for a Unix socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return "ipc://" + dir + "/s"
}

func TestPushPull(t *testing.T) {
	e := endpoint(t)
	pull := start(t, "", "pull -n 3 -b "+e)
	want(t, "push", <-start(t, "one\r\ntwo\n\nfour", "push -n 3 -c "+e), exitOK, "")
	want(t, "pull", <-pull, exitOK, "one\ntwo\n\n")
}

func TestParts(t *testing.T) {
	e := endpoint(t)
	pull := start(t, "", "pull -n 1 -b "+e)
	want(t, "push", <-start(t, "a,b,,c\n", "push --separator , -c "+e), exitOK, "")
	want(t, "pull", <-pull, exitOK, "a\tb\t\tc\n")
}

func TestRaw(t *testing.T) {
	e := endpoint(t)
	pull := start(t, "", "pull --raw -n 1 -b "+e)
	data := "line\r\nline\n\x00\xff"
	want(t, "push", <-start(t, data, "push --raw -c "+e), exitOK, "")
	want(t, "pull", <-pull, exitOK, data)
}

func TestPubSub(t *testing.T) {
	e := endpoint(t)
	pub := start(t, "a 1\nb 2\na 3\n", "pub --wait 2 -b "+e)
	one, all := start(t, "", "sub -n 2 -s a -c "+e), start(t, "", "sub -n 3 -c "+e)
	want(t, "sub of a", <-one, exitOK, "a 1\na 3\n")
	want(t, "sub of all", <-all, exitOK, "a 1\nb 2\na 3\n")
	want(t, "pub", <-pub, exitOK, "")
}

func TestReqRep(t *testing.T) {
	e := endpoint(t)
	echo := start(t, "", "rep --echo -n 2 -b "+e)
	want(t, "req", <-start(t, "x\ny\n", "req -c "+e), exitOK, "x\ny\n")
	want(t, "rep --echo", <-echo, exitOK, "x\ny\n")

	e = endpoint(t)
	rep := start(t, "answer\n", "rep -b "+e)
	want(t, "req", <-start(t, "question\n", "req -c "+e), exitOK, "answer\n")
	want(t, "req without an answer", <-start(t, "question\n", "req -t 300ms -c "+e), exitTimeout, "")
	if p := <-rep; p.code != exitTrouble || !strings.Contains(p.errors, "--echo") {
		t.Errorf("rep without an answer: exit code %d, %s", p.code, p.errors)
	}
}

func TestBothWays(t *testing.T) {
	e := endpoint(t)
	a := start(t, "from a\n", "pair -n 1 -b "+e)
	want(t, "b", <-start(t, "from b\n", "pair -n 1 -c "+e), exitOK, "from a\n")
	want(t, "a", <-a, exitOK, "from b\n")
}

// TestTimeout checks that neither side waits longer than it is told to, and that each reports what
// it waited for.
func TestTimeout(t *testing.T) {
	for args, message := range map[string]string{
		"pull -t 50ms -b ":              "nothing came within 50ms",
		"push -t 50ms -b ":              "no peer took a message within 50ms",
		"pub -t 50ms --wait 1 -b ":      "too few subscriptions within 50ms",
		"dealer -t 50ms --raw -n 1 -b ": "within 50ms",
		"push -t 50ms -c ":              "not sent in time", // libzmq takes it at once
	} {
		p := <-start(t, "x\n", args+endpoint(t))
		if p.code != exitTimeout || !strings.Contains(p.errors, message) {
			t.Errorf("%s: exit code %d, %s; want 1, %q", args, p.code, p.errors, message)
		}
	}
}

// TestInterrupt checks that a signal ends a run, whether it waits for a message or for input.
func TestInterrupt(t *testing.T) {
	endless, feed := io.Pipe()
	t.Cleanup(func() { feed.Close() })
	var running sync.WaitGroup
	for _, args := range []string{"pull", "push", "rep", "req", "router", "sub", "pub"} {
		running.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
			time.AfterFunc(50*time.Millisecond, cancel)
			code := run(ctx, []string{args, "-b", "tcp://127.0.0.1:*"}, endless, io.Discard, io.Discard)
			if code != exitInterrupted {
				t.Errorf("%s: exit code %d; want %d", args, code, exitInterrupted)
			}
		})
	}
	running.Wait()
}

func TestCurve(t *testing.T) {
	dir := t.TempDir()
	clients := filepath.Join(dir, "clients")
	if err := os.Mkdir(clients, 0o700); err != nil {
		t.Fatal(err)
	}
	path := func(name string) string { return filepath.Join(dir, name) }
	for _, name := range []string{"server", "alice", "mallory"} {
		keys, err := zmq.NewKeyPair()
		if err != nil {
			t.Fatal(err)
		}
		c := zmq.Certificate{Keys: keys}
		if err := c.Write(path(name)); err != nil {
			t.Fatal(err)
		}
		if name == "alice" {
			if err := c.Public().Write(filepath.Join(clients, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	e := endpoint(t)
	pull := start(t, "", "pull -n 1 -b "+e, "--cert", path("server"), "--clients", clients)
	mallory := <-start(t, "from mallory\n", "push -t 300ms -c "+e, "--cert", path("mallory"), "--server-key", path("server"))
	if mallory.code != exitTrouble || !strings.Contains(mallory.errors, "refused the connection: handshake denied") {
		t.Errorf("mallory: exit code %d, %s", mallory.code, mallory.errors)
	}
	want(t, "alice", <-start(t, "from alice\n", "push -c "+e, "--cert", path("alice"), "--server-key", path("server")), exitOK, "")
	want(t, "pull", <-pull, exitOK, "from alice\n")

	e = endpoint(t)
	open := start(t, "", "pull -n 1 -b "+e, "--cert", path("server"), "--clients", "any")
	want(t, "a client without a certificate", <-start(t, "hello\n", "push -c "+e, "--server-key", path("server")), exitOK, "")
	want(t, "pull", <-open, exitOK, "hello\n")
}

func TestPlain(t *testing.T) {
	dir := t.TempDir()
	file := func(name, content string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	e := endpoint(t)
	pull := start(t, "", "pull -n 1 -b "+e, "--plain-server", file("users", "# users\nadmin:a:b\nguest:g\n"))
	wrong := <-start(t, "wrong\n", "push -t 300ms -c "+e, "--plain", file("wrong", "admin:x\n"))
	if wrong.code != exitTrouble || !strings.Contains(wrong.errors, "refused the connection") {
		t.Errorf("a wrong password: exit code %d, %s", wrong.code, wrong.errors)
	}
	want(t, "push", <-start(t, "right\n", "push -c "+e, "--plain", file("right", "admin:a:b\n")), exitOK, "")
	want(t, "pull", <-pull, exitOK, "right\n")
}

func TestUsage(t *testing.T) {
	for args, message := range map[string]string{
		"":                                   "give one type of socket",
		"push":                               "bind connect",
		"pish -b tcp://127.0.0.1:*":          `no socket type "pish"; the types are dealer, pair, pub`,
		"push -b nonsense":                   "bind nonsense",
		"push -b x --sub":                    "--help",
		"push -s a -b tcp://127.0.0.1:*":     "--subscribe is for the type sub",
		"pull --wait 1 -b tcp://127.0.0.1:*": "--wait is for the type pub",
		"pull --cert x -b tcp://127.0.0.1:*": "--cert needs",
		"pull --clients x -b tcp://[::1]:*":  "--clients needs --cert",
		"pull --plain /nonexistent -b x":     "no such file",
	} {
		p := <-start(t, "", args)
		if p.code != exitTrouble || !strings.Contains(p.errors, message) {
			t.Errorf("zmqcat %s: exit code %d, %s; want 2, %q", args, p.code, p.errors, message)
		}
	}
	if p := <-start(t, "", "--help"); p.code != exitOK || !strings.Contains(p.out, "--subscribe") {
		t.Errorf("zmqcat --help: exit code %d, %q", p.code, p.out)
	}
}
