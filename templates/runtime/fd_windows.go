//go:build ignore

//zmqgen:build windows

package libzmq

//zmqgen:type FD
type FD uintptr

// descriptor is an [FD] in C's representation.
type descriptor = uintptr
