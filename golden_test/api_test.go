package golden_test

import (
	"go/ast"
	"go/doc"
	"go/doc/comment"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// eachPackage calls visit for each committed package, with the files that this machine compiles, drafts included.
func eachPackage(t *testing.T, visit func(t *testing.T, fset *token.FileSet, files []*ast.File, pkg *doc.Package)) {
	t.Helper()
	for _, release := range []string{oldestRelease, newestRelease} {
		t.Run(release, func(t *testing.T) {
			fset, files := parsePackage(t, packageDir(release), "zmq_draft")
			pkg, err := doc.NewFromFiles(fset, files, packagePath(release))
			if err != nil {
				t.Fatal(err)
			}
			visit(t, fset, files, pkg)
		})
	}
}

func parsePackage(t *testing.T, dir string, tags ...string) (*token.FileSet, []*ast.File) {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no Go files in %s: %v", dir, err)
	}
	var sources []source
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, source{name, content})
	}
	return parseSources(t, sources, tags...)
}

// documented is one exported name of the package with its comment.
type documented struct {
	name string // such as "Socket.Bind"
	text string
}

// TestDocumented checks that every exported name has a comment that begins with it.
func TestDocumented(t *testing.T) {
	eachPackage(t, func(t *testing.T, _ *token.FileSet, _ []*ast.File, pkg *doc.Package) {
		if !strings.HasPrefix(pkg.Doc, "Package libzmq ") {
			t.Errorf("the package's comment begins %.40q; want \"Package libzmq ...\"", pkg.Doc)
		}
		for _, d := range namedComments(pkg) {
			last := d.name[strings.LastIndex(d.name, ".")+1:]
			first, _, _ := strings.Cut(d.text, " ")
			switch {
			case strings.TrimSpace(d.text) == "":
				t.Errorf("%s has no comment", d.name)
			case first != last:
				t.Errorf("the comment of %s begins with %q", d.name, first)
			case !strings.Contains(d.text, "."):
				t.Errorf("the comment of %s has no full sentence: %q", d.name, d.text)
			}
		}
		checkValues(t, append(pkg.Consts, pkg.Vars...))
		for _, typ := range pkg.Types {
			checkValues(t, append(typ.Consts, typ.Vars...))
		}
	})
}

func namedComments(pkg *doc.Package) []documented {
	var all []documented
	funcs := func(prefix string, list []*doc.Func) {
		for _, f := range list {
			all = append(all, documented{prefix + f.Name, f.Doc})
		}
	}
	funcs("", pkg.Funcs)
	for _, typ := range pkg.Types {
		all = append(all, documented{typ.Name, typ.Doc})
		funcs("", typ.Funcs)
		funcs(typ.Name+".", typ.Methods)
	}
	return all
}

// checkValues checks that each block has a heading and each constant a comment.
func checkValues(t *testing.T, values []*doc.Value) {
	t.Helper()
	for _, value := range values {
		if strings.TrimSpace(value.Doc) == "" {
			t.Errorf("the block of %s has no comment", value.Names[0])
		}
		for _, spec := range value.Decl.Specs {
			spec := spec.(*ast.ValueSpec)
			if spec.Doc.Text() == "" && spec.Comment.Text() == "" && value.Decl.Lparen.IsValid() {
				t.Errorf("%s has no comment", spec.Names[0].Name)
			}
		}
	}
}

// TestFieldsDocumented checks the same for the exported fields of structs.
func TestFieldsDocumented(t *testing.T) {
	eachPackage(t, func(t *testing.T, _ *token.FileSet, files []*ast.File, _ *doc.Package) {
		for _, file := range files {
			ast.Inspect(file, func(node ast.Node) bool {
				spec, ok := node.(*ast.TypeSpec)
				if !ok || !spec.Name.IsExported() {
					return true
				}
				fields, ok := spec.Type.(*ast.StructType)
				if !ok {
					return true
				}
				for _, field := range fields.Fields.List {
					for _, name := range field.Names {
						if name.IsExported() && field.Doc.Text() == "" && field.Comment.Text() == "" {
							t.Errorf("the field %s.%s has no comment", spec.Name.Name, name.Name)
						}
					}
				}
				return true
			})
		}
	})
}

// TestDocLinks checks that each [Name] in a comment leads somewhere.
func TestDocLinks(t *testing.T) {
	eachPackage(t, func(t *testing.T, _ *token.FileSet, _ []*ast.File, pkg *doc.Package) {
		parser := pkg.Parser()
		for _, d := range append(namedComments(pkg), documented{"package", pkg.Doc}) {
			for _, name := range unresolvedLinks(parser.Parse(d.text)) {
				t.Errorf("%s: [%s] leads nowhere", d.name, name)
			}
		}
		for _, value := range allValues(pkg) {
			for _, name := range unresolvedLinks(parser.Parse(value.Doc)) {
				t.Errorf("%s: [%s] leads nowhere", value.Names[0], name)
			}
		}
	})
}

func allValues(pkg *doc.Package) []*doc.Value {
	values := append(pkg.Consts, pkg.Vars...)
	for _, typ := range pkg.Types {
		values = append(values, typ.Consts...)
		values = append(values, typ.Vars...)
	}
	return values
}

// linkShaped finds text that was meant to be a link.
var linkShaped = regexp.MustCompile(`\[(\*?[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)\]`)

func unresolvedLinks(text *comment.Doc) []string {
	var names []string
	plain := func(list []comment.Text) {
		for _, item := range list {
			if p, ok := item.(comment.Plain); ok {
				for _, match := range linkShaped.FindAllStringSubmatch(string(p), -1) {
					names = append(names, match[1])
				}
			}
		}
	}
	blocks := slices.Clone(text.Content)
	for len(blocks) > 0 {
		switch block := blocks[0].(type) {
		case *comment.Paragraph:
			plain(block.Text)
		case *comment.Heading:
			plain(block.Text)
		case *comment.List:
			for _, item := range block.Items {
				blocks = append(blocks, item.Content...)
			}
		}
		blocks = blocks[1:]
	}
	return names
}

// TestDeprecatedParagraphs checks that deprecated symbols name their replacement, in a last paragraph that tools
// understand.
func TestDeprecatedParagraphs(t *testing.T) {
	eachPackage(t, func(t *testing.T, _ *token.FileSet, _ []*ast.File, pkg *doc.Package) {
		for _, d := range namedComments(pkg) {
			i := strings.Index(strings.ToLower(d.text), "deprecated:")
			if i < 0 {
				continue
			}
			if !strings.HasPrefix(d.text[i:], "Deprecated: ") || i < 2 || d.text[i-2:i] != "\n\n" {
				t.Errorf("%s: \"Deprecated: \" does not begin a paragraph", d.name)
			}
			if !strings.Contains(d.text[i:], "[") && !strings.Contains(d.text[i:], "no replacement") {
				t.Errorf("%s: the deprecation links no replacement: %q", d.name, d.text[i:])
			}
		}
	})
}

// TestSurface checks that the package exposes none of its internals: no blank or anonymous names, no C types,
// only clear identifiers.
func TestSurface(t *testing.T) {
	eachPackage(t, func(t *testing.T, fset *token.FileSet, files []*ast.File, _ *doc.Package) {
		for _, file := range files {
			for _, decl := range file.Decls {
				switch decl := decl.(type) {
				case *ast.FuncDecl:
					checkFunc(t, fset, decl)
				case *ast.GenDecl:
					checkGenDecl(t, fset, decl)
				}
			}
		}
	})
}

func checkFunc(t *testing.T, fset *token.FileSet, fn *ast.FuncDecl) {
	t.Helper()
	where := fset.Position(fn.Pos())
	checkName(t, where, fn.Name.Name)
	if !fn.Name.IsExported() {
		return
	}
	lists := []*ast.FieldList{fn.Type.Params, fn.Type.Results}
	for _, list := range lists {
		if list == nil {
			continue
		}
		for _, field := range list.List {
			if usesC(field.Type) {
				t.Errorf("%s: %s shows a C type", where, fn.Name.Name)
			}
			for _, name := range field.Names {
				checkName(t, where, name.Name)
			}
		}
	}
	if len(fn.Type.Params.List) > 0 && len(fn.Type.Params.List[0].Names) == 0 {
		t.Errorf("%s: %s has parameters without names", where, fn.Name.Name)
	}
}

func checkGenDecl(t *testing.T, fset *token.FileSet, decl *ast.GenDecl) {
	t.Helper()
	for _, spec := range decl.Specs {
		where := fset.Position(spec.Pos())
		switch spec := spec.(type) {
		case *ast.ValueSpec:
			for _, name := range spec.Names {
				checkName(t, where, name.Name)
			}
		case *ast.TypeSpec:
			checkName(t, where, spec.Name.Name)
			fields, isStruct := spec.Type.(*ast.StructType)
			if !isStruct {
				if spec.Name.IsExported() && usesC(spec.Type) {
					t.Errorf("%s: %s shows a C type", where, spec.Name.Name)
				}
				continue
			}
			for _, field := range fields.Fields.List {
				for _, name := range field.Names {
					if name.IsExported() && usesC(field.Type) {
						t.Errorf("%s: %s.%s shows a C type", where, spec.Name.Name, name.Name)
					}
				}
			}
		}
	}
}

// checkName reports names that no person would have chosen.
func checkName(t *testing.T, where token.Position, name string) {
	t.Helper()
	if strings.Contains(name, "_") || strings.HasSuffix(name, "0") {
		t.Errorf("%s: the name %q", where, name)
	}
}

func usesC(expr ast.Expr) bool {
	found := false
	ast.Inspect(expr, func(node ast.Node) bool {
		if selector, ok := node.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && (x.Name == "C" || x.Name == "unsafe") {
				found = true
			}
		}
		return true
	})
	return found
}
