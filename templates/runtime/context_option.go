//go:build ignore

package libzmq

import "runtime"

func (ctx *Context) setBool(option ContextOption, on bool) error {
	return ctx.SetOption(option, number(on))
}

func (ctx *Context) boolean(option ContextOption) (bool, error) {
	n, err := ctx.Option(option)
	return n != 0, err
}

// isPolicy refuses a scheduling policy that Linux does not have: libzmq aborts the program over one when it starts
// a thread.
func isPolicy(n int) error {
	if runtime.GOOS == "linux" && (n > 6 || n == 4) {
		return EINVAL
	}
	return nil
}

// isCPU refuses a CPU that libzmq's set has no room for. It aborts the program over one, or writes beyond the set.
//
//zmqgen:with ZMQ_THREAD_AFFINITY_CPU_ADD
func isCPU(n int) error {
	if runtime.GOOS == "linux" && n >= 1024 {
		return EINVAL
	}
	return nil
}
