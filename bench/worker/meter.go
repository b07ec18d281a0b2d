package worker

import (
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"github.com/zmqgen/zmqgen/bench/task"
)

// meter counts time and allocations.
type meter struct {
	mallocs uint64
	cpu     time.Duration
	started time.Time
}

func start() meter {
	return meter{mallocs: mallocs(), cpu: cpuTime(), started: time.Now()}
}

// stop returns what has passed since the start, with a count of messages.
func (m meter) stop(count int) task.Result {
	elapsed := time.Since(m.started)
	cpu := cpuTime() - m.cpu
	allocated := mallocs() - m.mallocs
	return task.Result{Count: count, Nanoseconds: elapsed.Nanoseconds(), CPU: cpu.Nanoseconds(), Mallocs: &allocated}
}

func mallocs() uint64 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.Mallocs
}

// cpuTime returns how long CPUs were busy with this process.
func cpuTime() time.Duration {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
