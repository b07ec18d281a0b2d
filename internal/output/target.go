package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// target is the directory that holds the package, or will.
type target struct {
	name string      // as the user named it, for messages
	path string      // absolute; without symbolic links where it exists
	info os.FileInfo // nil when it does not exist
}

// resolve finds the directory. A symbolic link to a directory is followed and stays: the directory that
// it leads to is the one that is replaced.
func resolve(dir string) (target, error) {
	at := target{name: dir}
	if dir == "" {
		return at, errors.New("the output directory has no name; give one")
	}
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return at.resolveMissing()
	case err != nil:
		return at, trouble("cannot use "+dir+" as the output directory", err, "choose another one")
	case !info.IsDir():
		return at, fmt.Errorf("%s is a file, and the output directory cannot be one; choose another name, or move the file away", dir)
	}
	at.info = info
	if at.path, err = filepath.EvalSymlinks(dir); err == nil {
		at.path, err = filepath.Abs(at.path)
	}
	if err != nil {
		return at, trouble("cannot use "+dir+" as the output directory", err, "")
	}
	return at, nil
}

func (at target) resolveMissing() (target, error) {
	if destination, err := os.Readlink(at.name); err == nil {
		return at, fmt.Errorf("%s is a symbolic link to %s, which does not exist; create that directory, or remove the link", at.name, destination)
	}
	path, err := filepath.Abs(at.name)
	at.path = path
	return at, err
}

func (at target) exists() bool   { return at.info != nil }
func (at target) parent() string { return filepath.Dir(at.path) }

// isWorkingDirectory reports whether whoever runs zmqgen, a shell for one, would be left in a directory that is
// removed if this one were replaced as a whole.
func (at target) isWorkingDirectory() bool {
	here, err := os.Stat(".")
	return err == nil && os.SameFile(here, at.info)
}

// trouble words an error of the operating system: what failed, why, and what to do about it.
func trouble(what string, err error, remedy string) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		remedy = "make room; nothing was changed"
	}
	if remedy != "" {
		remedy = "; " + remedy
	}
	return fmt.Errorf("%s: %w%s", what, cause(err), remedy)
}

// cause strips the operation and the path, which the message names already.
func cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}
