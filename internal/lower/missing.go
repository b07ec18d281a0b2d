package lower

import (
	"go/token"
	"go/types"
	"path"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// shapeName is the Go name that a function gets by its shape, with the receiver that its prefix determines.
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

// hasShape reports whether a record is that of a function that is bound by its shape.
func (l *lowerer) hasShape(r *records.Record) bool {
	return r.Kind == records.Function && r.Omit == "" && !l.Templates.byHand[r.Symbol]
}

// missing finds names that the package's code mentions and nothing declares: the header lacks them, or only other
// builds have them.
func (l *lowerer) missing(files []*file) {
	for _, r := range l.records.All() {
		if l.hasShape(r) && !l.has(r.Symbol) {
			l.absent[shapeName(r)] = r.Symbol
		}
	}
	if !l.has("ZMQ_VERSION") {
		l.miss("ZMQ_VERSION", "bridge.h")
	}
	changed := make(map[string]*records.Record) // by the methods that users' records change or leave out
	for name, r := range l.renamed {
		if _, method, ok := strings.Cut(name, "."); ok {
			changed[method] = r
		}
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
		imported := func(name string) bool {
			return slices.ContainsFunc(f.imports, func(p string) bool { return path.Base(p) == name })
		}
		for _, placed := range f.decls {
			for name := range placed.usage.names {
				if !known[name] && types.Universe.Lookup(name) == nil && name != "C" && !imported(name) {
					l.miss(l.symbolOf(name), f.topic+".go")
				}
			}
			for name := range placed.usage.methods {
				of, method, _ := strings.Cut(name, ".")
				if symbol := l.absent[name]; symbol != "" {
					l.miss(symbol, f.topic+".go")
				} else if r := changed[method]; r != nil && !token.IsExported(of) && !imported(of) { // the type is unknown
					l.miss(r.Symbol, f.topic+".go")
				}
			}
		}
	}
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
