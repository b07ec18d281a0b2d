package run_test

import (
	"sync"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

func TestContextOptions(t *testing.T) {
	ctx := newContext(t)
	for _, c := range []struct {
		option       libzmq.ContextOption
		preset, next int
	}{
		{libzmq.CtxIOThreads, libzmq.DefaultIOThreads, 2},
		{libzmq.CtxMaxSockets, libzmq.DefaultMaxSockets, 10},
		{libzmq.CtxMaxMessageSize, 1<<31 - 1, 1000},
		{libzmq.CtxIPv6, 0, 1},
		{libzmq.CtxBlocky, 1, 0},
	} {
		got, err := ctx.Option(c.option)
		if err != nil || got != c.preset {
			t.Errorf("Option(%v): %d, %v; want %d", c.option, got, err, c.preset)
		}
		if err := ctx.SetOption(c.option, c.next); err != nil {
			t.Errorf("SetOption(%v, %d): %v", c.option, c.next, err)
		}
		if got, err = ctx.Option(c.option); err != nil || got != c.next {
			t.Errorf("Option(%v): %d, %v; want %d", c.option, got, err, c.next)
		}
	}
	if limit, err := ctx.Option(libzmq.CtxSocketLimit); err != nil || limit < 1 {
		t.Errorf("Option(CtxSocketLimit): %d, %v", limit, err)
	}
	wantErr(t, "SetOption of an unknown option", ctx.SetOption(-1, 1), libzmq.EINVAL)
	wantErr(t, "SetOption of a value too low", ctx.SetOption(libzmq.CtxMaxSockets, 0), libzmq.EINVAL)
	_, err := ctx.Option(-1)
	wantErr(t, "Option of an unknown option", err, libzmq.EINVAL)
}

func TestMaxSockets(t *testing.T) {
	ctx := newContext(t)
	must(t, ctx.SetOption(libzmq.CtxMaxSockets, 1))
	open(t, ctx, libzmq.Pair)
	_, err := ctx.NewSocket(libzmq.Pair)
	wantErr(t, "one socket too many", err, libzmq.EMFILE)
}

// TestShutdown checks that Shutdown wakes every call that waits, and that everything except Close
// then fails.
func TestShutdown(t *testing.T) {
	ctx := newContext(t)
	s := open(t, ctx, libzmq.Pull)
	bind(t, s, "inproc://nothing-comes")
	must(t, s.SetRecvTimeout(libzmq.Forever))
	woken := make(chan error, 1)
	go func() {
		var buf [1]byte
		_, err := s.Recv(buf[:], 0)
		woken <- err
	}()
	time.Sleep(10 * time.Millisecond) // so that Recv most likely waits; it must fail in any case
	must(t, ctx.Shutdown())
	select {
	case err := <-woken:
		wantErr(t, "Recv", err, libzmq.ETERM)
	case <-time.After(patience):
		panic("Shutdown did not wake Recv")
	}
	_, err := s.Send(nil, 0)
	wantErr(t, "Send after Shutdown", err, libzmq.ETERM)
	_, err = ctx.NewSocket(libzmq.Pair)
	wantErr(t, "NewSocket after Shutdown", err, libzmq.ETERM)
	must(t, ctx.Shutdown()) // not an error a second time
	must(t, s.Close())
	term(t, ctx)
}

// TestTermWakes checks that Term, which waits for the sockets to close, wakes the goroutines that
// use them.
func TestTermWakes(t *testing.T) {
	ctx, err := libzmq.NewContext()
	must(t, err)
	s, err := ctx.NewSocket(libzmq.Rep)
	must(t, err)
	var wg sync.WaitGroup
	wg.Go(func() {
		var buf [1]byte
		_, err := s.Recv(buf[:], 0)
		wantErr(t, "Recv", err, libzmq.ETERM)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	within(t, "Term", func() {
		if err := ctx.Term(); err != nil {
			t.Error(err)
		}
	})
	within(t, "Recv", wg.Wait)
}

func TestManyContexts(t *testing.T) {
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			ctx, err := libzmq.NewContext()
			if err != nil {
				t.Error(err)
				return
			}
			s, err := ctx.NewSocket(libzmq.Pair)
			if err != nil {
				t.Error(err)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
			term(t, ctx)
		})
	}
	wg.Wait()
}
