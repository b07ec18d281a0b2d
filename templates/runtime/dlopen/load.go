//go:build ignore

package libzmq

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// library describes a loaded libzmq.
type library struct {
	functions         // 0 for a function that it lacks
	missing   int     // the result of such a function
	handle    uintptr // of the opened file
	memcpy    uintptr // a function of C's library
}

// onHeap makes the compiler place x's memory on the heap, where it does not move, unlike on a goroutine's
// stack.
func onHeap(x any) {
	if sink != nil {
		sink = x
	}
}

var sink any // always nil

// libraryVariable is the environment variable that names libzmq's file.
const libraryVariable = "ZMQGEN_LIBZMQ"

// notLoaded is the error number for a libzmq that could not be loaded. libzmq has no such number.
const notLoaded = 1 << 30

var (
	current   atomic.Pointer[library]
	loading   sync.Once
	loadFault error // why there is no library
)

// loaded returns the library, which the first call opens.
func loaded() *library {
	if lib := current.Load(); lib != nil {
		return lib
	}
	return loadOnce()
}

// loadOnce is separate from loaded so that the compiler can inline loaded.
func loadOnce() *library {
	loading.Do(load)
	return current.Load()
}

// loadError returns why libzmq could not be loaded, or nil if it was.
func loadError() error {
	loaded()
	return loadFault
}

// load opens the first suitable library.
func load() {
	var faults []error
	for _, name := range libraryNames() {
		lib, err := open(name)
		if err == nil {
			current.Store(lib)
			return
		}
		faults = append(faults, err)
	}
	loadFault = &libraryError{faults}
	current.Store(&library{missing: -notLoaded})
}

// libraryNames returns the names to try for libzmq. A program with privileges that its user lacks does not
// let the user choose.
func libraryNames() []string {
	name := os.Getenv(libraryVariable)
	if name == "" || os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid() {
		return systemNames()
	}
	return []string{name}
}

// open opens a library and looks up its functions.
func open(name string) (*library, error) {
	handle, err := openFile(name)
	if err != nil {
		return nil, err
	}
	lib := &library{missing: -int(ENOTSUP), handle: handle, memcpy: memcpyOf(handle)}
	addresses := unsafe.Slice((*uintptr)(unsafe.Pointer(&lib.functions)), len(functionNames))
	var lacks []string
	for i, function := range functionNames {
		if addresses[i] = lookUp(handle, function); addresses[i] == 0 && i < requiredFunctions {
			lacks = append(lacks, function)
		}
	}
	if err := lib.check(name, lacks); err != nil {
		closeFile(handle)
		return nil, err
	}
	return lib, nil
}

// check returns an error if the library is unusable.
func (lib *library) check(name string, lacks []string) error {
	if lib.zmqVersion == 0 || lib.zmqErrno == 0 {
		return fmt.Errorf("%s is not libzmq: it has no function %s", name, lacks[0])
	}
	var major, minor, patch int32
	lib.cross(&call{fn: lib.zmqVersion, pointers: [4]unsafe.Pointer{
		unsafe.Pointer(&major), unsafe.Pointer(&minor), unsafe.Pointer(&patch),
	}}, 1)
	if MakeVersion(int(major), int(minor), int(patch)) < leastVersion {
		return fmt.Errorf("%s is libzmq %d.%d.%d, which is too old: this program needs %d.%d.%d or newer", name,
			major, minor, patch, leastVersion/10000, leastVersion/100%100, leastVersion%100)
	}
	if len(lacks) > 0 {
		return fmt.Errorf("%s is libzmq %d.%d.%d without %s: this program needs a complete build of it", name,
			major, minor, patch, strings.Join(lacks, ", "))
	}
	return nil
}

// libraryError reports that no library is suitable, and why.
type libraryError struct{ faults []error }

func (e *libraryError) Error() string {
	why := make([]string, len(e.faults))
	for i, fault := range e.faults {
		why[i] = fault.Error()
	}
	if len(why) > 3 && !e.found() { // on Windows, where there are many names
		why = []string{why[0], fmt.Sprintf("nor is there any of %d other names", len(why)-1)}
	}
	return "libzmq cannot be loaded: " + strings.Join(why, "; ") + "; install it (" + installCommand() +
		") or set " + libraryVariable + " to the path of its file"
}

// Is reports whether target is ENOTSUP, or fs.ErrNotExist if no library was found.
func (e *libraryError) Is(target error) bool {
	return target == error(ENOTSUP) || target == fs.ErrNotExist && !e.found()
}

// found reports whether there was a file, even if it was unusable.
func (e *libraryError) found() bool {
	for _, fault := range e.faults {
		if !errors.Is(fault, fs.ErrNotExist) {
			return true
		}
	}
	return false
}
