package report

import "io"

// WriteSVG writes a plot.
func (r *Report) WriteSVG(w io.Writer) error {
	return nil
}
