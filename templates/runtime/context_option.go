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

// isPolicy rejects a scheduling policy that Linux does not have: libzmq would abort the program when it
// starts a thread.
func isPolicy(n int) error {
	if runtime.GOOS == "linux" && (n > 6 || n == 4) {
		return EINVAL
	}
	return nil
}

// isCPU rejects a CPU that does not fit into libzmq's set: libzmq would abort the program, or write beyond
// the set.
//
//zmqgen:with ZMQ_THREAD_AFFINITY_CPU_ADD
func isCPU(n int) error {
	if runtime.GOOS == "linux" && n >= 1024 {
		return EINVAL
	}
	return nil
}
