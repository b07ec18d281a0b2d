package output

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"syscall"
)

// carryOut makes the new directory beside the old one and puts it in its place.
func (p *Plan) carryOut(ctx context.Context) error {
	staged := p.target.staged()
	if err := os.Mkdir(staged, 0o777); err != nil {
		return trouble("cannot make a directory in "+p.target.parent(), err,
			"the new package is made beside the old one: make the directory writable, or choose another output directory")
	}
	err := p.stage(ctx, staged)
	if err == nil {
		err = p.target.swap()
	}
	if err != nil {
		_ = os.RemoveAll(staged) // holds nothing but what stage put there
		return err
	}
	syncDir(p.target.parent())
	return errors.Join(p.target.discard(staged), p.target.discard(p.target.replaced()))
}

// stage fills the new directory.
func (p *Plan) stage(ctx context.Context, staged string) error {
	mode, err := openUp(staged)
	if err != nil {
		return trouble("cannot prepare "+staged, err, "")
	}
	if err := p.stageFiles(ctx, staged); err != nil {
		return err
	}
	if p.target.exists() {
		mode = p.target.info.Mode()
		inheritOwner(staged, p.target.info)
	}
	if err := os.Chmod(staged, mode); err != nil {
		return trouble("cannot set the mode of "+staged, err, "")
	}
	syncDir(staged)
	return interrupted(ctx)
}

// openUp lets this process write to a directory whatever the umask, and returns the mode to end with.
func openUp(dir string) (os.FileMode, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return 0, err
	}
	return info.Mode(), os.Chmod(dir, info.Mode()|0o700)
}

func (p *Plan) stageFiles(ctx context.Context, staged string) error {
	for _, name := range p.hidden {
		if err := p.keep(staged, name); err != nil {
			return err
		}
	}
	var written []*os.File
	defer func() {
		for _, file := range written {
			_ = file.Close() // closed before, unless something failed
		}
	}()
	for _, entry := range p.Entries {
		if err := interrupted(ctx); err != nil {
			return err
		}
		switch entry.State {
		case Same:
			if err := p.keep(staged, entry.Name); err != nil {
				return err
			}
		case Missing, Changed:
			file, err := create(filepath.Join(staged, entry.Name), entry.New)
			if err != nil {
				return trouble("cannot write "+filepath.Join(p.Dir, entry.Name), err, "")
			}
			written = append(written, file)
		}
	}
	return p.settle(written)
}

// settle sees to it that the files survive a power failure. All together cost the disk little more than
// one does.
func (p *Plan) settle(written []*os.File) error {
	errs := make([]error, len(written))
	var all sync.WaitGroup
	for i, file := range written {
		all.Go(func() { errs[i] = syncAndClose(file) })
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			return trouble("cannot write "+filepath.Join(p.Dir, filepath.Base(written[i].Name())), err, "")
		}
	}
	return nil
}

func syncAndClose(file *os.File) error {
	err := file.Sync()
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.EINVAL) {
		err = nil // a file system that has no such thing
	}
	if err != nil {
		return err
	}
	return file.Close()
}

// create writes a new file and leaves it open, to be synced with the others.
func create(name string, content []byte) (*os.File, error) {
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	if _, err := file.Write(content); err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// keep takes a file over unchanged, time stamp and mode included.
func (p *Plan) keep(staged, name string) error {
	from, to := filepath.Join(p.target.path, name), filepath.Join(staged, name)
	err := os.Link(from, to)
	if err != nil {
		// Not every file system has hard links, and other people's files may not be linked.
		err = copyFile(from, to)
	}
	if err != nil {
		return trouble("cannot keep "+filepath.Join(p.Dir, name), err, "")
	}
	return nil
}

func copyFile(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	content, err := io.ReadAll(source)
	if err != nil {
		return err
	}
	file, err := create(to, content)
	if err != nil {
		return err
	}
	err = errors.Join(file.Chmod(info.Mode()), file.Sync(), file.Close())
	return errors.Join(err, os.Chtimes(to, info.ModTime(), info.ModTime()))
}

// syncDir makes the names in a directory survive a power failure, where the system offers it.
func syncDir(dir string) {
	if file, err := os.Open(dir); err == nil {
		_ = file.Sync()
		_ = file.Close()
	}
}

// errInterrupted is what Write returns when its context ends in time.
var errInterrupted = errors.New("interrupted; nothing was changed")

func interrupted(ctx context.Context) error {
	if ctx.Err() != nil {
		return errInterrupted
	}
	return nil
}
