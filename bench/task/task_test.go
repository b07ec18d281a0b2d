package task

import "testing"

func TestArgsRoundTrip(t *testing.T) {
	want := Task{Workload: FanOut, Transport: Inproc, Size: 16, Peers: 3, Warmup: 4, Count: 5}
	got, err := Parse(want.Args())
	if err != nil || got != want {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
}

func TestParseErrors(t *testing.T) {
	for _, args := range [][]string{nil, {"a"}, {"push-pull", "inproc", "16", "1", "x", "0"}} {
		if _, err := Parse(args); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
