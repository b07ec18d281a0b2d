// Package pipeline runs the stages of zmqgen one after the other, from a header to the files of a Go
// package. It writes nothing. Its errors are those of the stages, with the position in the header
// if there is one.
package pipeline

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/zmqgen/zmqgen/emitter"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/lower"
	"github.com/zmqgen/zmqgen/internal/records"
)

// Options says what to generate.
type Options struct {
	Release    string       // a pinned release such as "4.2.0", if HeaderName is empty
	HeaderName string       // the name of Header, for messages
	Header     []byte       // the header's text
	Package    string       // the Go package's name, or "" for "libzmq"
	Examples   bool         // runnable examples beside the package, if its import path is known
	Records    []RecordFile // the user's records, or none
	ImportPath string       // the package's import path, or ""; ReleaseMark in it stands for the release
	Strict     bool         // symbols without a record are errors
	NoCGo      bool         // no files for builds with cgo
	NoDlopen   bool         // no files for builds without cgo
	Excerpt    bool         // the header is part of one, for tests: the package need not compile
}

// ReleaseMark stands for the release in an import path, for callers that do not know it beforehand.
const ReleaseMark = "{release}"

// File is one generated file.
type File = emitter.File

// Result is a generated package.
type Result struct {
	Files       []File
	Release     string   // the release that the header states
	Fingerprint string   // of the header's API
	Notes       []string // symbols without a record, as file:line:col: symbol: what became of it
	UsedTexts   []string // keys of the prose that the package uses
}

// RecordFile is a file of records.
type RecordFile = records.Source

// DefaultPackage is the name of the generated package if none is given.
const DefaultPackage = "libzmq"

// Generate generates the package.
func Generate(opts Options) (Result, error) {
	packageName := opts.Package
	if packageName == "" {
		packageName = DefaultPackage
	}
	if err := CheckPackageName(packageName); err != nil {
		return Result{}, err
	}
	read, err := Source{Release: opts.Release, Name: opts.HeaderName, Content: opts.Header}.readBoth(opts.Records)
	if err != nil {
		return Result{}, err
	}
	in := lower.Input{Header: read.api, Package: packageName, Templates: read.templates, Excerpt: opts.Excerpt}
	in.Ways = lower.Ways{CGo: !opts.NoCGo, Dlopen: !opts.NoDlopen}
	if opts.Examples {
		in.ImportPath = strings.ReplaceAll(opts.ImportPath, ReleaseMark, lower.Release(read.api))
	}
	pkg, report, err := lower.Lower(in)
	if err != nil {
		return Result{}, err
	}
	notes := make([]string, len(report.Unknown))
	for i, unknown := range report.Unknown {
		notes[i] = unknown.String()
	}
	if opts.Strict && len(notes) > 0 {
		return Result{}, fmt.Errorf("%s\n%d symbols of the header have no record; without --strict they are reported only",
			strings.Join(notes, "\n"), len(notes))
	}
	files, err := emitter.Emit(pkg)
	if err != nil {
		return Result{}, err
	}
	return Result{
		Files: files, Release: report.Release, Fingerprint: report.Fingerprint,
		Notes: notes, UsedTexts: report.UsedTexts,
	}, nil
}

// inputs is everything that a package is generated from.
type inputs struct {
	api       *capi.Header
	templates *lower.Templates
}

// readBoth parses the header and reads the templates and a user's records, at the same time. The header's errors come
// first.
func (s Source) readBoth(own []RecordFile) (inputs, error) {
	name, content, err := s.text()
	if err != nil {
		return inputs{}, err
	}
	var in inputs
	var templatesErr error
	var group sync.WaitGroup
	group.Go(func() {
		if in.templates, templatesErr = lower.ReadTemplates(); templatesErr == nil && len(own) > 0 {
			in.templates, templatesErr = in.templates.With(own)
		}
	})
	in.api, err = parse(name, content)
	group.Wait()
	return in, cmp.Or(err, templatesErr)
}
