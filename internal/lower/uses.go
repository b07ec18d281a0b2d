package lower

import (
	"cmp"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// usage is what a declaration's Go code mentions: names of the package, of imported packages and of C.
type usage struct {
	names    map[string]bool // that the declaration does not declare itself
	c        map[string]bool // the name after "C."
	library  map[string]bool // and after "lib.", which is a library
	methods  map[string]bool // what it selects, such as "Message.Init" of a parameter or receiver and "x.Init" of others
	declares []string        // the names that it adds to the package
}

// codeReader finds out what declarations mention.
type codeReader struct {
	findings    *findings
	expressions map[string]ast.Expr // by their source
	verbatim    map[string]usage    // by the source
}

// usageOf returns what a declaration mentions.
func (r *codeReader) usageOf(decl binding.Decl) usage {
	u := newUsageReader()
	var declares []string
	switch d := decl.(type) {
	case binding.ConstGroup:
		for _, c := range d.Consts {
			declares = append(declares, c.Name)
			r.fragment(u, c.Type, c.Value)
		}
	case binding.NameTable:
		declares = []string{d.Name}
		r.fragment(u, d.Type)
		for _, row := range d.Rows {
			r.fragment(u, row.Key)
		}
	case binding.TypeDecl:
		declares = []string{d.Name}
		r.fragment(u, d.Under)
	case binding.Func:
		if d.Recv == nil {
			declares = []string{d.Name}
		}
		r.function(u, d)
	case binding.Verbatim:
		if known, ok := r.verbatim[d.Source]; ok {
			return known
		}
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+d.Source, parser.SkipObjectResolution)
		if err != nil {
			r.findings.fail("a declaration that is not Go: %w:\n%s", err, d.Source)
			break
		}
		declares = topLevel(file.Decls...)
		for _, decl := range file.Decls {
			ast.Walk(u, decl)
		}
		r.verbatim[d.Source] = u.usage(declares)
		return r.verbatim[d.Source]
	}
	return u.usage(declares)
}

// topLevel returns the names that declarations add to their package.
func topLevel(decls ...ast.Decl) []string {
	var names []string
	for _, decl := range decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				names = append(names, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch s := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, s.Name.Name)
				case *ast.ValueSpec:
					for _, name := range s.Names {
						names = append(names, name.Name)
					}
				}
			}
		}
	}
	return names
}

// function reads a function that is data.
func (r *codeReader) function(u *usageReader, fn binding.Func) {
	params := append(fn.Params[:len(fn.Params):len(fn.Params)], fn.Results...)
	if fn.Recv != nil {
		params = append(params, *fn.Recv)
	}
	for _, p := range params {
		u.declared[p.Name] = true
		u.types[p.Name] = strings.TrimPrefix(p.Type, "*")
		r.fragment(u, p.Type)
	}
	r.statements(u, fn.Body)
}

func (r *codeReader) statements(u *usageReader, body []binding.Stmt) {
	for _, stmt := range body {
		switch s := stmt.(type) {
		case binding.Return:
			for _, x := range s.Values {
				r.expression(u, x)
			}
		case binding.Define:
			for _, name := range s.Names {
				u.declared[name] = true
			}
			r.expression(u, s.Value)
		case binding.Var:
			u.declared[s.Name] = true
			r.fragment(u, s.Type)
		case binding.Do:
			r.expression(u, s.X)
		case binding.If:
			if s.Init != nil {
				r.statements(u, []binding.Stmt{s.Init})
			}
			r.expression(u, s.Cond)
			r.statements(u, s.Then)
		}
	}
}

func (r *codeReader) expression(u *usageReader, x binding.Expr) {
	switch x := x.(type) {
	case binding.Name:
		r.fragment(u, string(x))
	case binding.Call:
		r.fragment(u, x.Fun)
		for _, arg := range x.Args {
			r.expression(u, arg)
		}
	case binding.Binary:
		r.expression(u, x.X)
		r.expression(u, x.Y)
	case binding.Unary:
		r.expression(u, x.X)
	case binding.Empty:
		r.fragment(u, x.X)
	}
}

// fragment reads pieces of Go source within data: types, names, values.
func (r *codeReader) fragment(u *usageReader, sources ...string) {
	for _, source := range sources {
		if source == "" || '0' <= source[0] && source[0] <= '9' {
			continue
		}
		expr, known := r.expressions[source]
		if !known {
			var err error
			if expr, err = parser.ParseExpr(source); err != nil {
				r.findings.fail("%s is not a Go expression: %w", source, err)
			}
			r.expressions[source] = expr
		}
		if expr != nil {
			ast.Walk(u, expr)
		}
	}
}

// usageReader collects the names of the syntax trees that it walks.
type usageReader struct {
	mentioned, declared, c, library, methods map[string]bool
	types                                    map[string]string // of the parameters
}

func newUsageReader() *usageReader {
	return &usageReader{
		mentioned: make(map[string]bool), declared: make(map[string]bool), c: make(map[string]bool),
		library: make(map[string]bool), methods: make(map[string]bool), types: make(map[string]string),
	}
}

// usage returns the names that were read, except those that are declared there.
func (u *usageReader) usage(declares []string) usage {
	for name := range u.declared {
		delete(u.mentioned, name)
	}
	return usage{u.mentioned, u.c, u.library, u.methods, declares}
}

// Visit notes the names in a node. It leaves out names that cannot refer to the package: fields,
// methods and labels.
func (u *usageReader) Visit(node ast.Node) ast.Visitor {
	switch n := node.(type) {
	case *ast.Ident:
		if n.Name != "_" {
			u.mentioned[n.Name] = true
		}
	case *ast.SelectorExpr:
		if x, ok := n.X.(*ast.Ident); ok && x.Name == "C" {
			u.c[n.Sel.Name] = true
		} else if ok && x.Name == "lib" {
			u.library[n.Sel.Name] = true
		} else if ok {
			u.methods[cmp.Or(u.types[x.Name], x.Name)+"."+n.Sel.Name] = true
		} else {
			u.methods["_."+n.Sel.Name] = true
		}
		ast.Walk(u, n.X)
		return nil
	case *ast.CompositeLit:
		u.composite(n)
		return nil
	case *ast.StructType:
		u.fields(n.Fields, false)
		return nil
	case *ast.InterfaceType:
		u.fields(n.Methods, false)
		return nil
	case *ast.FuncType:
		u.fields(n.TypeParams, true)
		u.fields(n.Params, true)
		u.fields(n.Results, true)
		return nil
	case *ast.FuncDecl:
		u.fields(n.Recv, true)
		if n.Recv == nil {
			u.declared[n.Name.Name] = true
		}
		ast.Walk(u, n.Type)
		if n.Body != nil {
			ast.Walk(u, n.Body)
		}
		return nil
	case *ast.TypeSpec:
		u.declared[n.Name.Name] = true
		u.fields(n.TypeParams, true)
	case *ast.ValueSpec:
		u.declare(n.Names)
	case *ast.AssignStmt:
		if n.Tok == token.DEFINE {
			u.declareAll(n.Lhs...)
		}
	case *ast.RangeStmt:
		if n.Tok == token.DEFINE {
			u.declareAll(n.Key, n.Value)
		}
	case *ast.BranchStmt:
		return nil
	}
	return u
}

// composite reads a composite literal: the keys of maps and arrays are values, those of structs are fields.
func (u *usageReader) composite(literal *ast.CompositeLit) {
	isStruct := true
	switch literal.Type.(type) {
	case *ast.MapType, *ast.ArrayType:
		isStruct = false
	}
	if literal.Type != nil {
		ast.Walk(u, literal.Type)
	}
	for _, element := range literal.Elts {
		if pair, ok := element.(*ast.KeyValueExpr); ok && isStruct {
			element = pair.Value
		}
		ast.Walk(u, element)
	}
}

func (u *usageReader) fields(list *ast.FieldList, declares bool) {
	if list == nil {
		return
	}
	for _, field := range list.List {
		if declares {
			u.declare(field.Names)
			typ := field.Type
			if star, ok := typ.(*ast.StarExpr); ok {
				typ = star.X
			}
			if of, ok := typ.(*ast.Ident); ok {
				for _, name := range field.Names {
					u.types[name.Name] = of.Name
				}
			}
		}
		ast.Walk(u, field.Type)
	}
}

func (u *usageReader) declare(names []*ast.Ident) {
	for _, name := range names {
		u.declared[name.Name] = true
	}
}

func (u *usageReader) declareAll(list ...ast.Expr) {
	for _, x := range list {
		if name, ok := x.(*ast.Ident); ok {
			u.declared[name.Name] = true
		}
	}
}
