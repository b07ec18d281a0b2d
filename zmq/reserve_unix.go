//go:build unix

package zmq

import (
	"syscall"
)

// reserve reports whether the process can open n more descriptors. libzmq aborts the program if it gets none for its
// threads or to look up a network interface, so this is checked before it is called. Between the check and the call,
// others can take them: a program at its limit of open files can still be unlucky.
func reserve(n int) error {
	opened := make([]int, 0, n)
	defer func() {
		for _, fd := range opened {
			_ = syscall.Close(fd)
		}
	}()
	for range n {
		fd, err := openDescriptor()
		if err != nil {
			if number, ok := err.(syscall.Errno); ok {
				return Errno(number)
			}
			return err
		}
		opened = append(opened, fd)
	}
	return nil
}
