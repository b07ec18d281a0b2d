package golden_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// module is this repository's import path.
const module = "github.com/zmqgen/zmqgen"

// mayImport says which packages of this module each one may import: the stages point one way. A package that is not
// listed fails the test, so that a new one is added here first.
var mayImport = map[string][]string{
	"headers":           {},
	"internal/capi":     {},
	"internal/naming":   {},
	"templates":         {},
	"internal/records":  {},
	"internal/binding":  {},
	"internal/output":   {},
	"internal/apidiff":  {"internal/capi"},
	"parser":            {"internal/capi", "headers"},
	"internal/lower":    {"internal/binding", "internal/capi", "internal/naming", "internal/records", "templates"},
	"emitter":           {"internal/binding"},
	"internal/pipeline": {"internal/binding", "internal/capi", "emitter", "headers", "internal/lower", "internal/naming", "internal/records", "parser", "templates"},
	"internal/inspect":  {"internal/capi"},
	"internal/check":    {"internal/output", "internal/pin", "internal/pipeline"},
	"internal/doctor":   {},
	"internal/pin":      {"internal/output"},
	"cmd/zmqgen":        {"internal/apidiff", "internal/check", "internal/doctor", "headers", "internal/inspect", "internal/output", "internal/pin", "internal/pipeline"},

	"generated/*":         {},
	"zmq":                 {"generated/*"},
	"cmd/zmqcat":          {"zmq"},
	"examples/version":    {"generated/*"},
	"examples/hwserver":   {"generated/*"},
	"examples/hwclient":   {"generated/*"},
	"examples/weather":    {"zmq"},
	"examples/tasks":      {"zmq"},
	"examples/broker":     {"zmq"},
	"examples/lazypirate": {"zmq"},
	"examples/majordomo":  {"zmq"},
	"examples/ironhouse":  {"zmq"},
	"examples/jupyter":    {"zmq"},
	"examples/feed":       {"zmq"},
	"docs/ports":          {"zmq"},
}

// soleImporter says which one package may import a module from elsewhere: the rest of the project does
// not know that it exists. Other modules serve tests and tools only.
var soleImporter = map[string]string{
	"modernc.org/cc/v4":        "parser",
	"github.com/dave/jennifer": "emitter",
	"mvdan.cc/gofumpt":         "emitter",
	"github.com/spf13/cobra":   "cmd",
	"golang.org/x/mod/modfile": "cmd/zmqgen",
	"golang.org/x/sys":         "zmq",
	"golang.org/x/term":        "cmd/zmqgen",
	"github.com/ebitengine":    "generated",

	"github.com/rogpeppe/go-internal/diff": "internal/check",
}

// everywhere are the packages from elsewhere that any package may import.
var everywhere = []string{"golang.org/x/mod/semver"}

// TestOneFileImports checks that one file of package zmq imports the generated package, and another one its drafts, so
// that a change to another release takes two lines.
func TestOneFileImports(t *testing.T) {
	names, err := filepath.Glob(filepath.Join("..", "zmq", "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		imports, err := fileImports(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, imported := range imports {
			if strings.HasPrefix(imported, module+"/generated/") && !slices.Contains([]string{"libzmq.go", "libzmq_draft.go"}, filepath.Base(name)) {
				t.Errorf("%s imports %s; only libzmq.go and libzmq_draft.go may", name, imported)
			}
		}
	}
}

// anyRelease matches the packages of all releases, which mayImport does not tell apart.
var anyRelease = regexp.MustCompile(`^generated/v[0-9.]+$`)

// TestImportDirection compares the table of DESIGN.md with the sources.
func TestImportDirection(t *testing.T) {
	seen := make(map[string]bool)
	for dir, imports := range packageImports(t) {
		dir = anyRelease.ReplaceAllString(dir, "generated/*")
		allowed, listed := mayImport[dir]
		if !listed {
			t.Errorf("%s: the package is not in mayImport; add it there, and to the table in DESIGN.md", dir)
		}
		seen[dir] = true
		for _, imported := range imports {
			if own, ok := strings.CutPrefix(imported, module+"/"); ok {
				if own = anyRelease.ReplaceAllString(own, "generated/*"); !slices.Contains(allowed, own) {
					t.Errorf("%s imports %s; it may import only %q", dir, own, allowed)
				}
				continue
			}
			checkForeign(t, dir, imported)
		}
	}
	for dir := range mayImport {
		if !seen[dir] {
			t.Errorf("mayImport lists %s, and there is no such package", dir)
		}
	}
}

// checkForeign reports an import from outside this module and the standard library that is not the
// package's own.
func checkForeign(t *testing.T, dir, imported string) {
	t.Helper()
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") || slices.Contains(everywhere, imported) {
		return
	}
	for prefix, importer := range soleImporter {
		if imported != prefix && !strings.HasPrefix(imported, prefix+"/") {
			continue
		}
		if dir != importer && !strings.HasPrefix(dir, importer+"/") {
			t.Errorf("%s imports %s; only %q may", dir, imported, importer)
		}
		return
	}
	t.Errorf("%s imports %s, which is for tests and tools only; soleImporter lists the others", dir, imported)
}

// packageImports returns the imports of each package's sources, without tests.
func packageImports(t *testing.T) map[string][]string {
	t.Helper()
	packages := make(map[string][]string)
	root := os.DirFS("..")
	err := fs.WalkDir(root, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata") {
				return fs.SkipDir
			}
			if _, err := fs.Stat(root, path.Join(name, "go.mod")); err == nil && name != "." {
				return fs.SkipDir // a module of its own
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") || strings.HasSuffix(base, "_test.go") {
			return nil
		}
		imports, err := fileImports(filepath.Join("..", filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		packages[dir] = append(packages[dir], imports...)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	// These sources become part of the generated package, and are none themselves.
	maps.DeleteFunc(packages, func(dir string, _ []string) bool { return strings.HasPrefix(dir, "templates/runtime") })
	delete(packages, "templates/examples")
	return packages
}

func fileImports(name string) ([]string, error) {
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
	if err != nil {
		return nil, err
	}
	imports := make([]string, len(file.Imports))
	for i, spec := range file.Imports {
		if imports[i], err = strconv.Unquote(spec.Path.Value); err != nil {
			return nil, err
		}
	}
	return imports, nil
}
