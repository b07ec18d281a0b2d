package run_test

import (
	"os"
	"runtime"
	"strconv"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// newPipe returns a pipe of the system and its reading end's descriptor.
func newPipe(t *testing.T) (w *os.File, fd libzmq.FD) {
	t.Helper()
	r, w, err := os.Pipe()
	must(t, err)
	t.Cleanup(func() { r.Close(); w.Close() })
	return w, libzmq.FD(r.Fd())
}

func TestPoll(t *testing.T) {
	ctx := newContext(t)
	a, b := open(t, ctx, libzmq.Pair), open(t, ctx, libzmq.Pair)
	connect(t, b, bind(t, a, "inproc://poll"))
	w, fd := newPipe(t)
	items := []libzmq.PollItem{
		{Socket: a, Events: libzmq.PollIn | libzmq.PollOut},
		{Socket: b, Events: libzmq.PollIn},
		{FD: fd, Events: libzmq.PollIn},
	}
	wantPoll := func(what string, timeout time.Duration, revents ...libzmq.PollEvents) {
		t.Helper()
		ready := 0
		for _, r := range revents {
			if r != 0 {
				ready++
			}
		}
		n, err := libzmq.Poll(items, timeout)
		if err != nil || n != ready {
			t.Errorf("%s: Poll: %d, %v; want %d", what, n, err, ready)
		}
		for i, want := range revents {
			if items[i].Revents != want {
				t.Errorf("%s: item %d: %v; want %v", what, i, items[i].Revents, want)
			}
		}
	}
	wantPoll("nothing sent", 0, libzmq.PollOut, 0, 0)
	send(t, a, "x")
	wantPoll("message for b", patience, libzmq.PollOut, libzmq.PollIn, 0)
	_, err := w.Write([]byte("y"))
	must(t, err)
	wantPoll("both", patience, libzmq.PollOut, libzmq.PollIn, libzmq.PollIn)
	wantRecv(t, b, "x")
	items[0].Events = libzmq.PollIn
	wantPoll("pipe", libzmq.Forever, 0, 0, libzmq.PollIn)
	items[0].Events, items[1].Events, items[2].Events = 0, 0, 0
	wantPoll("no interest", 0, 0, 0, 0)
}

// TestPollTimeouts checks that Poll waits as long as it was told to, with items and without.
func TestPollTimeouts(t *testing.T) {
	a, _ := pair(t, libzmq.Pair, libzmq.Pair)
	_, fd := newPipe(t)
	for what, items := range map[string][]libzmq.PollItem{
		"no items":   nil,
		"a socket":   {{Socket: a, Events: libzmq.PollIn}},
		"a pipe":     {{FD: fd, Events: libzmq.PollIn}},
		"one of two": {{Socket: a, Events: libzmq.PollIn}, {FD: fd, Events: libzmq.PollIn}},
	} {
		for _, timeout := range []time.Duration{0, 1, 30 * time.Millisecond} {
			start := time.Now()
			n, err := libzmq.Poll(items, timeout)
			waited := time.Since(start)
			if err != nil || n != 0 {
				t.Errorf("%s: Poll(%v): %d, %v", what, timeout, n, err)
			}
			if slack := 5 * time.Millisecond; timeout > slack && waited < timeout-slack || waited > timeout+time.Second {
				t.Errorf("%s: Poll(%v) waited %v", what, timeout, waited)
			}
		}
		_, err := libzmq.Poll(items, 1<<63-1)
		wantErr(t, what+": Poll of too long", err, libzmq.EINVAL)
	}
}

// TestPollWakes checks that a message ends a wait that would never end.
func TestPollWakes(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	polled := make(chan error, 1)
	go func() {
		items := []libzmq.PollItem{{Socket: b, Events: libzmq.PollIn}}
		_, err := libzmq.Poll(items, libzmq.Forever)
		polled <- err
	}()
	send(t, a, "wake up")
	select {
	case err := <-polled:
		must(t, err)
	case <-time.After(patience):
		panic("Poll did not wake")
	}
	wantRecv(t, b, "wake up")
}

func TestPollErrors(t *testing.T) {
	a, b := pair(t, libzmq.Pair, libzmq.Pair)
	must(t, b.Close())
	for what, items := range map[string][]libzmq.PollItem{
		"a closed socket":            {{Socket: b, Events: libzmq.PollIn}},
		"a closed one behind others": {{Socket: a, Events: libzmq.PollIn}, {Socket: b, Events: libzmq.PollIn}},
		"a zero socket":              {{Socket: new(libzmq.Socket), Events: libzmq.PollIn}},
	} {
		_, err := libzmq.Poll(items, 0)
		wantErr(t, what, err, libzmq.ENOTSOCK)
	}
	if tooLarge := int64(1) << 32; strconv.IntSize == 64 && runtime.GOOS != "windows" { // if a descriptor has 32 bits
		_, err := libzmq.Poll([]libzmq.PollItem{{FD: libzmq.FD(tooLarge), Events: libzmq.PollIn}}, 0)
		wantErr(t, "a descriptor that does not fit", err, libzmq.EINVAL)
	}
}

// TestPollMany polls more items than Poll has room for on the stack.
func TestPollMany(t *testing.T) {
	ctx := newContext(t)
	for _, n := range []int{libzmq.DefaultPollItems, libzmq.DefaultPollItems + 1, 100} {
		var items []libzmq.PollItem
		for range n {
			items = append(items, libzmq.PollItem{Socket: open(t, ctx, libzmq.Dealer), Events: libzmq.PollIn | libzmq.PollOut})
		}
		last := items[n-1].Socket
		peer := open(t, ctx, libzmq.Dealer)
		connect(t, peer, bind(t, last, "inproc://"+time.Duration(n).String()))
		if ready, err := libzmq.Poll(items, patience); err != nil || ready != 1 {
			t.Fatalf("Poll of %d items: %d, %v", n, ready, err)
		}
		for i, item := range items {
			if want := i == n-1; (item.Revents == libzmq.PollOut) != want {
				t.Errorf("item %d of %d: %v", i, n, item.Revents)
			}
		}
	}
}
