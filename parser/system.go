package parser

import (
	"io/fs"
	"path"
	"strings"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// noHeader is a system header without any declaration.
const noHeader = "errno.h"

// system gives the C parser the system headers, and an empty one for any other name: the parser may not return if
// a file is missing. Missing files are reported afterwards.
type system struct {
	headers fs.FS
	missing map[string]bool
}

func newSystem() *system {
	return &system{headers: headers.System(), missing: map[string]bool{}}
}

// Open implements fs.FS.
func (s *system) Open(name string) (fs.File, error) {
	file, err := s.headers.Open(name)
	if err == nil {
		return file, nil
	}
	s.missing[name] = true
	return s.headers.Open(noHeader)
}

// report returns an error for each #include of a missing header, or nil.
func (s *system) report(o *outline, target capi.Target) error {
	var list ErrorList
	for _, i := range o.includes {
		name := strings.TrimLeft(path.Clean(strings.Trim(i.name, `<>"`)), "/") // none is outside of the file system
		if s.missing[name] {
			list = append(list, o.errorf(i.at, "no system header %s%s; remove the #include, or add a stub to headers/sys", i.name, on(target)))
		}
	}
	return list.err()
}

// on says for which target something is wrong, if it is not the reference target.
func on(target capi.Target) string {
	if target == Targets()[0] {
		return ""
	}
	return " on " + target.String()
}
