// Package apidiff reports what changed between two C headers. It takes two parsed headers and returns the
// changes in the order of the headers, each with its effect on programs that were written for the old
// one. It never fails: any two headers can be compared.
package apidiff

import (
	"slices"
	"strconv"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Kind says what happened to a symbol.
type Kind string

// The kinds of changes.
const (
	Added      Kind = "added"
	Removed    Kind = "removed"
	Changed    Kind = "changed"
	Renamed    Kind = "renamed"    // the old name stays, as another name of the new one
	Stabilised Kind = "stabilised" // it was a draft
	Withdrawn  Kind = "withdrawn"  // it was stable and is a draft
)

// Change is what happened to one symbol.
type Change struct {
	Kind     Kind   `json:"kind"`
	Symbol   string `json:"symbol"`
	What     string `json:"what"` // "function", "constant", "macro" or "type"
	Old      string `json:"old,omitempty"`
	New      string `json:"new,omitempty"`
	Draft    bool   `json:"draft,omitempty"`
	Breaking bool   `json:"breaking,omitempty"` // programs written for the old header may no longer work
	// GoOld and GoNew are the Go declarations that the change removes and adds.
	GoOld []string `json:"go_old,omitempty"`
	GoNew []string `json:"go_new,omitempty"`
}

// symbol is what Compare looks at, whatever the symbol is.
type symbol struct {
	name, what string
	text       string // the declaration or value, for people
	meaning    string // the same without the names of parameters, which C ignores
	compatible string // and without what a newer release may change at no cost to callers
	alias      string
	draft      bool
}

// Compare returns the changes from the old header to the new one: first the symbols of the new header, in
// its order, then those that it lacks.
func Compare(old, new *capi.Header) []Change {
	before, after := symbols(old), symbols(new)
	had := make(map[string]symbol, len(before))
	for _, s := range before {
		had[s.name] = s
	}
	has := make(map[string]bool, len(after))
	var changes []Change
	for _, s := range after {
		has[s.name] = true
		was, existed := had[s.name]
		if !existed {
			changes = append(changes, Change{Kind: Added, Symbol: s.name, What: s.what, New: s.text, Draft: s.draft})
			continue
		}
		changes = append(changes, compare(was, s)...)
	}
	for _, s := range before {
		if !has[s.name] {
			changes = append(changes, Change{
				Kind: Removed, Symbol: s.name, What: s.what, Old: s.text, Draft: s.draft, Breaking: !s.draft,
			})
		}
	}
	return changes
}

// compare returns what happened to a symbol that both headers have.
func compare(was, is symbol) []Change {
	var changes []Change
	change := Change{Symbol: is.name, What: is.what, Draft: is.draft}
	switch {
	case was.draft && !is.draft:
		change.Kind = Stabilised
		changes = append(changes, change)
	case !was.draft && is.draft:
		change.Kind, change.Breaking = Withdrawn, true
		changes = append(changes, change)
	}
	switch {
	case was.alias == "" && is.alias != "" && was.meaning == is.meaning:
		change.Kind, change.Old, change.New, change.Breaking = Renamed, is.name, is.alias, false
		changes = append(changes, change)
	case was.meaning != is.meaning:
		change.Kind, change.Old, change.New = Changed, was.text, is.text
		change.Breaking = was.compatible != is.compatible && !was.draft && !slices.Contains(versionMacros, is.name)
		changes = append(changes, change)
	}
	return changes
}

// versionMacros state the release, and change with every one.
var versionMacros = []string{"ZMQ_VERSION", "ZMQ_VERSION_MAJOR", "ZMQ_VERSION_MINOR", "ZMQ_VERSION_PATCH"}

func symbols(h *capi.Header) []symbol {
	names := typedefs(h)
	var all []symbol
	for _, c := range h.Constants {
		text := constantText(c)
		all = append(all, symbol{
			name: c.Name, what: "constant", text: text, meaning: text, compatible: text, alias: c.Alias, draft: c.Draft,
		})
	}
	for _, m := range h.Macros {
		all = append(all, symbol{name: m.Name, what: "macro", text: m.Body, meaning: m.Body, compatible: m.Body, draft: m.Draft})
	}
	for _, t := range h.Types {
		all = append(all, symbol{
			name: t.Name, what: "type", text: typeText(t, nil), meaning: typeText(t, nil), compatible: typeText(t, names), draft: t.Draft,
		})
	}
	for _, f := range h.Functions {
		all = append(all, symbol{
			name: f.Name, what: "function", text: f.Declaration(), meaning: signature(f.Result, f.Params, nil), compatible: callersView(f, names), draft: f.Draft,
		})
	}
	return all
}

func constantText(c capi.Constant) string {
	switch c.Kind {
	case capi.String:
		return strconv.Quote(c.Text)
	case capi.Flag:
		return "defined"
	}
	return c.Number()
}
