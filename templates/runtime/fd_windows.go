//go:build ignore

//zmqgen:build windows

package libzmq

//zmqgen:type FD
type FD uintptr

// descriptor is an [FD] as C has it.
type descriptor = uintptr
