package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteMarkdown writes the tables as Markdown that is readable on a terminal too.
func (r *Report) WriteMarkdown(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "`%s` on %s.\n", r.Command, r.Machine)
	for _, t := range r.tables() {
		fmt.Fprintf(&out, "\n%s:\n\n", t.title)
		t.write(&out)
	}
	out.WriteString("\n")
	for _, note := range r.notes() {
		out.WriteString("- " + escapePipes(note) + "\n")
	}
	if len(r.Targets) > 0 {
		out.WriteString("\nTargets:\n\n")
		verdicts(r.Targets).write(&out)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// write writes the rows in columns: names to the left, figures to the right.
func (t table) write(out *strings.Builder) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(escapePipes(cell)), len("---:"))
		}
	}
	for i, row := range t.rows {
		for column, cell := range row {
			cell = escapePipes(cell)
			padding := strings.Repeat(" ", widths[column]-utf8.RuneCountInString(cell))
			if column == 0 {
				out.WriteString("| " + cell + padding + " ")
			} else {
				out.WriteString("| " + padding + cell + " ")
			}
		}
		out.WriteString("|\n")
		if i == 0 {
			out.WriteString("| " + strings.Repeat("-", widths[0]) + " ")
			for _, width := range widths[1:] {
				out.WriteString("| " + strings.Repeat("-", width-1) + ": ")
			}
			out.WriteString("|\n")
		}
	}
}

func escapePipes(text string) string {
	return strings.ReplaceAll(text, "|", `\|`)
}

// verdicts arranges the verdicts as a table.
func verdicts(all []Verdict) table {
	t := table{rows: [][]string{{"", "is", "at most", "measured", "CPU time"}}}
	for _, v := range all {
		word := "**missed**"
		if v.Met {
			word = "met"
		}
		t.rows = append(t.rows, []string{v.Target, word, v.Limit, v.Measured, v.CPU})
	}
	return t
}

// String describes the machine in a line.
func (m Machine) String() string {
	text := fmt.Sprintf("%s, %d CPUs, Linux %s, %s, libzmq %s, %s",
		m.CPU, m.CPUs, m.Kernel, m.Go, m.Libzmq, m.Compiler)
	if m.Governor != "" {
		text += ", governor " + m.Governor
	}
	for _, name := range slices.Sorted(maps.Keys(m.Modules)) {
		text += ", " + name + " " + m.Modules[name]
	}
	return text
}
