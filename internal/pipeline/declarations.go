package pipeline

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"strings"

	"github.com/zmqgen/zmqgen/emitter"
	"github.com/zmqgen/zmqgen/internal/lower"
)

// Declarations returns the Go declarations for each C symbol of a header, on Linux: the signatures of
// functions and methods, and the names and types of constants.
func Declarations(source Source) (map[string][]string, error) {
	read, err := source.readBoth(nil)
	if err != nil {
		return nil, err
	}
	pkg, _, err := lower.Lower(lower.Input{Header: read.api, Package: DefaultPackage, Templates: read.templates, Excerpt: true, Ways: lower.Ways{CGo: true, Dlopen: true}})
	if err != nil {
		return nil, err
	}
	files, err := emitter.Emit(pkg)
	if err != nil {
		return nil, err
	}
	byName := make(map[string]string)
	for _, file := range files {
		if strings.HasSuffix(file.Name, ".go") && !strings.HasSuffix(file.Name, "_test.go") && !strings.HasSuffix(file.Name, "_windows.go") {
			if err := signatures(byName, file.Content); err != nil {
				return nil, err
			}
		}
	}
	all := make(map[string][]string)
	for _, symbol := range pkg.Index.Symbols {
		for _, name := range append([]string{symbol.Go}, symbol.Accessors...) {
			if signature := byName[name]; signature != "" {
				all[symbol.C] = append(all[symbol.C], signature)
			}
		}
	}
	return all, nil
}

// signatures adds the exported declarations of a file by name, and those of methods by "Type.Method".
func signatures(byName map[string]string, source []byte) error {
	file, err := parser.ParseFile(token.NewFileSet(), "", source, parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			name := d.Name.Name
			if d.Recv != nil {
				name = strings.TrimPrefix(text(d.Recv.List[0].Type), "*") + "." + name
			}
			byName[name] = text(&ast.FuncDecl{Recv: d.Recv, Name: d.Name, Type: d.Type})
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if value, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.CONST {
					byName[value.Names[0].Name] = strings.TrimSpace("const " + value.Names[0].Name + " " + text(value.Type))
				}
			}
		}
	}
	return nil
}

func text(node any) string {
	if expr, ok := node.(ast.Expr); ok && expr == nil || node == nil {
		return ""
	}
	var buf bytes.Buffer
	if err := printer.Fprint(&buf, token.NewFileSet(), node); err != nil {
		return ""
	}
	return strings.Join(strings.Fields(buf.String()), " ")
}
