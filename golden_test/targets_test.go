package golden_test

import (
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"

	capiparser "github.com/zmqgen/zmqgen/parser"
)

// TestTargets type-checks every committed package for every target that zmqgen parses headers for, as well as
// linux/arm, with and without drafts. It trusts what cgo provides; crosstest compiles that for the targets
// for which there is a C compiler.
func TestTargets(t *testing.T) {
	t.Parallel()
	dirs, err := filepath.Glob("../generated/v*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no committed packages: %v", err)
	}
	targets := []target{{"linux", "arm"}}
	for _, parsed := range capiparser.Targets() {
		targets = append(targets, target{parsed.OS, parsed.Arch})
	}
	for _, dir := range dirs {
		for _, target := range targets {
			for _, tags := range [][]string{nil, {"zmq_draft"}} {
				t.Run(strings.Join(append([]string{filepath.Base(dir), target.os, target.arch}, tags...), "_"), func(t *testing.T) {
					for _, err := range target.check(t, dir, "", tags...) {
						t.Error(err)
					}
				})
			}
		}
	}
}

// TestTargetsMiss checks that the check finds something missing: a package without one of the files that only
// some targets or builds have does not pass there, and passes elsewhere.
func TestTargetsMiss(t *testing.T) {
	dir := packageDir(newestRelease)
	for _, test := range []struct {
		left          string // out
		needs, spares target
		tags          []string
	}{
		{left: "fd_windows.go", needs: target{"windows", "arm64"}, spares: target{"linux", "arm64"}},
		{left: "fd_unix.go", needs: target{"freebsd", "386"}, spares: target{"windows", "386"}},
		{left: "norace.go", needs: target{"darwin", "amd64"}},
		{left: "nodraft.go", needs: target{"linux", "arm"}},
		{left: "draft.go", needs: target{"darwin", "arm64"}, tags: []string{"zmq_draft"}},
	} {
		if errs := test.needs.check(t, dir, test.left, test.tags...); len(errs) == 0 {
			t.Errorf("%s: nobody misses %s", test.needs, test.left)
		}
		if test.spares.os == "" {
			continue
		}
		for _, err := range test.spares.check(t, dir, test.left, test.tags...) {
			t.Errorf("%s without %s: %v", test.spares, test.left, err)
		}
	}
}

// target is a system and an architecture.
type target struct{ os, arch string }

func (target target) String() string { return target.os + "/" + target.arch }

// check returns what the compiler would report for a package without one of its files, except about C. The
// standard library is that of the machine: of what differs between systems, a package uses only names that
// all of them have.
func (target target) check(t *testing.T, dir, left string, tags ...string) []error {
	t.Helper()
	ctx := gobuild.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled, ctx.BuildTags = target.os, target.arch, true, tags
	pkg, err := ctx.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range append(pkg.GoFiles, pkg.CgoFiles...) {
		if name == left {
			continue
		}
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return target.typeErrors(pkg.Name, fset, files)
}

func (target target) typeErrors(name string, fset *token.FileSet, files []*ast.File) []error {
	standardLibrary.Lock()
	defer standardLibrary.Unlock()
	var errs []error
	config := types.Config{
		FakeImportC: true,
		Importer:    standardLibrary.Importer,
		Sizes:       types.SizesFor("gc", target.arch),
		Error: func(err error) {
			if !strings.Contains(err.Error(), "invalid type") { // a field of a type of C
				errs = append(errs, err)
			}
		},
	}
	_, _ = config.Check(name, fset, files, nil) // the errors were collected one by one
	return errs
}
