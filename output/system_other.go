//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package output

import (
	"context"
	"os"
)

// lock is for systems that can lock a directory. Here the fixed name of the staged directory keeps two
// runs apart: the second cannot create it.
func lock(_ context.Context, _ string) (unlock func(), err error) {
	return func() {}, nil
}

// access finds nothing: here the attempt itself tells whether a directory can be written.
func access(_ string) error {
	return nil
}

// inheritOwner does nothing: a new directory has its parent's rights here.
func inheritOwner(_ string, _ os.FileInfo) {}
