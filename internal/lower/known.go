package lower

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// known is a header and what the records say about it, before anything is decided.
type known struct {
	header    *capi.Header
	records   *records.Set
	release   records.Release
	least     records.Release // the first that has every stable function, so that its library is enough
	positions map[string]capi.Pos
	draft     map[string]bool
	doors     map[string]string // the C functions, by the names of their doors
}

// none is the release of something that never happened.
var none records.Release

func newKnown(header *capi.Header, set *records.Set) (*known, error) {
	release, err := releaseOf(header)
	if err != nil {
		return nil, err
	}
	k := &known{
		header: header, records: set, release: release, least: records.Release{Major: 4},
		positions: make(map[string]capi.Pos), draft: make(map[string]bool), doors: make(map[string]string),
	}
	k.each(func(name string, pos capi.Pos, kind binding.SymbolKind, draft bool) {
		k.positions[name], k.draft[name] = pos, draft
		if kind != binding.Functions {
			return
		}
		k.doors[doorName(name)] = name
		if first := set.Of(name).Since; !draft && k.least.Before(first) {
			k.least = first
		}
	})
	return k, nil
}

// each visits the symbols of the header: functions, types, macros and constants, each in its order.
func (k *known) each(visit func(name string, pos capi.Pos, kind binding.SymbolKind, draft bool)) {
	for _, f := range k.header.Functions {
		visit(f.Name, f.Pos, binding.Functions, f.Draft)
	}
	for _, t := range k.header.Types {
		visit(t.Name, t.Pos, binding.Types, t.Draft)
	}
	for _, m := range k.header.Macros {
		visit(m.Name, m.Pos, binding.Macros, m.Draft)
	}
	for _, c := range k.header.Constants {
		visit(c.Name, c.Pos, binding.Constants, c.Draft)
	}
}

// index opens the entries for all symbols in the index of the package.
func (k *known) index() map[string]*binding.Symbol {
	symbols := make(map[string]*binding.Symbol)
	k.each(func(name string, _ capi.Pos, kind binding.SymbolKind, draft bool) {
		symbols[name] = &binding.Symbol{C: name, Kind: kind, Draft: draft}
		if first := k.records.Of(name).First(); first != none {
			symbols[name].Since = first.String()
		}
	})
	return symbols
}

// has reports whether the header has a symbol.
func (k *known) has(symbol string) bool {
	_, ok := k.positions[symbol]
	return ok
}

// line returns the line of a symbol in the header.
func (k *known) line(symbol string) int { return k.positions[symbol].Line }

// place returns the position of a symbol in the header, for a message, or "" if it is not a symbol of the header.
func (k *known) place(symbol string) string {
	if !k.has(symbol) {
		return ""
	}
	pos := k.positions[symbol]
	return fmt.Sprintf("%s:%d:%d: ", pos.File, pos.Line, pos.Col)
}

// isNewer reports whether a symbol came after the least release that the package builds with, so that
// the installed header may lack it.
func (k *known) isNewer(symbol string) bool {
	return k.least.Before(k.records.Of(symbol).First())
}

// since returns when a symbol was added, as a sentence, or "" if every library that the package builds with has it.
func (k *known) since(symbol string) string {
	r, draft := k.records.Of(symbol), k.draft[symbol]
	first, form := r.Since, "Since libzmq "
	if draft {
		first, form = r.Draft, "A draft since libzmq "
	}
	if !k.least.Before(first) {
		if r.Formerly == "" || r.Since == none {
			return ""
		}
		return "Called " + r.Formerly + " before libzmq " + r.Since.String() + "."
	}
	clauses := []string{form + first.String()}
	switch {
	case draft && r.Since != none:
		clauses = append(clauses, "and stable since "+r.Since.String())
	case !draft && r.Draft != none:
		clauses = append(clauses, "as a draft since "+r.Draft.String())
	}
	if r.Formerly != "" {
		clauses = append(clauses, "called "+r.Formerly+" before")
	}
	return strings.Join(clauses, ", ") + "."
}

// sinceClause returns when a constant was added, for the comment after it.
func (k *known) sinceClause(symbol string) string {
	sentence := strings.TrimSuffix(k.since(symbol), ".")
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + strings.Replace(sentence[1:], "libzmq ", "", 1)
}
