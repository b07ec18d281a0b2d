package lower

import (
	"fmt"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// miss notes that the header lacks a symbol that hand-written code cannot do without.
func (l *lowerer) miss(symbol, user string) {
	if r := l.records.Of(symbol); r.Own && l.symbols[symbol] != nil {
		if !l.refused[symbol] {
			l.failRecord(r, "%s uses it as zmqgen's own record has it; it can neither be left out nor have another name", user)
		}
		l.refused[symbol] = true
		return
	}
	if l.missed[symbol] == "" {
		l.missed[symbol] = user
	}
}

// missingError says what the header lacks.
func (l *lowerer) missingError() {
	if l.excerpt || len(l.missed) == 0 {
		return
	}
	const most = 8 // a header that is none lacks all
	symbols := slices.Sorted(maps.Keys(l.missed))
	var list []string
	for _, symbol := range symbols[:min(most, len(symbols))] {
		list = append(list, symbol+" (for "+l.missed[symbol]+")")
	}
	if more := len(symbols) - most; more > 0 {
		list = append(list, fmt.Sprintf("%d more", more))
	}
	l.fail("%s:1:1: the header lacks what the package cannot do without: %s; use a whole zmq.h of libzmq 4.0.0 or later",
		l.header.Name, strings.Join(list, ", "))
}

// noteAbsent notes the Go names of the functions that follow from shapes where the header lacks the function.
func (l *lowerer) noteAbsent() {
	for _, r := range l.records.All() {
		if l.hasShape(r) && l.symbols[r.Symbol] == nil {
			l.absent[shapeName(r)] = r.Symbol
		}
	}
}

// shapeName is the Go name that a function gets by its shape, with the receiver that its prefix says.
func shapeName(function *records.Record) string {
	if function.Go != "" {
		return function.Go
	}
	for _, r := range receivers {
		if rest, ok := strings.CutPrefix(function.Symbol, r.prefix); ok {
			return r.typ + "." + naming.Exported(rest)
		}
	}
	return naming.Exported(strings.TrimPrefix(function.Symbol, "zmq_"))
}

// hasShape reports whether a record is of a function that becomes Go by its shape.
func (l *lowerer) hasShape(r *records.Record) bool {
	return r.Kind == records.Function && r.Omit == "" && !l.templates.byHand[r.Symbol]
}

// missing finds what the package's code mentions and nothing declares: what the header lacks, or what other
// builds have.
func (l *lowerer) missing(files []*file) {
	l.noteAbsent()
	if l.symbols["ZMQ_VERSION"] == nil {
		l.miss("ZMQ_VERSION", "bridge.h")
	}
	all, stable := make(map[string]bool), make(map[string]bool)
	for _, f := range files {
		for _, placed := range f.decls {
			for _, name := range placed.usage.declares {
				all[name] = true
				stable[name] = stable[name] || f.build != draftTag
			}
		}
	}
	for _, f := range files {
		known := all
		if f.build != draftTag {
			known = stable
		}
		for _, placed := range f.decls {
			for _, name := range slices.Sorted(maps.Keys(placed.usage.names)) {
				if !known[name] && types.Universe.Lookup(name) == nil && name != "C" && !f.imported(name) {
					l.miss(l.symbolOf(name), f.topic+".go")
				}
			}
			for _, name := range slices.Sorted(maps.Keys(placed.usage.methods)) {
				if symbol := l.absent[name]; symbol != "" {
					l.miss(symbol, f.topic+".go")
				}
			}
		}
	}
}

func (f *file) imported(name string) bool {
	return slices.ContainsFunc(f.imports, func(p string) bool { return path.Base(p) == name })
}

// symbolOf returns the C symbol behind a Go name that the package lacks, or the name itself.
func (l *lowerer) symbolOf(name string) string {
	if r := l.renamed[name]; r != nil {
		return r.Symbol
	}
	for _, r := range l.records.All() {
		switch r.Kind {
		case records.Function:
			if doorName(r.Symbol) == name || l.hasShape(r) && shapeName(r) == name {
				return r.Symbol
			}
		case records.Option, records.Constant, records.Error, records.SystemError:
			for _, group := range l.records.Groups() {
				if r.In(group) && l.constName(group, r) == name {
					return r.Symbol
				}
			}
		}
	}
	return name
}
