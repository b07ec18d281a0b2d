package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// Snapshot is what a directory holds at one moment.
type Snapshot struct {
	Dir    string // as the caller named it
	target target
	ours   map[string]found // generated files
	others []string         // whatever else is there
}

// found is one generated file.
type found struct {
	content []byte
	info    fs.FileInfo
}

// Read returns what a directory holds, before another run has replaced the package or after, and never a
// mixture. A directory that does not exist holds nothing.
func Read(ctx context.Context, dir string) (*Snapshot, error) {
	at, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	unlock, err := lock(ctx, toRead, at.parent())
	if err != nil {
		return nil, err
	}
	defer unlock()
	return read(dir)
}

// A directory that changes while it is read, perhaps because git checks out another revision, is read again.
const (
	readAttempts = 100
	readPause    = 20 * time.Millisecond
)

// errChanged is what readOnce finds when somebody else writes to the directory.
var errChanged = errors.New("changed while it was read")

func read(dir string) (*Snapshot, error) {
	for range readAttempts {
		at, err := resolve(dir)
		if err != nil {
			return nil, err
		}
		snapshot, err := readOnce(at)
		if !errors.Is(err, errChanged) {
			return snapshot, err
		}
		time.Sleep(readPause)
	}
	return nil, fmt.Errorf("%s changes all the time; try again when nothing writes to it", dir)
}

func readOnce(at target) (*Snapshot, error) {
	s := &Snapshot{Dir: at.name, target: at, ours: make(map[string]found)}
	if !at.exists() {
		return s, nil
	}
	root, err := os.OpenRoot(at.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errChanged
	}
	if err != nil {
		return nil, trouble("cannot read the directory "+at.name, err, "")
	}
	defer root.Close()
	before, err := at.list(root)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if err := s.add(root, name, before[name]); err != nil {
			return nil, err
		}
	}
	return s, s.verify(root, before)
}

// verify fails if the directory has changed since it was listed.
func (s *Snapshot) verify(root *os.Root, before map[string]fs.FileInfo) error {
	after, err := s.target.list(root)
	if err != nil {
		return err
	}
	for _, name := range s.others { // they are none of our business
		delete(before, name)
		delete(after, name)
	}
	if !maps.EqualFunc(before, after, unchanged) {
		return errChanged
	}
	return nil
}

// list returns what is in a directory, if its path still leads there.
func (at target) list(root *os.Root) (map[string]fs.FileInfo, error) {
	is, err := root.Stat(".")
	here, hereErr := os.Stat(at.path)
	if err != nil || hereErr != nil || !os.SameFile(is, here) {
		return nil, errChanged
	}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, trouble("cannot read the directory "+at.name, err, "")
	}
	list := make(map[string]fs.FileInfo, len(entries))
	for _, entry := range entries {
		if list[entry.Name()], err = root.Lstat(entry.Name()); err != nil {
			return nil, errChanged
		}
	}
	return list, nil
}

func unchanged(a, b fs.FileInfo) bool {
	return os.SameFile(a, b) && a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// add reads a file. One without the stamp is not zmqgen's, and neither is a link, a pipe or a device.
func (s *Snapshot) add(root *os.Root, name string, info fs.FileInfo) error {
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		s.others = append(s.others, name)
		return nil
	}
	content, err := readRegularIn(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errNotRegular):
		return errChanged
	case err != nil:
		return trouble("cannot read "+filepath.Join(s.Dir, name), err, "")
	case Stamped(content):
		s.ours[name] = found{content, info}
	default:
		s.others = append(s.others, name)
	}
	return nil
}

// Exists reports whether there is a directory.
func (s *Snapshot) Exists() bool { return s.target.exists() }

// File returns the content of a generated file, or nil.
func (s *Snapshot) File(name string) []byte { return s.ours[name].content }

// Names returns the names of the generated files, sorted.
func (s *Snapshot) Names() []string { return slices.Sorted(maps.Keys(s.ours)) }
