package lower

import (
	"maps"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// cgoFiles returns the doors through cgo: cgo.go, draft_cgo.go, and bridge.h with their C. No other
// file imports "C".
func (l *lowerer) cgoFiles(used doorUse) ([]binding.GoFile, binding.CFile) {
	byHand := inUse(l.Templates.wayDecls(cgoWay), used)
	regular := l.regularDoors(used, byHand)
	pieces := &pieceSet{l: l, needed: make(map[string]bool), draft: make(map[string]bool)}
	stable, draft := l.file("cgo"), l.file("draft_cgo")
	fileOf := func(isDraft bool) *file {
		if isDraft {
			return draft
		}
		return stable
	}
	promised := map[*file]map[string]bool{stable: {}, draft: {}}
	for _, d := range byHand {
		isDraft := !used[d.name]
		var harmless []string
		for _, name := range slices.Sorted(maps.Keys(d.usage.c)) {
			if p := l.Templates.piece(name); p != nil { // not a type, or a function of C's library
				isDraft = pieces.need(name) || isDraft
				if p.conduct.IsHarmless() {
					harmless = append(harmless, name)
				}
			}
		}
		f := fileOf(isDraft)
		d.add(f, l.doorPosition(d.name))
		for _, name := range harmless {
			promised[f][name] = true
		}
	}
	for _, d := range regular {
		for _, p := range d.params {
			if strings.HasPrefix(p.cType, descriptorType) {
				pieces.need(descriptorType)
			}
		}
		f := fileOf(d.function.Draft || !used[d.name])
		f.add(helperRank, l.line(d.function.Name), d.throughCGo())
		if d.rule.Conduct.IsHarmless() {
			promised[f][bridgeName(d.function.Name)] = true
		}
	}
	preamble := append([]string{"#cgo !zmq_static pkg-config: libzmq", "#cgo zmq_static pkg-config: --static libzmq"}, promises(promised[stable])...)
	files := []binding.GoFile{l.cgoFile(stable, append(preamble, `#include "abi.h"`, `#include "bridge.h"`))}
	if l.hasDrafts() || len(draft.decls) > 0 {
		preamble = append([]string{"#cgo CFLAGS: -DZMQ_BUILD_DRAFT_API"}, promises(promised[draft])...)
		files = append(files, l.cgoFile(draft, append(preamble, `#include "bridge.h"`)))
	}
	return files, l.bridge(regular, pieces)
}

func (l *lowerer) cgoFile(f *file, preamble []string) binding.GoFile {
	f.imports = append(f.imports, "unsafe")
	file := f.goFile(l)
	file.Preamble = preamble
	file.Build = allOf(l.wayBuild(cgoWay), f.build)
	return file
}

// promises returns the lines that tell cgo which functions retain no pointers and do not call Go. Only the two
// together have an effect.
func promises(functions map[string]bool) []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(functions)) {
		lines = append(lines, "#cgo noescape "+name, "#cgo nocallback "+name)
	}
	return lines
}

// doorPosition orders the hand-written doors: a door to one C function is at the position of the function in the
// header, and the others follow.
func (l *lowerer) doorPosition(name string) int {
	if function, ok := l.doors[name]; ok {
		return l.line(function)
	}
	return lastPosition
}

// lastPosition comes after every line of a header.
const lastPosition = 1 << 30

// throughCGo returns the door as a call of the bridge's function.
func (d door) throughCGo() binding.Func {
	fn := d.goFunc()
	args := make([]binding.Expr, len(d.params))
	for i, p := range d.params {
		typ, isPointer := strings.CutSuffix(strings.TrimPrefix(p.cType, "const "), " *")
		if isPointer {
			args[i] = call("(*C."+typ+")", call("unsafe.Pointer", binding.Name(p.name)))
		} else {
			args[i] = call("C."+typ, binding.Name(p.name))
		}
	}
	crossing := call("C."+bridgeName(d.function.Name), args...)
	switch {
	case d.result == noResult:
		fn.Body = []binding.Stmt{binding.Do{X: crossing}}
	case d.result == plainText:
		fn.Body = []binding.Stmt{binding.Return{Values: []binding.Expr{call("C.GoString", crossing)}}}
	default:
		fn.Body = []binding.Stmt{binding.Return{Values: []binding.Expr{call(d.goResult, crossing)}}}
	}
	return fn
}
