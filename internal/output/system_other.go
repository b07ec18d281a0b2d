//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package output

import (
	"context"
	"io/fs"
	"os"
)

const nonblock = 0

// lock does nothing: there are no locks of directories here.
func lock(context.Context, *os.File, string, bool) error { return nil }

// setOwner does nothing: a new file has its directory's rights here.
func setOwner(*os.File, fs.FileInfo) {}
