package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strings"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// releaseForm is what a release looks like, or one that is not whole. A file of such a name is reached as ./4.2.0.
var releaseForm = regexp.MustCompile(`^v?\d+(\.\d+)*$`)

// source returns the header that an argument names: a pinned release such as 4.2.0, or a file.
func source(name string) (pipeline.Source, error) {
	if name == "" {
		return pipeline.Source{}, errors.New("a header has no name; give a release such as " + defaultRelease + ", or a file")
	}
	if _, err := os.Stat(name); releaseForm.MatchString(name) && errors.Is(err, fs.ErrNotExist) || pipeline.Pinned(name) {
		return pipeline.Source{Release: name}, nil
	}
	content, err := readHeader(name)
	if errors.Is(err, fs.ErrNotExist) {
		err = fmt.Errorf("%s: no such file or directory; give a header, or one of the releases %s", name, strings.Join(headers.Releases(), ", "))
	}
	return pipeline.Source{Name: name, Content: content}, err
}

// sourceOf is source for commands that take the default release where no header is named.
func sourceOf(args []string) (pipeline.Source, error) {
	if len(args) == 0 {
		return pipeline.Source{Release: defaultRelease}, nil
	}
	return source(args[0])
}
