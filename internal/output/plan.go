package output

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
)

// State says how one file in the directory relates to the package.
type State int

const (
	Same    State = iota // present, with the package's content, perhaps with other line ends
	Missing              // in the package only
	Changed              // generated, with other content
	Stale                // generated earlier, no longer in the package
	Foreign              // not written by zmqgen, but with the name of a file of the package
)

// String returns the state in lower case.
func (s State) String() string {
	names := [...]string{"same", "missing", "changed", "stale", "foreign"}
	if s < 0 || int(s) >= len(names) {
		return fmt.Sprintf("State(%d)", int(s))
	}
	return names[s]
}

// Entry is one file of the package, or a generated one of the directory.
type Entry struct {
	Name  string
	State State
	Old   []byte // the content in the directory; nil for Missing and Foreign
	New   []byte // the content in the package; nil for Stale

	info fs.FileInfo // of the old file
}

// Plan is how a directory differs from a package.
type Plan struct {
	Dir     string  // as the caller named it
	Entries []Entry // sorted by name
}

// Compare returns how the directory differs from files. A directory that does not exist lacks all of them.
func (s *Snapshot) Compare(files []File) (*Plan, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	plan := &Plan{Dir: s.Dir}
	wanted := make(map[string]bool, len(files))
	for _, file := range files {
		wanted[file.Name] = true
		plan.Entries = append(plan.Entries, s.entry(file))
	}
	for name, old := range s.ours {
		if !wanted[name] {
			plan.Entries = append(plan.Entries, Entry{Name: name, State: Stale, Old: old.content, info: old.info})
		}
	}
	slices.SortFunc(plan.Entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	return plan, nil
}

// entry compares a file of the package with what the directory has.
func (s *Snapshot) entry(file File) Entry {
	old, present := s.ours[file.Name]
	entry := Entry{Name: file.Name, State: Missing, Old: old.content, New: file.Content, info: old.info}
	switch {
	case slices.ContainsFunc(s.others, func(name string) bool { return strings.EqualFold(name, file.Name) }):
		entry.State = Foreign // on some file systems it is the same file, if only the case differs
	case present && equalText(old.content, file.Content):
		entry.State = Same
	case present:
		entry.State = Changed
	}
	return entry
}

// equalText reports whether two texts are equal except for line ends, which git can be told to change.
func equalText(old, new []byte) bool {
	return bytes.Equal(old, new) || bytes.Equal(bytes.ReplaceAll(old, []byte("\r\n"), []byte("\n")), new)
}

// Same reports whether the directory already contains the package.
func (p *Plan) Same() bool {
	return p.Count(Same) == len(p.Entries)
}

// Fresh reports whether the directory does not contain a generated file yet.
func (p *Plan) Fresh() bool {
	return p.Count(Missing)+p.Count(Foreign) == len(p.Entries)
}

// Count returns how many entries are in a state.
func (p *Plan) Count(state State) int {
	n := 0
	for _, entry := range p.Entries {
		if entry.State == state {
			n++
		}
	}
	return n
}

// checkFiles checks properties of the generated files that the next run relies on.
func checkFiles(files []File) error {
	seen := make(map[string]bool)
	for _, file := range files {
		name := file.Name
		switch {
		case name == "" || name != filepath.Base(name) || strings.HasPrefix(name, "."):
			return fmt.Errorf("%q is not a name for a generated file; it must be visible and have no directory", name)
		case seen[strings.ToLower(name)]:
			return fmt.Errorf("%s: there are two generated files of this name", name)
		case !Stamped(file.Content):
			return fmt.Errorf("%s: the generated file does not begin with zmqgen's stamp, so a later run would not recognize it", name)
		}
		seen[strings.ToLower(name)] = true
	}
	return nil
}

// foreignError names the user's files that are where files of the package belong, or returns nil.
func (p *Plan) foreignError() error {
	var names []string
	for _, entry := range p.Entries {
		if entry.State == Foreign {
			names = append(names, entry.Name)
		}
	}
	if len(names) == 0 {
		return nil
	}
	return fmt.Errorf("%s contains files that zmqgen did not write, with names of generated files: %s; choose another directory, or rename them",
		p.Dir, strings.Join(names, ", "))
}

// changes returns the changes that make the directory contain the package.
func (p *Plan) changes() []change {
	var changes []change
	for _, entry := range p.Entries {
		if entry.State != Same {
			changes = append(changes, change{name: entry.Name, content: entry.New, old: entry.Old, info: entry.info})
		}
	}
	return changes
}
