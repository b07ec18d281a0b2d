package lower

import (
	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

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

// symbolIndex returns what became of every symbol, in header order within each kind.
func (l *lowerer) symbolIndex() binding.Index {
	index := binding.Index{
		File:  "SYMBOLS.md",
		Stamp: l.stamp(),
		Title: "Symbols of libzmq " + l.release.String(),
		Intro: wrapText("Every symbol of zmq.h, in the header's order, and its name in package " + l.Package +
			", or why it has none of its own. Draft symbols need the build tag `zmq_draft`."),
	}
	l.each(func(name string, _ capi.Pos, _ binding.SymbolKind, _ bool) {
		symbol := *l.symbols[name]
		if symbol.Go == "" && symbol.Reason == "" {
			symbol.Reason = "not bound yet"
		}
		index.Symbols = append(index.Symbols, symbol)
	})
	return index
}
