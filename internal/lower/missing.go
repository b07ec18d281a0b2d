package lower

import (
	"fmt"
	"go/types"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/naming"
)

// miss notes that the header lacks a symbol that hand-written code cannot do without.
func (l *lowerer) miss(symbol, user string) {
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
	for function, rule := range functionRules {
		if rule.topic != "" && l.symbols[function] == nil {
			l.absent[shapeName(function, rule)] = function
		}
	}
}

// shapeName is the Go name that a function gets by its shape, with the receiver that its prefix says.
func shapeName(function string, rule functionRule) string {
	recv, name := rule.recv, strings.TrimPrefix(function, "zmq_")
	for _, r := range receivers {
		if rest, ok := strings.CutPrefix(function, r.prefix); ok {
			recv, name = r.typ, rest
		}
	}
	if name = naming.Exported(name); rule.name != "" {
		name = rule.name
	}
	if recv == "" {
		return name
	}
	return recv + "." + name
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
	for function, rule := range functionRules {
		if doorName(function) == name || rule.topic != "" && shapeName(function, rule) == name {
			return function
		}
	}
	for _, group := range constGroups {
		for _, macro := range group.macros {
			if constName(group, macro) == name {
				return macro
			}
		}
	}
	return name
}
