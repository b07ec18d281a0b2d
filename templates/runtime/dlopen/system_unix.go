//go:build ignore

//zmqgen:build (darwin && !ios) || freebsd || netbsd || (linux && !android && (386 || amd64 || arm || arm64 || loong64 || ppc64le || riscv64))

package libzmq

import (
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strings"

	"github.com/ebitengine/purego"
)

// systemNames returns the names of libzmq's file.
func systemNames() []string {
	if runtime.GOOS != "darwin" {
		return []string{"libzmq.so.5"}
	}
	return []string{"libzmq.5.dylib", "/opt/homebrew/lib/libzmq.5.dylib", "/usr/local/lib/libzmq.5.dylib"}
}

// installCommand returns how to install libzmq.
func installCommand() string {
	switch runtime.GOOS {
	case "darwin":
		return "brew install zeromq"
	case "freebsd":
		return "pkg install libzmq4"
	case "netbsd":
		return "pkgin install zeromq"
	}
	return "apt install libzmq5, dnf install zeromq, apk add libzmq"
}

// openFile opens a library by its path, or by a name that the system's loader looks for.
func openFile(name string) (uintptr, error) {
	if strings.Contains(name, "/") {
		if _, err := os.Stat(name); err != nil {
			return 0, err
		}
	}
	handle, err := purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err == nil {
		return handle, nil
	}
	text := err.Error()
	if !strings.Contains(text, name) {
		text = name + ": " + text
	} else if !strings.Contains(name, "/") && (strings.Contains(text, "o such file") || strings.Contains(text, "not found")) {
		return 0, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
	}
	return 0, fmt.Errorf("%s", text)
}

// closeFile closes an unusable library.
func closeFile(handle uintptr) { _ = purego.Dlclose(handle) }

// lookUp returns the address of a function in a library or in those that it needs, or 0.
func lookUp(handle uintptr, function string) uintptr {
	address, _ := purego.Dlsym(handle, function)
	return address
}

// newCallback returns an address at which C can call a Go function. Its memory is never freed.
func newCallback(fn any) uintptr { return purego.NewCallback(fn) }

// memcpyOf returns the address of C's memcpy, found through a library that needs it.
func memcpyOf(handle uintptr) uintptr { return lookUp(handle, "memcpy") }
