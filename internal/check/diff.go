package check

import (
	"bytes"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zmqgen/zmqgen/internal/output"
)

// differing describes a file of the directory that differs.
func differing(dir string, entry output.Entry) File {
	file := File{Name: filepath.ToSlash(filepath.Join(dir, entry.Name)), State: entry.State, What: entry.State.String()}
	if entry.State == output.Foreign {
		return file
	}
	from, to := "a/"+file.Name, "b/"+file.Name // as git apply accepts them
	switch entry.State {
	case output.Missing:
		from = "/dev/null"
	case output.Stale:
		to = "/dev/null"
	case output.Changed:
		file.Line = firstDifference(entry.Old, entry.New)
	}
	_, text, _ := bytes.Cut(diff.Diff(from, entry.Old, to, entry.New), []byte("\n")) // a line with the name of a program that was not run
	file.Diff = string(text)
	return file
}

// firstDifference returns the number of the first line of old that is not new's.
func firstDifference(old, new []byte) int {
	same := 0
	for same < len(old) && same < len(new) && old[same] == new[same] {
		same++
	}
	return 1 + bytes.Count(old[:same], []byte("\n"))
}
