// Package check reports whether a directory contains the package that zmqgen generates today.
//
// Its input is a directory, and a header if the package was generated from one that is neither part of zmqgen nor
// pinned by a lock. The stamp of the package determines what to generate. Its output is a [Result], which the package
// also prints as text, JSON or GitHub annotations. Its errors are what prevents it from comparing. It writes nothing.
package check

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/output"
	"github.com/zmqgen/zmqgen/internal/pin"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// Checker compares packages with the output of Generate.
type Checker struct {
	Generate   func(pipeline.Options) (pipeline.Result, error)
	ImportPath func(dir string) string // the import path of the package in a directory, or ""
	HeaderName string                  // of Header
	RecordsDir string                  // of Records
	Records    []pipeline.RecordFile   // the records for packages that were generated with some
	Header     []byte                  // a header that packages can be generated from, in addition to those that are pinned, or nil
	PinnedIn   func(dir string) string // where to look for locks, for the package in a directory, or nil
}

// Result is how one directory differs from the package that belongs there.
type Result struct {
	Dir         string `json:"dir"`
	Release     string `json:"release"`
	Fingerprint string `json:"fingerprint"`
	Same        bool   `json:"same"`
	Files       []File `json:"files"`            // what differs, by name
	Remedy      string `json:"remedy,omitempty"` // what to do about it
	Error       string `json:"error,omitempty"`  // what prevented the comparison
}

// File is one file that differs.
type File struct {
	Name  string       `json:"name"` // with the directory
	State output.State `json:"-"`
	What  string       `json:"state"`          // State in words
	Line  int          `json:"line,omitempty"` // the first line that differs, if the file is there
	Diff  string       `json:"diff,omitempty"` // from what is there to what should be; none for a foreign file
}

// Dir checks one directory. The result also has the text of the error.
func (c *Checker) Dir(dir string) (Result, error) {
	result := Result{Dir: dir, Files: []File{}}
	err := c.check(&result)
	if err != nil {
		result.Error = err.Error()
	}
	return result, err
}

func (c *Checker) check(result *Result) error {
	dir := result.Dir
	snapshot, err := output.Read(context.Background(), dir)
	if err != nil {
		return err
	}
	if !snapshot.Exists() {
		return fmt.Errorf("%s: no such file or directory; name the directory of a generated package", dir)
	}
	stamp, err := readStamp(snapshot)
	if err != nil {
		return err
	}
	result.Release, result.Fingerprint = stamp.Release, stamp.Fingerprint
	if stamp.Records != "" && c.Records == nil {
		return fmt.Errorf("%s was generated with records of its own; give their directory: zmqgen check --records DIR %s", dir, quote(dir))
	}
	header, plan, err := c.compare(snapshot, stamp)
	if err != nil {
		return err
	}
	result.Same = plan.Same()
	for _, entry := range plan.Entries {
		if entry.State != output.Same {
			result.Files = append(result.Files, differing(dir, entry))
		}
	}
	if !result.Same {
		result.Remedy = remedy(stamp.Command(dir, header, c.RecordsDir), result.Files)
	}
	return nil
}

// source is a header that a package can be generated from. Its name is empty if the header is part of zmqgen.
type source struct {
	name    string
	content []byte
}

// compare generates the package from its header, which is the one with the same fingerprint. It returns the header's
// name.
func (c *Checker) compare(snapshot *output.Snapshot, stamp pipeline.Stamp) (string, *output.Plan, error) {
	for _, find := range []func() (source, bool, error){
		func() (source, bool, error) { return source{}, pipeline.Pinned(stamp.Release), nil },
		func() (source, bool, error) { return source{c.HeaderName, c.Header}, c.Header != nil, nil },
		func() (source, bool, error) { return c.locked(snapshot.Dir, stamp) },
	} {
		from, ok, err := find()
		if err != nil {
			return "", nil, err
		}
		if !ok {
			continue
		}
		generated, plan, err := c.compareWith(from, snapshot, stamp)
		if err != nil {
			return "", nil, err
		}
		if generated.Fingerprint == stamp.Fingerprint || generated.Release == stamp.Release && onlyDocDiffers(plan) {
			return from.name, plan, nil
		}
	}
	return "", nil, c.otherHeader(snapshot.Dir, stamp)
}

// locked finds a header that the user has pinned with zmqgen pin.
func (c *Checker) locked(dir string, stamp pipeline.Stamp) (source, bool, error) {
	if c.PinnedIn == nil || stamp.Fingerprint == "" {
		return source{}, false, nil
	}
	name, content, err := pin.Find(c.PinnedIn(dir), stamp.Fingerprint)
	return source{name, content}, name != "", err
}

// compareWith generates the package from a header, and compares.
func (c *Checker) compareWith(from source, snapshot *output.Snapshot, stamp pipeline.Stamp) (pipeline.Result, *output.Plan, error) {
	opts := pipeline.Options{Package: stamp.Package, Examples: stamp.Examples, NoCGo: stamp.NoCGo, NoDlopen: stamp.NoDlopen}
	if stamp.Records != "" {
		opts.Records = c.Records
	}
	if from.name == "" {
		opts.Release = stamp.Release
	} else {
		opts.HeaderName, opts.Header = from.name, from.content
	}
	if opts.Examples {
		opts.ImportPath = c.ImportPath(snapshot.Dir)
	}
	generated, err := c.Generate(opts)
	if err != nil {
		return generated, nil, err
	}
	files := make([]output.File, len(generated.Files))
	for i, file := range generated.Files {
		files[i] = output.File(file)
	}
	plan, err := snapshot.Compare(files)
	return generated, plan, err
}

// otherHeader returns the error for a package whose header is unknown.
func (c *Checker) otherHeader(dir string, stamp pipeline.Stamp) error {
	give := "give that header: zmqgen check --header zmq.h " + quote(dir)
	switch {
	case stamp.Fingerprint == "":
		return fmt.Errorf("%s lacks the fingerprint in %s, so it is unknown which zmq.h it was generated from; write the package again with zmqgen generate",
			dir, pipeline.DocFile)
	case c.Header != nil:
		return fmt.Errorf("%s was generated from another zmq.h than %s, one of libzmq %s and fingerprint %s; %s",
			dir, c.HeaderName, stamp.Release, stamp.Fingerprint, give)
	case pipeline.Pinned(stamp.Release):
		return fmt.Errorf("%s was generated from another zmq.h than the pinned one of libzmq %s; %s", dir, stamp.Release, give)
	}
	return fmt.Errorf("%s was generated from the zmq.h of libzmq %s, which is not pinned; %s", dir, stamp.Release, give)
}

// onlyDocDiffers reports whether the package is that of the header nevertheless: then the stamp of its
// documentation was edited or lost.
func onlyDocDiffers(plan *output.Plan) bool {
	return !slices.ContainsFunc(plan.Entries, func(entry output.Entry) bool {
		return entry.State != output.Same && entry.State != output.Foreign && entry.Name != pipeline.DocFile
	})
}

// readStamp finds out what the package in a directory was generated from. If the documentation is lost,
// any other file has the release and the name.
func readStamp(snapshot *output.Snapshot) (pipeline.Stamp, error) {
	stamp, err := pipeline.ReadStamp(snapshot.File(pipeline.DocFile))
	if err == nil {
		return stamp, nil
	}
	if errors.Is(err, pipeline.ErrUnknownOption) {
		return pipeline.Stamp{}, fmt.Errorf("%s: %w", snapshot.Dir, err)
	}
	names := snapshot.Names()
	for _, name := range names {
		if !strings.HasSuffix(name, ".go") || isTest(name) {
			continue
		}
		if stamp, err := pipeline.ReadStamp(snapshot.File(name)); err == nil {
			stamp.Examples = slices.ContainsFunc(names, isTest)
			return stamp, nil
		}
	}
	return pipeline.Stamp{}, fmt.Errorf("%s holds no package that zmqgen wrote; name the directory of one, or write one with zmqgen generate --out %s",
		snapshot.Dir, quote(snapshot.Dir))
}
