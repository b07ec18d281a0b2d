package parser

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Limits of what is read. They are far above any zmq.h, and keep the time, the memory and the
// depth of recursion small for any other input.
const (
	maxSize      = 1 << 20 // bytes of a header
	maxWords     = 40_000  // tokens of a header; libzmq's have 3,500
	maxRead      = 160_000 // tokens, counted for each class of targets
	maxNesting   = 200     // brackets inside brackets, conditions inside conditions
	maxTokens    = 2048    // tokens of one declaration or directive, macros expanded
	maxName      = 1000    // characters of a name
	maxParams    = 127     // of a function, as many as any C compiler takes
	maxMacros    = 20_000  // definitions in a header
	maxChain     = 100     // macros that expand to macros that expand to macros
	maxArray     = 1 << 24 // elements of an array, so that no layout overflows
	maxExpansion = 1 << 20 // tokens that macros bring in, at each level at which they are read again
)

// source is a header's text with what is needed to give positions in it.
type source struct {
	name  string
	text  string // without byte order mark
	lines []int  // where each line starts
}

// newSource checks that the content can be the text of a header.
func newSource(name string, content []byte) (*source, *Error) {
	s := &source{name: name, lines: []int{0}}
	if len(content) > maxSize {
		return nil, s.errorf(0, "%d bytes; a header may have %d at most", len(content), maxSize)
	}
	s.text = string(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	for i := 0; i < len(s.text); i++ {
		switch s.text[i] {
		case '\n':
			s.lines = append(s.lines, i+1)
		case 0:
			return nil, s.errorf(i, "NUL byte; give a C header, this is not a text file")
		case '\r':
			if !strings.HasPrefix(s.text[i:], "\r\n") {
				return nil, s.errorf(i, "carriage return without line feed; convert the line ends to \\n or \\r\\n")
			}
		}
	}
	return s, nil
}

// pos returns the position of an offset.
func (s *source) pos(offset int) capi.Pos {
	line, found := slices.BinarySearch(s.lines, offset)
	if !found {
		line--
	}
	return capi.Pos{File: s.name, Line: line + 1, Col: offset - s.lines[line] + 1}
}

// offset returns the offset of a position, or the text's end for a position after it.
func (s *source) offset(line, col int) int {
	if line < 1 || line > len(s.lines) {
		return len(s.text)
	}
	return min(s.lines[line-1]+col-1, len(s.text))
}

func (s *source) errorf(offset int, format string, args ...any) *Error {
	return &Error{Pos: s.pos(offset), Msg: fmt.Sprintf(format, args...)}
}
