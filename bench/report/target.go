package report

import (
	"fmt"

	"github.com/zmqgen/zmqgen/bench/task"
)

// target limits a figure of an implementation in a case: its ratio to the figure of another one, or the figure itself.
type target struct {
	workload  string
	transport string
	number    int // the size of messages, or the number of peers
	cores     string
	name      string // of the implementation
	measure   measure
	limit     float64
	peer      string // the name of the other implementation, or inC or noPeer
}

const (
	inC    = ""  // C's reference
	noPeer = "-" // the limit is absolute
)

var targets = []target{
	// Several cores, sockets and peers.
	{task.RoundTrip, task.TCP, 16, FreeCores, "zmq", byP50, 1.15, inC},
	{task.RoundTrip, task.TCP, 16, FreeCores, "zmq", byP99, 1.5, inC},
	{task.RoundTrip, task.TCP, 16, FreeCores, "zmq-poll", byP50, 0.6, inC},
	{task.RoundTrip, task.TCP, 16, OneCore, "zmq", byP50, 1.15, inC},
	{task.RoundTrip, task.TCP, 16, OneCore, "zmq", byP99, 1.5, inC},
	{task.FanOut, task.Inproc, 100, FreeCores, "libzmq", byTime, 1.3, inC},
	{task.FanOut, task.Inproc, 100, FreeCores, "zmq", byTime, 1.3, inC},
	{task.FanIn, task.TCP, 1000, FreeCores, "libzmq", byTime, 1.3, inC},
	{task.FanIn, task.TCP, 1000, FreeCores, "zmq", byTime, 1.3, inC},
	{task.PushPull, task.Inproc, 1 << 20, FreeCores, "zmq-recv", byTime, 1.3, "libzmq-clone"},
	{task.PushPull, task.Inproc, 1 << 20, FreeCores, "zmq", byTime, 1.1, "c"},
	{task.Poll, task.Inproc, 500, FreeCores, "zmq", byTime, 1, "pebbe"},
	{task.Proxy, task.TCP, 16, FreeCores, "zmq", byTime, 1 / 0.9, inC},
	{task.Proxy, task.IPC, 16, FreeCores, "zmq", byTime, 1 / 0.9, inC},
	{task.Captured, task.TCP, 16, FreeCores, "zmq", byTime, 1 / 0.9, inC},
	{task.Blocked, task.Inproc, 10_000, FreeCores, "zmq", byWakeups, 0, noPeer},
	{task.Blocked, task.Inproc, 10_000, FreeCores, "zmq", byMemory, 3, noPeer},

	// No allocations.
	{task.PushPull, task.Inproc, 16, FreeCores, "libzmq", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "libzmq-nocgo", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "libzmq-batch", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "libzmq-batch-nocgo", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "zmq", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "zmq-nocgo", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "zmq-batch", byAllocs, 0.05, noPeer},
	{task.PushPull, task.Inproc, 16, FreeCores, "zmq-batch-nocgo", byAllocs, 0.05, noPeer},

	// The cost of calls, on one core, where other work of the machine disturbs least.
	{task.PushPull, task.Inproc, 16, OneCore, "libzmq-nocgo", byTime, 1, "libzmq"},
	{task.PushPull, task.Inproc, 16, OneCore, "zmq-nocgo", byTime, 1.05, "zmq"},
	{task.PushPull, task.Inproc, 16, OneCore, "libzmq", byTime, 2.2, inC},
	{task.PushPull, task.Inproc, 16, OneCore, "libzmq-batch", byTime, 1.25, inC},
	{task.PushPull, task.Inproc, 16, OneCore, "zmq", byTime, 2.2, inC},
	{task.PushPull, task.Inproc, 16, OneCore, "zmq-batch", byTime, 1.25, inC},
	{task.PushPull, task.TCP, 16, OneCore, "libzmq", byTime, 1.55, inC},
	{task.PushPull, task.TCP, 16, OneCore, "libzmq-batch", byTime, 1.2, inC},
	{task.PushPull, task.Inproc, 1 << 10, OneCore, "libzmq", byTime, 1.6, inC},
	{task.PushPull, task.Inproc, 64 << 10, OneCore, "libzmq-message", byTime, 1.15, inC},
	{task.PushPull, task.Inproc, 1 << 20, OneCore, "libzmq-message", byTime, 1.1, inC},
	{task.RoundTrip, task.Inproc, 16, OneCore, "libzmq", byP50, 1.1, inC},
	{task.RoundTrip, task.TCP, 16, OneCore, "libzmq", byP50, 1.1, inC},
	{task.RoundTrip, task.Inproc, 16, OneCore, "zmq", byP99, 1 / 3., "pebbe"},
	{task.PushPull, task.Inproc, 16, OneCore, "libzmq", byTime, 1 / 2.2, "pebbe"},
	{task.PushPull, task.Inproc, 16, OneCore, "libzmq-batch", byTime, 1 / 4., "pebbe"},
}

// Verdict says whether a target was met in this run.
type Verdict struct {
	Target   string `json:"target"`
	Measured string `json:"measured"`
	Limit    string `json:"limit"`
	Met      bool   `json:"met"`
	CPU      string `json:"cpu,omitempty"` // the ratio of CPU times: a faster call can cost a core
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
	row, peer := c.row(t.name), c.row(t.peer)
	if t.peer == inC {
		peer = c.row(c.Reference)
	}
	absolute := t.peer == noPeer
	if c.Workload != t.workload || c.Transport != t.transport || c.Number() != t.number || c.Cores != t.cores ||
		row == nil || peer == nil && !absolute {
		return Verdict{}, false
	}
	f := t.measure.figure(row, peer)
	v := Verdict{Target: fmt.Sprintf("%s, %s: %s", c.title(), t.measure.name, row.Title)}
	if absolute {
		v.Measured, v.Limit, v.Met = t.measure.text(f.Value), t.measure.text(t.limit), f.Value <= t.limit
	} else {
		v.Measured, v.Limit, v.Met = ratioText(f.Ratio), ratioText(t.limit), f.Ratio <= t.limit
		v.CPU = ratioText(middle(byCPU.ratios(row.Runs, peer.Runs)))
		v.Target += " to " + peer.Title
	}
	if f.Varies {
		v.Measured = variesMark + v.Measured
	}
	return v, true
}
