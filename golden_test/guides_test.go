package golden_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// guides are the documents for users of other bindings, each with the list of that binding's exported names: types with
// their methods and fields, functions, constants and variables.
var guides = map[string]string{
	"../docs/from-pebbe.md":  "testdata/guides/pebbe.txt",
	"../docs/from-goczmq.md": "testdata/guides/goczmq.txt",
}

var (
	codeSpan = regexp.MustCompile("`([^`]+)`")

	// reference is a name of package zmq or libzmq, or a method of what the guides call by a short name.
	reference = regexp.MustCompile(`\(\*(\w+)\.(\w+)\)\.(\w+)|\b(\w+)\.([A-Z]\w*)(?:\.([A-Z]\w*))?`)
)

// receivers are the short names that the guides use, with their types.
var receivers = map[string]string{
	"z": "Context", "s": "Socket", "m": "Message", "p": "Proxy", "a": "Authenticator", "mon": "Monitor",
	"in": "Incoming", "out": "Outgoing", "cert": "Certificate",
}

// TestGuides compares the tables of the guides with the other bindings' lists of names and with the packages here.
func TestGuides(t *testing.T) {
	known := guideNames(t)
	for guide, list := range guides {
		var listed []string
		for _, cells := range nameRows(t, guide) {
			for _, span := range codeSpan.FindAllStringSubmatch(cells[0], -1) {
				if slices.Contains(listed, span[1]) {
					t.Errorf("%s lists %s twice", guide, span[1])
				}
				listed = append(listed, span[1])
			}
			for _, span := range codeSpan.FindAllStringSubmatch(cells[1], -1) {
				for _, name := range referencedNames(span[1]) {
					if !known[name] {
						t.Errorf("%s: %s: there is no %s", guide, cells[0], name)
					}
				}
			}
		}
		names := strings.Fields(readText(t, list))
		slices.Sort(names)
		slices.Sort(listed)
		for _, name := range names {
			if !slices.Contains(listed, name) {
				t.Errorf("%s does not list %s", guide, name)
			}
		}
		for _, name := range listed {
			if !slices.Contains(names, name) {
				t.Errorf("%s lists %s, which %s does not", guide, name, list)
			}
		}
	}
}

// nameRows returns the rows of a guide's tables.
func nameRows(t *testing.T, guide string) [][2]string {
	t.Helper()
	var rows [][2]string
	for line := range strings.Lines(readText(t, guide)) {
		line, isRow := strings.CutPrefix(strings.TrimSpace(line), "| `")
		if !isRow {
			continue
		}
		left, right, ok := strings.Cut("`"+strings.TrimSuffix(line, " |"), " | ")
		if !ok || right == "" {
			t.Errorf("%s: the row %q has no second cell", guide, line)
		}
		rows = append(rows, [2]string{left, right})
	}
	return rows
}

// referencedNames returns the names in a piece of code as "zmq.Name", "zmq.Type.Method" or "libzmq.Type.Method".
func referencedNames(code string) []string {
	var names []string
	for _, found := range reference.FindAllStringSubmatch(code, -1) {
		switch {
		case found[1] != "":
			names = append(names, found[1]+"."+found[2]+"."+found[3])
		case found[4] == "zmq" || found[4] == "libzmq":
			names = append(names, strings.TrimSuffix(found[4]+"."+found[5]+"."+found[6], "."))
		case receivers[found[4]] != "":
			names = append(names, "zmq."+receivers[found[4]]+"."+found[5])
		}
	}
	return names
}

// guideNames returns the exported names of packages zmq and libzmq.
func guideNames(t *testing.T) map[string]bool {
	t.Helper()
	known := make(map[string]bool)
	for prefix, dir := range map[string]string{"zmq.": "../zmq", "libzmq.": "../" + generatedBelowZMQ(t)} {
		for _, name := range exportedNames(t, dir) {
			known[prefix+name] = true
			if prefix == "libzmq." { // RawSocket is package zmq's name for libzmq.Socket
				known["zmq.Raw"+name] = true
			}
		}
	}
	return known
}

// generatedBelowZMQ returns the directory of the generated package that package zmq builds on.
func generatedBelowZMQ(t *testing.T) string {
	t.Helper()
	files, err := filepath.Glob("../zmq/*.go")
	if err != nil {
		t.Fatal(err)
	}
	generated := regexp.MustCompile(`libzmq "` + module + `/(generated/[^"]+)"`)
	for _, name := range files {
		if found := generated.FindStringSubmatch(readText(t, name)); found != nil && !strings.HasSuffix(name, "_test.go") {
			return found[1]
		}
	}
	t.Fatal("package zmq imports no package libzmq")
	return ""
}

// exportedNames returns what a package's sources declare, methods and fields with their type's name.
func exportedNames(t *testing.T, dir string) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range file.Decls {
			names = append(names, declaredNames(declaration)...)
		}
	}
	return names
}

func declaredNames(declaration ast.Decl) []string {
	if f, ok := declaration.(*ast.FuncDecl); ok {
		if f.Recv == nil {
			return []string{f.Name.Name}
		}
		receiver := f.Recv.List[0].Type
		if pointer, ok := receiver.(*ast.StarExpr); ok {
			receiver = pointer.X
		}
		if typ, ok := receiver.(*ast.Ident); ok {
			return []string{typ.Name + "." + f.Name.Name}
		}
		return nil
	}
	var names []string
	for _, spec := range declaration.(*ast.GenDecl).Specs {
		switch spec := spec.(type) {
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				names = append(names, name.Name)
			}
		case *ast.TypeSpec:
			names = append(names, spec.Name.Name)
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range fields.Fields.List {
					for _, name := range field.Names {
						names = append(names, spec.Name.Name+"."+name.Name)
					}
				}
			}
		}
	}
	return names
}

// TestGuidePorts looks for each function that a guide shows in package docs/ports, whose tests run it.
func TestGuidePorts(t *testing.T) {
	files, err := filepath.Glob("../docs/ports/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, name := range files {
		sources.WriteString(readText(t, name))
	}
	for guide := range guides {
		shown := 0
		for _, block := range fences.FindAllStringSubmatch(readText(t, guide), -1) {
			if !strings.Contains(block[1], "\nfunc ") {
				continue
			}
			shown++
			if !strings.Contains(sources.String(), block[1]) {
				t.Errorf("%s shows what docs/ports does not have:\n%s", guide, block[1])
			}
		}
		if shown != 2 {
			t.Errorf("%s shows %d ports, want 2", guide, shown)
		}
	}
}

// TestCloseHasItsOwnContext looks for documents that pass the program's context to Close: if Ctrl-C has canceled it,
// Close drops unsent messages.
func TestCloseHasItsOwnContext(t *testing.T) {
	for _, name := range []string{"../README.md", "../zmq/doc.go", "../docs/from-pebbe.md", "../docs/from-goczmq.md"} {
		if strings.Contains(readText(t, name), "defer z.Close(ctx)") {
			t.Errorf("%s: defer z.Close(ctx) drops unsent messages once ctx is cancelled", name)
		}
	}
}

func readText(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
