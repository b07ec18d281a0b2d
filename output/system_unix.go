//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"context"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// One run waits for another, which needs milliseconds.
const (
	lockPatience = 10 * time.Second
	lockPause    = time.Millisecond
)

// lock keeps other runs out of a directory until unlock is called or the process ends, however it ends.
// Where there are no locks, as in some network file systems, the fixed name of the staged directory keeps
// two runs apart: the second cannot create it.
func lock(ctx context.Context, dir string) (unlock func(), err error) {
	file, err := os.Open(dir)
	if err != nil {
		return func() {}, nil // a directory that can be searched but not read
	}
	for waited := time.Duration(0); waited < lockPatience; waited += lockPause {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return func() { _ = file.Close() }, nil
		}
		if err := interrupted(ctx); err != nil {
			_ = file.Close()
			return nil, err
		}
		time.Sleep(lockPause)
	}
	_ = file.Close()
	return nil, fmt.Errorf("another process has kept %s locked for %v; end it, or try again later", dir, lockPatience)
}

// access reports whether this process may write to a directory.
func access(dir string) error {
	const writeAndSearch = 2 | 1
	return syscall.Access(dir, writeAndSearch)
}

// inheritOwner gives a directory the owner of another one as far as the process may: run by root, zmqgen
// must not take a directory away from the user.
func inheritOwner(dir string, from os.FileInfo) {
	if stat, ok := from.Sys().(*syscall.Stat_t); ok {
		_ = os.Lchown(dir, int(stat.Uid), int(stat.Gid))
	}
}
