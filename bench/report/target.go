package report

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// target is a promise about speed: an implementation takes at most so many times as long as another.
type target struct {
	workload  string
	transport string
	size      int
	name      string // whose promise it is
	limit     float64
	peer      string // who takes the time that counts as 1, or "" for C's reference
	p99       bool   // of round trips, not the median
}

// targets are held against the cases on one core, where the machine's other work disturbs least, with the
// GOMAXPROCS that suits the package: 1 for zmq, which never blocks in C, and more for libzmq, which does.
var targets = []target{
	{task.PushPull, task.Inproc, 16, "libzmq", 2.2, "", false},
	{task.PushPull, task.Inproc, 16, "libzmq-batch", 1.25, "", false},
	{task.PushPull, task.Inproc, 16, "zmq", 2.2, "", false},
	{task.PushPull, task.Inproc, 16, "zmq-batch", 1.25, "", false},
	{task.PushPull, task.TCP, 16, "libzmq", 1.55, "", false},
	{task.PushPull, task.TCP, 16, "libzmq-batch", 1.2, "", false},
	{task.PushPull, task.Inproc, 1 << 10, "libzmq", 1.6, "", false},
	{task.PushPull, task.Inproc, 64 << 10, "libzmq-message", 1.15, "", false},
	{task.PushPull, task.Inproc, 1 << 20, "libzmq-message", 1.1, "", false},
	{task.RoundTrip, task.Inproc, 16, "libzmq", 1.1, "", false},
	{task.RoundTrip, task.Inproc, 16, "zmq", 1 / 3., "pebbe", true},
	{task.RoundTrip, task.TCP, 16, "libzmq", 1.1, "", false},
	{task.PushPull, task.Inproc, 16, "libzmq", 1 / 2.2, "pebbe", false},
	{task.PushPull, task.Inproc, 16, "libzmq-batch", 1 / 4., "pebbe", false},
	{task.PushPull, task.Inproc, 16, "libzmq-nocgo", 1, "libzmq", false},
	{task.PushPull, task.Inproc, 16, "zmq-nocgo", 1.05, "zmq", false},
}

// Verdict says whether a target was met in this run.
type Verdict struct {
	Target string  `json:"target"`
	Ratio  float64 `json:"ratio"`
	Limit  float64 `json:"limit"`
	Met    bool    `json:"met"`
	CPU    float64 `json:"cpu"` // the ratio of CPU time, which other programs disturb less
}

// judge holds the targets against the cases that were measured.
func (r *Report) judge() []Verdict {
	var verdicts []Verdict
	for _, t := range targets {
		for _, c := range r.Cases {
			if verdict, ok := t.judge(c); ok {
				verdicts = append(verdicts, verdict)
			}
		}
	}
	return verdicts
}

func (t target) judge(c *Case) (Verdict, bool) {
	blocks := !strings.HasPrefix(t.name, "zmq")
	if c.Cores != OneCore || blocks != (c.MaxProcs > 1) || c.Workload != t.workload || c.Transport != t.transport || c.Size != t.size {
		return Verdict{}, false
	}
	peer := t.peer
	if peer == "" {
		peer = c.Reference
	}
	row, below := c.row(t.name), c.row(peer)
	if row == nil || below == nil {
		return Verdict{}, false
	}
	value := task.Result.PerMessage
	what := ""
	switch {
	case t.p99:
		value, what = func(r task.Result) float64 { return float64(r.P99) }, ", p99"
	case t.workload == task.RoundTrip:
		value, what = func(r task.Result) float64 { return float64(r.P50) }, ", p50"
	}
	measured := ratio(row.Runs, below.Runs, value)
	text := fmt.Sprintf("%s%s: %s to %s", c.title(), what, row.Title, below.Title)
	cpu := ratio(row.Runs, below.Runs, task.Result.CPUPerMessage)
	return Verdict{Target: text, Ratio: measured, Limit: t.limit, Met: measured <= t.limit, CPU: cpu}, true
}
