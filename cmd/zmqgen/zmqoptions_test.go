package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestZmqOptions compares the table with the sources of package zmq, which this program cannot import, because it
// needs cgo.
func TestZmqOptions(t *testing.T) {
	if found := optionsOfPackageZmq(t); !maps.Equal(found, zmqOptions) {
		t.Errorf("the options of package zmq are %q", found)
	}
}

// optionsOfPackageZmq returns the options of package zmq by the setter that they use.
func optionsOfPackageZmq(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	files, err := filepath.Glob("../../zmq/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || fn.Recv != nil || !fn.Name.IsExported() || fn.Type.Results == nil {
				continue
			}
			result, ok := fn.Type.Results.List[0].Type.(*ast.Ident)
			if !ok || result.Name != "Option" && result.Name != "ContextOption" {
				continue
			}
			ast.Inspect(fn.Body, func(n ast.Node) bool {
				if selector, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(selector.Sel.Name, "Set") {
					typ := map[string]string{"Option": "Socket.", "ContextOption": "Context."}[result.Name]
					users := found[typ+selector.Sel.Name]
					if slices.Contains(strings.Split(users, ", "), fn.Name.Name) {
						return true
					}
					if users != "" {
						users += ", "
					}
					found[typ+selector.Sel.Name] = users + fn.Name.Name
				}
				return true
			})
		}
	}
	return found
}
