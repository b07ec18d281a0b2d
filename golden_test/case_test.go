package golden_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"golang.org/x/tools/txtar"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// The sections of a golden case. The comment above the first one says what the case shows.
const (
	flagsSection  = "flags" // how to generate, and which files to compare
	headerSection = "zmq.h" // the header
	wantPrefix    = "want/" // a generated file, by its name
	notesSection  = "notes" // symbols without a record
	errorSection  = "error" // the error, in place of all files
)

// goldenCase is one file of testdata/golden.
type goldenCase struct {
	path    string
	archive *txtar.Archive
	options pipeline.Options
	show    []string // the files to compare, or none for those with a want section
}

func readCase(path string) (*goldenCase, error) {
	archive, err := txtar.ParseFile(path)
	if err != nil {
		return nil, err
	}
	c := &goldenCase{path: path, archive: archive}
	c.options.Excerpt = true // "whole: true" says otherwise
	for _, file := range archive.Files {
		switch {
		case file.Name == flagsSection:
			err = c.readFlags(string(file.Data))
		case file.Name == headerSection:
			c.options.HeaderName = file.Name
			c.options.Header, err = expand(file.Data)
		case file.Name == notesSection, file.Name == errorSection, strings.HasPrefix(file.Name, wantPrefix):
		default:
			err = fmt.Errorf("section %q is none of flags, zmq.h, want/FILE, notes, error", file.Name)
		}
		if err != nil {
			return nil, err
		}
	}
	return c, nil
}

// readFlags reads one "name: value" a line.
func (c *goldenCase) readFlags(text string) error {
	for line := range strings.Lines(text) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.TrimSpace(value)
		switch name {
		case "":
		case "show":
			c.show = strings.Fields(value)
		case "package":
			c.options.Package = value
		case "release":
			c.options.Release = value
		case "strict":
			c.options.Strict = value == "true"
		case "whole":
			c.options.Excerpt = value != "true"
		default:
			return fmt.Errorf("flag %q is none of show, package, release, strict, whole", name)
		}
	}
	return nil
}

// directives stand in for what a text file cannot contain: see expand.
var directives = regexp.MustCompile(`@(repeat|bytes) ([^@]*)@`)

// expand replaces "@repeat 3 ab@" by "ababab" and "@bytes 00 ff@" by two bytes, and cuts the header
// at "@end@", so that it can end without a line feed.
func expand(header []byte) ([]byte, error) {
	header, _, _ = bytes.Cut(header, []byte("@end@"))
	var failed error
	expanded := directives.ReplaceAllFunc(header, func(directive []byte) []byte {
		match := directives.FindSubmatch(directive)
		value, err := expandOne(string(match[1]), string(match[2]))
		if err != nil {
			failed = fmt.Errorf("%s: %w", directive, err)
		}
		return value
	})
	return slices.Concat([]byte{}, expanded), failed // not nil, which would stand for a pinned header
}

func expandOne(kind, argument string) ([]byte, error) {
	if kind == "repeat" {
		number, text, _ := strings.Cut(argument, " ")
		count, err := strconv.Atoi(number)
		if err != nil {
			return nil, err
		}
		return bytes.Repeat([]byte(text), count), nil
	}
	var value []byte
	for field := range strings.FieldsSeq(argument) {
		b, err := strconv.ParseUint(field, 16, 8)
		if err != nil {
			return nil, err
		}
		value = append(value, byte(b))
	}
	return value, nil
}

// sections returns what the case's sections should contain for what the generator returned.
func (c *goldenCase) sections(result pipeline.Result, err error) []txtar.File {
	if err != nil {
		return []txtar.File{{Name: errorSection, Data: withNewline(err.Error())}}
	}
	var sections []txtar.File
	if len(result.Notes) > 0 {
		sections = append(sections, txtar.File{
			Name: notesSection,
			Data: withNewline(strings.Join(result.Notes, "\n")),
		})
	}
	for _, file := range result.Files {
		if slices.Contains(c.show, file.Name) {
			sections = append(sections, txtar.File{Name: wantPrefix + file.Name, Data: file.Content})
		}
	}
	return sections
}

func withNewline(text string) []byte { return []byte(strings.TrimSuffix(text, "\n") + "\n") }

// compare reports each section that differs.
func (c *goldenCase) compare(t *testing.T, got []txtar.File) {
	t.Helper()
	want := slices.DeleteFunc(slices.Clone(c.archive.Files), func(f txtar.File) bool {
		return f.Name == flagsSection || f.Name == headerSection
	})
	if len(want) == 0 {
		t.Errorf("%s asserts nothing; name a file to show in its flags, and run: make update-golden", c.path)
	}
	for _, file := range want {
		if !slices.ContainsFunc(got, func(f txtar.File) bool { return f.Name == file.Name }) {
			t.Errorf("%s: no %s came out; want\n%s", c.path, file.Name, file.Data)
		}
	}
	for _, file := range got {
		i := slices.IndexFunc(want, func(f txtar.File) bool { return f.Name == file.Name })
		switch {
		case i < 0:
			t.Errorf("%s: %s came out, and the case has no such section:\n%s", c.path, file.Name, file.Data)
		case !bytes.Equal(want[i].Data, file.Data):
			t.Errorf("%s: %s differs:\n%s", c.path, file.Name, diff.Diff("want", want[i].Data, "got", file.Data))
		}
	}
}

// update writes the case with these sections.
func (c *goldenCase) update(got []txtar.File) error {
	archive := &txtar.Archive{Comment: c.archive.Comment}
	for _, file := range c.archive.Files {
		if file.Name == flagsSection || file.Name == headerSection {
			archive.Files = append(archive.Files, file)
		}
	}
	archive.Files = append(archive.Files, got...)
	return os.WriteFile(c.path, txtar.Format(archive), 0o644)
}

func goldenPaths(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "golden", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no golden cases in testdata/golden: %v", err)
	}
	return paths
}
