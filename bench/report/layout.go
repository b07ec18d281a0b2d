package report

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// layout is how the cases of a workload are shown.
type layout struct {
	name    string // of the workload, in a sentence
	figures string // what the cells hold
	number  func(int) string
	columns []column // of each case
}

// column is a set of measures that share one cell.
type column struct {
	head     string // behind the case's own
	measures []measure
}

var (
	messages = []column{{"", []measure{byTime, byCPU, byAllocs}}}
	trips    = []column{{", p50", []measure{byP50}}, {", p99", []measure{byP99}}, {", CPU", []measure{byCPU}}}
	waiting  = []column{{": threads", []measure{byThreads}}, {": each", []measure{byMemory}}, {": wake-ups", []measure{byWakeups}}}
)

const (
	messageFigures = "time and its ratio to C, CPU time and allocations per message"
	tripFigures    = "time of a round trip and its ratio to C, CPU time"
)

var layouts = map[string]layout{
	task.PushPull:  {"PUSH → PULL", messageFigures, sizeText, messages},
	task.RoundTrip: {"REQ ⇄ REP", tripFigures, sizeText, trips},
	task.FanOut:    {"PUB → SUBs", messageFigures + " delivered", counted("SUB"), messages},
	task.FanIn:     {"DEALERs → ROUTER", messageFigures, counted("DEALER"), messages},
	task.Poll:      {"One of many PULLs is ready", "time and its ratio to C, CPU time and allocations to poll and receive", counted("PULL"), messages},
	task.Proxy:     {"PUSH → proxy → PULL", messageFigures, sizeText, messages},
	task.Captured:  {"PUSH → proxy with capture → PULL", messageFigures, sizeText, messages},
	task.ProxyTrip: {"REQ ⇄ proxy ⇄ REP", tripFigures, sizeText, trips},
	task.Blocked:   {"Receivers that wait at once", "threads and memory that waiting costs, wake-ups per second", counted("PULL"), waiting},
}

// measures lists the measures of all columns.
func (l layout) measures() []measure {
	var all []measure
	for _, column := range l.columns {
		all = append(all, column.measures...)
	}
	return all
}

// tableTitle is the same for the cases of one table.
func (c *Case) tableTitle() string {
	l := layouts[c.Workload]
	return fmt.Sprintf("%s over %s, %s: %s", l.name, c.Transport, places[c.Cores], l.figures)
}

// title names a case in a sentence.
func (c *Case) title() string {
	return fmt.Sprintf("%s over %s, %s, %s", layouts[c.Workload].name, c.Transport, c.parameter(), places[c.Cores])
}

// parameter names what differs between the cases of a table.
func (c *Case) parameter() string {
	return layouts[c.Workload].number(c.Number())
}

// places says where the threads are.
var places = map[string]string{FreeCores: "threads free", OneCore: "all threads on one core"}

// cell writes what a row says in a column.
func (col column) cell(row *Row) string {
	if row == nil {
		return "—"
	}
	var parts []string
	for _, m := range col.measures {
		if f, ok := row.Figures[m.name]; ok {
			parts = append(parts, m.write(f))
		}
	}
	return strings.Join(parts, ", ")
}

// variesMark precedes figures that differ between the passes.
const variesMark = "≈"

func (m measure) write(f Figure) string {
	mark := ""
	if f.Varies {
		mark = variesMark
	}
	if f.Ratio == 0 {
		return mark + m.text(f.Value)
	}
	return m.text(f.Value) + " " + mark + ratioText(f.Ratio)
}

func counted(kind string) func(int) string {
	return func(n int) string { return fmt.Sprintf("%d %s", n, kind) }
}

func sizeText(n int) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MiB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d B", n)
}
