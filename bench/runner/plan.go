package runner

import (
	"runtime"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
)

// plan lists the cases in the order of the tables.
func plan(o Options) []*report.Case {
	var cases []*report.Case
	for _, place := range places(o) {
		cases = append(cases, messages(o, place)...)
		for _, transport := range []string{task.Inproc, task.TCP} {
			cases = append(cases, place.with(task.RoundTrip, transport, smallSize, 0))
		}
		for _, peers := range audiences(o.Quick) {
			cases = append(cases, place.with(task.FanOut, task.Inproc, smallSize, peers))
		}
	}
	for _, peers := range crowds(o.Quick) {
		free := place{cores: report.FreeCores, maxProcs: runtime.NumCPU()}
		cases = append(cases, free.with(task.Blocked, task.Inproc, smallSize, peers))
	}
	return cases
}

// place is where the threads of a run are.
type place struct {
	cores    string
	maxProcs int
}

// places lists them. Where a process has one CPU, Go chooses a GOMAXPROCS of 1. That is not the place of
// the threads alone, so that larger values have their turn as well.
func places(o Options) []place {
	var all []place
	for _, cores := range o.Cores {
		if cores == report.FreeCores {
			all = append(all, place{cores, runtime.NumCPU()})
			continue
		}
		for _, n := range o.MaxProcs {
			all = append(all, place{cores, n})
		}
	}
	return all
}

func (p place) with(workload, transport string, size, peers int) *report.Case {
	return &report.Case{
		Workload: workload, Transport: transport, Size: size, Peers: peers, Cores: p.cores, MaxProcs: p.maxProcs,
	}
}

// messages lists the cases of PUSH to PULL. Long messages cost what their memory costs, and so have
// their turn also where it is kept.
func messages(o Options, p place) []*report.Case {
	var cases, kept []*report.Case
	for _, transport := range []string{task.Inproc, task.TCP} {
		for _, size := range sizes(o.Quick, transport, p.cores) {
			c := p.with(task.PushPull, transport, size, 0)
			cases = append(cases, c)
			if size >= longSize && transport == task.Inproc && p.cores == report.OneCore && !o.Quick {
				again := *c
				again.Kept = true
				kept = append(kept, &again)
			}
		}
	}
	return append(cases, kept...)
}

// longSize is from where on memory costs more than the calls.
const longSize = 64 << 10

// smallSize is the size of messages where it is not what differs.
const smallSize = 16

func sizes(quick bool, transport, cores string) []int {
	switch {
	case !quick:
		return []int{16, 64, 1 << 10, 64 << 10, 1 << 20}
	case transport == task.TCP || cores == report.FreeCores:
		return []int{16}
	default:
		return []int{16, 1 << 10, 64 << 10, 1 << 20}
	}
}

func audiences(quick bool) []int {
	if quick {
		return []int{10}
	}
	return []int{1, 10, 100}
}

func crowds(quick bool) []int {
	if quick {
		return []int{100}
	}
	return []int{100, 1_000, 10_000}
}

// firstCount is how many messages the first run of a case sends, which finds out how many fill the time.
func firstCount(c *report.Case) int {
	switch {
	case c.Workload == task.RoundTrip:
		return 200
	case c.Workload == task.FanOut:
		return max(50, 2000/c.Peers)
	case c.Size >= 1<<20:
		return 20
	case c.Size >= 64<<10:
		return 200
	default:
		return 3000
	}
}
