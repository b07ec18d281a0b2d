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
		p.keep(out, strings.Join(commentLines(text), "\n"))
	}
}

// restore puts the texts back, behind what stands before their marks.
func (p *printer) restore(formatted []byte) []byte {
	var out bytes.Buffer
	for line := range bytes.Lines(formatted) {
		indent, number, isMark := bytes.Cut(bytes.TrimRight(line, "\n"), []byte(mark))
		n, err := strconv.Atoi(string(number))
		if !isMark || err != nil {
			out.Write(line)
			continue
		}
		for text := range strings.Lines(p.marked[n] + "\n") {
			if text != "\n" {
				out.Write(indent)
			}
			out.WriteString(text)
		}
	}
	return out.Bytes()
}
