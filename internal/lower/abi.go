package lower

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// abi returns abi.h, which compares the installed header with the pinned one, name by name.
func (l *lowerer) abi() binding.CFile {
	stable, draft := l.constantAssertions()
	parts := []binding.CPart{
		{Lines: []string{"#include <errno.h>", "#include <stddef.h>", "#include <stdint.h>", "#include <zmq.h>"}},
		{Lines: []string{`#define PINNED(symbol, value) _Static_assert((symbol) == (value), #symbol " is not the pinned header's")`}},
		{Lines: stable},
	}
	if len(draft) > 0 {
		parts = append(parts, binding.CPart{Lines: draftsOnly(draft)})
	}
	parts = append(parts, binding.CPart{Lines: l.errnoAssertions()})
	for _, t := range l.header.Types {
		// A type that the package does not use may be missing from the installed header.
		if entry := l.symbols[t.Name]; t.Kind == capi.Struct && (entry.Go != "" || entry.Reason != "") {
			comment, _ := l.texts.lookup("layout " + t.Name)
			parts = append(parts, binding.CPart{Comment: comment, Lines: layoutAssertions(t)})
		}
	}
	parts = append(parts, binding.CPart{Lines: []string{"#undef PINNED"}})
	return binding.CFile{
		Name:  "abi.h",
		Stamp: []string{l.stamp()},
		Doc:   wrapText(l.text("file abi.h")),
		Parts: parts,
	}
}

// draftsOnly returns lines of C that only builds with drafts see.
func draftsOnly(lines []string) []string {
	return append(append([]string{"#ifdef ZMQ_BUILD_DRAFT_API"}, lines...), "#endif")
}

// constantAssertions returns one assertion for each constant that every release numbers alike.
func (l *lowerer) constantAssertions() (stable, draft []string) {
	for _, c := range l.header.Constants {
		if c.Kind != capi.Integer || c.Fallback || l.records.Of(c.Name).Varies || l.records.Of(c.Name).Omit != "" {
			continue
		}
		value := constValue(c)
		switch {
		case c.Unsigned:
			value += "u"
		case c.Value == math.MinInt64:
			value = "(-9223372036854775807 - 1)" // C has no negative literals
		}
		lines := []string{assertion(c.Name, value)}
		if r := l.records.Of(c.Name); !l.records.Has(c.Name) || l.isNewer(c.Name) || r.Own && r.Replaces == nil { // an installed header that is older may lack it
			lines = []string{"#ifdef " + c.Name, lines[0], "#endif"}
		}
		if c.Draft {
			draft = append(draft, lines...)
		} else {
			stable = append(stable, lines...)
		}
	}
	return stable, draft
}

func assertion(symbol, value string) string {
	return fmt.Sprintf("PINNED(%s, %s);", symbol, value)
}

// layoutAssertions returns the assertions on the size of a struct and the offsets of its fields, for each group
// of targets with the same layout.
func layoutAssertions(t capi.TypeDecl) []string {
	all := layouts(t)
	lines := all[0].assertions
	if len(all) > 1 {
		lines = nil
		keyword := "#if"
		for _, layout := range all {
			lines = append(lines, keyword+" "+layout.condition)
			lines = append(lines, layout.assertions...)
			keyword = "#elif"
		}
		lines = append(lines, "#endif")
	}
	if t.Draft {
		return draftsOnly(lines)
	}
	return lines
}

// layout is how a class of targets lays out a struct.
type layout struct {
	condition  string
	assertions []string
}

// targetClasses distinguishes the layouts that C programs see: by Windows, and by the width of a pointer.
var targetClasses = []struct {
	condition string
	example   capi.Target
}{
	{"defined _WIN64", capi.Target{OS: "windows", Arch: "amd64"}},
	{"UINTPTR_MAX > 0xffffffff", capi.Target{OS: "linux", Arch: "amd64"}},
	{"defined _WIN32", capi.Target{OS: "windows", Arch: "386"}},
	{"UINTPTR_MAX <= 0xffffffff", capi.Target{OS: "linux", Arch: "386"}},
}

// layouts returns the struct's layouts: one for all targets if they agree, or one for each run of
// neighbouring classes that do.
func layouts(t capi.TypeDecl) []layout {
	var all []layout
	for _, class := range targetClasses {
		fields, size := t.Fields, t.Layout
		for _, v := range t.Variants {
			if slices.Contains(v.Targets, class.example) {
				fields, size = v.Fields, v.Layout
			}
		}
		next := layout{class.condition, []string{assertion("sizeof("+t.Name+")", strconv.FormatInt(size.Size, 10))}}
		for _, f := range fields {
			if !strings.HasPrefix(f.Name, "_") { // the inside of an opaque struct
				place := fmt.Sprintf("offsetof(%s, %s)", t.Name, f.Name)
				next.assertions = append(next.assertions, assertion(place, strconv.FormatInt(f.Offset, 10)))
			}
		}
		if last := len(all) - 1; last >= 0 && slices.Equal(all[last].assertions, next.assertions) {
			all[last].condition += " || " + next.condition
			continue
		}
		all = append(all, next)
	}
	return all
}
