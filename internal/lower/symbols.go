package lower

import (
	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// indexHeader notes where each symbol of the header stands, and opens an entry for it in the index.
func (l *lowerer) indexHeader() {
	n := len(l.header.Constants) + len(l.header.Macros) + len(l.header.Functions) + len(l.header.Types)
	l.order = make(map[string]int, n)
	l.symbols = make(map[string]*binding.Symbol, n)
	l.positions = make(map[string]capi.Pos, n)
	enter := func(name string, pos capi.Pos, kind binding.SymbolKind, draft bool) {
		l.order[name], l.positions[name] = pos.Line, pos
		l.symbols[name] = &binding.Symbol{C: name, Kind: kind, Draft: draft}
		if first := l.records.Of(name).First(); first != none {
			l.symbols[name].Since = first.String()
		}
	}
	for _, c := range l.header.Constants {
		enter(c.Name, c.Pos, binding.Constants, c.Draft)
	}
	for _, m := range l.header.Macros {
		enter(m.Name, m.Pos, binding.Macros, m.Draft)
	}
	for _, f := range l.header.Functions {
		enter(f.Name, f.Pos, binding.Functions, f.Draft)
	}
	for _, t := range l.header.Types {
		enter(t.Name, t.Pos, binding.Types, t.Draft)
	}
}

// record returns what is known of a symbol, which may be nothing but the symbol.
func (l *lowerer) record(symbol string) *records.Record {
	if l.records.Has(symbol) {
		return l.records.Of(symbol)
	}
	return &records.Record{Symbol: symbol}
}

// bind notes that a symbol of the header has a Go name. A symbol may have several.
func (l *lowerer) bind(symbol, goName string) {
	entry := l.symbols[symbol]
	if entry.Go != "" {
		entry.Go += ", "
	}
	entry.Go += goName
	entry.Deprecated = l.records.Of(symbol).IsDeprecated(l.release)
}

// fold notes why a symbol has no Go name of its own, if its record says so.
func (l *lowerer) fold(symbol string) bool {
	l.symbols[symbol].Reason = l.records.Of(symbol).Omit
	return l.symbols[symbol].Reason != ""
}

// otherSymbols accounts for the types, which are bound by hand or folded, and reports what is left.
func (l *lowerer) otherSymbols() {
	for _, t := range l.header.Types {
		if l.symbols[t.Name].Go == "" && !l.fold(t.Name) {
			l.reportUnknown(t.Pos, t.Name, "this type has no Go form by rule; write one in "+
				"templates/runtime with //zmqgen:bind "+t.Name)
		}
	}
}

// index returns what became of every symbol, in header order within each kind.
func (l *lowerer) index() binding.Index {
	index := binding.Index{
		File:  "SYMBOLS.md",
		Stamp: l.stamp(),
		Title: "Symbols of libzmq " + l.release.String(),
		Intro: wrapText("Every symbol of zmq.h, in the header's order, and its name in package " + l.packageName +
			", or why it has none of its own. Draft symbols need the build tag `zmq_draft`."),
	}
	add := func(name string) {
		symbol := *l.symbols[name]
		if symbol.Go == "" && symbol.Reason == "" {
			symbol.Reason = "not bound yet"
		}
		index.Symbols = append(index.Symbols, symbol)
	}
	for _, f := range l.header.Functions {
		add(f.Name)
	}
	for _, t := range l.header.Types {
		add(t.Name)
	}
	for _, m := range l.header.Macros {
		add(m.Name)
	}
	for _, c := range l.header.Constants {
		add(c.Name)
	}
	return index
}
