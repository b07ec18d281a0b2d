package runner

import (
	"slices"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
)

// series is the cases of a workload over a transport: the sizes of messages, or the numbers of peers.
type series struct {
	workload, transport string
	free, one           numbers // with free threads, and with all on one core
}

type numbers struct{ all, quick []int }

const smallSize = 16 // of messages where it is not what differs

var (
	small = numbers{[]int{smallSize}, []int{smallSize}}
	sizes = []int{16, 1 << 10, 64 << 10, 1 << 20}
	none  = numbers{}
)

// allSeries lists them, in the order of the tables.
var allSeries = []series{
	{task.PushPull, task.Inproc, numbers{sizes, []int{16, 1 << 20}}, numbers{sizes, []int{16}}},
	{task.PushPull, task.TCP, numbers{sizes, []int{16}}, numbers{[]int{16}, nil}},
	{task.RoundTrip, task.Inproc, small, numbers{[]int{16}, nil}},
	{task.RoundTrip, task.TCP, small, small},
	{task.FanOut, task.Inproc, numbers{[]int{1, 10, 100}, []int{100}}, none},
	{task.FanIn, task.TCP, numbers{[]int{1, 10, 1_000}, []int{1_000}}, none},
	{task.Poll, task.Inproc, numbers{[]int{10, 100, 500}, []int{500}}, none},
	{task.Proxy, task.TCP, small, none},
	{task.Proxy, task.IPC, numbers{[]int{16}, nil}, none},
	{task.Captured, task.TCP, small, none},
	{task.ProxyTrip, task.TCP, small, none},
	{task.ProxyTrip, task.IPC, numbers{[]int{16}, nil}, none},
	{task.Blocked, task.Inproc, numbers{[]int{100, 1_000, 10_000}, []int{100}}, none},
}

// plan lists the cases: first those with free threads, then those on one core.
func plan(o Options) []*report.Case {
	var cases []*report.Case
	for _, cores := range o.Cores {
		for _, s := range allSeries {
			n := s.free
			if cores == report.OneCore {
				n = s.one
			}
			chosen := n.all
			if o.Quick {
				chosen = n.quick
			}
			for _, number := range chosen {
				cases = append(cases, s.with(cores, number))
			}
		}
	}
	return cases
}

func (s series) with(cores string, number int) *report.Case {
	c := &report.Case{Workload: s.workload, Transport: s.transport, Size: number, Cores: cores}
	if slices.Contains([]string{task.FanOut, task.FanIn, task.Poll, task.Blocked}, s.workload) {
		c.Size, c.Peers = smallSize, number
	}
	return c
}

// firstCount is how many messages the first run of a case sends, which finds out how many fill the time.
func firstCount(c *report.Case) int {
	switch {
	case c.Workload == task.RoundTrip, c.Workload == task.ProxyTrip, c.Workload == task.Poll:
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
