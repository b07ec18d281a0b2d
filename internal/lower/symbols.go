package lower

import (
	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// bind notes that a symbol of the header has a Go name. A symbol can have several.
func (l *lowerer) bind(symbol, goName string) {
	entry := l.symbols[symbol]
	if entry.Go != "" {
		entry.Go += ", "
	}
	entry.Go += goName
	entry.Deprecated = l.records.Of(symbol).IsDeprecated(l.release)
}

// omitted notes why a symbol has no Go name of its own, and reports whether its record says so.
func (l *lowerer) omitted(symbol string) bool {
	l.symbols[symbol].Reason = l.records.Of(symbol).Omit
	return l.symbols[symbol].Reason != ""
}

// macrosAndTypes accounts for the macros and types that are not bound by hand: a record says why they are left out.
func (l *lowerer) macrosAndTypes() {
	l.each(func(name string, pos capi.Pos, kind binding.SymbolKind, _ bool) {
		if (kind == binding.Macros || kind == binding.Types) && l.symbols[name].Go == "" && !l.omitted(name) {
			l.reportUnknown(pos, name, "no rule gives a "+string(kind)+" a Go form; "+giveRecord)
		}
	})
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
