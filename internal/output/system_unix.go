//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"syscall"
	"time"
)

// nonblock keeps open from waiting for the other end of a pipe.
const nonblock = syscall.O_NONBLOCK

// One run waits for another, which needs milliseconds.
const (
	lockPatience = 10 * time.Second
	lockPause    = time.Millisecond
)

// lock keeps other runs out of directories until unlock is called or the process ends, however it ends. Readers
// share them. An outer directory comes before an inner one. Where there are no locks, as in some network file
// systems, runs that write to one directory at the same time can get into each other's way.
func lock(ctx context.Context, mode lockMode, dirs ...string) (unlock func(), err error) {
	var locked []*os.File
	unlock = func() {
		for _, file := range locked {
			_ = file.Close()
		}
	}
	for _, dir := range slices.Compact(dirs) { // the root is its own parent
		file, err := os.Open(dir)
		if err != nil {
			continue // a directory that can be searched but not read, or none
		}
		locked = append(locked, file)
		if err := lockOne(ctx, mode, file); err != nil {
			unlock()
			return nil, err
		}
	}
	return unlock, nil
}

func lockOne(ctx context.Context, mode lockMode, dir *os.File) error {
	how := map[lockMode]int{toRead: syscall.LOCK_SH, toWrite: syscall.LOCK_EX}[mode] | syscall.LOCK_NB
	for waited := time.Duration(0); waited < lockPatience; waited += lockPause {
		err := syscall.Flock(int(dir.Fd()), how)
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			return nil
		}
		if err := interrupted(ctx); err != nil {
			return err
		}
		time.Sleep(lockPause)
	}
	return fmt.Errorf("another process has kept %s locked for %v; end it, or try again later", dir.Name(), lockPatience)
}

// access reports whether this process may write to a directory.
func access(dir string) error {
	const writeAndSearch = 2 | 1
	return syscall.Access(dir, writeAndSearch)
}

// setOwner gives a file to the owner of another one, and reports whether it is the owner's now.
func setOwner(file *os.File, like fs.FileInfo) bool {
	info, err := file.Stat()
	if err != nil {
		return false
	}
	is, ok := info.Sys().(*syscall.Stat_t)
	want, also := like.Sys().(*syscall.Stat_t)
	if !ok || !also || is.Uid == want.Uid && is.Gid == want.Gid {
		return true
	}
	return file.Chown(int(want.Uid), int(want.Gid)) == nil
}
