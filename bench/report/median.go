package report

import (
	"slices"

	"github.com/zmqgen/zmqgen/bench/task"
)

// Summarise works out the medians and what they are relative to.
func (r *Report) Summarise() {
	for _, c := range r.Cases {
		for _, row := range c.Rows {
			row.Median = summary(row.Runs, c.Workload)
		}
		c.Reference = c.chooseReference()
		for _, row := range c.Rows {
			if reference := c.referenceOf(row); reference != nil {
				row.relateTo(reference)
			}
		}
	}
	r.Targets = r.judge()
}

func summary(runs []task.Result, workload string) Median {
	m := Median{
		P50: median(runs, func(r task.Result) float64 { return float64(r.P50) }),
		P99: median(runs, func(r task.Result) float64 { return float64(r.P99) }),
	}
	if workload == task.Blocked {
		m.Threads = median(runs, func(r task.Result) float64 { return float64(r.Threads) })
		m.Kilobytes = median(runs, func(r task.Result) float64 { return float64(r.Kilobytes) / float64(max(1, r.Count)) })
		return m
	}
	m.Nanoseconds = median(runs, task.Result.PerMessage)
	m.CPU = median(runs, task.Result.CPUPerMessage)
	if len(runs) > 0 && runs[0].Mallocs != nil {
		allocs := median(runs, func(r task.Result) float64 { return float64(*r.Mallocs) / float64(max(1, r.Count)) })
		m.Allocs = &allocs
	}
	return m
}

// largeSize is from where on C's best form is the one to compare with: below it zmq_send and zmq_recv
// are what a C programmer writes.
const largeSize = 1 << 10

// chooseReference names the form of C that the others are compared with: zmq_send and zmq_recv, except
// for large messages over inproc, where it is the faster one of those that copy a message once at least.
func (c *Case) chooseReference() string {
	best := ""
	for _, row := range c.Rows {
		if !row.C || row.Shared || c.row(row.Name) == nil {
			continue
		}
		if best == "" {
			best = row.Name
		}
		choice := c.Workload == task.PushPull && c.Transport == task.Inproc && c.Size >= largeSize
		if choice && row.Median.Nanoseconds < c.row(best).Median.Nanoseconds {
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

// relateTo works out the ratios, round by round, for the machine may be slower in one round than in
// another.
func (row *Row) relateTo(reference *Row) {
	row.Median.Ratio = ratio(row.Runs, reference.Runs, task.Result.PerMessage)
	row.Median.CPURatio = ratio(row.Runs, reference.Runs, task.Result.CPUPerMessage)
	row.Median.P50Ratio = ratio(row.Runs, reference.Runs, func(r task.Result) float64 { return float64(r.P50) })
	row.Median.P99Ratio = ratio(row.Runs, reference.Runs, func(r task.Result) float64 { return float64(r.P99) })
}

// ratio returns the median of the ratios of the rounds, or 0 if there is none.
func ratio(runs, reference []task.Result, value func(task.Result) float64) float64 {
	var ratios []float64
	for i := range min(len(runs), len(reference)) {
		if below := value(reference[i]); below > 0 {
			ratios = append(ratios, value(runs[i])/below)
		}
	}
	return middle(ratios)
}

func median(runs []task.Result, value func(task.Result) float64) float64 {
	values := make([]float64, len(runs))
	for i, run := range runs {
		values[i] = value(run)
	}
	return middle(values)
}

// middle returns the median of the values, or 0 if there are none.
func middle(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	half := len(values) / 2
	if len(values)%2 == 1 {
		return values[half]
	}
	return (values[half-1] + values[half]) / 2
}
