// Package task says what one run is to do and what came of it: the runner asks, a process of its own
// answers with a line of JSON.
package task

import (
	"fmt"
	"strconv"
)

// The workloads.
const (
	PushPull  = "push-pull"  // PUSH to PULL: time per message
	RoundTrip = "round-trip" // REQ to REP and back: the median and the 99th percentile
	FanOut    = "fan-out"    // PUB to SUBs: time per message delivered
	FanIn     = "fan-in"     // DEALERs to one ROUTER: time per message
	Poll      = "poll"       // PULLs of which one is ready: time to find it and receive
	Proxy     = "proxy"      // PUSH to PULL through a proxy: time per message
	Captured  = "captured"   // PUSH to PULL through a proxy that also copies each message to a third socket: time per message
	ProxyTrip = "proxy-trip" // REQ to REP and back through a proxy: the median and the 99th percentile
	Blocked   = "blocked"    // receivers that wait at once: threads, memory and wake-ups
)

// The transports.
const (
	Inproc = "inproc"
	TCP    = "tcp"
	IPC    = "ipc"
)

// Task is one run of one implementation.
type Task struct {
	Workload  string `json:"workload"`
	Transport string `json:"transport"`
	Size      int    `json:"size"`            // bytes in a message
	Peers     int    `json:"peers,omitempty"` // subscribers, senders, polled sockets or blocked receivers
	Warmup    int    `json:"warmup"`          // messages before the clock starts
	Count     int    `json:"count"`           // messages sent while it runs
}

// Args returns the task as the arguments of a command, which [Parse] reads.
func (t Task) Args() []string {
	args := []string{t.Workload, t.Transport}
	for _, n := range []int{t.Size, t.Warmup, t.Count, t.Peers} {
		args = append(args, strconv.Itoa(n))
	}
	return args
}

// Parse reads what [Task.Args] wrote.
func Parse(args []string) (Task, error) {
	if len(args) != 6 {
		return Task{}, fmt.Errorf("a task has 6 arguments, not %d", len(args))
	}
	t := Task{Workload: args[0], Transport: args[1]}
	for i, to := range []*int{&t.Size, &t.Warmup, &t.Count, &t.Peers} {
		n, err := strconv.Atoi(args[2+i])
		if err != nil {
			return Task{}, err
		}
		*to = n
	}
	return t, nil
}

// Result is what one run measured.
type Result struct {
	Count       int     `json:"count"` // messages delivered, or receivers blocked
	Nanoseconds int64   `json:"nanoseconds,omitempty"`
	CPU         int64   `json:"cpu,omitempty"` // nanoseconds, of all threads together
	P50         int64   `json:"p50,omitempty"` // nanoseconds
	P99         int64   `json:"p99,omitempty"` // nanoseconds
	Mallocs     *uint64 `json:"mallocs,omitempty"`
	Threads     int     `json:"threads,omitempty"`   // that came with blocking
	Kilobytes   int     `json:"kilobytes,omitempty"` // resident, that came with blocking
	Wakeups     float64 `json:"wakeups,omitempty"`   // of threads, a second, while all are blocked
}
