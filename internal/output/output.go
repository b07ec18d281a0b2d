// Package output compares a generated package with a directory and writes it there.
//
// Its input is a set of files, each of which begins with zmqgen's stamp, and a directory. Its output is
// a [Plan] of what differs, and for [Write] the directory itself. The directory may be part of a repository
// that somebody else made: nothing outside it is read or written through a link in it, and pipes and devices
// are not opened.
//
// # Ownership of files
//
// A file whose first line is the stamp belongs to zmqgen: it is replaced, or removed when the package no longer
// has it. All other files belong to the user and are left alone. If one of them has the name of a file of the
// package, zmqgen stops before it has changed anything.
//
// # How files are replaced
//
// New files are created in a hidden directory with a random name within the directory, and then renamed to their
// places: all of them, or none if something fails. A process that is killed during these renames leaves a mixture of
// old and new files. The files are generated and under version control, so the next run, or git, restores them. The
// next run also removes the hidden directory, which git ignores until then.
package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// File is one file of a package: a name without a directory, and content that begins with the stamp.
type File struct {
	Name    string
	Content []byte
}

// Write makes dir contain files, beside the user's. It writes all of them or none, and returns what it did. It does
// not touch a directory that is up to date. If ctx is done before the first file is replaced, nothing changes.
func Write(ctx context.Context, dir string, files []File) (*Plan, error) {
	exists, err := isDirectory(dir)
	if err == nil {
		err = interrupted(ctx)
	}
	if err != nil {
		return nil, err
	}
	if !exists {
		restore, err := makeDirectory(dir)
		if err != nil {
			return nil, err
		}
		defer restore()
	}
	var plan *Plan
	err = update(ctx, dir, func(root *os.Root) ([]change, error) {
		snapshot, err := read(root, dir)
		if err != nil {
			return nil, err
		}
		if plan, err = snapshot.Compare(files); err != nil {
			return nil, err
		}
		return plan.changes(), plan.foreignError()
	})
	if err != nil && !exists {
		_ = os.Remove(dir)
	}
	return plan, err
}

// isDirectory reports whether there is a directory, and refuses a path that cannot become one. A symbolic link to a
// directory is followed.
func isDirectory(dir string) (bool, error) {
	if dir == "" {
		return false, errors.New("the output directory has no name; give one")
	}
	info, err := os.Stat(dir)
	switch {
	case err == nil && !info.IsDir():
		return false, fmt.Errorf("%s is a file, and the output directory cannot be one; choose another name, or move the file away", dir)
	case err == nil:
		return true, nil
	case !errors.Is(err, fs.ErrNotExist):
		return false, trouble("cannot use "+dir+" as the output directory", err, "choose another one")
	}
	if destination, err := os.Readlink(dir); err == nil {
		return false, fmt.Errorf("%s is a symbolic link to %s, which does not exist; create that directory, or remove the link", dir, destination)
	}
	return false, nil
}

// makeDirectory creates a directory that this process may write to, until restore gives it the mode that the umask
// asks for.
func makeDirectory(dir string) (restore func(), err error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, trouble("cannot create the directory "+dir, err, "choose another output directory")
	}
	info, err := os.Stat(dir)
	if err == nil && info.Mode()&0o700 != 0o700 {
		err = os.Chmod(dir, info.Mode()|0o700)
		restore = func() { _ = os.Chmod(dir, info.Mode()) }
	} else {
		restore = func() {}
	}
	if err != nil {
		return nil, trouble("cannot create the directory "+dir, err, "")
	}
	return restore, nil
}

// Replace writes files of any content into a directory, all of them or none. They replace files of the same names.
func Replace(ctx context.Context, dir string, files []File) error {
	return update(ctx, dir, func(root *os.Root) ([]change, error) {
		changes := make([]change, len(files))
		for i, file := range files {
			changes[i] = change{name: file.Name, content: file.Content}
			info, err := root.Lstat(file.Name)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err == nil && !info.Mode().IsRegular() {
				err = errNotRegular
			}
			if err == nil {
				changes[i].info = info
				changes[i].old, err = readRegularIn(root, file.Name)
			}
			if err != nil {
				return nil, trouble("cannot replace "+filepath.Join(dir, file.Name), err, "move it away")
			}
		}
		return changes, nil
	})
}

// update keeps other runs out of a directory while it is read and changed.
func update(ctx context.Context, dir string, decide func(*os.Root) ([]change, error)) error {
	root, done, err := open(ctx, dir, true)
	if err != nil {
		return err
	}
	defer done()
	if err := sweep(root); err != nil {
		return err
	}
	changes, err := decide(root)
	if err == nil {
		err = interrupted(ctx)
	}
	if err != nil || len(changes) == 0 {
		return err
	}
	return replace(ctx, root, dir, changes)
}

// open opens a directory, and locks it until done is called or the process ends, however it ends.
func open(ctx context.Context, dir string, toWrite bool) (root *os.Root, done func(), err error) {
	root, err = os.OpenRoot(dir)
	if err != nil {
		return nil, nil, trouble("cannot open the directory "+dir, err, "")
	}
	self, err := root.Open(".")
	if err != nil {
		_ = root.Close()
		return nil, nil, trouble("cannot read the directory "+dir, err, "")
	}
	done = func() {
		_ = self.Close()
		_ = root.Close()
	}
	if err := lock(ctx, self, dir, toWrite); err != nil {
		done()
		return nil, nil, err
	}
	return root, done, nil
}

// errInterrupted is returned by Write if its context is done before anything was changed.
var errInterrupted = errors.New("interrupted; nothing was changed")

func interrupted(ctx context.Context) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}

// trouble describes an error of the operating system: what failed, why, and what to do about it.
func trouble(what string, err error, remedy string) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		remedy = "make room; nothing was changed"
	}
	if remedy != "" {
		remedy = "; " + remedy
	}
	return fmt.Errorf("%s: %w%s", what, Cause(err), remedy)
}

// Cause strips the operation and the path, which the message names already.
func Cause(err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		return pathError.Err
	}
	if linkError, ok := errors.AsType[*os.LinkError](err); ok {
		return linkError.Err
	}
	return err
}
