package emitter

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/dave/jennifer/jen"
)

// printer prints the declarations of one file, with marks in the place of what is formatted already.
type printer struct {
	marked []string
}

// mark is a comment line that stands for the text of its number. It looks like a directive to the Go
// tool, of which the formatter knows at a glance that it is neither prose nor code.
const mark = "//go:mark "

// keep puts a mark where text belongs.
func (p *printer) keep(out *jen.Group, text string) {
	out.Comment(mark + strconv.Itoa(len(p.marked)))
	p.marked = append(p.marked, text)
}

// trailing puts the mark of a comment behind code.
func (p *printer) trailing(line *jen.Statement, text string) {
	line.Comment(mark + strconv.Itoa(len(p.marked)))
	p.marked = append(p.marked, "// "+text)
}

// comment puts the mark of a comment.
func (p *printer) comment(out *jen.Group, text string) {
	if text != "" {
		p.keep(out, commented(text))
	}
}

// restore puts the texts back, after what precedes their placeholders.
func (p *printer) restore(formatted []byte) []byte {
	size := len(formatted) + len(formatted)/8 // about, and the texts
	for _, text := range p.marked {
		size += len(text)
	}
	out := make([]byte, 0, size)
	for line := range bytes.Lines(formatted) {
		before, number, isMark := bytes.Cut(line, []byte(mark))
		if !isMark {
			out = append(out, line...)
		} else if n, err := strconv.Atoi(string(bytes.TrimRight(number, "\n"))); err == nil {
			out = appendIndented(out, before, p.marked[n])
		}
	}
	return out
}

// appendIndented appends the lines of a text, each but the empty ones behind an indent.
func appendIndented(out, indent []byte, text string) []byte {
	if len(indent) == 0 {
		return append(append(out, text...), '\n')
	}
	for line := range strings.SplitSeq(text, "\n") {
		if line != "" {
			out = append(out, indent...)
		}
		out = append(append(out, line...), '\n')
	}
	return out
}
