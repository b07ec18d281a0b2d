package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
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

// staged is where the new directory is made. After an exchange it is where the old one is.
func (at target) staged() string { return at.beside("new") }

// replaced is where the old directory goes on systems that need two renames.
func (at target) replaced() string { return at.beside("old") }

func (at target) beside(what string) string {
	return filepath.Join(at.parent(), "."+filepath.Base(at.path)+".zmqgen-"+what)
}

// entries lists the directory, which may be missing.
func (at target) entries() ([]os.DirEntry, error) {
	if !at.exists() {
		return nil, nil
	}
	entries, err := os.ReadDir(at.path)
	if err != nil {
		return nil, trouble("cannot read the directory "+at.name, err, "")
	}
	return entries, nil
}

// checkReplaceable reports what stands against replacing the directory as a whole.
func (at target) checkReplaceable() error {
	if !at.exists() {
		return nil
	}
	if err := access(at.path); err != nil {
		return trouble("cannot write to "+at.name, err, "choose another directory, or make it writable")
	}
	here, err := os.Stat(".")
	if err == nil && os.SameFile(here, at.info) {
		// Whoever is in the directory, a shell for one, would be left in the old one, which is removed.
		return fmt.Errorf("%s is the working directory, which zmqgen cannot replace as a whole; run it from the directory above, with the output directory %s",
			at.name, filepath.Base(at.path))
	}
	return nil
}

// recover cleans up behind a killed run. It needs the lock: what it finds is nobody's then.
func (at target) recover() error {
	if _, err := os.Lstat(at.path); errors.Is(err, fs.ErrNotExist) {
		// Killed between two renames: the old package is still whole.
		if err := os.Rename(at.replaced(), at.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return trouble("cannot put "+at.replaced()+" back", err, "rename it to "+at.name)
		}
	}
	return errors.Join(at.discard(at.staged()), at.discard(at.replaced()))
}

// discard removes a directory that was staged or replaced, but no file that could be the user's.
func (at target) discard(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var kept []string
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		if !at.disposable(name, entry) {
			kept = append(kept, entry.Name())
		} else if err = os.Remove(name); err != nil {
			break
		}
	}
	if len(kept) > 0 {
		return fmt.Errorf("%s was left by an earlier run and holds what zmqgen did not write: %s; move it where it belongs, and remove the directory",
			dir, strings.Join(kept, ", "))
	}
	if err == nil {
		err = os.Remove(dir)
	}
	if err != nil {
		return trouble("cannot remove "+dir, err, "remove it, nothing needs it any more")
	}
	return nil
}

// disposable reports whether a file is generated, perhaps cut short by a kill, or a hidden file
// that the package's directory holds as well.
func (at target) disposable(name string, entry os.DirEntry) bool {
	if !entry.Type().IsRegular() {
		return false
	}
	if hidden(entry) {
		_, err := os.Lstat(filepath.Join(at.path, entry.Name()))
		return err == nil
	}
	if info, err := entry.Info(); err == nil && info.Size() == 0 {
		return true
	}
	_, ours, err := readGenerated(name)
	return err == nil && ours
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
