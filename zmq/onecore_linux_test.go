package zmq_test

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/zmqgen/zmqgen/zmq"
)

// onOneCore runs f in a goroutine whose thread, and the processes that it starts, have one core.
func onOneCore(t *testing.T, f func()) {
	t.Helper()
	done := make(chan error)
	go func() {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		var all, one unix.CPUSet
		err := unix.SchedGetaffinity(0, &all)
		for cpu := 0; err == nil && one.Count() == 0; cpu++ {
			if all.IsSet(cpu) {
				one.Set(cpu)
				err = unix.SchedSetaffinity(0, &one)
			}
		}
		if err == nil {
			f()
		}
		done <- err
	}()
	must(t, <-done)
}

// TestOneCore runs tests of what waits again, in a process that has only one core: goroutines that park pass signals on
// there.
func TestOneCore(t *testing.T) {
	if runtime.NumCPU() == 1 {
		t.Skip("all tests run on one core")
	}
	var output []byte
	var err error
	onOneCore(t, func() {
		const tests = "^(TestStorm|TestStormKeepsAll|TestRepWakes|TestReqWakes|TestAllocations|TestPoll)$"
		output, err = exec.Command(os.Args[0], "-test.run="+tests).CombinedOutput()
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
}

// TestDispatch has a signal passed on at once, by a goroutine that does not wait for the one of the context.
func TestDispatch(t *testing.T) {
	z, ctx := newContext(t), limited(t)
	pull := open(t, z, zmq.Pull, zmq.Bind("tcp://127.0.0.1:*"))
	push := open(t, z, zmq.Push, zmq.Connect(pull.Endpoint()))
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // so that the other goroutine mostly does not run meanwhile
	for passed := false; !passed; must(t, ctx.Err()) {
		received := make(chan error, 1)
		go func() {
			_, err := pull.Recv(ctx)
			received <- err
		}()
		eventually(t, "the receiver waits", func() bool { return zmq.Waiting(pull) == 1 })
		must(t, push.SendString(ctx, "message"))
		if zmq.AwaitSignal(pull) {
			zmq.Dispatch(z)
			if n := zmq.Waiting(pull); n != 0 {
				t.Fatalf("%d receivers have no signal", n)
			}
			passed = true
		}
		must(t, <-received)
	}
}

// TestYieldCore checks that a process stops yielding its core where another one computes, and would take a time slice
// each time.
func TestYieldCore(t *testing.T) {
	stopped := false
	onOneCore(t, func() {
		other := exec.Command("sh", "-c", "while :; do :; done")
		if err := other.Start(); err != nil {
			t.Error(err)
			return
		}
		defer func() {
			_ = other.Process.Kill()
			_ = other.Wait()
		}()
		for end := time.Now().Add(20 * time.Second); !stopped && time.Now().Before(end); {
			stopped = !zmq.YieldCore()
		}
	})
	if !stopped {
		t.Error("it still yields")
	}
}
