package runner

import (
	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
)

// plan lists the cases in the order of the tables.
func plan(o Options) []*report.Case {
	var cases []*report.Case
	for _, cores := range o.Cores {
		for _, transport := range []string{task.Inproc, task.TCP} {
			for _, size := range sizes(o.Quick, transport, cores) {
				cases = append(cases, &report.Case{Workload: task.PushPull, Transport: transport, Size: size, Cores: cores})
			}
		}
		for _, transport := range []string{task.Inproc, task.TCP} {
			cases = append(cases, &report.Case{Workload: task.RoundTrip, Transport: transport, Size: smallSize, Cores: cores})
		}
		for _, peers := range audiences(o.Quick) {
			c := report.Case{Workload: task.FanOut, Transport: task.Inproc, Size: smallSize, Peers: peers, Cores: cores}
			cases = append(cases, &c)
		}
	}
	for _, peers := range crowds(o.Quick) {
		c := report.Case{Workload: task.Blocked, Transport: task.Inproc, Size: smallSize, Peers: peers, Cores: report.FreeCores}
		cases = append(cases, &c)
	}
	return cases
}

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
