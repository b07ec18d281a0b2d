package output

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceWhole makes the complete new directory and puts it in the place of the old one, or of none. It reports
// whether that was done.
func (p *Plan) replaceWhole(ctx context.Context) (done bool, err error) {
	at := p.target
	parent, err := os.OpenRoot(at.parent())
	if err != nil {
		return false, trouble("cannot write to "+at.parent(), err, "")
	}
	defer parent.Close()
	s, err := newStaging(parent)
	if err != nil {
		return false, trouble("cannot make a directory in "+at.parent(), err, "make it writable, or choose another output directory")
	}
	mode, err := p.stage(ctx, s)
	if err == nil {
		if at.exists() {
			err = exchange(filepath.Join(at.parent(), s.path(whole)), at.path)
		} else {
			err = parent.Rename(s.path(whole), filepath.Base(at.path))
		}
		if err != nil {
			err = trouble("cannot replace "+p.Dir, err, "nothing was changed")
		}
	}
	done = err == nil
	if done {
		err = s.chmod(filepath.Base(at.path), mode) // not before: a directory that is moved must be writable
	}
	syncDir(at.parent())
	return done, errors.Join(err, s.remove())
}

// stage makes the new directory, and returns the mode that it is to have. Files that stay the same are hard links, and so keep their time stamps.
func (p *Plan) stage(ctx context.Context, s *staging) (fs.FileMode, error) {
	mode, err := p.mkdir(s)
	if err != nil {
		return 0, trouble("cannot write "+p.Dir, err, "")
	}
	for _, entry := range p.Entries {
		if err := interrupted(ctx); err != nil {
			return 0, err
		}
		to := s.path(whole, entry.Name)
		switch entry.State {
		case Same:
			err = s.parent.Link(filepath.Join(filepath.Base(p.target.path), entry.Name), to)
		case Missing, Changed:
			err = s.create(to, entry.New, entry.info, p.target.info)
		}
		if err != nil {
			return 0, trouble("cannot write "+filepath.Join(p.Dir, entry.Name), err, "")
		}
	}
	err = s.sync()
	if err == nil {
		err = s.chmod(s.path(whole), mode|0o700)
	}
	if err != nil {
		return 0, trouble("cannot write "+p.Dir, err, "")
	}
	syncDir(filepath.Join(s.parent.Name(), s.path(whole)))
	return mode, interrupted(ctx)
}

// mkdir makes the new directory, for the owner of the old one, and returns the mode that it is to have.
func (p *Plan) mkdir(s *staging) (fs.FileMode, error) {
	dir := s.path(whole)
	if err := s.parent.Mkdir(dir, 0o777); err != nil {
		return 0, err
	}
	info, err := s.parent.Lstat(dir)
	if err != nil {
		return 0, err
	}
	err = s.chmod(dir, info.Mode()|0o700)
	old := p.target.info
	if err != nil || old == nil {
		return info.Mode(), err
	}
	handle, err := s.parent.Open(dir)
	if err != nil {
		return 0, err
	}
	defer handle.Close()
	if !setOwner(handle, old) {
		return 0, fs.ErrPermission
	}
	return old.Mode(), nil
}
