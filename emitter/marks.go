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

// restore puts the texts back: each line but the empty ones after what precedes the mark.
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
			continue
		}
		n, _ := strconv.Atoi(string(bytes.TrimRight(number, "\n"))) // which keep wrote
		for text := range strings.SplitSeq(p.marked[n], "\n") {
			if text != "" {
				out = append(out, before...)
			}
			out = append(append(out, text...), '\n')
		}
	}
	return out
}
