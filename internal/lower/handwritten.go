package lower

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// handWritten takes the declarations of templates/runtime.
func (l *lowerer) handWritten() {
	for _, source := range l.Templates.golang {
		topic := source.topic
		isDraft := func(symbol string) bool { return l.draft[symbol] } // in this release
		for _, d := range source.decls {
			if slices.ContainsFunc(d.symbols, isDraft) && !strings.HasPrefix(topic, draftTopic) {
				topic = draftTopic + "_" + topic
			}
		}
		f := l.file(topic)
		f.imports = append(f.imports, source.imports...)
		if source.build != "" {
			f.build = source.build
		}
		position := 0 // of the last declaration of a C symbol
		for _, d := range source.decls {
			position = l.takeDecl(f, d, position)
		}
	}
}

// takeDecl places one declaration with its documentation after the position of the previous one, and returns its own
// position. A declaration of C symbols is left out if the header has none of them.
func (l *lowerer) takeDecl(f *file, d handWritten, position int) int {
	symbols := d.symbols
	if r := l.records.TypeOf(d.typ); r != nil {
		symbols = append(symbols, r.Symbol)
	}
	var present []string
	for _, symbol := range symbols {
		if l.has(symbol) && l.records.Of(symbol).Omit == "" {
			present = append(present, symbol)
		}
	}
	if d.with != "" && !l.has(d.with) {
		return position
	}
	for _, symbol := range d.needs {
		if !l.has(symbol) {
			l.miss(symbol, d.name)
		}
	}
	if len(symbols) > 0 && len(present) == 0 {
		l.absent[d.name] = symbols[0]
		if r := l.records.Of(symbols[0]); r.Own {
			l.renamed[d.name] = r
		}
		f.lacksSymbols = true
		return position
	}
	for _, symbol := range present {
		if r := l.records.Of(symbol); r.Kind == records.Function && r.Go != "" && r.Go != d.name {
			l.failRecord(r, "this is hand-written as %s, and cannot be renamed", d.name)
		}
		l.bind(symbol, d.name)
	}
	if isExported(d.name) {
		topic := strings.TrimSuffix(strings.TrimSuffix(f.topic, "_unix"), "_windows") // which declare the same names
		l.declare(d.name, "templates/runtime/"+topic+".go")
	}
	if len(present) > 0 {
		position = l.line(present[0])
	}
	placed := placedDecl{d.rank(), position, d.verbatim(l.handWrittenDoc(d, present)), d.usage}
	if slices.ContainsFunc(l.records.Groups(), func(g *records.Group) bool { return g.Type == d.name }) {
		placed.rank, placed.position = constRank, 0 // before its constants
	}
	f.decls = append(f.decls, placed)
	return position
}

func (d handWritten) rank() rank {
	switch {
	case !isExported(d.name):
		return helperRank
	case d.token == token.TYPE:
		return typeRank
	case d.token == token.FUNC:
		return funcRank
	}
	return constRank
}

// handWrittenDoc returns the text of a record for an exported declaration, and the file's own comment for a
// helper.
func (l *lowerer) handWrittenDoc(d handWritten, symbols []string) string {
	lastName := d.name[strings.LastIndex(d.name, ".")+1:]
	switch {
	case len(symbols) > 0:
		key := symbols[0]
		if d.token == token.TYPE {
			key = "type " + d.name
		}
		var declarations []string
		for _, symbol := range symbols {
			if i := slices.IndexFunc(l.header.Functions, func(f capi.Function) bool { return f.Name == symbol }); i >= 0 {
				declarations = append(declarations, l.header.Functions[i].Declaration())
			}
		}
		return l.docOf(symbols[0], lastName, key, declarations...)
	case d.typ != "":
		return l.doc(d.name, "type "+d.typ)
	case !isExported(d.name):
		return d.comment
	case d.token == token.FUNC:
		return l.doc(lastName, "go "+d.name)
	case d.token == token.TYPE:
		return l.doc(d.name, "type "+d.name)
	}
	return wrapText(l.text("go " + d.name))
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
