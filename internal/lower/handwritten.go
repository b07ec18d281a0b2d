package lower

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/records"
)

// Directives in hand-written files. Each stands on a comment line of its own.
const (
	bindDirective  = "//zmqgen:bind "  // the C symbols that the next declaration stands for
	typeDirective  = "//zmqgen:type "  // the type whose text documents the next declaration
	withDirective  = "//zmqgen:with "  // the C symbol without which there is no use for the next declaration
	buildDirective = "//zmqgen:build " // the file's build constraint
)

// handWritten takes the declarations of templates/runtime. One that stands for a C symbol is left out
// where the header does not have the symbol.
func (l *lowerer) handWritten() {
	for _, source := range l.templates.golang {
		l.takeGo(source)
	}
}

// handWrittenFile is one file of templates/runtime while its declarations are taken.
type handWrittenFile struct {
	goTemplate
	file     *file
	position int // of the last declaration that stands for a C symbol
}

func (l *lowerer) takeGo(source goTemplate) {
	h := &handWrittenFile{goTemplate: source, file: l.file(l.topicOf(source))}
	if constraint := directive(source.parsed.Comments, buildDirective); constraint != "" {
		h.file.build = constraint
	}
	h.file.imports = append(h.file.imports, importsOf(source.parsed)...)
	for _, decl := range source.parsed.Decls {
		if !isImport(decl) {
			l.takeDecl(h, decl)
		}
	}
}

func isImport(decl ast.Decl) bool {
	gen, ok := decl.(*ast.GenDecl)
	return ok && gen.Tok == token.IMPORT
}

// topicOf returns the topic of a hand-written file: what it binds may be a draft in one release and stable
// in the next.
func (l *lowerer) topicOf(source goTemplate) string {
	topic := strings.TrimSuffix(source.name, ".go")
	for _, decl := range source.parsed.Decls {
		for _, symbol := range strings.Fields(directiveIn(docOf(decl), bindDirective)) {
			if entry := l.symbols[symbol]; entry != nil && entry.Draft && !strings.HasPrefix(topic, "draft") {
				return "draft_" + topic
			}
		}
	}
	return topic
}

func directive(groups []*ast.CommentGroup, name string) string {
	for _, group := range groups {
		if value := directiveIn(group, name); value != "" {
			return value
		}
	}
	return ""
}

func directiveIn(group *ast.CommentGroup, name string) string {
	if group == nil {
		return ""
	}
	for _, comment := range group.List {
		if value, ok := strings.CutPrefix(comment.Text, name); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

// takeDecl places one declaration under its documentation.
func (l *lowerer) takeDecl(h *handWrittenFile, decl ast.Decl) {
	doc := docOf(decl)
	name := declName(decl)
	symbols := strings.Fields(directiveIn(doc, bindDirective))
	if typ := directiveIn(doc, typeDirective); typ != "" {
		symbols = append(symbols, l.structOf(typ)...)
	}
	present := l.presentSymbols(symbols)
	if with := directiveIn(doc, withDirective); with != "" && l.symbols[with] == nil {
		return
	}
	for _, symbol := range strings.Fields(directiveIn(doc, needsDirective)) {
		if l.symbols[symbol] == nil {
			l.miss(symbol, name)
		}
	}
	if len(symbols) > 0 && len(present) == 0 {
		l.absent[name] = symbols[0]
		if r := l.records.Of(symbols[0]); r.Own {
			l.renamed[name] = r
		}
		h.file.lacksSymbols = true
		return
	}
	verbatim := h.verbatim(decl)
	position := h.position
	if len(present) > 0 {
		position = l.order[present[0]]
	}
	h.position = position
	for _, symbol := range present {
		if r := l.records.Of(symbol); r.Kind == records.Function && r.Go != "" && r.Go != name {
			l.failRecord(r, "this is written by hand as %s, and cannot have another name", name)
		}
		l.bind(symbol, name)
	}
	verbatim.Doc = l.handWrittenDoc(doc, decl, name, present)
	if isExported(name) {
		l.declare(name, "templates/runtime/"+platformless(h.file.topic)+".go")
	}
	rank := rankOf(decl, name)
	if l.isTypeOfGroup(name) {
		rank, position = constRank, 0 // before its constants
	}
	h.file.add(rank, position, verbatim)
}

// structOf returns the C struct behind a Go type, if there is one.
func (l *lowerer) structOf(typ string) []string {
	for _, r := range l.records.All() {
		if r.Kind == records.Type && r.Go == typ {
			return []string{r.Symbol}
		}
	}
	return nil
}

// verbatim returns a declaration as it stands in the file, without its documentation.
func (t goTemplate) verbatim(decl ast.Decl) binding.Verbatim {
	source := string(t.content[t.fset.Position(decl.Pos()).Offset:t.fset.Position(decl.End()).Offset])
	return binding.Verbatim{Source: keptDirectives(docOf(decl)) + source}
}

// isTypeOfGroup reports whether a type is that of a group of constants.
func (l *lowerer) isTypeOfGroup(name string) bool {
	return slices.ContainsFunc(l.records.Groups(), func(group *records.Group) bool { return group.Type == name })
}

// keptDirectives returns the comment lines that mean something to the Go tool, apart from the text above them.
func keptDirectives(doc *ast.CommentGroup) string {
	kept := ""
	if doc == nil {
		return kept
	}
	for _, comment := range doc.List {
		if !strings.HasPrefix(comment.Text, "//go:") {
			continue
		}
		if kept == "" && doc.Text() != "" {
			kept = "//\n"
		}
		kept += comment.Text + "\n"
	}
	return kept
}

// platformless returns a topic without the system its file is for: such files declare the same names.
func platformless(topic string) string {
	return strings.TrimSuffix(strings.TrimSuffix(topic, "_unix"), "_windows")
}

// presentSymbols returns those of the symbols that the header has.
func (l *lowerer) presentSymbols(symbols []string) []string {
	var present []string
	for _, symbol := range symbols {
		if _, ok := l.symbols[symbol]; ok && l.records.Of(symbol).Omit == "" {
			present = append(present, symbol)
		}
	}
	return present
}

// handWrittenDoc returns the text of package templates for an exported declaration, and the file's
// own comment for a helper.
func (l *lowerer) handWrittenDoc(doc *ast.CommentGroup, decl ast.Decl, name string, symbols []string) string {
	lastName := name[strings.LastIndex(name, ".")+1:]
	switch {
	case len(symbols) > 0:
		return l.docOf(symbols[0], lastName, docKey(symbols[0], decl), l.declarations(symbols)...)
	case directiveIn(doc, typeDirective) != "":
		return l.doc(name, "type "+directiveIn(doc, typeDirective))
	case !isExported(name):
		return strings.TrimSpace(doc.Text())
	}
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		return l.doc(lastName, "go "+name)
	case *ast.GenDecl:
		if decl.Tok == token.TYPE {
			return l.doc(name, "type "+name)
		}
	}
	return wrapText(l.text("go " + name))
}

// docKey is the key of a symbol's text: a C type's is its Go name's.
func docKey(symbol string, decl ast.Decl) string {
	if gen, ok := decl.(*ast.GenDecl); ok && gen.Tok == token.TYPE {
		return "type " + declName(decl)
	}
	return symbol
}

// declarations returns the C declarations of functions; other symbols have none to show.
func (l *lowerer) declarations(symbols []string) []string {
	var lines []string
	for _, symbol := range symbols {
		for _, f := range l.header.Functions {
			if f.Name == symbol {
				lines = append(lines, f.Declaration())
			}
		}
	}
	return lines
}

func docOf(decl ast.Decl) *ast.CommentGroup {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		return d.Doc
	case *ast.GenDecl:
		return d.Doc
	}
	return nil
}

// declName returns the name a declaration declares, for a method with its receiver's type: the first
// one where there are several.
func declName(decl ast.Decl) string {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			return d.Name.Name
		}
		recv := d.Recv.List[0].Type
		if star, ok := recv.(*ast.StarExpr); ok {
			recv = star.X
		}
		return recv.(*ast.Ident).Name + "." + d.Name.Name
	case *ast.GenDecl:
		switch spec := d.Specs[0].(type) {
		case *ast.TypeSpec:
			return spec.Name.Name
		case *ast.ValueSpec:
			return spec.Names[0].Name
		}
	}
	return ""
}

// isExported reports whether a name, with its receiver's type if it has one, is visible outside.
func isExported(name string) bool {
	for part := range strings.SplitSeq(name, ".") {
		if !ast.IsExported(part) {
			return false
		}
	}
	return true
}

func rankOf(decl ast.Decl, name string) rank {
	gen, isGen := decl.(*ast.GenDecl)
	switch {
	case !isExported(name):
		return helperRank
	case isGen && gen.Tok == token.TYPE:
		return typeRank
	case isGen:
		return constRank
	}
	return funcRank
}
