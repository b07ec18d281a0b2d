//go:build zmq_draft

package run_test

import (
	"strings"
	"testing"
	"time"

	libzmq "github.com/zmqgen/zmqgen/generated/v4.2.0"
)

// TestTimers runs timers, which newer libraries also have without drafts.
func TestTimers(t *testing.T) {
	timers, err := libzmq.NewTimers()
	must(t, err)
	if wait, err := timers.Timeout(); err != nil || wait != libzmq.Forever {
		t.Errorf("Timeout without a timer: %v, %v; want forever", wait, err)
	}
	var fired []int
	id, err := timers.Add(5*time.Millisecond, func(id int) { fired = append(fired, id) })
	must(t, err)
	other, err := timers.Add(time.Hour, func(int) { t.Error("a timer that is not due fired") })
	must(t, err)
	if wait, err := timers.Timeout(); err != nil || wait > 5*time.Millisecond {
		t.Errorf("Timeout: %v, %v; want 5ms at most", wait, err)
	}
	eventually(t, "the timer fires twice", func() bool {
		must(t, timers.Execute())
		return len(fired) >= 2
	})
	for _, got := range fired {
		if got != id {
			t.Errorf("timer %d fired; want %d", got, id)
		}
	}
	must(t, timers.SetInterval(id, time.Hour))
	must(t, timers.Reset(id))
	must(t, timers.Cancel(id))
	must(t, timers.Cancel(other))
	wantErr(t, "Reset after Cancel", timers.Reset(id), libzmq.EINVAL)
	wantErr(t, "SetInterval after Cancel", timers.SetInterval(id, time.Hour), libzmq.EINVAL)
	wantErr(t, "Cancel again", timers.Cancel(id), libzmq.EINVAL)
	_, err = timers.Add(-1, func(int) {})
	wantErr(t, "Add with a negative interval", err, libzmq.EINVAL)
	_, err = timers.Add(time.Second, nil)
	wantErr(t, "Add without a function", err, libzmq.EINVAL)
	must(t, timers.Destroy())
	wantErr(t, "Destroy again", timers.Destroy(), libzmq.EFAULT)
	wantErr(t, "Execute after Destroy", timers.Execute(), libzmq.EFAULT)
}

// TestTimersAlways checks that a timer without an interval fires once in each Execute, and can cancel itself.
func TestTimersAlways(t *testing.T) {
	timers, err := libzmq.NewTimers()
	must(t, err)
	fired := 0
	id, err := timers.Add(0, func(id int) {
		if fired++; fired == 3 {
			must(t, timers.Cancel(id))
		}
	})
	must(t, err)
	within(t, "Execute", func() {
		for want := range 5 {
			wait, err := timers.Timeout()
			must(t, err)
			if due := wait == 0; due != (want < 3) {
				t.Errorf("Timeout after it fired %d times: %v", want, wait)
			}
			must(t, timers.Execute())
			if fired != min(want+1, 3) {
				t.Errorf("fired %d times after Execute %d", fired, want+1)
			}
		}
	})
	wantErr(t, "Cancel again", timers.Cancel(id), libzmq.EINVAL)
	if id, err = timers.Add(time.Hour, func(int) { fired++ }); err == nil {
		err = timers.SetInterval(id, 0)
	}
	must(t, err)
	must(t, timers.Execute())
	must(t, timers.SetInterval(id, time.Hour))
	must(t, timers.Execute())
	if fired != 4 {
		t.Errorf("fired %d times; want 4", fired)
	}
	must(t, timers.Destroy())
}

// TestDrafts checks that draft functions work, or report that the library was built without them.
func TestDrafts(t *testing.T) {
	var want error = libzmq.ENOTSUP
	if libzmq.Has("draft") {
		want = nil
	}
	ctx := newContext(t)
	s := open(t, ctx, libzmq.Pull)
	wantErr(t, "Join on a socket that is no Dish", s.Join("group"), libzmq.ENOTSUP)
	wantErr(t, "Leave on a socket that is no Dish", s.Leave("group"), libzmq.ENOTSUP)

	var msg libzmq.Message
	must(t, msg.Init())
	if err := msg.SetGroup("group"); err != want {
		t.Errorf("SetGroup: %v; want %v", err, want)
	}
	if group := msg.Group(); want == nil && group != "group" || want != nil && group != "" {
		t.Errorf("Group: %q", group)
	}
	if err := msg.SetRoutingID(7); err != want {
		t.Errorf("SetRoutingID: %v; want %v", err, want)
	}
	for _, length := range []int{15, 14, 20, 12, 255, 1} { // libzmq stores short names and long ones in different places
		group := strings.Repeat("g", length)
		if err := msg.SetGroup(group); err == nil && msg.Group() != group {
			t.Errorf("Group after SetGroup of %d bytes: %q", length, msg.Group())
		}
	}
	if id := msg.RoutingID(); want != nil && id != 0 {
		t.Errorf("RoutingID: %d", id)
	}
	must(t, msg.Close())

	poller, err := libzmq.NewPoller()
	if err != want {
		t.Fatalf("NewPoller: %v; want %v", err, want)
	}
	if err == nil {
		testPoller(t, poller, s)
		return
	}
	for what, err := range map[string]error{
		"Add":      poller.Add(s, "data", libzmq.PollIn),
		"AddFD":    poller.AddFD(0, nil, libzmq.PollIn),
		"Modify":   poller.Modify(s, libzmq.PollIn),
		"ModifyFD": poller.ModifyFD(0, libzmq.PollIn),
		"Remove":   poller.Remove(s),
		"RemoveFD": poller.RemoveFD(0),
		"Destroy":  poller.Destroy(),
	} {
		if err == nil {
			t.Errorf("%s on no poller: no error", what)
		}
	}
	if _, err := poller.Wait(0); err == nil {
		t.Error("Wait on no poller: no error")
	}
	if _, err := poller.WaitAll(make([]libzmq.PollerEvent, 1), 0); err == nil {
		t.Error("WaitAll on no poller: no error")
	}
}

// testPoller runs a poller, if the library has one.
func testPoller(t *testing.T, poller *libzmq.Poller, s *libzmq.Socket) {
	t.Helper()
	must(t, poller.Add(s, "data", libzmq.PollIn))
	_, err := poller.Wait(time.Millisecond)
	wantErr(t, "Wait for nothing", err, libzmq.EAGAIN)
	must(t, poller.Modify(s, libzmq.PollIn|libzmq.PollErr))
	must(t, poller.Remove(s))
	must(t, poller.Destroy())
}
