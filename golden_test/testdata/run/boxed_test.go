//go:build (!cgo || zmq_dlopen) && !((amd64 || arm64) && (linux || darwin || freebsd))

package run_test

// boxed reports that each call into C places its arguments on the heap, as without cgo if there is no assembly.
const boxed = true
