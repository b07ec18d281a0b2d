package report

import (
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/bench/task"
)

// The plot's measures, in its own units.
const (
	plotWidth  = 860
	plotLeft   = 310 // where names end and bars may begin: room for the longest name in a wide font
	plotRight  = 790 // where bars end and figures follow
	lineHeight = 18
	barHeight  = 11
	panelHead  = 34
	panelFoot  = 26
)

// plotStyle makes the plot readable on light and on dark pages.
const plotStyle = `text { font: 12px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
.axis { fill: #59636e; font-size: 11px; }
.grid { stroke: #d1d9e0; }
.one { stroke: #59636e; }
.c { fill: #818b98; }
.own { fill: #0969da; }
.peer { fill: #bc4c00; }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc; }
.axis { fill: #9198a1; }
.grid { stroke: #3d444d; }
.one { stroke: #9198a1; }
.c { fill: #9198a1; }
.own { fill: #4493f8; }
.peer { fill: #f0883e; }
}
`

// WriteSVG writes a plot of the ratios to C, on a logarithmic axis: a panel for each case, a bar for
// each implementation.
func (r *Report) WriteSVG(w io.Writer) error {
	cases := r.plotted()
	low, high := plotRange(cases)
	var body strings.Builder
	const heading = "Time as a ratio to libzmq in C"
	panel{out: &body}.text("axis", 10, 20, "start", heading+": less is faster")
	y := 30
	for _, c := range cases {
		p := panel{out: &body, top: y, low: low, high: high}
		y += p.draw(c)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n",
		plotWidth, y, heading)
	fmt.Fprintf(&out, "<style>\n%s</style>\n%s</svg>\n", plotStyle, body.String())
	_, err := io.WriteString(w, out.String())
	return err
}

// plotted returns the cases that the plot shows: those with free threads, or, if there are none, the others.
func (r *Report) plotted() []*Case {
	for _, cores := range []string{FreeCores, OneCore} {
		var cases []*Case
		for _, c := range r.Cases {
			if c.Cores == cores && c.row(c.Reference) != nil && c.worthPlotting() {
				cases = append(cases, c)
			}
		}
		if len(cases) > 0 {
			return cases
		}
	}
	return nil
}

// worthPlotting leaves out cases that would show the same again.
func (c *Case) worthPlotting() bool {
	switch c.Workload {
	case task.PushPull:
		return c.Size == 16 || c.Size == 64<<10 && c.Transport == task.Inproc
	case task.RoundTrip:
		return c.Transport == task.TCP
	}
	return false
}

// plotRatio is the ratio that the plot shows.
func (c *Case) plotRatio(row *Row) float64 {
	if c.Workload == task.RoundTrip {
		return row.Figures[byP50.name].Ratio
	}
	return row.Figures[byTime.name].Ratio
}

// plotRows returns the rows that have a bar. Those that send the same bytes again are left out, because the
// others do not.
func (c *Case) plotRows() []*Row {
	return slices.DeleteFunc(slices.Clone(c.Rows), func(row *Row) bool {
		return row.Shared || c.row(row.Name) == nil || c.plotRatio(row) <= 0
	})
}

// plotRange returns the ends of the axis.
func plotRange(cases []*Case) (low, high float64) {
	low, high = 0.8, 2
	for _, c := range cases {
		for _, row := range c.plotRows() {
			low, high = min(low, c.plotRatio(row)), max(high, c.plotRatio(row))
		}
	}
	return low, high
}

// panel draws one case.
type panel struct {
	out       *strings.Builder
	top       int
	low, high float64
}

// draw returns how high the panel is.
func (p panel) draw(c *Case) int {
	rows := c.plotRows()
	bottom := p.top + panelHead + len(rows)*lineHeight
	title := c.title()
	if c.Workload == task.RoundTrip {
		title += ", p50"
	}
	p.text("title", 10, p.top+14, "start", title)
	p.grid(p.top+panelHead-8, bottom)
	for i, row := range rows {
		p.bar(row, c.plotRatio(row), p.top+panelHead+i*lineHeight)
	}
	return bottom + panelFoot - p.top
}

// grid draws the lines of the axis and their numbers below.
func (p panel) grid(top, bottom int) {
	for _, tick := range []float64{0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256} {
		if tick < p.low || tick > p.high {
			continue
		}
		class := "grid"
		if tick == 1 {
			class = "one"
		}
		x := p.x(tick)
		fmt.Fprintf(p.out, `<line class="%s" x1="%.1f" y1="%d" x2="%.1f" y2="%d"/>`+"\n", class, x, top, x, bottom)
		p.text("axis", x, bottom+12, "middle", fmt.Sprintf("%g×", tick))
	}
}

// bar draws a bar from C's time to the row's.
func (p panel) bar(row *Row, ratio float64, y int) {
	from, to := p.x(1), p.x(ratio)
	class := "peer"
	switch {
	case row.C:
		class = "c"
	case strings.HasPrefix(row.Name, "libzmq"), strings.HasPrefix(row.Name, "zmq"):
		class = "own"
	}
	p.text("name", plotLeft-10, y+barHeight-1, "end", row.Title)
	fmt.Fprintf(p.out, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="%d"/>`+"\n",
		class, min(from, to), y, max(1.5, math.Abs(to-from)), barHeight)
	p.text("value", max(from, to)+6, y+barHeight-1, "start", ratioText(ratio))
}

// x returns the position of a ratio on the logarithmic axis.
func (p panel) x(ratio float64) float64 {
	share := math.Log(ratio/p.low) / math.Log(p.high/p.low)
	return plotLeft + share*(plotRight-plotLeft)
}

func (p panel) text(class string, x float64, y int, anchor, text string) {
	fmt.Fprintf(p.out, `<text class="%s" x="%.1f" y="%d" text-anchor="%s">%s</text>`+"\n",
		class, x, y, anchor, html.EscapeString(text))
}
