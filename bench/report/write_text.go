package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteText writes the tables for a terminal.
func (r *Report) WriteText(w io.Writer) error {
	var out strings.Builder
	fmt.Fprintf(&out, "%s\n%s\n", r.Command, r.Machine)
	for _, t := range r.tables() {
		out.WriteString("\n" + t.title + "\n")
		t.writeAligned(&out)
	}
	out.WriteString("\n")
	for _, note := range r.notes() {
		out.WriteString(note + "\n")
	}
	if len(r.Targets) > 0 {
		out.WriteString("\nTargets\n")
	}
	for _, v := range r.Targets {
		out.WriteString("  " + v.String() + "\n")
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// writeAligned writes the rows in columns: names to the left, figures to the right.
func (t table) writeAligned(out *strings.Builder) {
	widths := make([]int, len(t.rows[0]))
	for _, row := range t.rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range t.rows {
		line := row[0] + padding(row[0], widths[0])
		for i, cell := range row[1:] {
			line += "  " + padding(cell, widths[i+1]) + cell
		}
		out.WriteString("  " + strings.TrimRight(line, " ") + "\n")
	}
}

func padding(cell string, width int) string {
	return strings.Repeat(" ", width-utf8.RuneCountInString(cell))
}

// String says it in a line.
func (v Verdict) String() string {
	word := "missed"
	if v.Met {
		word = "met"
	}
	cpu := ""
	if v.CPU != "" {
		cpu = ", CPU time " + v.CPU
	}
	return fmt.Sprintf("%-6s  %s of at most %s%s  %s", word, v.Measured, v.Limit, cpu, v.Target)
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
