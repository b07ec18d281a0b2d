package run_test

import (
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestVersion(t *testing.T) {
	if libzmq.VersionMajor != 4 || libzmq.MakeVersion(libzmq.VersionMajor, libzmq.VersionMinor, libzmq.VersionPatch) != libzmq.HeaderVersion {
		t.Errorf("the package says %d.%d.%d, %d", libzmq.VersionMajor, libzmq.VersionMinor, libzmq.VersionPatch, libzmq.HeaderVersion)
	}
	major, minor, patch := libzmq.Version()
	if v := libzmq.MakeVersion(major, minor, patch); v < 40200 {
		t.Errorf("libzmq %d.%d.%d is older than any package needs", major, minor, patch)
	}
	if v := libzmq.MakeVersion(4, 12, 3); v != 41203 {
		t.Errorf("MakeVersion(4, 12, 3): %d", v)
	}
}

func TestHas(t *testing.T) {
	if !libzmq.Has("ipc") {
		t.Error(`Has("ipc"): false`)
	}
	for _, unknown := range []string{"", "warp", "ipc\x00", "ip"} {
		if libzmq.Has(unknown) {
			t.Errorf("Has(%q): true", unknown)
		}
	}
}

func TestAtomicCounter(t *testing.T) {
	counter, err := libzmq.NewAtomicCounter()
	must(t, err)
	defer counter.Destroy()
	if v := counter.Value(); v != 0 {
		t.Errorf("Value of a new counter: %d", v)
	}
	if large := int64(1)<<32 + 2; strconv.IntSize == 64 { // of which the counter keeps the bits that fit
		counter.Set(int(large))
	} else {
		counter.Set(2)
	}
	if v := counter.Inc(); v != 2 || counter.Value() != 3 {
		t.Errorf("Inc: %d, then Value %d; want the value before, 2, then 3", v, counter.Value())
	}
	for _, want := range []bool{true, true, false} {
		if left := counter.Dec(); left != want {
			t.Errorf("Dec to %d: %v; want %v", counter.Value(), left, want)
		}
	}
	const each = 1000
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range each {
				counter.Inc()
			}
		})
	}
	wg.Wait()
	if v := counter.Value(); v != 4*each {
		t.Errorf("after %d times Inc: %d", 4*each, v)
	}
}

func TestAtomicCounterDestroyed(t *testing.T) {
	counter, err := libzmq.NewAtomicCounter()
	must(t, err)
	counter.Destroy()
	counter.Destroy()
	for what, c := range map[string]*libzmq.AtomicCounter{"destroyed": counter, "zero": new(libzmq.AtomicCounter), "nil": nil} {
		c.Set(1)
		c.Inc()
		c.Dec()
		if v := c.Value(); v != 0 {
			t.Errorf("Value of a counter that is %s: %d", what, v)
		}
		c.Destroy()
	}
}

func TestStopwatch(t *testing.T) {
	watch := libzmq.StartStopwatch()
	time.Sleep(20 * time.Millisecond)
	if d := watch.Stop(); d < 20*time.Millisecond || d > patience {
		t.Errorf("Stop: %v", d)
	}
	watch.Stop() // again, and where there is nothing to stop
	new(libzmq.Stopwatch).Stop()
	(*libzmq.Stopwatch)(nil).Stop()
}

func TestSleep(t *testing.T) {
	start := time.Now()
	libzmq.Sleep(0)
	libzmq.Sleep(-time.Second)
	if d := time.Since(start); d > 500*time.Millisecond {
		t.Errorf("Sleep(0) and Sleep(-1s) took %v", d)
	}
	start = time.Now()
	libzmq.Sleep(time.Millisecond)
	if d := time.Since(start); d < 990*time.Millisecond {
		t.Errorf("Sleep(1ms) took %v; want a whole second", d)
	}
}

func TestThread(t *testing.T) {
	var ran atomic.Int32
	for range 10 {
		thread := libzmq.StartThread(func() {
			runtime.GC() // the stack and the closure are Go's
			ran.Add(1)
		})
		within(t, "Close", thread.Close)
		thread.Close() // no effect a second time
	}
	if n := ran.Load(); n != 10 {
		t.Errorf("%d of 10 threads ran when Close returned", n)
	}
	new(libzmq.Thread).Close()
	(*libzmq.Thread)(nil).Close()
}

// TestThreadSockets lets threads of libzmq communicate.
func TestThreadSockets(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	thread := libzmq.StartThread(func() {
		var buf [16]byte
		n, err := b.Recv(buf[:], 0)
		if err != nil {
			t.Error(err)
			return
		}
		if _, err := b.Send(buf[:n], 0); err != nil {
			t.Error(err)
		}
	})
	send(t, a, "echo")
	wantRecv(t, a, "echo")
	within(t, "Close", thread.Close)
}

func TestCheckVersion(t *testing.T) {
	must(t, libzmq.CheckVersion()) // or the package would not have been built
}
