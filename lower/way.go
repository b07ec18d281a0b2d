package lower

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/binding"
)

// Ways says which ways between Go and C a package has.
type Ways struct {
	CGo bool // through cgo, with the header and a C compiler
}

// wayName is the directory of templates/runtime that holds a way's hand-written doors.
type wayName string

const cgoWay wayName = "cgo"

// wayBuild is the build constraint of a way's files.
func (l *lowerer) wayBuild(wayName) string { return "cgo" }

// commonBuild is the build constraint of the files that all ways share. Where there is only cgo, a build
// without it would end in more than one error if they were compiled.
func (l *lowerer) commonBuild() string { return "cgo" }

// doorUse is a name of the package with the builds that need it.
type doorUse map[string]bool // true where a build without drafts needs it

// namesInUse returns the names that the package's Go code mentions, apart from the ways' own code.
func (l *lowerer) namesInUse(files []*file) doorUse {
	used := make(doorUse)
	for _, f := range files {
		for _, placed := range f.decls {
			for name := range placed.usage.names {
				used[name] = used[name] || f.build != draftTag
			}
		}
	}
	return used
}

// wayDecl is a hand-written declaration of a way: a door, or what doors share.
type wayDecl struct {
	name    string
	file    string // in templates/runtime
	decl    binding.Verbatim
	usage   usage
	imports []string
}

// handWrittenDoors returns the hand-written declarations of a way that are in use, with those that they use
// in turn, and enters into used what they need of each other.
func (l *lowerer) handWrittenDoors(way wayName, used doorUse) []wayDecl {
	var all []wayDecl
	for _, source := range l.templates.ways[way] {
		imports := importsOf(source.parsed)
		for _, decl := range source.parsed.Decls {
			if isImport(decl) {
				continue
			}
			verbatim := source.verbatim(decl)
			verbatim.Doc = strings.TrimSpace(docOf(decl).Text())
			all = append(all, wayDecl{declName(decl), source.name, verbatim, l.usageOf(verbatim), imports})
		}
	}
	needed := make(map[string]bool)
	for grown := true; grown; {
		grown = false
		for _, d := range all {
			stable, isUsed := used[d.name]
			if !isUsed || needed[d.name] && !stable {
				continue
			}
			for name := range d.usage.names {
				if before, known := used[name]; !known || stable && !before {
					used[name], grown = stable, true
				}
			}
			grown = grown || !needed[d.name]
			needed[d.name] = true
		}
	}
	return slices.DeleteFunc(all, func(d wayDecl) bool { return !needed[d.name] })
}

// regularDoors returns the doors in use that follow from the header, in its order, but for those that are
// written by hand.
func (l *lowerer) regularDoors(used doorUse, byHand []wayDecl) []door {
	var doors []door
	for _, f := range l.header.Functions {
		name := doorName(f.Name)
		_, isUsed := used[name]
		if !isUsed || slices.ContainsFunc(byHand, func(d wayDecl) bool { return d.name == name }) {
			continue
		}
		d, ok := newDoor(f)
		if !ok {
			l.fail("%s%s: its types have no rule for a door; write %s in templates/runtime/cgo",
				l.place(f.Name), f.Name, name)
			continue
		}
		doors = append(doors, d)
	}
	return doors
}

// goFunc returns the door's signature.
func (d door) goFunc() binding.Func {
	fn := binding.Func{Name: d.name}
	for _, p := range d.params {
		fn.Params = append(fn.Params, binding.Param{Name: p.name, Type: p.goType})
	}
	if d.goResult != "" {
		fn.Results = []binding.Param{{Type: d.goResult}}
	}
	return fn
}

// importsOf returns the import paths of a file, apart from C.
func importsOf(file *ast.File) []string {
	var paths []string
	for _, spec := range file.Imports {
		if path := strings.Trim(spec.Path.Value, `"`); path != "C" {
			paths = append(paths, path)
		}
	}
	return paths
}
