//go:build unix

package golden_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Limits of an example's life.
const (
	stepLimit = 10 * time.Second // for each thing that it should do
	stopLimit = 2 * time.Second  // to end after a signal
)

// examplePrograms is where the examples were built.
type examplePrograms struct{ version, server, client string }

// TestExamples runs the example programs as processes, against each other.
func TestExamples(t *testing.T) {
	needLibzmq(t)
	for way, build := range ways {
		programs := examplePrograms{
			version: build(t, module+"/examples/version"),
			server:  build(t, module+"/examples/hwserver"),
			client:  build(t, module+"/examples/hwclient"),
		}
		for name, test := range map[string]func(*testing.T, examplePrograms){
			"Version":         testVersion,
			"HelloWorld":      testHelloWorld,
			"ClientFirst":     testClientFirst,
			"TwoServers":      testTwoServers,
			"InterruptServer": testInterruptServer,
			"InterruptClient": testInterruptClient,
			"Flags":           testFlags,
		} {
			t.Run(way+"/"+name, func(t *testing.T) {
				t.Parallel()
				test(t, programs)
			})
		}
	}
}

func testVersion(t *testing.T, programs examplePrograms) {
	p := start(t, programs.version)
	p.wantExit(0)
	want := regexp.MustCompile(`^made from libzmq 4\.2\.0\nrunning with libzmq [0-9]+\.[0-9]+\.[0-9]+\n$`)
	if !want.MatchString(p.stdout.String()) {
		t.Errorf("printed %q; want %s", p.stdout.String(), want)
	}
}

func testHelloWorld(t *testing.T, programs examplePrograms) {
	server, endpoint := startServer(t, programs)
	for range 2 { // one after the other
		client := start(t, programs.client, "-endpoint", endpoint, "-n", "3", "-pause", "10ms")
		client.wantExit(0)
		want := "request 1: Hello\nreply 1: World\n" +
			"request 2: Hello\nreply 2: World\n" +
			"request 3: Hello\nreply 3: World\n"
		client.wantOutput(want)
	}
	server.interrupt(syscall.SIGINT)
	server.wantOutput("listening on " + endpoint + "\n")
}

// testClientFirst starts the server when the client has sent its first request.
func testClientFirst(t *testing.T, programs examplePrograms) {
	endpoint := "ipc://" + filepath.Join(shortTempDir(t), "socket")
	client := start(t, programs.client, "-endpoint", endpoint, "-n", "1")
	client.waitFor("request 1: Hello\n")
	server := start(t, programs.server, "-endpoint", endpoint)
	client.wantExit(0)
	client.wantOutput("request 1: Hello\nreply 1: World\n")
	server.interrupt(syscall.SIGTERM)
}

func testTwoServers(t *testing.T, programs examplePrograms) {
	first, endpoint := startServer(t, programs)
	second := start(t, programs.server, "-endpoint", endpoint)
	second.wantExit(1)
	if got := second.stdout.String(); got != "" {
		t.Errorf("the second server printed %q", got)
	}
	for _, want := range []string{"hwserver: ", endpoint, "the address is in use"} {
		if got := second.stderr.String(); !strings.Contains(got, want) || strings.Count(got, "\n") != 1 {
			t.Errorf("the second server said %q; want one line with %q", got, want)
		}
	}
	start(t, programs.client, "-endpoint", endpoint, "-n", "1").wantExit(0) // the first is still there
	first.interrupt(syscall.SIGTERM)
}

var interrupts = []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}

func testInterruptServer(t *testing.T, programs examplePrograms) {
	for _, signal := range interrupts {
		idle, _ := startServer(t, programs)
		idle.interrupt(signal)

		busy, endpoint := startServer(t, programs)
		client := start(t, programs.client, "-endpoint", endpoint, "-n", "1000000", "-pause", "0")
		client.waitFor("reply 2: World\n")
		busy.interrupt(signal)
		client.interrupt(signal)
	}
}

func testInterruptClient(t *testing.T, programs examplePrograms) {
	nobody := "ipc://" + filepath.Join(shortTempDir(t), "nobody")
	server, endpoint := startServer(t, programs)
	for _, signal := range interrupts {
		waiting := start(t, programs.client, "-endpoint", nobody)
		waiting.waitFor("request 1: Hello\n")
		waiting.interrupt(signal)
		waiting.wantOutput("request 1: Hello\n")

		pausing := start(t, programs.client, "-endpoint", endpoint, "-pause", "1h")
		pausing.waitFor("reply 1: World\n")
		pausing.interrupt(signal)
	}
	server.interrupt(syscall.SIGINT)
}

func testFlags(t *testing.T, programs examplePrograms) {
	for program, defaults := range map[string][]string{
		programs.server: {"-endpoint", `"tcp://*:5555"`},
		programs.client: {"-endpoint", `"tcp://127.0.0.1:5555"`, "-n", "default 10", "-pause", "default 1s"},
	} {
		help := start(t, program, "-help")
		help.wantExit(0)
		for _, want := range defaults {
			if !strings.Contains(help.stderr.String(), want) {
				t.Errorf("%s -help lacks %q:\n%s", filepath.Base(program), want, &help.stderr)
			}
		}
		wrong := start(t, program, "-endpoint", "warp://x")
		wrong.wantExit(1)
		if got := wrong.stderr.String(); !strings.Contains(got, "warp://x") || strings.Count(got, "\n") != 1 {
			t.Errorf("%s with a wrong endpoint said %q", filepath.Base(program), got)
		}
	}
	start(t, programs.client, "-n", "-1").wantExit(2)
}

// startServer starts a server on a port that the system chooses.
func startServer(t *testing.T, programs examplePrograms) (server *process, endpoint string) {
	t.Helper()
	server = start(t, programs.server, "-endpoint", "tcp://127.0.0.1:*")
	server.waitFor("\n")
	endpoint, ok := strings.CutPrefix(strings.TrimSpace(server.stdout.String()), "listening on ")
	if !ok || !strings.HasPrefix(endpoint, "tcp://127.0.0.1:") {
		t.Fatalf("the server printed %q; want \"listening on tcp://127.0.0.1:PORT\"", server.stdout.String())
	}
	return server, endpoint
}

// process is a running example.
type process struct {
	t              *testing.T
	name           string
	cmd            *exec.Cmd
	stdout, stderr output
	done           chan struct{} // closed when it has ended
}

// start starts a program. It is killed with the test, if it still runs.
func start(t *testing.T, program string, args ...string) *process {
	t.Helper()
	p := &process{
		t:    t,
		name: fmt.Sprintf("%s %s", filepath.Base(program), strings.Join(args, " ")),
		cmd:  exec.Command(program, args...),
		done: make(chan struct{}),
	}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.done)
		_ = p.cmd.Wait() // its state shows how it ended
	}()
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		<-p.done
	})
	return p
}

// waitFor waits until the program has printed a text.
func (p *process) waitFor(text string) {
	p.t.Helper()
	p.waitForMatch(regexp.QuoteMeta(text))
}

// waitForMatch waits until what the program has printed matches a pattern.
func (p *process) waitForMatch(pattern string) {
	p.t.Helper()
	want := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(stepLimit); !want.MatchString(p.stdout.String()); {
		select {
		case <-p.done:
			p.t.Fatalf("%s ended (%v) before it printed %s\n%s%s", p.name, p.cmd.ProcessState, pattern, &p.stdout, &p.stderr)
		case <-time.After(time.Millisecond):
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%s did not print %s within %v\n%s%s", p.name, pattern, stepLimit, &p.stdout, &p.stderr)
		}
	}
}

// interrupt sends a signal, after which the program should end cleanly without a message.
func (p *process) interrupt(signal syscall.Signal) {
	p.t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil {
		p.t.Fatalf("%s: %v", p.name, err)
	}
	p.wantExitWithin(0, stopLimit)
	if got := p.stderr.String(); got != "" {
		p.t.Errorf("%s said after %v: %q", p.name, signal, got)
	}
}

func (p *process) wantExit(code int) {
	p.t.Helper()
	p.wantExitWithin(code, stepLimit)
}

func (p *process) wantExitWithin(code int, limit time.Duration) {
	p.t.Helper()
	select {
	case <-p.done:
	case <-time.After(limit):
		p.t.Fatalf("%s did not end within %v\n%s%s", p.name, limit, &p.stdout, &p.stderr)
	}
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Errorf("%s ended with %v; want exit code %d\n%s%s", p.name, p.cmd.ProcessState, code, &p.stdout, &p.stderr)
	}
}

func (p *process) wantOutput(want string) {
	p.t.Helper()
	if got := p.stdout.String(); got != want {
		p.t.Errorf("%s printed %q; want %q", p.name, got, want)
	}
}

// output is what a program prints, readable while it runs.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(b)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
