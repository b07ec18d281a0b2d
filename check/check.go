// Package check says whether a directory holds the package that zmqgen makes today.
//
// Its input is a directory, and a header where the package was not made from a pinned one. What to
// generate is read from the stamp of the package itself. Its output is a [Result], which package check
// also prints as text, JSON or annotations of GitHub. Its errors are what keeps it from comparing. It
// writes nothing.
package check

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zmqgen/zmqgen/output"
	"github.com/zmqgen/zmqgen/pipeline"
)

// Checker compares packages with what Generate makes.
type Checker struct {
	Generate   func(pipeline.Options) (pipeline.Result, error)
	ImportPath func(dir string) string // the import path of the package in a directory, or ""
	HeaderName string                  // of Header
	Header     []byte                  // the header of the packages, or nil for the pinned ones
}

// Result is how one directory differs from the package that belongs there.
type Result struct {
	Dir         string `json:"dir"`
	Release     string `json:"release"`
	Fingerprint string `json:"fingerprint"`
	Same        bool   `json:"same"`
	Files       []File `json:"files"`            // what differs, by name
	Remedy      string `json:"remedy,omitempty"` // what to do about it
}

// File is one file that differs.
type File struct {
	Name  string       `json:"name"` // with the directory
	State output.State `json:"-"`
	What  string       `json:"state"`          // State in words
	Line  int          `json:"line,omitempty"` // the first line that differs, where the file is there
	Diff  string       `json:"diff,omitempty"` // from what is there to what should be; none for a foreign file
}

// Dir checks one directory.
func (c *Checker) Dir(dir string) (Result, error) {
	stamp, err := readStamp(dir)
	if err != nil {
		return Result{}, err
	}
	generated, plan, err := c.compare(dir, stamp)
	if err != nil {
		return Result{}, err
	}
	result := Result{Dir: dir, Release: generated.Release, Fingerprint: generated.Fingerprint, Same: plan.Same()}
	for _, entry := range plan.Entries {
		if entry.State != output.Same {
			result.Files = append(result.Files, differing(dir, entry))
		}
	}
	if !result.Same {
		result.Remedy = remedy(stamp.Command(dir, c.HeaderName), result.Files)
	}
	return result, nil
}

// compare generates what the stamp asks for.
func (c *Checker) compare(dir string, stamp pipeline.Stamp) (pipeline.Result, *output.Plan, error) {
	opts := pipeline.Options{Package: stamp.Package, Examples: stamp.Examples, Release: stamp.Release}
	if c.Header != nil {
		opts.HeaderName, opts.Header, opts.Release = c.HeaderName, c.Header, ""
	}
	if opts.Examples {
		opts.ImportPath = c.ImportPath(dir)
	}
	generated, err := c.Generate(opts)
	if err != nil {
		return generated, nil, c.unavailable(dir, stamp, err)
	}
	files := make([]output.File, len(generated.Files))
	for i, file := range generated.Files {
		files[i] = output.File{Name: file.Name, Content: file.Content}
	}
	plan, err := output.Compare(dir, files)
	if err == nil && c.Header == nil && stamp.Fingerprint != generated.Fingerprint && !onlyDocDiffers(plan) {
		err = otherHeader(dir, stamp)
	}
	return generated, plan, err
}

// unavailable words the error for a package whose header this program does not have.
func (c *Checker) unavailable(dir string, stamp pipeline.Stamp, err error) error {
	if c.Header == nil && !pipeline.Pinned(stamp.Release) {
		return fmt.Errorf("%s was made from the zmq.h of libzmq %s, which is not pinned; give that header: zmqgen check --header zmq.h %s",
			dir, stamp.Release, quote(dir))
	}
	return err
}

// otherHeader words the error for a package that was not made from the pinned header of its release.
func otherHeader(dir string, stamp pipeline.Stamp) error {
	if stamp.Fingerprint == "" {
		return fmt.Errorf("%s lacks the fingerprint in %s, so that nothing tells which zmq.h it was made from; write the package anew with zmqgen %s",
			dir, pipeline.DocFile, command(stamp.Command(dir, "")))
	}
	return fmt.Errorf("%s was made from another zmq.h than the pinned one of libzmq %s; give that header: zmqgen check --header zmq.h %s",
		dir, stamp.Release, quote(dir))
}

// onlyDocDiffers reports whether the package is that of the header all the same: then the stamp of its
// documentation was edited, or lost.
func onlyDocDiffers(plan *output.Plan) bool {
	for _, entry := range plan.Entries {
		if entry.State != output.Same && entry.State != output.Foreign && entry.Name != pipeline.DocFile {
			return false
		}
	}
	return true
}

// readStamp finds out what the package in a directory was made from. Where the documentation is lost,
// any other file tells the release and the name.
func readStamp(dir string) (pipeline.Stamp, error) {
	content, err := os.ReadFile(filepath.Join(dir, pipeline.DocFile))
	if err == nil {
		stamp, err := pipeline.ReadStamp(content)
		if err == nil {
			return stamp, nil
		}
		if errors.Is(err, pipeline.ErrUnknownOption) {
			return pipeline.Stamp{}, fmt.Errorf("%s: %w", dir, err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return pipeline.Stamp{}, readError(dir, err)
	}
	names, err := goFiles(dir)
	if err != nil {
		return pipeline.Stamp{}, readError(dir, err)
	}
	for _, name := range names {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		if stamp, err := pipeline.ReadStamp(content); err == nil && !isTest(name) {
			stamp.Examples = hasTests(names)
			return stamp, nil
		}
	}
	return pipeline.Stamp{}, fmt.Errorf("%s holds no package that zmqgen wrote; name the directory of one, or write one with zmqgen generate --out %s",
		dir, quote(dir))
}

func readError(dir string, err error) error {
	if pathError, ok := errors.AsType[*fs.PathError](err); ok {
		err = pathError.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s: %w; name the directory of a generated package", dir, err)
	}
	return fmt.Errorf("cannot read the package in %s: %w", dir, err)
}
