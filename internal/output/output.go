// Package output compares a generated package with a directory and writes it there.
//
// Its input is a set of files, each of which begins with zmqgen's stamp, and a directory. Its output is
// a [Plan] of what differs, and for [Write] the directory itself. The directory may be part of a repository
// that somebody else made: nothing outside it is read or written by way of a link in it, and pipes and devices
// are not opened.
//
// # What belongs to whom
//
// A file whose first line carries the stamp is zmqgen's: it is replaced, or removed when the package no longer
// has it. All others are the user's, and left alone. If one has the name of a file of the package, zmqgen stops
// before it has changed anything.
//
// # How files are replaced
//
// New files are made in a hidden directory of a random name, synced, and then take their places: all of them,
// or none where something fails. What a killed run leaves behind is removed by the next one, and hidden from git
// until then.
//
// A directory of generated files only is made anew beside the old one, and the two change places in one step, so
// that a killed process leaves the old package or the new one. Files that stay the same are hard links to the old
// ones. Where that is not possible (the user has files there, the directory is a mount point, the working
// directory or on a read-only layer, the system is not Linux), the files are replaced one by one: a process
// killed amid these few renames leaves some of each, and the next run completes them.
package output

import (
	"context"
	"errors"
	"os"
)

// File is one file of a package: a name without a directory, and content that begins with the stamp.
type File struct {
	Name    string
	Content []byte
}

// Write makes dir hold files, beside what the user has there. It writes all of them or none and returns what it
// did. A directory that is up to date is not touched at all. When ctx ends before the directory is replaced,
// everything stays as it was.
func Write(ctx context.Context, dir string, files []File) (*Plan, error) {
	at, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(at.parent(), 0o777); err != nil {
		return nil, trouble("cannot create the directory "+at.parent(), err, "")
	}
	unlock, err := lock(ctx, toWrite, at.parent(), at.path)
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := errors.Join(sweepDir(at.parent()), sweepDir(at.path)); err != nil {
		return nil, err
	}
	snapshot, err := read(dir)
	if err != nil {
		return nil, err
	}
	plan, err := snapshot.Compare(files)
	if err == nil {
		err = plan.foreignError()
	}
	if err != nil {
		return nil, err
	}
	if !plan.Same() {
		err = plan.carryOut(ctx)
	}
	return plan, err
}

// lockMode says what directories are locked for.
type lockMode int

const (
	toRead lockMode = iota
	toWrite
)

// sweepDir removes what killed runs have left in a directory, if there is one.
func sweepDir(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil
	}
	defer root.Close()
	return sweep(root)
}

// carryOut replaces the directory as a whole if that is possible, and file by file otherwise.
func (p *Plan) carryOut(ctx context.Context) error {
	if err := interrupted(ctx); err != nil {
		return err
	}
	if !p.target.exists() {
		_, err := p.replaceWhole(ctx)
		return err
	}
	if err := access(p.target.path); err != nil {
		return trouble("cannot write to "+p.Dir, err, "choose another directory, or make it writable")
	}
	if p.alone && !p.target.isWorkingDirectory() {
		if done, err := p.replaceWhole(ctx); done || errors.Is(err, errInterrupted) {
			return err
		}
	}
	return p.replaceFiles(ctx)
}

// replaceFiles replaces the files one by one.
func (p *Plan) replaceFiles(ctx context.Context) error {
	var changes []change
	for _, entry := range p.Entries {
		if entry.State != Same {
			changes = append(changes, change{name: entry.Name, content: entry.New, old: entry.Old, info: entry.info})
		}
	}
	return replaceIn(ctx, p.target.path, p.Dir, changes)
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
