package lower

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
	"github.com/zmqgen/zmqgen/parser"
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

// TestRecordsNameOnlyWhatHeadersHave finds records that no header needs: a misspelt name would otherwise stay
// unnoticed. It checks that each function and type has the form that its record states, and that the record states
// one.
func TestRecordsNameOnlyWhatHeadersHave(t *testing.T) {
	known := make(map[string]bool)
	for _, api := range pinned(t) {
		for _, c := range api.Constants {
			known[c.Name] = true
		}
		for _, m := range api.Macros {
			known[m.Name] = true
		}
		for _, d := range api.Types {
			known[d.Name] = true
		}
		for name, form := range forms(api) {
			known[name] = true
			if r := readTemplates(t).records.Of(name); r.Form != form {
				t.Errorf("%s: %s has the form %q, its record %q", api.Name, name, form, r.Form)
			}
		}
	}
	for _, r := range readTemplates(t).records.All() {
		if !known[r.Symbol] && !r.Unlisted {
			t.Errorf("%s: no header has %s; correct or remove the record", r.Pos, r.Symbol)
		}
	}
}

// TestAgesAgreeWithHeaders compares the release that introduced a symbol with the pinned headers: a symbol is in every
// header from the release that its record states, and is a draft for as long as it states.
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
		for _, r := range readTemplates(t).records.All() {
			name := r.Symbol
			isDraft, has := draft[name]
			first := r.First()
			switch {
			case first == none || r.Kind == records.Type:
			case has && of.Before(first):
				t.Errorf("%s is in the header of %v, and came in %v by its record", name, of, first)
			case !has && !of.Before(first):
				t.Errorf("%s is not in the header of %v, and came in %v by its record", name, of, first)
			case has && isDraft != (r.Since == none || of.Before(r.Since)):
				t.Errorf("%s in the header of %v is a draft: %v; it is stable since %v by its record", name, of, isDraft, r.Since)
			}
		}
	}
}

// TestTextsAreUsed finds prose that documents nothing.
func TestTextsAreUsed(t *testing.T) {
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
	used["group "+otherGroup] = true // for headers with symbols that have no record
	for _, key := range slices.Sorted(maps.Keys(readTemplates(t).records.Texts())) {
		if !used[key] {
			t.Errorf("templates/records has a text for %q that no pinned header uses; correct or remove it", key)
		}
	}
}

// TestPinnedHeadersAreKnownWhole checks that the records know every symbol of every pinned header.
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

// TestContributingShowsRecord compares the diff of a record that CONTRIBUTING.md shows with the record.
func TestContributingShowsRecord(t *testing.T) {
	page, err := os.ReadFile("../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	_, diff, _ := strings.Cut(string(page), "        +++ b/")
	file, diff, _ := strings.Cut(diff, "\n")
	var added strings.Builder
	for line := range strings.Lines(diff) {
		text, isAdded := strings.CutPrefix(line, "        +")
		if !isAdded {
			break
		}
		added.WriteString(text)
	}
	content, err := os.ReadFile("../../" + file)
	if err != nil {
		t.Fatal(err)
	}
	if added.Len() == 0 || !strings.Contains(string(content), added.String()) {
		t.Errorf("%s has no record\n%s", file, added.String())
	}
}
