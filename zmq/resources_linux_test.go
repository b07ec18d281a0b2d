package zmq_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/zmq"
)

// resources is what a process uses.
type resources struct {
	descriptors, goroutines, threads int
	memory                           int // resident, in KiB
	stacks                           int // of goroutines, in bytes
}

func used(t testing.TB) resources {
	t.Helper()
	runtime.GC()
	r := resources{goroutines: runtime.NumGoroutine()}
	entries, err := os.ReadDir("/proc/self/fd")
	must(t, err)
	r.descriptors = len(entries)
	status, err := os.ReadFile("/proc/self/status")
	must(t, err)
	for line := range strings.Lines(string(status)) {
		_, _ = fmt.Sscanf(line, "Threads: %d", &r.threads)
		_, _ = fmt.Sscanf(line, "VmRSS: %d", &r.memory)
	}
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	r.stacks = int(stats.StackInuse)
	return r
}

// TestManyWait has thousands of sockets wait at once: on a handful of threads, with little memory each, and all of them
// wake when they are canceled. It runs in a process of its own, so that nothing else is counted.
func TestManyWait(t *testing.T) {
	if os.Getenv("ZMQGEN_MANY") == "" {
		cmd := exec.Command(os.Args[0], "-test.run=^TestManyWait$", "-test.v")
		cmd.Env = append(os.Environ(), "ZMQGEN_MANY=1")
		output, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, output)
		}
		t.Logf("%s", output)
		return
	}
	count := mostSockets(t)
	z := newContext(t, zmq.MaxSockets(count))
	sockets := make([]*zmq.Socket, count)
	for i := range sockets {
		sockets[i] = open(t, z, zmq.Pull, zmq.Bind(inproc()))
	}
	before := used(t)
	ctx, cancel := context.WithCancel(context.Background())
	var waiting sync.WaitGroup
	for _, s := range sockets {
		waiting.Go(func() {
			var buf [100]byte // a caller's own frames have some room
			_, err := s.RecvInto(ctx, buf[:])
			wantErr(t, "RecvInto", err, context.Canceled)
		})
	}
	eventually(t, "all wait", func() bool { return z.Stats().Waits == uint64(count) })
	after := used(t)
	each := (after.memory - before.memory) << 10 / count
	t.Logf("%d receivers wait on %d threads with %d bytes each", count, after.threads, each)
	if after.threads > 16 {
		t.Errorf("%d threads; want 16 at most", after.threads)
	}
	if each > 4000 && !instrumented {
		t.Errorf("%d bytes each; want 4,000 at most", each)
	}
	if stack := (after.stacks - before.stacks) / count; stack > 2500 && !instrumented {
		t.Errorf("%d bytes of stack each; want 2,500 at most", stack)
	}
	start := time.Now()
	cancel()
	waiting.Wait()
	if took := time.Since(start); took > time.Second {
		t.Errorf("it took %v to cancel them", took)
	}
}

// mostSockets returns 10,000, or as many as the limit of descriptors allows.
func mostSockets(t *testing.T) int {
	t.Helper()
	var limit syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	count := min(10_000, int(limit.Cur)-200)
	if count < 9_000 {
		t.Logf("the limit of open files leaves room for %d sockets only", count)
	}
	return count
}

// TestExec checks that a program started beside sockets inherits none of their descriptors.
func TestExec(t *testing.T) {
	z := newContext(t)
	a, b := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*")), open(t, z, zmq.Req)
	must(t, b.Connect(a.Endpoint()))
	must(t, b.SendString(limited(t), "x"))
	wantRecv(t, a, "x")
	var wg sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	wg.Go(func() { // opens and closes meanwhile
		for ctx.Err() == nil {
			s := open(t, z, zmq.Rep, zmq.Bind("tcp://127.0.0.1:*"))
			_ = s.Close()
		}
	})
	for range 20 {
		output, err := exec.Command("ls", "-l", "/proc/self/fd").CombinedOutput()
		must(t, err)
		for line := range strings.Lines(string(output)) {
			if strings.Contains(line, "socket:") || strings.Contains(line, "eventfd") || strings.Contains(line, "eventpoll") {
				t.Errorf("inherited: %s", line)
			}
		}
	}
	cancel()
	wg.Wait()
}

// TestRounds opens, sends, cancels and closes again and again, with messages that nobody receives, and checks that
// nothing grows: no descriptors, goroutines, threads or memory.
func TestRounds(t *testing.T) {
	const warm = 20
	var before resources
	for round := range warm + soak(150, 10_000) {
		if round == warm {
			before = used(t)
		}
		lifeAndDeath(t)
	}
	eventually(t, "everything is released", func() bool {
		after := used(t)
		return after.descriptors <= before.descriptors && after.goroutines <= before.goroutines &&
			after.threads <= before.threads+2 && after.memory <= before.memory+32<<10
	})
}

// lifeAndDeath is one round: two sockets, one of which sends without a peer, and a receive that is canceled.
func lifeAndDeath(t *testing.T) {
	z, err := zmq.NewContext()
	must(t, err)
	push, err := z.Open(zmq.Push, zmq.Connect("tcp://127.0.0.1:1"))
	must(t, err)
	pull, err := z.Open(zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	must(t, err)
	for range 10 {
		must(t, push.SendString(context.Background(), "nobody takes this"))
	}
	ctx, cancel := context.WithCancel(context.Background())
	waiting := make(chan error, 1)
	go func() {
		_, err := pull.Recv(ctx)
		waiting <- err
	}()
	runtime.Gosched()
	cancel()
	wantErr(t, "Recv", <-waiting, context.Canceled)
	closing, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	err = z.Close(closing)
	wantErr(t, "Close", err, zmq.ErrUnsent)
	wantErr(t, "Close", err, context.DeadlineExceeded)
	select {
	case <-time.After(patience):
		t.Fatal("the second Close does not return")
	case err := <-closeAgain(z):
		must(t, err)
	}
}

func closeAgain(z *zmq.Context) <-chan error {
	closed := make(chan error, 1)
	go func() { closed <- z.Close(context.Background()) }()
	return closed
}

// TestForgottenContexts checks that contexts that the program forgets are released with their last socket, and no
// earlier.
func TestForgottenContexts(t *testing.T) {
	forget := func() *zmq.Socket {
		z, err := zmq.NewContext()
		must(t, err)
		s := openForgettable(t, z, zmq.Pair)
		must(t, s.Connect(openForgettable(t, z, zmq.Pair, zmq.Bind(inproc())).Endpoint()))
		return s
	}
	z, err := zmq.NewContext() // opens the descriptors that Go keeps
	must(t, err)
	openForgettable(t, z, zmq.Pair)
	must(t, z.Close(limited(t)))
	before := used(t)
	const count = 20
	kept := make([]*zmq.Socket, count)
	for i := range kept {
		kept[i] = forget()
	}
	for range 3 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	for _, s := range kept {
		must(t, s.Set(zmq.Bind(inproc()))) // its context is there
		_, err := s.Monitor()
		must(t, err)
	}
	clear(kept)
	eventually(t, "all is released", func() bool {
		after := used(t)
		return after.descriptors <= before.descriptors && after.threads <= before.threads+count/2
	})
}
