package report

import (
	"fmt"
	"slices"
)

// table is rows of text under a title. The first row is the head, and a row's first cell its name.
type table struct {
	title string
	rows  [][]string
}

// tables arranges the cases: one table for each workload, transport and place of the threads, with a
// row for each implementation and columns for each size or number of peers.
func (r *Report) tables() []table {
	var tables []table
	for _, group := range r.groups() {
		tables = append(tables, tableOf(group))
	}
	return tables
}

// groups returns the cases that share one table.
func (r *Report) groups() [][]*Case {
	var groups [][]*Case
	for _, c := range r.Cases {
		same := func(group []*Case) bool { return group[0].tableTitle() == c.tableTitle() }
		if i := slices.IndexFunc(groups, same); i >= 0 {
			groups[i] = append(groups[i], c)
		} else {
			groups = append(groups, []*Case{c})
		}
	}
	return groups
}

func tableOf(cases []*Case) table {
	head := []string{""}
	for _, c := range cases {
		for _, column := range layouts[c.Workload].columns {
			head = append(head, c.parameter()+column.head)
		}
	}
	t := table{cases[0].tableTitle(), [][]string{head}}
	for _, row := range rowsOf(cases) {
		cells := []string{row.Title}
		for _, c := range cases {
			for _, column := range layouts[c.Workload].columns {
				cells = append(cells, column.cell(c.row(row.Name)))
			}
		}
		t.rows = append(t.rows, cells)
	}
	return t
}

// rowsOf returns a row of each implementation that has one in any of the cases.
func rowsOf(cases []*Case) []*Row {
	var rows []*Row
	for _, c := range cases {
		for _, row := range c.Rows {
			if !slices.ContainsFunc(rows, func(other *Row) bool { return other.Name == row.Name }) {
				rows = append(rows, row)
			}
		}
	}
	return rows
}

// notes are the lines under the tables: what the times are relative to, and what failed.
func (r *Report) notes() []string {
	notes := append(slices.Clone(r.Description),
		"Ratios are to zmq_send with zmq_recv in C; from 1 KiB on over inproc to the faster of that and zmq_msg_t.",
		"Rows that send the same bytes again and again without a copy are compared with zmq_msg_init_data.",
		"A figure marked ≈ differs by more than 20 % between the two passes.")
	for _, c := range r.Cases {
		for _, row := range c.Rows {
			if row.Failure != "" {
				notes = append(notes, fmt.Sprintf("%s, %s: %s", row.Title, c.title(), row.Failure))
			}
		}
	}
	return append(notes, r.Skipped...)
}
