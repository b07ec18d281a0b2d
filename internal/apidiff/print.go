package apidiff

import (
	"fmt"
	"strings"
)

// Report is a comparison of two headers, with their names for people.
type Report struct {
	Version  int      `json:"version"` // of this form: 1
	Old      string   `json:"old"`
	New      string   `json:"new"`
	Breaking bool     `json:"breaking"`
	Changes  []Change `json:"changes"`
}

// NewReport returns a report of the changes from one header to another.
func NewReport(old, new string, changes []Change) Report {
	return Report{Version: 1, Old: old, New: new, Breaking: len(OnlyBreaking(changes)) > 0, Changes: append([]Change{}, changes...)}
}

// Text returns one line for each change, with the changes that break callers marked, followed by the two
// declarations of what changed.
func (r Report) Text() string {
	if len(r.Changes) == 0 {
		return ""
	}
	var text strings.Builder
	for _, change := range r.Changes {
		fmt.Fprintf(&text, "%-10s %s %s%s\n", change.Kind, change.What, change.Symbol, change.remarks())
		switch {
		case change.Kind == Changed && change.Old+change.New != "":
			fmt.Fprintf(&text, "\t- %s\n\t+ %s\n", change.Old, change.New)
		case change.Kind == Renamed:
			fmt.Fprintf(&text, "\tto %s; the old name is deprecated\n", change.New)
		}
		for _, declaration := range change.GoOld {
			fmt.Fprintf(&text, "\t- Go: %s\n", declaration)
		}
		for _, declaration := range change.GoNew {
			fmt.Fprintf(&text, "\t+ Go: %s\n", declaration)
		}
	}
	return text.String()
}

// remarks returns remarks about a change, in parentheses, or "".
func (c Change) remarks() string {
	var remarks []string
	if c.Draft {
		remarks = append(remarks, "draft")
	}
	if c.Breaking {
		remarks = append(remarks, "breaks callers")
	}
	if len(remarks) == 0 {
		return ""
	}
	return " (" + strings.Join(remarks, ", ") + ")"
}

// sections are the headings of the Markdown form, with the text below each.
var sections = []struct {
	title   string
	belongs func(Change) bool
}{
	{"Breaks callers", func(c Change) bool { return c.Breaking }},
	{"Added", func(c Change) bool { return c.Kind == Added }},
	{"Renamed", func(c Change) bool { return c.Kind == Renamed }},
	{"No longer a draft", func(c Change) bool { return c.Kind == Stabilised }},
	{"Changed", func(c Change) bool { return c.Kind == Changed }},
	{"Removed", func(Change) bool { return true }},
}

// Markdown returns the report for a changelog or a pull request: each change once, below the first
// heading that it belongs to.
func (r Report) Markdown() string {
	var text strings.Builder
	fmt.Fprintf(&text, "## From %s to %s\n", r.Old, r.New)
	if len(r.Changes) == 0 {
		text.WriteString("\nNothing changed.\n")
	}
	rest := r.Changes
	for _, section := range sections {
		var below, others []Change
		for _, change := range rest {
			if section.belongs(change) {
				below = append(below, change)
			} else {
				others = append(others, change)
			}
		}
		rest = others
		if len(below) == 0 {
			continue
		}
		fmt.Fprintf(&text, "\n### %s\n\n", section.title)
		for _, change := range below {
			fmt.Fprintf(&text, "- %s%s\n", change.sentence(), change.inGo())
		}
	}
	return text.String()
}

// sentence returns a change as an item of a Markdown list.
func (c Change) sentence() string {
	draft := ""
	if c.Draft && c.Kind != Withdrawn {
		draft = "draft "
	}
	name := draft + c.What + " " + code(c.Symbol)
	switch c.Kind {
	case Added:
		if c.New == "" {
			return name
		}
		return name + ": " + code(c.New)
	case Removed:
		return name + " was removed"
	case Renamed:
		return name + " is deprecated in favour of " + code(c.New)
	case Stabilised:
		return name + " was a draft"
	case Withdrawn:
		return name + " is a draft now"
	}
	if c.Old+c.New == "" {
		return name
	}
	return name + " was " + code(c.Old) + " and is " + code(c.New)
}

// inGo returns the Go side of a change, for a symbol that existed before.
func (c Change) inGo() string {
	if len(c.GoOld) == 0 {
		return ""
	}
	if len(c.GoNew) == 0 {
		return "; in Go, " + code(c.GoOld...) + " went"
	}
	return "; in Go, " + code(c.GoOld...) + " became " + code(c.GoNew...)
}

// code returns texts as Markdown code. Declarations do not contain line ends, but strings can contain backquotes.
func code(texts ...string) string {
	marked := make([]string, len(texts))
	for i, text := range texts {
		if marked[i] = "`" + text + "`"; strings.Contains(text, "`") {
			marked[i] = "`` " + text + " ``"
		}
	}
	return strings.Join(marked, ", ")
}
