package report

import "github.com/zmqgen/zmqgen/bench/task"

// fixed returns a report with some of everything.
func fixed() *Report {
	return &Report{
		Command: "go run . -quick",
		Machine: Machine{
			CPU: "Some CPU", CPUs: 2, Governor: "performance", Kernel: "6.1.0", Go: "go1.26.0",
			Compiler: "cc 12.2.0", Libzmq: "4.3.4", Modules: map[string]string{"peer/b": "v2.0.0", "peer/a": "v1.0.0"},
		},
		Rounds:      3,
		Description: []string{"Medians of 3 rounds."},
		Skipped:     []string{"blocked/inproc/10000/free needs more descriptors"},
		Cases:       []*Case{smallMessages(), largeMessages(), roundTrips(), blocked()},
	}
}

func smallMessages() *Case {
	return &Case{Workload: task.PushPull, Transport: task.Inproc, Size: 16, Cores: OneCore, Rows: []*Row{
		{Name: "c", Title: "C zmq_send, zmq_recv", C: true, Runs: runs(100, 110, 90, 100)},
		{Name: "c-msg", Title: "C zmq_msg_t", C: true, Runs: runs(90, 95, 85, 90)},
		{Name: "libzmq", Title: "libzmq Send, Recv", Runs: allocating(0, 200, 230, 190, 200)},
		{Name: "libzmq-batch", Title: "libzmq SendBatch, RecvBatch", Runs: allocating(0, 120, 125, 160, 180)},
		{Name: "pebbe", Title: "pebbe/zmq4", Runs: allocating(2, 500, 510, 490, 500)},
		{Name: "slow", Title: "slow|peer", Failure: "no result within 3s"},
	}}
}

func largeMessages() *Case {
	return &Case{Workload: task.PushPull, Transport: task.Inproc, Size: 1 << 20, Cores: OneCore, Rows: []*Row{
		{Name: "c", Title: "C zmq_send, zmq_recv", C: true, Runs: runs(90_000, 91_000, 92_000)},
		{Name: "c-msg", Title: "C zmq_msg_t", C: true, Runs: runs(30_000, 31_000, 32_000)},
		{Name: "c-data", Title: "C zmq_msg_init_data", C: true, Shared: true, Runs: runs(100, 100, 100)},
		{Name: "libzmq", Title: "libzmq Send, Recv", Runs: allocating(0, 99_000, 98_000, 97_000)},
		{Name: "libzmq-data", Title: "libzmq InitData", Shared: true, Runs: allocating(2, 1000, 1100, 1200)},
	}}
}

func roundTrips() *Case {
	trip := func(p50, p99 int64) []task.Result {
		return []task.Result{{Count: 10, Nanoseconds: 10 * p50, CPU: 5 * p50, P50: p50, P99: p99}}
	}
	return &Case{Workload: task.RoundTrip, Transport: task.TCP, Size: 16, Cores: FreeCores, Rows: []*Row{
		{Name: "c", Title: "C zmq_send, zmq_recv", C: true, Runs: trip(20_000, 40_000)},
		{Name: "zmq", Title: "zmq Send, RecvInto", Runs: trip(25_000, 56_000)},
	}}
}

func blocked() *Case {
	return &Case{Workload: task.Blocked, Transport: task.Inproc, Size: 16, Peers: 100, Cores: FreeCores, Rows: []*Row{
		{Name: "c", Title: "C zmq_send, zmq_recv", C: true, Runs: []task.Result{{Count: 100, Threads: 100, Kilobytes: 960}}},
		{Name: "pebbe", Title: "pebbe/zmq4", Runs: []task.Result{{Count: 100, Threads: 99, Kilobytes: 4000, Wakeups: 12}}},
	}}
}

// allocating returns results of an implementation in Go, with this many allocations per message.
func allocating(perMessage uint64, ns ...int64) []task.Result {
	all := runs(ns...)
	for i := range all {
		mallocs := perMessage * uint64(all[i].Count)
		all[i].Mallocs = &mallocs
	}
	return all
}
