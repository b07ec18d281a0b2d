package lower

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// rank orders the declarations of a file: what comes first for a reader.
type rank int

const (
	constRank  rank = iota // a type that is a number, its constants and their names
	typeRank               // the other types
	funcRank               // functions and methods, in header order
	helperRank             // what is not exported
)

// file collects the declarations of one Go file.
type file struct {
	code    *codeReader
	topic   string
	build   string
	imports []string
	decls   []placedDecl
	// lacksSymbols says that hand-written declarations were left out because the header lacks their symbol.
	lacksSymbols bool
}

// placedDecl is a declaration with its place among the others.
type placedDecl struct {
	rank     rank
	position int // line of the C symbol in the header, or order of writing
	decl     binding.Decl
	usage    usage
}

// file returns the file of a topic, made on first use.
func (l *lowerer) file(topic string) *file {
	f, ok := l.files[topic]
	if !ok {
		f = &file{code: &l.code, topic: topic}
		if topic == draftTopic || strings.HasPrefix(topic, draftTopic+"_") {
			f.build = draftTag
		}
		l.files[topic] = f
	}
	return f
}

// draftTopic is the file of the draft constants.
const draftTopic = "draft"

// draftTag is the build tag of everything that libzmq calls a draft.
const draftTag = "zmq_draft"

func (f *file) add(rank rank, position int, decl binding.Decl) {
	f.decls = append(f.decls, placedDecl{rank, position, decl, f.code.usageOf(decl)})
}

// goFile returns the file as part of the package: sorted, with the imports that it needs.
func (f *file) goFile(l *lowerer) binding.GoFile {
	slices.SortStableFunc(f.decls, func(a, b placedDecl) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.position, b.position))
	})
	common := "" // the build constraint of the files that all ways share
	if !l.Ways.Dlopen {
		common = "cgo" // a build without it would report more than one error if it compiled them
	}
	out := binding.GoFile{
		Name:    f.topic + ".go",
		Stamp:   []string{l.stamp()},
		Build:   allOf(common, f.build),
		Package: l.Package,
	}
	for _, placed := range f.decls {
		out.Decls = append(out.Decls, placed.decl)
	}
	for _, importPath := range f.imports {
		mentions := func(placed placedDecl) bool { return placed.usage.names[path.Base(importPath)] }
		if !slices.Contains(out.Imports, importPath) && slices.ContainsFunc(f.decls, mentions) {
			out.Imports = append(out.Imports, importPath)
		}
	}
	slices.Sort(out.Imports)
	return out
}

// allOf joins build constraints, some of which may be "".
func allOf(constraints ...string) string {
	constraints = slices.DeleteFunc(constraints, func(c string) bool { return c == "" })
	if len(constraints) == 1 {
		return constraints[0]
	}
	for i, c := range constraints {
		if strings.Contains(c, "||") {
			constraints[i] = "(" + c + ")"
		}
	}
	return strings.Join(constraints, " && ")
}

// need notes an import that the file's code may mention.
func (f *file) need(path string) { f.imports = append(f.imports, path) }
