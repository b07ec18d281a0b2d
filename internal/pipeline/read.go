package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/lower"
	"github.com/zmqgen/zmqgen/parser"
)

// Source is a header: a pinned one, or a text with a name for messages.
type Source struct {
	Release string // a pinned release, if Name is ""
	Name    string
	Content []byte
}

// API is what a header declares.
type API struct {
	Header      *capi.Header
	Release     string // the release that the header states
	Fingerprint string
}

// Read parses a header for all targets.
func Read(source Source) (API, error) {
	name, content, err := source.text()
	if err != nil {
		return API{}, err
	}
	read, err := parse(name, content)
	if err != nil {
		return API{}, err
	}
	return API{Header: read, Release: lower.Release(read), Fingerprint: capi.Fingerprint(read)}, nil
}

// ReadTarget parses a header as one target, such as "linux/amd64", sees it, or for all targets if it is "". The
// fingerprint is that of all targets, because it names the header.
func ReadTarget(source Source, target string, drafts bool) (API, error) {
	api, err := Read(source)
	if err != nil || target == "" {
		return api, err
	}
	system, architecture, _ := strings.Cut(target, "/")
	name, content, err := source.text()
	if err != nil {
		return API{}, err
	}
	api.Header, err = parser.ParseTarget(name, content, capi.Target{OS: system, Arch: architecture}, drafts)
	return api, err
}

// Targets returns the targets that a header is read for, such as "linux/amd64".
func Targets() []string {
	return capi.TargetNames(parser.Targets())
}

// CheckTarget rejects an unknown target, and lists the known ones.
func CheckTarget(target string) error {
	if slices.Contains(Targets(), target) {
		return nil
	}
	return fmt.Errorf("target %q is unknown; choose one of: %s", target, strings.Join(Targets(), ", "))
}

// Symbol says what becomes of one symbol.
type Symbol = binding.Symbol

// SymbolList says what becomes of each symbol of a header in the Go package.
type SymbolList struct {
	Version int              `json:"version"` // of this form: 1
	Release string           `json:"release"`
	Symbols []binding.Symbol `json:"symbols"`
}

// Symbols returns what becomes of each symbol of a header in the Go package.
func Symbols(source Source, own ...RecordFile) (SymbolList, error) {
	read, err := source.readBoth(own)
	if err != nil {
		return SymbolList{}, err
	}
	pkg, report, err := lower.Lower(lower.Input{Header: read.api, Package: DefaultPackage, Templates: read.templates, Ways: lower.Ways{CGo: true, Dlopen: true}})
	if err != nil {
		return SymbolList{}, err
	}
	return SymbolList{Version: 1, Release: report.Release, Symbols: pkg.Index.Symbols}, nil
}

// MissingRecords returns records, to be filled in, for the symbols of a header that have none.
func MissingRecords(source Source, own ...RecordFile) (string, error) {
	read, err := source.readBoth(own)
	if err != nil {
		return "", err
	}
	return lower.Missing(read.api, read.templates), nil
}

func (s Source) text() (name string, content []byte, err error) {
	if s.Name != "" {
		return s.Name, s.Content, nil
	}
	pinned, err := headers.Open(s.Release)
	return pinned.Name, pinned.Content, err
}

// Pinned reports whether a release's header is part of the program.
func Pinned(release string) bool {
	return slices.Contains(headers.Releases(), release)
}
