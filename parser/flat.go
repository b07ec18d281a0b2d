package parser

import "strings"

// flatten returns a header's text as the C parser gets it: each token at its place, and blanks in place of comments and
// insignificant line ends. Lines cost the C parser more time than declarations do. If only directives are wanted, the
// declarations are blank, too.
func (o *outline) flatten(directivesOnly bool) *source {
	text := []byte(strings.Repeat(" ", len(o.text)))
	flat := &source{name: o.name, lines: []int{0}}
	endRow := func(at int) {
		if at >= 0 && at < len(text) && text[at] != '\n' {
			text[at] = '\n'
			flat.lines = append(flat.lines, at+1)
		}
	}
	inDirective := false
	for i, t := range o.tokens {
		switch {
		case t.kind == hash:
			endRow(int(t.start) - 1)
			inDirective = true
		case t.kind == newline:
			endRow(int(t.start))
			inDirective = false
			continue
		case directivesOnly && !inDirective:
			continue
		case o.word(t) == "u8" && i+1 < len(o.tokens) && o.tokens[i+1].kind == quoted && o.tokens[i+1].start == t.end:
			continue // the C parser does not know this prefix, and treats every string as UTF-8
		}
		copy(text[t.start:], o.word(t))
	}
	flat.text = string(text)
	return flat
}
