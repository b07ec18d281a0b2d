package emitter

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// indexSections are the kinds of symbols in the order the index lists them.
var indexSections = []struct {
	kind  binding.SymbolKind
	title string
}{
	{binding.Functions, "Functions"},
	{binding.Types, "Types"},
	{binding.Macros, "Macros with parameters"},
	{binding.Constants, "Constants"},
}

// printIndex prints the symbol index as Markdown.
func printIndex(index binding.Index) []byte {
	var out strings.Builder
	fmt.Fprintf(&out, "<!-- %s -->\n\n# %s\n\n%s\n", index.Stamp, index.Title, index.Intro)
	for _, section := range indexSections {
		var rows []string
		for _, symbol := range index.Symbols {
			if symbol.Kind == section.kind {
				rows = append(rows, indexRow(symbol))
			}
		}
		if len(rows) == 0 {
			continue
		}
		fmt.Fprintf(&out, "\n## %s\n\n| C | Go | |\n| --- | --- | --- |\n%s\n", section.title, strings.Join(rows, "\n"))
	}
	return []byte(out.String())
}

func indexRow(symbol binding.Symbol) string {
	goNames := strings.Split(symbol.Go, ", ")
	for i, name := range goNames {
		if name != "" {
			goNames[i] = "`" + name + "`"
		}
	}
	var notes []string
	if symbol.Since != "" {
		notes = append(notes, "since "+symbol.Since)
	}
	if symbol.Draft {
		notes = append(notes, "draft")
	}
	if symbol.Deprecated {
		notes = append(notes, "deprecated")
	}
	if symbol.Reason != "" {
		notes = append(notes, symbol.Reason)
	}
	return fmt.Sprintf("| `%s` | %s | %s |", symbol.C, strings.Join(goNames, ", "), strings.Join(notes, "; "))
}
