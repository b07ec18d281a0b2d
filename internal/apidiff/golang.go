package apidiff

import (
	"maps"
	"slices"
)

// AddGo adds the Go side of the changes, from the declarations for each C symbol. A symbol that stays the same in C but
// changes in Go is a change too.
func AddGo(changes []Change, old, new map[string][]string) []Change {
	seen := make(map[string]bool)
	var still []string // some have another symbol now, which programs do not notice
	for _, declarations := range new {
		still = append(still, declarations...)
	}
	for i := range changes {
		c := &changes[i]
		seen[c.Symbol] = true
		c.GoOld, c.GoNew = without(old[c.Symbol], still), without(new[c.Symbol], old[c.Symbol])
		c.Breaking = c.Breaking || len(c.GoOld) > 0 && !c.Draft && c.Kind != Stabilised
	}
	for _, symbol := range slices.Sorted(maps.Keys(old)) {
		if gone := without(old[symbol], still); !seen[symbol] && len(gone) > 0 {
			changes = append(changes, Change{
				Kind: Changed, Symbol: symbol, What: "symbol", GoOld: gone, GoNew: without(new[symbol], old[symbol]), Breaking: true,
			})
		}
	}
	return changes
}

func without(list, others []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return slices.Contains(others, s) })
}

// OnlyBreaking returns the changes that break callers.
func OnlyBreaking(changes []Change) []Change {
	return slices.DeleteFunc(slices.Clone(changes), func(c Change) bool { return !c.Breaking })
}
