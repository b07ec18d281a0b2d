//go:build ignore

//zmqgen:build !windows

package libzmq

//zmqgen:type FD
type FD int

// descriptor is an [FD] in C's representation.
type descriptor = int32
