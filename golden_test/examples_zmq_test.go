//go:build unix

package golden_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// somewhere is an endpoint of a port that the system chooses.
const somewhere = "tcp://127.0.0.1:*"

// TestPatterns runs the example programs of package zmq as processes, against each other.
func TestPatterns(t *testing.T) {
	needLibzmq(t)
	for name, test := range map[string]func(t *testing.T, program string){
		"weather":    testWeather,
		"tasks":      testTasks,
		"broker":     testBroker,
		"lazypirate": testLazyPirate,
		"majordomo":  testMajordomo,
		"ironhouse":  testIronhouse,
		"feed":       testFeed,
	} {
		for way, build := range ways {
			t.Run(name+"/"+way, func(t *testing.T) {
				t.Parallel()
				program := build(t, module+"/examples/"+name)
				test(t, program)
				start(t, program).wantExit(2)
				start(t, program, "nonsense").wantExit(2)
			})
		}
	}
}

// startBound starts a program that prints where it listens.
func startBound(t *testing.T, program string, args ...string) (p *process, endpoint string) {
	t.Helper()
	p = start(t, program, args...)
	p.waitFor("\n")
	endpoint, ok := strings.CutPrefix(strings.TrimSpace(p.stdout.String()), "listening on ")
	if !ok || !strings.HasPrefix(endpoint, "tcp://127.0.0.1:") {
		t.Fatalf("%s printed %q; want \"listening on tcp://127.0.0.1:PORT\"", p.name, p.stdout.String())
	}
	return p, endpoint
}

// wantMatch compares what a program has printed with a pattern.
func (p *process) wantMatch(pattern string) {
	p.t.Helper()
	if got := p.stdout.String(); !regexp.MustCompile(pattern).MatchString(got) {
		p.t.Errorf("%s printed %q; want %s", p.name, got, pattern)
	}
}

// wantFailure wants exit code 1 and one line that gives the reason.
func (p *process) wantFailure(why string) {
	p.t.Helper()
	p.wantExit(1)
	if got := p.stderr.String(); !strings.Contains(got, why) || strings.Count(got, "\n") != 1 {
		p.t.Errorf("%s said %q; want one line with %q", p.name, got, why)
	}
}

// nobody returns an endpoint at which no socket listens.
func nobody(t *testing.T) string { return "ipc://" + filepath.Join(shortTempDir(t), "nobody") }

func testWeather(t *testing.T, program string) {
	publisher, endpoint := startBound(t, program, "-endpoint", somewhere, "-pause", "5ms", "publisher")
	for range 2 {
		subscriber := start(t, program, "-endpoint", endpoint, "-zip", "10042", "-n", "3", "subscriber")
		subscriber.wantExit(0)
		subscriber.wantMatch(`^waiting for 3 updates\n10042: -?[0-9]+\.[0-9] degrees on average\n$`)
	}
	waiting := start(t, program, "-endpoint", endpoint, "-n", "1000000", "subscriber")
	lonely := start(t, program, "-endpoint", nobody(t), "subscriber")
	start(t, program, "-endpoint", endpoint, "publisher").wantFailure(endpoint)
	waiting.waitFor("\n")
	waiting.interrupt(syscall.SIGINT)
	lonely.waitFor("\n")
	lonely.interrupt(syscall.SIGTERM)
	publisher.interrupt(syscall.SIGTERM)
}

func testTasks(t *testing.T, program string) {
	sink, results := startBound(t, program, "-results", somewhere, "sink")
	ventilator, tasks := startBound(t, program, "-tasks", somewhere, "-results", results, "-n", "10", "-workers", "2", "ventilator")
	var workers [2]*process
	for i := range workers {
		workers[i] = start(t, program, "-tasks", tasks, "-results", results, "worker")
	}
	ventilator.wantExit(0)
	ventilator.wantMatch(`\n10 tasks of [0-9.]+m?s are on their way\n$`)
	sink.wantExit(0)
	sink.wantMatch(`\nall done in [0-9.]+m?s\n$`)
	workers[0].interrupt(syscall.SIGINT)
	workers[1].interrupt(syscall.SIGTERM)

	idleSink, results := startBound(t, program, "-results", somewhere, "sink")
	idle, _ := startBound(t, program, "-tasks", somewhere, "-results", results, "ventilator")
	idle.interrupt(syscall.SIGTERM)
	idleSink.interrupt(syscall.SIGTERM)
}

func testBroker(t *testing.T, program string) {
	broker := start(t, program, "-frontend", somewhere, "-backend", somewhere, "broker")
	broker.waitFor("workers: ")
	bound := regexp.MustCompile(`^clients: (tcp://127\.0\.0\.1:[0-9]+)\nworkers: (tcp://127\.0\.0\.1:[0-9]+)\n$`).
		FindStringSubmatch(broker.stdout.String())
	if bound == nil {
		t.Fatalf("the broker printed %q", broker.stdout.String())
	}
	frontend, backend := bound[1], bound[2]

	first := start(t, program, "-frontend", frontend, "-n", "3", "client") // waits for a worker
	worker := start(t, program, "-backend", backend, "-name", "anna", "worker")
	first.wantExit(0)
	first.wantOutput("anna did request 1\nanna did request 2\nanna did request 3\n")

	other := start(t, program, "-backend", backend, "-name", "otto", "worker")
	busy := start(t, program, "-frontend", frontend, "-n", "1000000000", "client")
	busy.waitFor("otto did request")
	busy.interrupt(syscall.SIGTERM)
	other.interrupt(syscall.SIGTERM)
	worker.interrupt(syscall.SIGINT)
	broker.interrupt(syscall.SIGTERM)
}

func testLazyPirate(t *testing.T, program string) {
	server, endpoint := startBound(t, program, "-endpoint", somewhere, "-lose", "2", "server")
	client := start(t, program, "-endpoint", endpoint, "-n", "2", "-timeout", "300ms", "-attempts", "20", "client")
	client.wantExit(0)
	client.wantMatch(`^request 1: done\nno reply within 300ms, asking again\n(.*\n)*request 2: done\n$`)
	server.interrupt(syscall.SIGTERM)

	start(t, program, "-endpoint", nobody(t), "-timeout", "20ms", "client").wantFailure("seems to be gone")
	waiting := start(t, program, "-endpoint", nobody(t), "-timeout", "50ms", "-attempts", "1000000", "client")
	waiting.waitFor("asking again")
	waiting.interrupt(syscall.SIGTERM)
}

func testMajordomo(t *testing.T, program string) {
	const heartbeat = "-heartbeat=50ms"
	broker, endpoint := startBound(t, program, heartbeat, "-endpoint", somewhere, "broker")
	ask := func(service, text, want string) {
		t.Helper()
		client := start(t, program, "-endpoint", endpoint, "-service", service, "-timeout", "500ms", "-attempts", "15", "client", text)
		client.wantExit(0)
		client.wantOutput(want + "\n")
	}
	worker := start(t, program, heartbeat, "-endpoint", endpoint, "worker")
	length := start(t, program, heartbeat, "-endpoint", endpoint, "-service", "length", "worker")
	ask("upper", "hello", "HELLO")
	ask("length", "hello", "5")

	if err := worker.cmd.Process.Kill(); err != nil { // the broker notices
		t.Fatal(err)
	}
	other := start(t, program, heartbeat, "-endpoint", endpoint, "worker")
	ask("upper", "again", "AGAIN")

	broker.interrupt(syscall.SIGTERM) // the workers notice
	length.waitFor("connecting again")
	broker, _ = startBound(t, program, heartbeat, "-endpoint", endpoint, "broker")
	ask("upper", "and again", "AND AGAIN")
	ask("length", "again", "5")

	lost := start(t, program, "-endpoint", endpoint, "-service", "nothing", "-timeout", "20ms", "client", "text")
	lost.wantFailure(`no reply from the service "nothing"`)
	other.interrupt(syscall.SIGINT)
	length.interrupt(syscall.SIGTERM)
	broker.interrupt(syscall.SIGTERM)
}

func testIronhouse(t *testing.T, program string) {
	dir := t.TempDir()
	makeKeys := func(name string) *process { return start(t, program, "-keys", dir, "-name", name, "keys") }
	for _, name := range []string{"server", "alice"} {
		makeKeys(name).wantExit(0)
	}
	makeKeys("alice").wantFailure("alice.secret")
	if info, err := os.Stat(filepath.Join(dir, "alice.secret")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the secret key: %v, %v", info.Mode(), err)
	}

	server, endpoint := startBound(t, program, "-keys", dir, "-endpoint", somewhere, "server")
	makeKeys("stranger").wantExit(0) // too late to be known
	alice := start(t, program, "-keys", dir, "-name", "alice", "-endpoint", endpoint, "client")
	alice.wantExit(0)
	alice.wantOutput("hello, alice\n")
	stranger := start(t, program, "-keys", dir, "-name", "stranger", "-endpoint", endpoint, "-timeout", "300ms", "client")
	stranger.wantFailure("deadline exceeded")
	server.interrupt(syscall.SIGTERM)
}

func testFeed(t *testing.T, program string) {
	lossy, endpoint := startBound(t, program, "-endpoint", somewhere, "-pause", "2ms", "-lose", "3", "publisher")
	subscriber := start(t, program, "-endpoint", endpoint, "-n", "4", "subscriber")
	subscriber.wantExit(0)
	subscriber.wantMatch(`^following run [A-Z2-7]{8} from message [0-9]+\n((missing [0-9]+\n)?[0-9]+: [0-9:.]+\n){4}$`)
	wantEverythingAccounted(t, subscriber.stdout.String(), 3)
	lossy.interrupt(syscall.SIGTERM)

	// The endpoint is a file, because another program may take a port while nobody listens.
	endpoint = "ipc://" + filepath.Join(shortTempDir(t), "feed")
	startPublisher := func(n string) *process {
		p := start(t, program, "-endpoint", endpoint, "-pause", "1ms", "-heartbeat", "50ms", "-n", n, "publisher")
		p.waitFor("listening on " + endpoint + "\n")
		return p
	}
	subscriber = start(t, program, "-endpoint", endpoint, "-heartbeat", "50ms", "subscriber")
	killed := startPublisher("0")
	subscriber.waitFor("0: ")
	if err := killed.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	subscriber.waitForMatch(`(?s)[0-9]: .*\nsilent for 200ms\n`)
	stopped := startPublisher("0")
	subscriber.waitFor(" begins; ")
	stopped.interrupt(syscall.SIGTERM)
	last := startPublisher("777")
	subscriber.waitForMatch(`(?s) begins; .* begins; .*(\n777: |\nmissing .*777\n)`)
	last.interrupt(syscall.SIGTERM)
	subscriber.interrupt(syscall.SIGTERM)
	wantEverythingAccounted(t, subscriber.stdout.String(), 0)

	start(t, program, "-pause", "0", "publisher").wantExit(2)
}

// wantEverythingAccounted wants each number of a run received or reported missing, once and in order. Every lost-th is missing,
// and no other where lost is not 0.
func wantEverythingAccounted(t *testing.T, output string, lost int) {
	t.Helper()
	line := regexp.MustCompile(`(?m)^(?:following run \S+ from message (\d+)|run \S+ (begins); .*|missing (\d+)(?: to (\d+))?|(\d+): .*|silent for .*)$`)
	next := 0
	for _, found := range line.FindAllStringSubmatch(output, -1) {
		number := func(i int) int {
			n, _ := strconv.Atoi(found[i])
			return n
		}
		switch {
		case found[1] != "":
			next = number(1)
		case found[2] != "":
			next = 1
		case found[3] != "" || found[5] != "":
			first := number(3) + number(5) // one of them is 0
			if first != next || lost > 0 && (first%lost == 0) != (found[3] != "") {
				t.Fatalf("%q; want message %d: %s", found[0], next, output)
			}
			next = max(first, number(4)) + 1
		}
	}
	if lines := strings.Count(output, "\n"); lines != len(line.FindAllString(output, -1)) {
		t.Errorf("of %d lines, some say something else: %s", lines, output)
	}
}
