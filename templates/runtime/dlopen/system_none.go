//go:build ignore

//zmqgen:build !windows && !((darwin && !ios) || freebsd || netbsd || (linux && !android && (386 || amd64 || arm || arm64 || loong64 || ppc64le || riscv64)))

package libzmq

// unsupported stops the build with a message that states the reason.
const unsupported uintptr = "this package needs cgo on this system: set CGO_ENABLED=1 and have a C compiler and libzmq's development files"

func systemNames() []string { return nil }

func installCommand() string { return "" }

func openFile(string) (uintptr, error) { return unsupported, nil }

func closeFile(uintptr) {}

func lookUp(uintptr, string) uintptr { return 0 }

func newCallback(any) uintptr { return 0 }

func callC(uintptr, ...uintptr) uintptr { return 0 }

func memcpyOf(uintptr) uintptr { return 0 }
