package output

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
)

// staging is a hidden directory in which new files are made, before they take their places. Nobody can guess its
// name, so nobody can put a link there beforehand, and all access goes through its parent's os.Root.
type staging struct {
	parent *os.Root
	name   string
	open   []*os.File // files that were made
}

// The directories in a staging directory, and the file that hides it from git and shows whose it is.
const (
	newFiles = "new"     // files that replace others one by one
	oldFiles = "old"     // what they replace, until all are in place
	whole    = "package" // the complete package, and after an exchange the replaced one
	marker   = ".gitignore"
)

const markerText = "# zmqgen was writing here, and the next run removes what is left of it.\n*\n"

var stagingName = regexp.MustCompile(`^\.zmqgen-[A-Z2-7]{26}$`)

// newStaging makes the directory, with the named ones in it.
func newStaging(parent *os.Root, subdirectories ...string) (*staging, error) {
	s := &staging{parent: parent, name: ".zmqgen-" + rand.Text()}
	err := s.mkdir("")
	if err == nil {
		err = parent.WriteFile(s.path(marker), []byte(markerText), 0o600)
	}
	for _, name := range subdirectories {
		if err == nil {
			err = s.mkdir(name)
		}
	}
	if err != nil {
		return nil, errors.Join(err, s.remove())
	}
	return s, nil
}

// mkdir makes a directory that this process may write to, whatever the umask.
func (s *staging) mkdir(name string) error {
	if err := s.parent.Mkdir(s.path(name), 0o700); err != nil {
		return err
	}
	info, err := s.parent.Lstat(s.path(name))
	if err != nil {
		return err
	}
	return s.chmod(s.path(name), info.Mode()|0o700)
}

// chmod changes a mode, if it is another one: on some file systems there is but one.
func (s *staging) chmod(path string, mode fs.FileMode) error {
	info, err := s.parent.Lstat(path)
	if err != nil || info.Mode() == mode {
		return err
	}
	return s.parent.Chmod(path, mode)
}

// path returns the path of something in the staging directory, from its parent.
func (s *staging) path(names ...string) string {
	return filepath.Join(s.name, filepath.Join(names...))
}

// create makes a new file. It has the owner and the mode of the one that it replaces, or else the owner of the
// directory, if there is one. It stays open, to be synced with the others.
func (s *staging) create(path string, content []byte, replaces, dir fs.FileInfo) error {
	file, err := s.parent.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	s.open = append(s.open, file)
	if replaces != nil {
		setOwner(file, replaces)
		err = s.chmod(path, replaces.Mode().Perm())
	} else if dir != nil {
		setOwner(file, dir)
	}
	if err == nil {
		_, err = file.Write(content)
	}
	return err
}

// sync sees to it that the files survive a power failure. All together cost the disk little more than one does.
func (s *staging) sync() error {
	errs := make([]error, len(s.open))
	var all sync.WaitGroup
	for i, file := range s.open {
		all.Go(func() {
			errs[i] = file.Sync()
			if errors.Is(errs[i], errors.ErrUnsupported) || errors.Is(errs[i], syscall.EINVAL) {
				errs[i] = nil // a file system that has no such thing
			}
		})
	}
	all.Wait()
	return errors.Join(append(errs, s.close())...)
}

func (s *staging) close() error {
	errs := make([]error, len(s.open))
	for i, file := range s.open {
		errs[i] = file.Close()
	}
	s.open = nil
	return errors.Join(errs...)
}

func (s *staging) remove() error {
	_ = s.close()
	return removeStaging(s.parent, s.name)
}

// removeStaging removes a staging directory, unless somebody has saved a file into the package that was replaced.
func removeStaging(root *os.Root, name string) error {
	place := filepath.Join(root.Name(), name)
	if kept := usersFiles(root, filepath.Join(name, whole)); len(kept) > 0 {
		return fmt.Errorf("%s was left by an earlier run and holds what zmqgen did not write: %s; move it where it belongs, and remove the directory",
			place, strings.Join(kept, ", "))
	}
	var errs []error
	for _, part := range []string{newFiles, oldFiles, whole, ""} { // the marker goes last
		errs = append(errs, root.RemoveAll(filepath.Join(name, part)))
	}
	if err := errors.Join(errs...); err != nil {
		return trouble("cannot remove "+place, err, "remove it, nothing needs it any more")
	}
	return nil
}

// usersFiles returns the names in a directory that cannot be zmqgen's: neither generated nor cut short by a kill.
func usersFiles(root *os.Root, dir string) (names []string) {
	info, err := root.Lstat(dir)
	if err != nil || !info.IsDir() {
		return nil
	}
	_ = root.Chmod(dir, info.Mode()|0o700) // whatever the umask was
	entries, err := fs.ReadDir(root.FS(), filepath.ToSlash(dir))
	for _, entry := range entries {
		content, err := readRegularIn(root, filepath.Join(dir, entry.Name()))
		if err != nil || len(content) > 0 && !Stamped(content) {
			names = append(names, entry.Name())
		}
	}
	if err != nil {
		names = append(names, cause(err).Error())
	}
	return names
}

// sweep removes what killed runs have left in a directory, which must be locked.
func sweep(root *os.Root) error {
	entries, _ := fs.ReadDir(root.FS(), ".") // what is not seen is in nobody's way
	var errs []error
	for _, entry := range entries {
		if !entry.IsDir() || !stagingName.MatchString(entry.Name()) {
			continue
		}
		text, err := readRegularIn(root, filepath.Join(entry.Name(), marker))
		if errors.Is(err, fs.ErrNotExist) {
			_ = root.Remove(entry.Name()) // killed before it had one; nothing else is in there
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
