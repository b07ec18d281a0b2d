//go:build !((!cgo || zmq_dlopen) && !((amd64 || arm64) && (linux || darwin || freebsd)))

package run_test

const boxed = false
