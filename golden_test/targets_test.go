package golden_test

import (
	"go/ast"
	gobuild "go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"

	capiparser "github.com/zmqgen/zmqgen/parser"
)

// TestTargets type-checks every committed package for every target that zmqgen parses headers for, as well as
// linux/arm, with and without drafts. What cgo provides is taken on trust; crosstest compiles it for the
// targets of which there is a C compiler.
func TestTargets(t *testing.T) {
	dirs, err := filepath.Glob("../generated/v*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no committed packages: %v", err)
	}
	standard := importer.ForCompiler(token.NewFileSet(), "source", nil)
	targets := []target{{"linux", "arm"}}
	for _, parsed := range capiparser.Targets() {
		targets = append(targets, target{parsed.OS, parsed.Arch})
	}
	for _, dir := range dirs {
		for _, target := range targets {
			for _, tags := range [][]string{nil, {"zmq_draft"}} {
				t.Run(strings.Join(append([]string{filepath.Base(dir), target.os, target.arch}, tags...), "_"), func(t *testing.T) {
					target.check(t, dir, tags, standard)
				})
			}
		}
	}
}

// target is a system and an architecture.
type target struct{ os, arch string }

// check reports what the compiler would, but for what it would know of C.
func (target target) check(t *testing.T, dir string, tags []string, standard types.Importer) {
	ctx := gobuild.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled, ctx.BuildTags = target.os, target.arch, true, tags
	pkg, err := ctx.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range append(pkg.GoFiles, pkg.CgoFiles...) {
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	config := types.Config{
		FakeImportC: true,
		Importer:    standard,
		Sizes:       types.SizesFor("gc", target.arch),
		Error: func(err error) {
			if !strings.Contains(err.Error(), "invalid type") { // a field of a type of C
				t.Error(err)
			}
		},
	}
	_, _ = config.Check(pkg.Name, fset, files, nil) // the errors were reported one by one
}
