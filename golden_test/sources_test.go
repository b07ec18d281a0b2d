package golden_test

import (
	"go/ast"
	"go/build/constraint"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// source is one Go file.
type source struct {
	name    string
	content []byte
}

// knownSystems are what a file name such as fd_windows.go can end in.
var knownSystems = []string{
	"aix", "android", "darwin", "dragonfly", "freebsd", "linux", "netbsd", "openbsd", "plan9", "solaris", "windows",
}

// builds reports whether this machine compiles a file: by its name and its build constraint, with cgo,
// and with these tags.
func (s source) builds(tags ...string) bool {
	words := strings.Split(strings.TrimSuffix(filepath.Base(s.name), ".go"), "_")
	if last := words[len(words)-1]; slices.Contains(knownSystems, last) && last != runtime.GOOS {
		return false
	}
	for line := range strings.Lines(string(s.content)) {
		if strings.HasPrefix(line, "package ") {
			break
		}
		if expr, err := constraint.Parse(strings.TrimSpace(line)); err == nil {
			return expr.Eval(func(tag string) bool {
				return tag == "cgo" || tag == runtime.GOOS || tag == runtime.GOARCH ||
					tag == "unix" && runtime.GOOS != "windows" ||
					strings.HasPrefix(tag, "go1.") || slices.Contains(tags, tag)
			})
		}
	}
	return true
}

// parseSources parses the files of a package that this machine compiles, without its tests.
func parseSources(t *testing.T, sources []source, tags ...string) (*token.FileSet, []*ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	var files []*ast.File
	for _, s := range sources {
		if !strings.HasSuffix(s.name, ".go") || strings.HasSuffix(s.name, "_test.go") || !s.builds(tags...) {
			continue
		}
		file, err := parser.ParseFile(fset, s.name, s.content, parser.ParseComments)
		if err != nil {
			t.Errorf("%s is not Go: %v\n%s", s.name, err, s.content)
			continue
		}
		files = append(files, file)
	}
	return fset, files
}

// standardLibrary gives the packages that a generated one imports. It reads their sources once.
var standardLibrary = struct {
	sync.Mutex
	types.Importer
}{Importer: importer.ForCompiler(token.NewFileSet(), "source", nil)}

// checkTypes reports what the compiler would. It trusts what cgo provides, and ignores missing names:
// a small header lacks much of what the hand-written files need.
func checkTypes(t *testing.T, fset *token.FileSet, files []*ast.File) {
	t.Helper()
	standardLibrary.Lock()
	defer standardLibrary.Unlock()
	config := types.Config{
		FakeImportC: true,
		Importer:    standardLibrary.Importer,
		Error: func(err error) {
			if !strings.Contains(err.Error(), "undefined") && !strings.Contains(err.Error(), "missing method") {
				t.Errorf("does not compile: %v", err)
			}
		},
	}
	_, _ = config.Check("generated", fset, files, nil) // the errors were reported one by one
}
