//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package output

import (
	"context"
	"io/fs"
	"os"
)

const nonblock = 0

// lock does nothing: directories cannot be locked on these systems.
func lock(context.Context, *os.File, string, bool) error { return nil }

// setOwner does nothing: a new file has its directory's permissions on these systems.
func setOwner(*os.File, fs.FileInfo) {}
