// Package output compares a generated package with a directory and writes it there.
//
// Its input is a set of files, each of which begins with zmqgen's stamp, and a directory. Its output is
// a [Plan] of what differs, and for [Write] the directory itself, which holds either the old package or
// the new one whatever happens: an error, a full disk, a signal or a killed process.
//
// # What belongs to whom
//
// A generated directory holds generated files only. A file whose first line carries the stamp is
// zmqgen's: it is replaced, or removed when the package no longer has it. Hidden files (.gitignore,
// .DS_Store) are no part of a Go package; they belong to the user and survive. Anything else, a
// subdirectory and a symbolic link included, stops zmqgen before it has changed anything.
//
// # How it is replaced
//
// The new directory is made complete beside the old one, under a hidden name, and the two change places
// in one step. Files whose content stays the same are hard links to the old ones, and so keep their time
// stamp. What a killed run leaves behind is removed by the next one. Runs that share a parent
// directory wait for each other.
//
// Linux changes two directories in one step. Elsewhere it takes two renames: a process killed between
// them leaves the old package under its hidden name, and the next run puts it back.
package output

import (
	"context"
	"os"
	"path/filepath"
	"slices"
)

// File is one file of a package: a name without a directory, and content that begins with the stamp.
type File struct {
	Name    string
	Content []byte
}

// Write makes dir hold exactly files, beside the user's hidden files. It writes all of them or none and
// returns what it did. A directory that is up to date is not touched at all. When ctx ends before the
// directory is replaced, everything stays as it was.
func Write(ctx context.Context, dir string, files []File) (*Plan, error) {
	at, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	created, err := makeParents(at.parent())
	if err != nil {
		return nil, err
	}
	plan, err := writeLocked(ctx, dir, files, at)
	if err != nil {
		removeParents(created)
		return nil, err
	}
	return plan, nil
}

// writeLocked does everything, looking at the directory included, while no other run is at work.
func writeLocked(ctx context.Context, dir string, files []File, at target) (*Plan, error) {
	unlock, err := lock(ctx, at.parent())
	if err != nil {
		return nil, err
	}
	defer unlock()
	if err := at.recover(); err != nil {
		return nil, err
	}
	plan, err := writable(dir, files)
	if err != nil || plan.Same() {
		return plan, err
	}
	return plan, plan.carryOut(ctx)
}

// writable compares, and reports what keeps the plan from being carried out.
func writable(dir string, files []File) (*Plan, error) {
	plan, err := Compare(dir, files)
	if err != nil {
		return nil, err
	}
	if err := plan.foreignError(); err != nil {
		return nil, err
	}
	if plan.Same() {
		return plan, nil
	}
	return plan, plan.target.checkReplaceable()
}

// makeParents creates dir and what it lies in, and returns what it created, outermost first.
func makeParents(dir string) ([]string, error) {
	var missing []string
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(at); err == nil || at == filepath.Dir(at) {
			break
		}
		missing = append(missing, at)
	}
	slices.Reverse(missing)
	if err := os.MkdirAll(dir, 0o777); err != nil {
		removeParents(missing)
		return nil, trouble("cannot create the directory "+dir, err, "")
	}
	return missing, nil
}

// removeParents undoes makeParents, as far as nobody else uses the directories.
func removeParents(created []string) {
	for _, dir := range slices.Backward(created) {
		_ = os.Remove(dir)
	}
}
