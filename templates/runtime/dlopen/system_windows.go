//go:build ignore

package libzmq

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
)

// systemNames returns the names of libzmq's file: that of MSYS2 and of libzmq's own build, then vcpkg's,
// the newest first.
func systemNames() []string {
	names := []string{"libzmq.dll"}
	for _, release := range []struct{ minor, patch int }{{3, 9}, {2, 5}} {
		for patch := release.patch; patch >= 0; patch-- {
			names = append(names, fmt.Sprintf("libzmq-mt-4_%d_%d.dll", release.minor, patch))
		}
	}
	return names
}

// installCommand returns how to install libzmq.
func installCommand() string {
	return "vcpkg install zeromq, or pacman -S mingw-w64-x86_64-zeromq in MSYS2, and have its directory in PATH"
}

// openFile opens a library by its path, or by a name that Windows looks for.
func openFile(name string) (uintptr, error) {
	handle, err := syscall.LoadLibrary(name)
	if errors.Is(err, syscall.ERROR_MOD_NOT_FOUND) {
		err = fs.ErrNotExist // or a library that it depends on
	}
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return uintptr(handle), nil
}

// closeFile closes an unusable library.
func closeFile(handle uintptr) { _ = syscall.FreeLibrary(syscall.Handle(handle)) }

// lookUp returns the address of a function in a library, or 0.
func lookUp(handle uintptr, function string) uintptr {
	address, _ := syscall.GetProcAddress(syscall.Handle(handle), function)
	return address
}

// newCallback returns an address at which C can call a Go function. Its memory is never freed.
func newCallback(fn any) uintptr { return syscall.NewCallbackCDecl(fn) }

// callC calls a C function. Its arguments must not be addresses on a goroutine's stack.
func callC(fn uintptr, args ...uintptr) uintptr {
	result, _, _ := syscall.SyscallN(fn, args...)
	return result
}

// memcpyOf returns the address of C's memcpy.
func memcpyOf(uintptr) uintptr {
	runtime, err := syscall.LoadLibrary("msvcrt.dll")
	if err != nil {
		return 0
	}
	return lookUp(uintptr(runtime), "memcpy")
}
