// Package templates holds what people wrote for the generated package: the prose of its
// documentation, one entry a symbol, and the Go and C that no rule can derive. Its functions read the
// embedded files; their errors name the file and line that is wrong.
package templates

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

//go:embed prose/*.txt
var proseFiles embed.FS

//go:embed runtime
var runtimeFiles embed.FS

// Prose returns the documentation's texts by key, such as "zmq_bind" or "ZMQ_LINGER set". Each text
// is as it stands in its file, without the blank lines around it.
func Prose() (map[string]string, error) {
	return readProse(proseFiles, "prose")
}

func readProse(files fs.FS, dir string) (map[string]string, error) {
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		return nil, err
	}
	texts := make(map[string]string)
	for _, entry := range entries {
		name := path.Join(dir, entry.Name())
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		if err := addProse(texts, name, string(content)); err != nil {
			return nil, err
		}
	}
	return texts, nil
}

func addProse(texts map[string]string, name, content string) error {
	key, start, text := "", 0, 0 // of the entry: its line, and where its text begins
	store := func(end int) error {
		if key == "" {
			return nil
		}
		if _, twice := texts[key]; twice {
			return fmt.Errorf("templates/%s:%d: %s: a second entry for this key; keep one", name, start, key)
		}
		texts[key] = strings.TrimSpace(content[text:end])
		if texts[key] == "" {
			return fmt.Errorf("templates/%s:%d: %s: the entry is empty; write its text", name, start, key)
		}
		return nil
	}
	line, at := 0, 0
	for row := range strings.Lines(content) {
		line++
		heading, isHeading := strings.CutPrefix(strings.TrimRight(row, "\n"), "== ")
		switch {
		case isHeading:
			if err := store(at); err != nil {
				return err
			}
			key, start, text = strings.TrimSpace(heading), line, at+len(row)
		case key == "" && strings.TrimSpace(row) != "" && !strings.HasPrefix(row, "#"):
			return fmt.Errorf("templates/%s:%d: text before the first entry; begin it with \"== KEY\"", name, line)
		}
		at += len(row)
	}
	return store(len(content))
}

//go:embed examples
var exampleFiles embed.FS

// Source is one hand-written file.
type Source struct {
	Name    string // such as "poll.go"
	Content []byte
}

// Runtime returns the hand-written files of a directory of runtime that end in ext, sorted by name. "." is
// runtime itself.
func Runtime(dir, ext string) ([]Source, error) {
	return readSources(runtimeFiles, path.Join("runtime", dir), ext)
}

// Examples returns the runnable examples, sorted by name. They call the package libzmq and import it by
// [ExampleImport].
func Examples() ([]Source, error) { return readSources(exampleFiles, "examples", ".go") }

// ExampleImport is the import path of the package in the examples.
const ExampleImport = "github.com/zmqgen/zmqgen/generated/v4.2.0"

func readSources(files embed.FS, dir, ext string) ([]Source, error) {
	entries, err := files.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var sources []Source
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ext) {
			continue
		}
		content, err := files.ReadFile(path.Join(dir, entry.Name()))
		if err != nil {
			return nil, err
		}
		sources = append(sources, Source{Name: entry.Name(), Content: content})
	}
	return sources, nil
}
