package lower

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/zmqgen/zmqgen/capi"
	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/parser"
	"github.com/zmqgen/zmqgen/templates"
)

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

// newer returns the API of releases that are not pinned yet: a table may know of them already.
func newer(t *testing.T) []*capi.Header {
	t.Helper()
	names, err := filepath.Glob("../golden_test/testdata/headers/*.h")
	if err != nil {
		t.Fatal(err)
	}
	var apis []*capi.Header
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		api, err := parser.Parse(name, content)
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
	for _, api := range append(pinned(t), newer(t)...) {
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
	check("firstStable", slices.Sorted(maps.Keys(firstStable)))
	check("releaseOwn", slices.Sorted(maps.Keys(releaseOwn)))
	check("goTypes", slices.Sorted(maps.Values(goTypes)))
	check("allBits", []string{allBits})
}

// TestTextsAreUsed finds prose that documents nothing.
func TestTextsAreUsed(t *testing.T) {
	texts, err := templates.Prose()
	if err != nil {
		t.Fatal(err)
	}
	used := make(map[string]bool)
	for _, api := range pinned(t) {
		_, report, err := Lower(Input{Header: api, Package: "libzmq", Templates: readTemplates(t)})
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range report.UsedTexts {
			used[key] = true
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
		_, report, err := Lower(Input{Header: api, Package: "libzmq", Templates: readTemplates(t)})
		if err != nil {
			t.Fatal(err)
		}
		for _, unknown := range report.Unknown {
			t.Error(unknown)
		}
	}
}
