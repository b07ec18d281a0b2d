package lower

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/templates"
)

// Directives in hand-written Go. Each is on a comment line of its own, before a declaration or, if it is about the
// file, anywhere.
const (
	bindDirective  = "//zmqgen:bind "  // the C symbols that the next declaration binds
	typeDirective  = "//zmqgen:type "  // the type whose text documents the next declaration
	withDirective  = "//zmqgen:with "  // the C symbol without which the next declaration is useless
	buildDirective = "//zmqgen:build " // the file's build constraint
)

// goSource is one hand-written Go file.
type goSource struct {
	topic   string   // its name without .go
	build   string   // its build constraint, or ""
	imports []string // apart from C
	decls   []handWritten
}

// handWritten is one declaration of it.
type handWritten struct {
	name    string      // of a method with the receiver's type; the first if there are several
	token   token.Token // FUNC, TYPE, VAR or CONST
	symbols []string    // what it stands for
	needs   []string    // what it cannot do without
	typ     string      // the type whose text documents it, or ""
	with    string      // the symbol without which it is useless, or ""
	comment string
	source  string // without the comment
	usage   usage
}

// verbatim returns the declaration for the package.
func (d handWritten) verbatim(doc string) binding.Verbatim {
	return binding.Verbatim{Doc: doc, Source: d.source}
}

// readGo reads the Go files of a directory of templates/runtime.
func readGo(dir string) ([]goSource, error) {
	var sources []goSource
	for _, file := range templates.Runtime(dir, ".go") {
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, path.Join("templates/runtime", dir, file.Name), file.Content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		source := goSource{topic: strings.TrimSuffix(file.Name, ".go")}
		for _, group := range parsed.Comments {
			if build := directive(group, buildDirective); build != "" {
				source.build = build
			}
		}
		for _, spec := range parsed.Imports {
			if path := strings.Trim(spec.Path.Value, `"`); path != "C" {
				source.imports = append(source.imports, path)
			}
		}
		for _, decl := range parsed.Decls {
			if d := newHandWritten(decl); d.token != token.IMPORT {
				d.source += string(file.Content[fset.Position(decl.Pos()).Offset:fset.Position(decl.End()).Offset])
				source.decls = append(source.decls, d)
			}
		}
		sources = append(sources, source)
	}
	return sources, nil
}

// newHandWritten reads a declaration and its comment. Directives of the Go tool are kept as its source, separate from
// the text above them.
func newHandWritten(decl ast.Decl) handWritten {
	reader := newUsageReader()
	ast.Walk(reader, decl)
	d := handWritten{usage: reader.usage(topLevel(decl))}
	if len(d.usage.declares) > 0 {
		d.name = d.usage.declares[0]
	}
	var doc *ast.CommentGroup
	switch decl := decl.(type) {
	case *ast.GenDecl:
		d.token, doc = decl.Tok, decl.Doc
	case *ast.FuncDecl:
		d.token, doc = token.FUNC, decl.Doc
		if decl.Recv != nil {
			recv := decl.Recv.List[0].Type
			if star, ok := recv.(*ast.StarExpr); ok {
				recv = star.X
			}
			d.name = recv.(*ast.Ident).Name + "." + decl.Name.Name
		}
	}
	if doc == nil {
		return d
	}
	d.comment = strings.TrimSpace(doc.Text())
	d.symbols = strings.Fields(directive(doc, bindDirective))
	d.needs = strings.Fields(directive(doc, needsDirective))
	d.typ, d.with = directive(doc, typeDirective), directive(doc, withDirective)
	for _, comment := range doc.List {
		if !strings.HasPrefix(comment.Text, "//go:") {
			continue
		}
		if d.source == "" && d.comment != "" {
			d.source = "//\n"
		}
		d.source += comment.Text + "\n"
	}
	return d
}

func directive(group *ast.CommentGroup, name string) string {
	for _, comment := range group.List {
		if value, ok := strings.CutPrefix(comment.Text, name); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
