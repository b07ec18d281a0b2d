//go:build race || asan || goexperiment.cgocheck2

package zmq_test

// instrumented reports that measurements of memory do not apply.
const instrumented = true
