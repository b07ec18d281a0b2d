//go:build race || asan || goexperiment.cgocheck2

package zmq_test

// instrumented says that memory is not what it is otherwise.
const instrumented = true
