package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/runner"
	"github.com/zmqgen/zmqgen/bench/task"
)

// TestMain lets the runner start this program as it starts the real one.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "-worker" {
		main()
		return
	}
	os.Exit(m.Run())
}

// mayFail are the peers whose failures the table reports, and this test ignores.
var mayFail = []string{"go-zeromq"}

// TestSmoke runs a little of everything, and checks that what was sent arrives. It does not check speed.
func TestSmoke(t *testing.T) {
	o := smokeOptions(t)
	r, err := runner.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[string]bool)
	for _, c := range r.Cases {
		seen[c.Workload] = true
		for _, row := range c.Rows {
			if row.Failure != "" && slices.Contains(mayFail, row.Name) {
				continue
			}
			checkRow(t, c, row)
		}
	}
	for _, workload := range []string{
		task.PushPull, task.RoundTrip, task.FanOut, task.FanIn, task.Poll, task.Proxy, task.Captured, task.ProxyTrip,
		task.Blocked,
	} {
		if !seen[workload] {
			t.Errorf("%s did not run", workload)
		}
	}
}

func smokeOptions(t *testing.T) runner.Options {
	t.Helper()
	f, err := parseFlags([]string{"-quick", "-rounds", "1", "-budget", "1ms", "-limit", "10s", "-cores", "free"})
	if err != nil {
		t.Fatal(err)
	}
	o, err := f.options()
	if err != nil {
		t.Fatal(err)
	}
	o.Passes = 1
	var progress bytes.Buffer
	o.Progress = &progress
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s", progress.String())
		}
	})
	return o
}

func checkRow(t *testing.T, c *report.Case, row *report.Row) {
	t.Helper()
	if row.Failure != "" || len(row.Runs) != 1 {
		t.Errorf("%s, %d bytes, %s: %d runs: %s", c.Workload, c.Size, row.Name, len(row.Runs), row.Failure)
		return
	}
	want := row.Count
	if c.Workload == task.FanOut {
		want *= c.Peers
	}
	if got := row.Runs[0].Count; got != want || want == 0 {
		t.Errorf("%s, %d bytes, %s: %d arrived of %d", c.Workload, c.Size, row.Name, got, want)
	}
	if c.Workload != task.Blocked && row.Runs[0].Nanoseconds <= 0 {
		t.Errorf("%s, %s: it took no time", c.Workload, row.Name)
	}
}

// TestTimeLimit checks that a run that hangs becomes a failure of one row.
func TestTimeLimit(t *testing.T) {
	o := smokeOptions(t)
	o.Limit = time.Nanosecond
	o.Quick = true
	r, err := runner.Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Cases {
		for _, row := range c.Rows {
			if row.Failure == "" {
				t.Errorf("%s, %s: no failure", c.Workload, row.Name)
			}
		}
	}
}

func TestFlagErrors(t *testing.T) {
	for _, args := range [][]string{{"-cores", "two"}, {"-only", "("}} {
		f, err := parseFlags(args)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.options(); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
	if _, err := parseFlags([]string{"more"}); err == nil {
		t.Error("an argument too many: no error")
	}
}

func TestWriteFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "results.json")
	r := &report.Report{Command: "go run ."}
	if err := writeFile(name, func(w *os.File) error { return r.WriteJSON(w) }); err != nil {
		t.Fatal(err)
	}
	if content, err := os.ReadFile(name); err != nil || !bytes.Contains(content, []byte("go run .")) {
		t.Errorf("%s, %v", content, err)
	}
}
