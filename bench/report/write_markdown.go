package report

import (
	"fmt"
	"io"
	"strings"
)

// WriteMarkdown writes the tables for a README.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "`%s` on %s.\n", r.Command, r.Machine)
	for _, t := range r.tables() {
		fmt.Fprintf(&out, "\n%s:\n\n", t.title)
		t.writePiped(&out)
	}
	for i, v := range r.Targets {
		if i == 0 {
			out.WriteString("\nTargets:\n\n")
		}
		out.WriteString("- " + escapePipes(v.String()) + "\n")
	}
	out.WriteString("\n")
	for _, note := range r.notes() {
		out.WriteString("- " + escapePipes(note) + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

func (t table) writePiped(out *strings.Builder) {
	for i, row := range t.rows {
		for _, cell := range row {
			out.WriteString("| " + escapePipes(cell) + " ")
		}
		out.WriteString("|\n")
		if i == 0 {
			out.WriteString("| --- " + strings.Repeat("| ---: ", len(row)-1) + "|\n")
		}
	}
}

func escapePipes(text string) string {
	return strings.ReplaceAll(text, "|", `\|`)
}
