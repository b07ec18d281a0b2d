package lower

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/binding"
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
	topic    string
	build    string
	preamble []string
	imports  []string
	decls    []placedDecl
	// lacksSymbols says that hand-written declarations were left out, for the header lacks their symbol.
	lacksSymbols bool
}

// placedDecl is a declaration with its place among the others.
type placedDecl struct {
	rank     rank
	position int // line of the C symbol in the header, or order of writing
	decl     binding.Decl
}

// file returns the file of a topic, made on first use.
func (l *lowerer) file(topic string) *file {
	f, ok := l.files[topic]
	if !ok {
		f = &file{topic: topic}
		if topic == "draft" || strings.HasPrefix(topic, "draft_") {
			f.build = draftTag
		}
		l.files[topic] = f
	}
	return f
}

// draftTag is the build tag of everything that libzmq calls a draft.
const draftTag = "zmq_draft"

func (f *file) add(rank rank, position int, decl binding.Decl) {
	f.decls = append(f.decls, placedDecl{rank, position, decl})
}

// goFile returns the file as part of the package: sorted, with the imports and the preamble it needs.
func (f *file) goFile(l *lowerer) binding.GoFile {
	slices.SortStableFunc(f.decls, func(a, b placedDecl) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.position, b.position))
	})
	out := binding.GoFile{
		Name:    f.topic + ".go",
		Stamp:   []string{l.stamp()},
		Build:   f.build,
		Package: l.packageName,
		Imports: f.neededImports(),
	}
	for _, placed := range f.decls {
		out.Decls = append(out.Decls, placed.decl)
	}
	if f.uses("C.") {
		out.Preamble = f.cgoPreamble()
	} else {
		out.Build = andCgo(f.build) // or a build without cgo would end in more than one error
	}
	return out
}

// neededImports returns the imports that the file's code mentions.
func (f *file) neededImports() []string {
	var needed []string
	for _, path := range f.imports {
		name := path[strings.LastIndex(path, "/")+1:]
		if !slices.Contains(needed, path) && f.uses(name+".") {
			needed = append(needed, path)
		}
	}
	slices.Sort(needed)
	return needed
}

// uses reports whether the file's code mentions a qualifier such as "C." or "time.".
func (f *file) uses(qualifier string) bool {
	return slices.ContainsFunc(f.decls, func(placed placedDecl) bool {
		return mentions(placed.decl, qualifier)
	})
}

// cgoPreamble returns the preamble: promises to cgo for the C functions that the file calls, and what is
// written by hand.
func (f *file) cgoPreamble() []string {
	var promises []string
	for _, name := range f.cCalls() {
		if isType := strings.HasSuffix(name, "_t"); !isType && !unpromised[name] {
			promises = append(promises, "#cgo noescape "+name, "#cgo nocallback "+name)
		}
	}
	if len(f.preamble) == 0 {
		return append(promises, `#include "bridge.h"`)
	}
	return append(promises, f.preamble...)
}

// cCalls returns the functions of libzmq and the bridge that the file's code calls, sorted.
func (f *file) cCalls() []string {
	called := make(map[string]bool)
	for _, placed := range f.decls {
		eachSource(placed.decl, func(source string) {
			for _, prefix := range []string{bridgePrefix, "zmq_"} {
				for _, name := range namesIn(source, "C."+prefix) {
					called[strings.TrimPrefix(name, "C.")] = true
				}
			}
		})
	}
	return slices.Sorted(maps.Keys(called))
}

// unpromised holds the functions of which cgo must not believe that Go memory stays behind when
// they return, and that they never call Go.
var unpromised = map[string]bool{
	"bridge_msg_data":    true, // the result may point into the message
	"bridge_threadstart": true, // the thread runs Go
	"bridge_threadclose": true, // and may go on doing so meanwhile
}

func andCgo(build string) string {
	if build == "" {
		return "cgo"
	}
	return "cgo && " + build
}

// need notes an import that the file's code may mention.
func (f *file) need(path string) { f.imports = append(f.imports, path) }
