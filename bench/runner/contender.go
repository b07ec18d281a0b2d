package runner

import (
	"slices"
	"strconv"

	"github.com/zmqgen/zmqgen/bench/task"
	"github.com/zmqgen/zmqgen/bench/worker"
)

// contender is one row of the tables: a command that runs tasks.
type contender struct {
	name      string
	title     string
	c         bool
	shared    bool
	maxProcs  int // on one core, if not 0
	workloads []string
	command   func(task.Task) []string
}

func (c contender) takesPart(workload string) bool {
	return slices.Contains(c.workloads, workload)
}

// contenders lists C's forms, run by the program cProgram, and then those of Go, run by this program, and by another
// one that was built without cgo.
func contenders(cProgram, self, withoutCgo string) []contender {
	all := []contender{
		cForm(cProgram, "c", "copy", "C zmq_send, zmq_recv", task.PushPull, task.RoundTrip, task.FanOut, task.FanIn,
			task.Poll, task.Proxy, task.Captured, task.ProxyTrip, task.Blocked),
		cForm(cProgram, "c-msg", "msg", "C zmq_msg_t", task.PushPull),
		cForm(cProgram, "c-data", "data", "C zmq_msg_init_data, the same bytes", task.PushPull),
	}
	all[2].shared = true
	for _, implementation := range worker.All() {
		all = append(all, goForm(self, implementation))
		if implementation.NoCgo {
			again := goForm(withoutCgo, implementation)
			again.name += "-nocgo"
			again.title += ", without cgo"
			all = append(all, again)
		}
	}
	return all
}

func goForm(program string, implementation worker.Implementation) contender {
	return contender{
		name:      implementation.Name,
		title:     implementation.Title,
		shared:    implementation.Shared,
		maxProcs:  implementation.MaxProcs,
		workloads: implementation.Workloads,
		command: func(t task.Task) []string {
			return append([]string{program, "-worker", implementation.Name}, t.Args()...)
		},
	}
}

func cForm(program, name, form, title string, workloads ...string) contender {
	return contender{
		name: name, title: title, c: true, workloads: workloads,
		command: func(t task.Task) []string {
			numbers := []string{strconv.Itoa(t.Size), strconv.Itoa(t.Warmup), strconv.Itoa(t.Count), strconv.Itoa(t.Peers)}
			return append([]string{program, t.Workload, form, t.Transport}, numbers...)
		},
	}
}
