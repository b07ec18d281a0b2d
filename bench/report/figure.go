package report

import (
	"math"
	"slices"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Figure is a median over all rounds. Its ratio is the median of the ratios of each round to the reference
// in the same round: the machine may be slower in one round than in another.
type Figure struct {
	Value  float64 `json:"value"`
	Ratio  float64 `json:"ratio,omitempty"`
	Varies bool    `json:"varies,omitempty"` // the ratio, or else the value, by more than a fifth between the two passes
}

// Summarise works out the figures and the verdicts.
func (r *Report) Summarise() {
	for _, c := range r.Cases {
		c.Reference = c.chooseReference()
		for _, row := range c.Rows {
			row.Figures = make(map[string]Figure)
			for _, m := range layouts[c.Workload].measures() {
				if f := m.figure(row, c.referenceOf(row)); !math.IsNaN(f.Value) {
					row.Figures[m.name] = f
				}
			}
		}
	}
	r.Targets = r.judge()
}

// figure returns what the runs of a row come to. The reference may be nil.
func (m measure) figure(row, reference *Row) Figure {
	values := m.values(row.Runs)
	f := Figure{Value: middle(values), Varies: varies(values, m.text)}
	if reference == nil || !m.related {
		return f
	}
	ratios := m.ratios(row.Runs, reference.Runs)
	if len(ratios) == 0 {
		return f
	}
	f.Ratio = middle(ratios)
	if row != reference {
		f.Varies = varies(ratios, ratioText)
	}
	return f
}

func (m measure) values(runs []task.Result) []float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = m.value(run)
	}
	return values
}

// ratios returns the ratio of each round.
func (m measure) ratios(runs, reference []task.Result) []float64 {
	var ratios []float64
	for i := range min(len(runs), len(reference)) {
		if below := m.value(reference[i]); below > 0 {
			ratios = append(ratios, m.value(runs[i])/below)
		}
	}
	return ratios
}

// varies reports whether the medians of the two passes differ by more than a fifth, and as written.
func varies(values []float64, text func(float64) string) bool {
	half := len(values) / 2
	first, second := middle(values[:half]), middle(values[half:])
	return max(first, second) > 1.2*min(first, second) && text(first) != text(second)
}

// middle returns the median of the values, or NaN if there are none.
func middle(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return (sorted[half-1] + sorted[half]) / 2
}

// largeSize is from where on C's best form is the one to compare with: below it zmq_send and zmq_recv
// are what a C programmer writes.
const largeSize = 1 << 10

// chooseReference names the form of C that the others are compared with: zmq_send and zmq_recv, except
// for large messages over inproc, where it is the faster one of those that copy a message once at least.
func (c *Case) chooseReference() string {
	choice := c.Workload == task.PushPull && c.Transport == task.Inproc && c.Size >= largeSize
	best := ""
	for _, row := range c.Rows {
		if !row.C || row.Shared || c.row(row.Name) == nil {
			continue
		}
		if best == "" || choice && middle(byTime.values(row.Runs)) < middle(byTime.values(c.row(best).Runs)) {
			best = row.Name
		}
	}
	return best
}

// referenceOf returns what a row is compared with. Those that send the same bytes again and again without
// a copy are compared with the form of C that does so too.
func (c *Case) referenceOf(row *Row) *Row {
	if !row.Shared {
		return c.row(c.Reference)
	}
	for _, other := range c.Rows {
		if other.C && other.Shared {
			return c.row(other.Name)
		}
	}
	return nil
}
