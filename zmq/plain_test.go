//go:build !race && !asan && !goexperiment.cgocheck2

package zmq_test

const instrumented = false
