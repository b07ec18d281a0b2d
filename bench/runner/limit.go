package runner

import (
	"fmt"
	"syscall"

	"github.com/zmqgen/zmqgen/bench/report"
	"github.com/zmqgen/zmqgen/bench/task"
)

// shareLimit lets the processes that this one starts open as many files as it can. Go raises the limit for itself only,
// unless the program has set it.
func shareLimit() error {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return err
	}
	return syscall.Setrlimit(syscall.RLIMIT_NOFILE, &files)
}

// tooMany says why a case does not fit the limits of this process, or "" if it does. Each socket needs a
// descriptor, and each connection two.
func tooMany(c *report.Case) string {
	var files syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &files); err != nil {
		return ""
	}
	const others = 100
	need := uint64(c.Peers + others)
	if c.Transport != task.Inproc {
		need += 2 * uint64(c.Peers)
	}
	if files.Cur < need {
		return fmt.Sprintf("%s needs %d file descriptors, and the limit is %d: ulimit -n %d", caseName(c), need, files.Cur, need)
	}
	return ""
}
