package zmq

import "golang.org/x/sys/unix"

// openDescriptor opens what costs least.
func openDescriptor() (int, error) { return unix.Eventfd(0, unix.EFD_CLOEXEC) }
