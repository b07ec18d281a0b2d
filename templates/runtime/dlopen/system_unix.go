//go:build ignore

//zmqgen:build (darwin && !ios) || freebsd || netbsd || (linux && !android && (386 || amd64 || arm || arm64 || loong64 || ppc64le || riscv64))

package libzmq

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"strings"
	"unsafe"

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
		if err := checkFile(name); err != nil {
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

// checkFile returns an error for a file that the system's loader would wait for, such as a FIFO, or crash on because its
// end is missing, or whose processor it would not mention.
func checkFile(name string) error {
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s: not a regular file", name)
	}
	head, err := readHead(name)
	if err != nil {
		return nil // the loader says what it is
	}
	if own, err := readHead("/proc/self/exe"); err == nil && own.Machine != head.Machine {
		return fmt.Errorf("%s: a library for another processor", name)
	}
	if head.sectionsEnd() > uint64(info.Size()) {
		return fmt.Errorf("%s: the file is incomplete", name)
	}
	return nil
}

// elfHead is the beginning of an ELF file whose words have as many bits as a pointer. Its sections are described at the
// end of the file.
type elfHead struct {
	Magic                    [16]byte
	Type, Machine            uint16
	Version                  uint32
	Entry, Segments, Section uintptr
	Flags                    uint32
	Sizes                    [3]uint16
	SectionSize, Sections    uint16
}

func (h *elfHead) sectionsEnd() uint64 {
	return uint64(h.Section) + uint64(h.SectionSize)*uint64(h.Sections)
}

// readHead reads the beginning of an ELF file.
func readHead(name string) (*elfHead, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := new(elfHead)
	memory := unsafe.Slice((*byte)(unsafe.Pointer(head)), unsafe.Sizeof(*head))
	if _, err := io.ReadFull(file, memory); err != nil {
		return nil, err
	}
	const magic = "\x7fELF"
	if class := byte(unsafe.Sizeof(head.Entry) / 4); string(memory[:4]) != magic || memory[4] != class {
		return nil, errors.New("not for this system")
	}
	return head, nil
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
