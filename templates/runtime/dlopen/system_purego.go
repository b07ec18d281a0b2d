//go:build ignore

//zmqgen:build netbsd || (freebsd && !amd64 && !arm64) || (linux && (386 || arm || loong64 || ppc64le || riscv64))

package libzmq

import "github.com/ebitengine/purego"

// callC calls a C function. Its arguments must not be addresses on a goroutine's stack.
func callC(fn uintptr, args ...uintptr) uintptr {
	result, _, _ := purego.SyscallN(fn, args...)
	return result
}
