package lower

import (
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// wayName is the directory of templates/runtime that holds a way's hand-written doors.
type wayName string

const (
	cgoWay    wayName = "cgo"
	dlopenWay wayName = "dlopen"
)

// Ways says which ways between Go and C a package has: at least one.
type Ways struct {
	CGo    bool // through cgo, with a C compiler and libzmq's header
	Dlopen bool // through libzmq's functions, looked up at run time
}

// wayBuild is the build constraint of a way's files, or "".
func (l *lowerer) wayBuild(way wayName) string {
	switch {
	case !l.Ways.Dlopen:
		return "cgo"
	case !l.Ways.CGo:
		return ""
	case way == dlopenWay:
		return "!cgo || zmq_dlopen"
	}
	return "cgo && !zmq_dlopen"
}

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

// wayDecl is a hand-written declaration of a way, a door or what doors share, with its file.
type wayDecl struct {
	handWritten
	file goSource
}

// wayDecls returns the hand-written declarations of a way.
func (t *Templates) wayDecls(way wayName) []wayDecl {
	var all []wayDecl
	for _, source := range t.ways[way] {
		for _, d := range source.decls {
			all = append(all, wayDecl{d, source})
		}
	}
	return all
}

// add places a declaration among those of a file.
func (d wayDecl) add(f *file, position int) {
	f.imports = append(f.imports, d.file.imports...)
	f.decls = append(f.decls, placedDecl{helperRank, position, d.verbatim(d.comment), d.usage})
}

// inUse returns the declarations that are in use, with those that they use in turn, and adds to used the names
// that they need from each other.
func inUse(all []wayDecl, used doorUse) []wayDecl {
	needed := make(map[string]bool)
	for grown := true; grown; {
		grown = false
		for _, d := range all {
			owner, _, _ := strings.Cut(d.name, ".") // a method is as much in use as its type
			stable, isUsed := used[owner]
			if !isUsed || needed[d.name] && !stable {
				continue
			}
			grown = used.add(d.usage, stable) || !needed[d.name] || grown
			needed[d.name] = true
		}
	}
	var decls []wayDecl
	for _, d := range all {
		if needed[d.name] {
			decls = append(decls, d)
		}
	}
	return decls
}

// add notes what code uses, which is in stable builds or only in those with drafts, and reports whether that
// is new.
func (used doorUse) add(u usage, stable bool) bool {
	news := false
	for name := range u.names {
		if before, known := used[name]; !known || stable && !before {
			used[name], news = stable, true
		}
	}
	return news
}

// regularDoors returns the doors in use that are derived from the header, in its order, except those that are written
// by hand.
func (l *lowerer) regularDoors(used doorUse, byHand []wayDecl) []door {
	var doors []door
	for _, f := range l.header.Functions {
		name := doorName(f.Name)
		_, isUsed := used[name]
		if !isUsed || slices.ContainsFunc(byHand, func(d wayDecl) bool { return d.name == name }) {
			continue
		}
		d, ok := newDoor(f, l.records.Of(f.Name))
		if !ok {
			l.fail("%s%s: its types have no rule for a door; write %s in templates/runtime/cgo",
				l.place(f.Name), f.Name, name)
			continue
		}
		if l.declare(name, f.Name); l.scope[name] != f.Name {
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
