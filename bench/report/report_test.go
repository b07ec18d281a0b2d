package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"flag"
	"io"
	"maps"
	"os"
	"path/filepath"
	"testing"

	"github.com/zmqgen/zmqgen/bench/task"
)

var update = flag.Bool("update", false, "write the expected output again")

// TestRendering compares each form of a fixed report with a file.
func TestRendering(t *testing.T) {
	r := fixed()
	r.Summarise()
	for name, write := range map[string]func(io.Writer) error{
		"report.md": r.WriteMarkdown, "report.svg": r.WriteSVG, "report.json": r.WriteJSON,
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			if err := write(&got); err != nil {
				t.Fatal(err)
			}
			compare(t, filepath.Join("testdata", name), got.Bytes())
		})
	}
}

func compare(t *testing.T, name string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, got, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at what go test -update makes of it:\n%s", name, got)
	}
}

// TestSVGIsXML checks that a browser can read the plot, whatever the names contain.
func TestSVGIsXML(t *testing.T) {
	r := fixed()
	r.Cases[0].Rows[2].Title = `<libzmq & "others">`
	r.Summarise()
	var plot bytes.Buffer
	if err := r.WriteSVG(&plot); err != nil {
		t.Fatal(err)
	}
	for decoder := xml.NewDecoder(&plot); ; {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
	}
}

// TestEmpty checks that an empty report does not panic.
func TestEmpty(t *testing.T) {
	r := &Report{Cases: []*Case{{Workload: task.PushPull, Rows: []*Row{{Name: "c", C: true, Failure: "no libzmq"}}}}}
	r.Summarise()
	for _, write := range []func(io.Writer) error{r.WriteMarkdown, r.WriteSVG, r.WriteJSON} {
		if err := write(io.Discard); err != nil {
			t.Error(err)
		}
	}
}

// TestRatiosAreOfTheSameRound checks that a machine that slows down for a round does not change the ratio.
func TestRatiosAreOfTheSameRound(t *testing.T) {
	c := &Case{Workload: task.PushPull, Transport: task.Inproc, Size: 16, Rows: []*Row{
		{Name: "c", C: true, Runs: runs(100, 1000, 100)},
		{Name: "libzmq", Runs: runs(200, 2000, 800)},
	}}
	(&Report{Cases: []*Case{c}}).Summarise()
	if got := c.Rows[1].Figures["time"].Ratio; got != 2 {
		t.Errorf("the ratio is %v, want 2", got)
	}
}

// TestVaries checks which figures get a mark: those whose ratio differs between the passes or, for the reference, whose
// time does.
func TestVaries(t *testing.T) {
	c := &Case{Workload: task.PushPull, Transport: task.Inproc, Size: 16, Rows: []*Row{
		{Name: "c", C: true, Runs: runs(100, 100, 200, 200)},
		{Name: "steady", Runs: runs(300, 300, 600, 660)},
		{Name: "unsteady", Runs: allocating(0, 300, 300, 800, 800)},
	}}
	(&Report{Cases: []*Case{c}}).Summarise()
	for i, want := range []bool{true, false, true} {
		if got := c.Rows[i].Figures["time"].Varies; got != want {
			t.Errorf("%s varies: %v, want %v", c.Rows[i].Name, got, want)
		}
	}
	if c.Rows[2].Figures["allocations"].Varies {
		t.Error("no allocations vary")
	}
}

// TestTargets checks how targets are compared with ratios and with plain figures.
func TestTargets(t *testing.T) {
	c := blocked()
	c.Peers = 10_000
	c.Rows = append(c.Rows, &Row{Name: "zmq", Title: "zmq", Runs: []task.Result{{Count: 10_000, Kilobytes: 29_000, Wakeups: 2}}})
	r := &Report{Cases: []*Case{c, roundTrips()}}
	r.Summarise()
	met := make(map[string]bool)
	for _, v := range r.Targets {
		met[v.Measured+" of "+v.Limit] = v.Met
	}
	want := map[string]bool{"1.25× of 1.15×": false, "1.40× of 1.50×": true, "2 of 0": false, "2.9 KiB of 3.0 KiB": true}
	if !maps.Equal(met, want) {
		t.Errorf("%v, want %v", met, want)
	}
}

// TestReference checks which of C's forms the others are compared with.
func TestReference(t *testing.T) {
	for name, test := range map[string]struct {
		transport string
		size      int
		want      string
	}{
		"small":            {task.Inproc, 16, "c"},
		"large":            {task.Inproc, 1 << 20, "c-msg"},
		"large, over tcp":  {task.TCP, 1 << 20, "c"},
		"limit, by inproc": {task.Inproc, 1 << 10, "c-msg"},
	} {
		t.Run(name, func(t *testing.T) {
			c := &Case{Workload: task.PushPull, Transport: test.transport, Size: test.size, Rows: []*Row{
				{Name: "c", C: true, Runs: runs(100)},
				{Name: "c-msg", C: true, Runs: runs(50)},
				{Name: "c-data", C: true, Shared: true, Runs: runs(1)},
			}}
			(&Report{Cases: []*Case{c}}).Summarise()
			if c.Reference != test.want {
				t.Errorf("the reference is %s, want %s", c.Reference, test.want)
			}
		})
	}
}

func TestFigures(t *testing.T) {
	for got, want := range map[string]string{
		timeText(0):          "0.00 ns",
		timeText(9.994):      "9.99 ns",
		timeText(123.4):      "123 ns",
		timeText(1234):       "1.23 µs",
		timeText(12_345_678): "12.3 ms",
		ratioText(0.456):     "0.46×",
		ratioText(31.26):     "31.3×",
		sizeText(16):         "16 B",
		sizeText(1 << 10):    "1 KiB",
		sizeText(1 << 20):    "1 MiB",
		tenths(0.04):         "0",
		tenths(2.25):         "2.2",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// runs returns results with this many nanoseconds per message.
func runs(perMessage ...int64) []task.Result {
	var all []task.Result
	for _, ns := range perMessage {
		all = append(all, task.Result{Count: 10, Nanoseconds: 10 * ns, CPU: 12 * ns})
	}
	return all
}
