//go:build (!cgo || zmq_dlopen) && !((amd64 || arm64) && (linux || darwin || freebsd))

package run_test

// boxed says that each call of C places its arguments on the heap, as it is without cgo where there is no assembly.
const boxed = true
