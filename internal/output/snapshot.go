package output

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
)

// Snapshot is the content of a directory at one moment.
type Snapshot struct {
	Dir    string // as the caller named it
	exists bool
	ours   map[string]found // generated files
	others []string         // all other files
}

// found is one generated file.
type found struct {
	content []byte
	info    fs.FileInfo
}

// Read returns the content of a directory, either before or after another run replaces the package, and never a
// mixture. A directory that does not exist has no content.
func Read(ctx context.Context, dir string) (*Snapshot, error) {
	exists, err := isDirectory(dir)
	if err != nil || !exists {
		return &Snapshot{Dir: dir}, err
	}
	root, done, err := open(ctx, dir, false)
	if err != nil {
		return nil, err
	}
	defer done()
	return read(root, dir)
}

func read(root *os.Root, dir string) (*Snapshot, error) {
	s := &Snapshot{Dir: dir, exists: true, ours: make(map[string]found)}
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil {
		return nil, trouble("cannot read the directory "+dir, err, "")
	}
	for _, entry := range entries {
		if err := s.add(root, entry.Name()); err != nil {
			return nil, trouble("cannot read "+filepath.Join(dir, entry.Name()), err, "")
		}
	}
	return s, nil
}

// add reads a file. A file without the stamp does not belong to zmqgen, and neither does a link, a pipe or a device.
func (s *Snapshot) add(root *os.Root, name string) error {
	info, err := root.Lstat(name)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() || info.Size() > maxFile {
		s.others = append(s.others, name)
		return nil
	}
	content, err := readRegularIn(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist): // removed meanwhile
	case err != nil:
		return err
	case Stamped(content):
		s.ours[name] = found{content, info}
	default:
		s.others = append(s.others, name)
	}
	return nil
}

// Exists reports whether there is a directory.
func (s *Snapshot) Exists() bool { return s.exists }

// File returns the content of a generated file, or nil.
func (s *Snapshot) File(name string) []byte { return s.ours[name].content }

// Names returns the names of the generated files, sorted.
func (s *Snapshot) Names() []string { return slices.Sorted(maps.Keys(s.ours)) }
