package report

import (
	"fmt"
	"slices"

	"github.com/zmqgen/zmqgen/bench/task"
)

// table is rows of text under a title. The first row is the head, and a row's first cell its name.
type table struct {
	title string
	rows  [][]string
}

// none stands where an implementation has no result.
const none = "—"

// tables arranges the cases: one table for each workload, transport and place of the threads, with a
// row for each implementation and a column for each size or number of peers.
func (r *Report) tables() []table {
	var tables []table
	for _, group := range r.groups() {
		tables = append(tables, tableOf(group))
	}
	return tables
}

// groups returns the cases that stand in one table together.
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

// tableTitle is the same for the cases of one table.
func (c *Case) tableTitle() string {
	what := map[string]string{
		task.PushPull:  "PUSH → PULL over %s: time per message, ratio to C, allocations per message",
		task.RoundTrip: "REQ ⇄ REP over %s: time of a round trip, ratio to C",
		task.FanOut:    "PUB → SUB over %s: time per message delivered, ratio to C, allocations",
		task.Blocked:   "Receivers that wait at once, %s: threads and memory that came with waiting",
	}[c.Workload]
	return fmt.Sprintf(what, c.Transport) + "; " + c.place()
}

func tableOf(cases []*Case) table {
	t := table{title: cases[0].tableTitle()}
	head := []string{""}
	for _, c := range cases {
		head = append(head, c.columns()...)
	}
	t.rows = append(t.rows, head)
	for _, name := range namesIn(cases) {
		t.rows = append(t.rows, rowOf(cases, name))
	}
	return t
}

// columns returns the heads of a case's columns.
func (c *Case) columns() []string {
	switch c.Workload {
	case task.RoundTrip:
		return []string{c.parameter() + ", p50", c.parameter() + ", p99"}
	case task.Blocked:
		return []string{c.parameter() + ": threads", c.parameter() + ": each"}
	default:
		return []string{c.parameter()}
	}
}

// namesIn returns the implementations in the order in which they are listed.
func namesIn(cases []*Case) []string {
	var names []string
	for _, c := range cases {
		for _, row := range c.Rows {
			if !slices.Contains(names, row.Name) {
				names = append(names, row.Name)
			}
		}
	}
	return names
}

func rowOf(cases []*Case, name string) []string {
	cells := []string{""}
	for _, c := range cases {
		for _, row := range c.Rows {
			if row.Name == name {
				cells[0] = row.Title
			}
		}
		cells = append(cells, c.cells(c.row(name))...)
	}
	return cells
}

// cells returns what a row says in the columns of a case.
func (c *Case) cells(row *Row) []string {
	if row == nil {
		return slices.Repeat([]string{none}, len(c.columns()))
	}
	m := row.Median
	switch c.Workload {
	case task.RoundTrip:
		return []string{measured(m.P50, m.P50Ratio), measured(m.P99, m.P99Ratio)}
	case task.Blocked:
		return []string{fmt.Sprintf("%.0f", m.Threads), fmt.Sprintf("%.1f KiB", m.Kilobytes)}
	}
	cell := measured(m.Nanoseconds, m.Ratio)
	if allocs := allocsText(m.Allocs); allocs != "" {
		cell += ", " + allocs
	}
	return []string{cell}
}

func measured(ns, ratio float64) string {
	if ratio == 0 {
		return timeText(ns)
	}
	return timeText(ns) + " " + ratioText(ratio)
}

// notes are the lines under the tables: what the times are relative to, and what failed.
func (r *Report) notes() []string {
	notes := slices.Clone(r.Description)
	notes = append(notes, "Ratios are to zmq_send with zmq_recv; from 1 KiB on over inproc to the faster one of that and zmq_msg_t.")
	if r.anyShared() {
		notes = append(notes, "What sends the same bytes again and again, copied nowhere, is compared with zmq_msg_init_data.")
	}
	for _, c := range r.Cases {
		for _, row := range c.Rows {
			if row.Failure != "" {
				notes = append(notes, fmt.Sprintf("%s, %s: %s", row.Title, c.title(), row.Failure))
			}
		}
	}
	return append(notes, r.Skipped...)
}

func (r *Report) anyShared() bool {
	return slices.ContainsFunc(r.Cases, func(c *Case) bool {
		return slices.ContainsFunc(c.Rows, func(row *Row) bool { return row.Shared })
	})
}
