//go:build ignore

//zmqgen:build !windows && !((darwin && !ios) || freebsd || netbsd || (linux && !android && (386 || amd64 || arm || arm64 || loong64 || ppc64le || riscv64)))

package libzmq

import "errors"

// A build for a system without support stops here, with a message that says why.
const _ int = "package libzmq needs cgo on this system: set CGO_ENABLED=1 and have a C compiler and libzmq's development files"

var errNoSystem = errors.New("not supported")

func systemNames() []string { return nil }

func installCommand() string { return "" }

func openFile(string) (uintptr, error) { return 0, errNoSystem }

func closeFile(uintptr) {}

func lookUp(uintptr, string) uintptr { return 0 }

func newCallback(any) uintptr { return 0 }

func callC(uintptr, ...uintptr) uintptr { return 0 }

func memcpyOf(uintptr) uintptr { return 0 }
