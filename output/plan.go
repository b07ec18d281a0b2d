package output

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// State says how one file in the directory relates to the package.
type State int

const (
	Same    State = iota // present, with the package's content
	Missing              // in the package only
	Changed              // generated, with other content
	Stale                // generated earlier, no longer in the package
	Foreign              // not written by zmqgen
)

// String returns the state in lower case.
func (s State) String() string {
	names := [...]string{"same", "missing", "changed", "stale", "foreign"}
	if s < 0 || int(s) >= len(names) {
		return fmt.Sprintf("State(%d)", int(s))
	}
	return names[s]
}

// Entry is one name in the package or in the directory.
type Entry struct {
	Name  string
	State State
	Old   []byte // what the directory holds; nil for Missing and Foreign
	New   []byte // what the package holds; nil for Stale
}

// Plan is how a directory differs from a package.
type Plan struct {
	Dir     string  // as the caller named it
	Entries []Entry // sorted by name

	hidden []string // the user's files, which survive
	target target
}

// Compare says how dir differs from files. It writes nothing. A directory that does not exist lacks all
// files.
func Compare(dir string, files []File) (*Plan, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	at, err := resolve(dir)
	if err != nil {
		return nil, err
	}
	plan := &Plan{Dir: dir, target: at}
	if err := plan.compare(files); err != nil {
		return nil, err
	}
	return plan, nil
}

// Same reports whether the directory holds the package already.
func (p *Plan) Same() bool {
	return p.Count(Same) == len(p.Entries)
}

// Fresh reports whether the directory holds no generated file yet.
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

// checkFiles holds the generator to what the next run relies on.
func checkFiles(files []File) error {
	seen := make(map[string]bool)
	for _, file := range files {
		name := file.Name
		switch {
		case name == "" || name != filepath.Base(name) || strings.HasPrefix(name, "."):
			return fmt.Errorf("%q is no name for a generated file; it must be visible and have no directory", name)
		case seen[strings.ToLower(name)]:
			return fmt.Errorf("%s: there are two generated files of this name", name)
		case !stamped(file.Content):
			return fmt.Errorf("%s: the generated file does not begin with zmqgen's stamp, so that no later run could tell whose it is", name)
		}
		seen[strings.ToLower(name)] = true
	}
	return nil
}

func (p *Plan) compare(files []File) error {
	wanted := make(map[string][]byte, len(files))
	for _, file := range files {
		wanted[file.Name] = file.Content
	}
	present, err := p.target.entries()
	if err != nil {
		return err
	}
	for _, found := range present {
		content, want := wanted[found.Name()]
		delete(wanted, found.Name())
		if hidden(found) {
			p.hidden = append(p.hidden, found.Name())
			continue
		}
		entry, err := p.entry(found, content, want)
		if err != nil {
			return err
		}
		p.Entries = append(p.Entries, entry)
	}
	for name, content := range wanted {
		p.Entries = append(p.Entries, Entry{Name: name, State: Missing, New: content})
	}
	slices.SortFunc(p.Entries, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	return nil
}

// entry compares a file that is there with the content that the package has for it.
func (p *Plan) entry(found os.DirEntry, content []byte, want bool) (Entry, error) {
	entry := Entry{Name: found.Name(), State: Foreign, New: content}
	if !found.Type().IsRegular() {
		return entry, nil
	}
	old, ours, err := readGenerated(filepath.Join(p.target.path, found.Name()))
	if err != nil {
		return entry, trouble("cannot read "+filepath.Join(p.Dir, found.Name()), err, "")
	}
	if !ours {
		return entry, nil
	}
	entry.Old = old
	switch {
	case !want:
		entry.State = Stale
	case bytes.Equal(old, content):
		entry.State = Same
	default:
		entry.State = Changed
	}
	return entry, nil
}

// foreignError names what zmqgen did not write, or returns nil.
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
	return fmt.Errorf("%s holds what zmqgen did not write: %s; a generated directory holds generated files only: choose another directory, or move them away",
		p.Dir, strings.Join(names, ", "))
}

// hidden reports whether an entry is a hidden file, which is the user's and no part of a Go package.
func hidden(entry os.DirEntry) bool {
	return strings.HasPrefix(entry.Name(), ".") && entry.Type().IsRegular()
}

// stamps are how a generated file begins: in Go and C, and in Markdown.
var stamps = []string{"// Code generated by zmqgen ", "<!-- Code generated by zmqgen "}

func stamped(content []byte) bool {
	return slices.ContainsFunc(stamps, func(stamp string) bool { return bytes.HasPrefix(content, []byte(stamp)) })
}

// readGenerated returns a file's content if it begins with the stamp. Of any other file it reads no more
// than its beginning: that may be a disk image.
func readGenerated(name string) (content []byte, ours bool, err error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, false, err
	}
	defer file.Close()
	start := make([]byte, 512)
	n, err := io.ReadFull(file, start)
	complete := err == io.EOF || err == io.ErrUnexpectedEOF
	switch {
	case err != nil && !complete:
		return nil, false, err
	case !stamped(start[:n]):
		return nil, false, nil
	case complete:
		return start[:n], true, nil
	}
	info, err := file.Stat()
	if err != nil {
		return nil, false, err
	}
	whole := bytes.NewBuffer(make([]byte, 0, info.Size()+bytes.MinRead))
	whole.Write(start)
	_, err = whole.ReadFrom(file)
	return whole.Bytes(), true, err
}
