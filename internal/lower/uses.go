package lower

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// usage is what a declaration's Go code mentions: names of the package, of imported packages and of C.
type usage struct {
	names    map[string]bool // that the declaration does not declare itself
	c        map[string]bool // what stands behind "C."
	library  map[string]bool // and behind "lib.", which is a library
	methods  map[string]bool // methods and fields of its parameters and receiver, such as "Message.Init"
	declares []string        // the names that it adds to the package
}

// usageOf returns what a declaration mentions.
func (l *lowerer) usageOf(decl binding.Decl) usage {
	u := newUsageReader()
	var declares []string
	switch d := decl.(type) {
	case binding.ConstGroup:
		for _, c := range d.Consts {
			declares = append(declares, c.Name)
			l.fragment(u, c.Type, c.Value)
		}
	case binding.NameTable:
		declares = []string{d.Name}
		l.fragment(u, d.Type)
		for _, row := range d.Rows {
			l.fragment(u, row.Key)
		}
	case binding.TypeDecl:
		declares = []string{d.Name}
		l.fragment(u, d.Under)
	case binding.Func:
		if d.Recv == nil {
			declares = []string{d.Name}
		}
		l.function(u, d)
	case binding.Verbatim:
		file, err := parser.ParseFile(token.NewFileSet(), "", "package p\n"+d.Source, parser.SkipObjectResolution)
		if err != nil {
			l.fail("a declaration that is not Go: %w:\n%s", err, d.Source)
			break
		}
		declares = topLevel(file)
		ast.Walk(u, file)
	}
	for name := range u.declared {
		delete(u.mentioned, name)
	}
	return usage{u.mentioned, u.c, u.library, u.methods, declares}
}

// topLevel returns the names that a file adds to its package.
func topLevel(file *ast.File) []string {
	var names []string
	for _, decl := range file.Decls {
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
func (l *lowerer) function(u *usageReader, fn binding.Func) {
	params := append(fn.Params[:len(fn.Params):len(fn.Params)], fn.Results...)
	if fn.Recv != nil {
		params = append(params, *fn.Recv)
	}
	for _, p := range params {
		u.declared[p.Name] = true
		u.types[p.Name] = strings.TrimPrefix(p.Type, "*")
		l.fragment(u, p.Type)
	}
	l.statements(u, fn.Body)
}

func (l *lowerer) statements(u *usageReader, body []binding.Stmt) {
	for _, stmt := range body {
		switch s := stmt.(type) {
		case binding.Return:
			for _, x := range s.Values {
				l.expression(u, x)
			}
		case binding.Define:
			for _, name := range s.Names {
				u.declared[name] = true
			}
			l.expression(u, s.Value)
		case binding.Var:
			u.declared[s.Name] = true
			l.fragment(u, s.Type)
		case binding.Do:
			l.expression(u, s.X)
		case binding.If:
			if s.Init != nil {
				l.statements(u, []binding.Stmt{s.Init})
			}
			l.expression(u, s.Cond)
			l.statements(u, s.Then)
		}
	}
}

func (l *lowerer) expression(u *usageReader, x binding.Expr) {
	switch x := x.(type) {
	case binding.Name:
		l.fragment(u, string(x))
	case binding.Call:
		l.fragment(u, x.Fun)
		for _, arg := range x.Args {
			l.expression(u, arg)
		}
	case binding.Binary:
		l.expression(u, x.X)
		l.expression(u, x.Y)
	case binding.Unary:
		l.expression(u, x.X)
	case binding.Empty:
		l.fragment(u, x.X)
	}
}

// fragment reads pieces of Go source that stand in data: types, names, values.
func (l *lowerer) fragment(u *usageReader, sources ...string) {
	for _, source := range sources {
		if source == "" || '0' <= source[0] && source[0] <= '9' {
			continue
		}
		expr, known := l.expressions[source]
		if !known {
			var err error
			if expr, err = parser.ParseExpr(source); err != nil {
				l.errs = append(l.errs, fmt.Errorf("%s is not a Go expression: %w", source, err))
			}
			l.expressions[source] = expr
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

// Visit notes the names in a node. It leaves out those that can stand for nothing of the package: fields,
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
		} else if ok && u.types[x.Name] != "" {
			u.methods[u.types[x.Name]+"."+n.Sel.Name] = true
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
	case *ast.File:
		for _, decl := range n.Decls {
			ast.Walk(u, decl)
		}
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
			u.noteType(field)
		}
		ast.Walk(u, field.Type)
	}
}

// noteType notes the type of a receiver or of parameters, where it is one of the package.
func (u *usageReader) noteType(field *ast.Field) {
	typ := field.Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if name, ok := typ.(*ast.Ident); ok {
		for _, declared := range field.Names {
			u.types[declared.Name] = name.Name
		}
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
