// Package templates holds what people wrote for the generated package: a record of each symbol, with its
// documentation, and the Go and C that no rule can derive. Its functions return the embedded files.
package templates

import (
	"embed"
	"path"
	"strings"
)

//go:embed records/*.txt
var recordFiles embed.FS

//go:embed runtime
var runtimeFiles embed.FS

//go:embed examples
var exampleFiles embed.FS

// Source is one hand-written file.
type Source struct {
	Name    string // such as "poll.go"
	Content []byte
}

// Records returns the files of records, sorted by name.
func Records() []Source { return readSources(recordFiles, "records", ".txt") }

// Runtime returns the hand-written files of a directory of runtime that end in ext, sorted by name. "." is
// runtime itself.
func Runtime(dir, ext string) []Source {
	return readSources(runtimeFiles, path.Join("runtime", dir), ext)
}

// Examples returns the runnable examples, sorted by name. They call the package libzmq and import it by
// [ExampleImport].
func Examples() []Source { return readSources(exampleFiles, "examples", ".go") }

// ExampleImport is the import path of the package in the examples.
const ExampleImport = "github.com/zmqgen/zmqgen/generated/v4.2.0"

func readSources(files embed.FS, dir, ext string) []Source {
	var sources []Source
	entries, _ := files.ReadDir(dir) // the files are part of the program, so that reading them cannot fail
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), ext) {
			content, _ := files.ReadFile(path.Join(dir, entry.Name()))
			sources = append(sources, Source{Name: entry.Name(), Content: content})
		}
	}
	return sources
}
