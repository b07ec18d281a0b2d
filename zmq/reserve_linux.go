package zmq

import "golang.org/x/sys/unix"

// openDescriptor opens the cheapest kind of descriptor.
func openDescriptor() (int, error) { return unix.Eventfd(0, unix.EFD_CLOEXEC) }
