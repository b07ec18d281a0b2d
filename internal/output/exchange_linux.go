package output

import (
	"errors"
	"os"
	"runtime"
	"syscall"
	"unsafe"
)

// exchange lets two directories change places in one step: nobody ever sees neither, or a mixture. It
// returns [errors.ErrUnsupported] where the kernel or the file system cannot.
func exchange(a, b string) error {
	const renameExchange = 2
	call, known := renameat2[runtime.GOARCH]
	if !known {
		return errors.ErrUnsupported
	}
	from, err := syscall.BytePtrFromString(a)
	if err != nil {
		return err
	}
	to, err := syscall.BytePtrFromString(b)
	if err != nil {
		return err
	}
	// The paths are absolute, so the kernel looks at no directory descriptor.
	_, _, errno := syscall.Syscall6(call, 0, uintptr(unsafe.Pointer(from)), 0, uintptr(unsafe.Pointer(to)), renameExchange, 0)
	switch errno {
	case 0:
		return nil
	case syscall.ENOSYS, syscall.EINVAL, syscall.ENOTSUP, syscall.EPERM: // EPERM: a sandbox's filter
		return errors.ErrUnsupported
	}
	return &os.LinkError{Op: "exchange", Old: a, New: b, Err: errno}
}

// renameat2 is the number of this system call, which package syscall lacks for some architectures.
var renameat2 = map[string]uintptr{
	"386": 353, "amd64": 316, "arm": 382, "arm64": 276, "loong64": 276, "ppc64": 357, "ppc64le": 357,
	"riscv64": 276, "s390x": 347,
}
