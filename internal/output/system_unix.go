//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"syscall"
	"time"
)

// nonblock keeps open from waiting for the other end of a pipe.
const nonblock = syscall.O_NONBLOCK

// One run waits for another, which takes milliseconds.
const (
	lockPatience = 10 * time.Second
	lockPause    = time.Millisecond
)

// lock keeps other runs out of a directory while it is open; those that only read share it. On file
// systems without locks, such as some network file systems, simultaneous runs can interfere with each other.
func lock(ctx context.Context, dir *os.File, called string, toWrite bool) error {
	how := syscall.LOCK_SH
	if toWrite {
		how = syscall.LOCK_EX
	}
	for deadline := time.Now().Add(lockPatience); time.Now().Before(deadline); time.Sleep(lockPause) {
		err := syscall.Flock(int(dir.Fd()), how|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil
		}
		if err := interrupted(ctx); err != nil {
			return err
		}
	}
	return fmt.Errorf("another process has kept %s locked for %v; end it, or try again later", called, lockPatience)
}

// setOwner gives a file the owner of another one, if this process may do so.
func setOwner(file *os.File, like fs.FileInfo) {
	if want, ok := like.Sys().(*syscall.Stat_t); ok {
		_ = file.Chown(int(want.Uid), int(want.Gid))
	}
}
