package lower

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/parser"
	"github.com/zmqgen/zmqgen/templates"
)

var bothWays = Ways{CGo: true, Dlopen: true}

// pinned returns the API of every pinned header.
func pinned(t *testing.T) []*capi.Header {
	t.Helper()
	var apis []*capi.Header
	for _, release := range headers.Releases() {
		pin, err := headers.Open(release)
		if err != nil {
			t.Fatal(err)
		}
		api, err := parser.Parse(pin.Name, pin.Content)
		if err != nil {
			t.Fatal(err)
		}
		apis = append(apis, api)
	}
	return apis
}

func readTemplates(t *testing.T) *Templates {
	t.Helper()
	read, err := ReadTemplates()
	if err != nil {
		t.Fatal(err)
	}
	return read
}

// TestTablesNameOnlyWhatHeadersHave finds entries that no header needs: a misspelt name would
// otherwise stay unnoticed.
func TestTablesNameOnlyWhatHeadersHave(t *testing.T) {
	known := make(map[string]bool)
	for _, api := range pinned(t) {
		for _, c := range api.Constants {
			known[c.Name] = true
		}
		for _, m := range api.Macros {
			known[m.Name] = true
		}
		for _, f := range api.Functions {
			known[f.Name] = true
		}
		for _, d := range api.Types {
			known[d.Name] = true
		}
	}
	check := func(table string, names []string) {
		for _, name := range names {
			if !known[name] {
				t.Errorf("%s names %s, which no header has; mend or remove the entry", table, name)
			}
		}
	}
	for _, group := range constGroups {
		check("constGroups: "+group.text, group.macros)
	}
	check("constNames", slices.Sorted(maps.Keys(constNames)))
	check("deprecatedConstants", slices.Sorted(maps.Keys(deprecatedConstants)))
	check("foldedSymbols", slices.Sorted(maps.Keys(foldedSymbols)))
	check("functionRules", slices.Sorted(maps.Keys(functionRules)))
	check("oldNames", slices.Sorted(maps.Keys(oldNames)))
	check("releaseOwn", slices.Sorted(maps.Keys(releaseOwn)))
	check("goTypes", slices.Sorted(maps.Values(goTypes)))
	check("allBits", slices.Sorted(maps.Keys(allBits)))
}

// TestKnownForms holds the table of forms against the pinned headers: it has all of them, and no others.
func TestKnownForms(t *testing.T) {
	seen := make(map[string]bool)
	for _, api := range pinned(t) {
		for name, form := range forms(api) {
			if seen[name] = true; knownForms[name] != form {
				t.Errorf("%s: %s has the form %q, knownForms %q", api.Name, name, form, knownForms[name])
			}
		}
	}
	for name := range knownForms {
		if !seen[name] {
			t.Errorf("knownForms lists %s, and no header has it", name)
		}
	}
}

// TestAgesAgreeWithHeaders holds the table of ages against the pinned headers: a symbol is in a header from
// the release on that the table says, and a draft for as long.
func TestAgesAgreeWithHeaders(t *testing.T) {
	for _, api := range pinned(t) {
		of, err := releaseOf(api)
		if err != nil {
			t.Fatal(err)
		}
		draft := make(map[string]bool)
		for _, c := range api.Constants {
			draft[c.Name] = c.Draft
		}
		for _, f := range api.Functions {
			draft[f.Name] = f.Draft
		}
		for name, age := range ages {
			isDraft, has := draft[name]
			first := age.first()
			switch {
			case first == none || strings.HasSuffix(name, "_t") || strings.HasSuffix(name, "_fn"): // a type
			case has && of.before(first):
				t.Errorf("%s is in the header of %v, and came in %v by the table", name, of, first)
			case !has && !of.before(first):
				t.Errorf("%s is not in the header of %v, and came in %v by the table", name, of, first)
			case has && isDraft != (age.stable == none || of.before(age.stable)):
				t.Errorf("%s in the header of %v is a draft: %v; it is stable since %v by the table", name, of, isDraft, age.stable)
			}
		}
	}
}

// TestTextsAreUsed finds prose that documents nothing.
func TestTextsAreUsed(t *testing.T) {
	texts, err := templates.Prose()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, api := range pinned(t) {
		for _, ways := range []Ways{bothWays, {CGo: true}, {Dlopen: true}} {
			_, report, err := Lower(Input{Header: api, Package: "libzmq", Templates: readTemplates(t), Ways: ways})
			if err != nil {
				t.Fatal(err)
			}
			for _, key := range report.UsedTexts {
				used[key] = true
			}
		}
	}
	used["group "+otherGroup.text] = true // for headers that no table knows whole
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		if !used[key] {
			t.Errorf("templates/prose has a text for %q that no pinned header uses; mend or remove it", key)
		}
	}
}

// TestPinnedHeadersAreKnownWhole holds that the tables know every symbol of every pinned header.
func TestPinnedHeadersAreKnownWhole(t *testing.T) {
	for _, api := range pinned(t) {
		_, report, err := Lower(Input{Header: api, Package: "libzmq", Templates: readTemplates(t), Ways: bothWays})
		if err != nil {
			t.Fatal(err)
		}
		for _, unknown := range report.Unknown {
			t.Error(unknown)
		}
	}
}
