package output

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// change is what happens to one file of a directory.
type change struct {
	name    string
	content []byte      // the new content, or nil to remove the file
	old     []byte      // the content of the file that is there
	info    fs.FileInfo // of the file that is there, or nil if there is none
}

// replace makes changes in a directory. If one fails, those before it are undone.
func replace(ctx context.Context, root *os.Root, dir string, changes []change) error {
	s, err := newStaging(root)
	if err != nil {
		return trouble("cannot write to "+dir, err, "choose another directory, or make it writable")
	}
	for _, c := range changes {
		if err == nil {
			err = interrupted(ctx)
		}
		if err == nil {
			if err = s.prepare(c); err != nil {
				err = trouble("cannot write "+filepath.Join(dir, c.name), err, "")
			}
		}
	}
	if err == nil {
		err = interrupted(ctx)
	}
	if err == nil {
		err = s.commit(dir, changes)
	}
	return errors.Join(err, removeStaging(root, s.name))
}

// staging is a hidden directory in which new files are created before they are renamed to their places. Its name cannot
// be guessed, so nobody can put a link there beforehand, and all access goes through an os.Root.
type staging struct {
	root *os.Root
	self fs.FileInfo // of root
	name string
}

// The directories in a staging directory, and the file that hides it from git and shows whose it is.
const (
	newFiles = "new"
	oldFiles = "old" // what they replace, until all are in place
	marker   = ".gitignore"
)

const markerText = "# zmqgen was writing here, and the next run removes what is left of it.\n*\n"

var stagingName = regexp.MustCompile(`^\.zmqgen-[A-Z2-7]{26}$`)

func newStaging(root *os.Root) (*staging, error) {
	s := &staging{root: root, name: ".zmqgen-" + rand.Text()}
	self, err := root.Stat(".")
	if err == nil {
		s.self, err = self, s.mkdir("")
	}
	if err == nil {
		err = root.WriteFile(s.path(marker), []byte(markerText), 0o600)
	}
	for _, name := range []string{newFiles, oldFiles} {
		if err == nil {
			err = s.mkdir(name)
		}
	}
	if err != nil {
		return nil, errors.Join(err, removeStaging(root, s.name))
	}
	return s, nil
}

// path returns the path of something in the staging directory.
func (s *staging) path(names ...string) string {
	return filepath.Join(s.name, filepath.Join(names...))
}

// mkdir creates a directory that this process may write to, whatever the umask.
func (s *staging) mkdir(name string) error {
	if err := s.root.Mkdir(s.path(name), 0o700); err != nil {
		return err
	}
	return s.chmod(s.path(name), 0o700)
}

// chmod changes a mode if it differs: some file systems have only one mode.
func (s *staging) chmod(path string, mode fs.FileMode) error {
	info, err := s.root.Lstat(path)
	if err != nil || info.Mode().Perm() == mode {
		return err
	}
	return s.root.Chmod(path, mode)
}

// prepare does everything that can fail for lack of space: it creates the new file, and keeps the old one.
func (s *staging) prepare(c change) error {
	if c.content != nil {
		like := c.info
		if like == nil {
			like = s.self
		}
		if err := s.create(s.path(newFiles, c.name), c.content, like); err != nil {
			return err
		}
	}
	if c.info == nil || s.root.Link(c.name, s.path(oldFiles, c.name)) == nil {
		return nil
	}
	return s.create(s.path(oldFiles, c.name), c.old, c.info) // links are not possible here, or not allowed
}

// create creates a file with the owner of another file or of a directory, and with the mode of a file.
func (s *staging) create(path string, content []byte, like fs.FileInfo) error {
	file, err := s.root.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	setOwner(file, like)
	_, err = file.Write(content)
	err = errors.Join(err, file.Close())
	if err == nil && !like.IsDir() {
		err = s.chmod(path, like.Mode().Perm())
	}
	return err
}

// commit moves the new files to their places. An interrupt does not stop it.
func (s *staging) commit(dir string, changes []change) error {
	for i, c := range changes {
		err := s.apply(c)
		if err == nil {
			continue
		}
		err = trouble("cannot replace "+filepath.Join(dir, c.name), err, "nothing was changed")
		for _, done := range slices.Backward(changes[:i]) {
			if undone := s.undo(done); undone != nil {
				err = fmt.Errorf("%w; %s cannot be restored: %w; run zmqgen again", err, done.name, Cause(undone))
			}
		}
		return err
	}
	return nil
}

// errChanged is the error of apply if somebody else has written to the directory.
var errChanged = errors.New("it changed meanwhile")

func (s *staging) apply(c change) error {
	info, err := s.root.Lstat(c.name)
	switch {
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	case (err == nil) != (c.info != nil), err == nil && !unchanged(c.info, info):
		return errChanged // a file that somebody has saved here is not overwritten
	case c.content == nil:
		return s.root.Remove(c.name)
	}
	return s.root.Rename(s.path(newFiles, c.name), c.name)
}

func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

func (s *staging) undo(c change) error {
	if c.info == nil {
		return s.root.Remove(c.name)
	}
	return s.root.Rename(s.path(oldFiles, c.name), c.name)
}

func removeStaging(root *os.Root, name string) error {
	var errs []error
	for _, part := range []string{newFiles, oldFiles, ""} { // the marker goes last
		errs = append(errs, root.RemoveAll(filepath.Join(name, part)))
	}
	if err := errors.Join(errs...); err != nil {
		return trouble("cannot remove "+filepath.Join(root.Name(), name), err, "remove it, nothing needs it any more")
	}
	return nil
}

// sweep removes the remains of killed runs from a directory, which must be locked.
func sweep(root *os.Root) error {
	entries, _ := fs.ReadDir(root.FS(), ".") // an entry that cannot be read does no harm
	var errs []error
	for _, entry := range entries {
		if !entry.IsDir() || !stagingName.MatchString(entry.Name()) {
			continue
		}
		text, err := readRegularIn(root, filepath.Join(entry.Name(), marker))
		if errors.Is(err, fs.ErrNotExist) {
			_ = root.Remove(entry.Name()) // killed before it had one; the directory is empty
		} else if err == nil && strings.HasPrefix(markerText, string(text)) {
			errs = append(errs, removeStaging(root, entry.Name()))
		}
	}
	return errors.Join(errs...)
}

// stamps are how a generated file begins: in Go and C, and in Markdown.
var stamps = [][]byte{[]byte("// Code generated by zmqgen "), []byte("<!-- Code generated by zmqgen ")}

// Stamped reports whether a file was written by zmqgen.
func Stamped(content []byte) bool {
	return bytes.HasPrefix(content, stamps[0]) || bytes.HasPrefix(content, stamps[1])
}
