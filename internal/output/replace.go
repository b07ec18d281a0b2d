package output

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// change is what happens to one file of a directory.
type change struct {
	name    string
	content []byte      // the new content, or nil to remove the file
	old     []byte      // the content of the file that is there
	info    fs.FileInfo // of the file that is there, or nil if there is none
}

// Replace writes files of any content into a directory, all of them or none. They replace those of their names.
func Replace(ctx context.Context, dir string, files []File) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return trouble("cannot write to "+dir, err, "")
	}
	defer root.Close()
	unlock, err := lock(ctx, toWrite, dir)
	if err != nil {
		return err
	}
	defer unlock()
	if err := sweep(root); err != nil {
		return err
	}
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
			return trouble("cannot replace "+filepath.Join(dir, file.Name), err, "move it away")
		}
	}
	return replaceIn(ctx, dir, dir, changes)
}

// replaceIn makes changes in a directory, file by file. If one fails, the others are undone.
func replaceIn(ctx context.Context, dir, called string, changes []change) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return trouble("cannot write to "+called, err, "")
	}
	defer root.Close()
	s, err := newStaging(root, newFiles, oldFiles)
	if err != nil {
		return trouble("cannot write to "+called, err, "")
	}
	err = s.prepare(ctx, called, changes)
	if err == nil {
		err = s.commit(called, changes)
	}
	syncDir(dir)
	return errors.Join(err, s.remove())
}

// prepare does whatever can fail for want of room: it makes the new files, and keeps the old ones.
func (s *staging) prepare(ctx context.Context, called string, changes []change) error {
	dir, err := s.parent.Stat(".")
	if err != nil {
		return trouble("cannot write to "+called, err, "")
	}
	for _, c := range changes {
		if err := interrupted(ctx); err != nil {
			return err
		}
		if c.content != nil {
			err = s.create(s.path(newFiles, c.name), c.content, c.info, dir)
		}
		if err == nil && c.info != nil {
			err = s.keep(c)
		}
		if err != nil {
			return trouble("cannot write "+filepath.Join(called, c.name), err, "")
		}
	}
	if err := s.sync(); err != nil {
		return trouble("cannot write to "+called, err, "")
	}
	return interrupted(ctx)
}

// keep links the old file, or copies it where links are not possible or not allowed.
func (s *staging) keep(c change) error {
	to := s.path(oldFiles, c.name)
	if s.parent.Link(c.name, to) == nil {
		return nil
	}
	return s.create(to, c.old, c.info, nil)
}

// commit puts the new files in their places. It does not stop for an interrupt.
func (s *staging) commit(called string, changes []change) error {
	for i, c := range changes {
		err := s.apply(c)
		if err == nil {
			continue
		}
		err = trouble("cannot replace "+filepath.Join(called, c.name), err, "nothing was changed")
		for _, done := range slices.Backward(changes[:i]) {
			if undone := s.undo(done); undone != nil {
				err = fmt.Errorf("%w, but for %s, which cannot be put back: %w; run zmqgen again", err, done.name, cause(undone))
			}
		}
		return err
	}
	return nil
}

func (s *staging) apply(c change) error {
	if c.content == nil {
		return s.parent.Remove(c.name)
	}
	// What somebody saved here in the meantime is not overwritten.
	info, err := s.parent.Lstat(c.name)
	switch {
	case c.info == nil && err == nil, c.info != nil && err == nil && !unchanged(c.info, info):
		return errChanged
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	return s.parent.Rename(s.path(newFiles, c.name), c.name)
}

func (s *staging) undo(c change) error {
	if c.info == nil {
		return s.parent.Remove(c.name)
	}
	return s.parent.Rename(s.path(oldFiles, c.name), c.name)
}
