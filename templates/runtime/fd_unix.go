//go:build ignore

//zmqgen:build !windows

package libzmq

//zmqgen:type FD
type FD int
