package parser

import "strings"

// The C parser reads each class of targets anew, and spends a third of its time on what says nothing:
// comments, the blanks that are left of them, and attributes that make a symbol visible.

// visible is the attribute that exports a symbol. It says nothing about what the symbol is.
const visible = `__attribute__ ( ( visibility ( "default" ) ) )`

// visibility finds the bodies of macros that mark exported symbols.
func (o *outline) visibility() []span {
	var found []span
	for i := range o.defines {
		d := &o.defines[i]
		if len(d.body) > 0 && !d.function && o.decorations[d.name] && strings.Join(o.words(d.body), " ") == visible {
			found = append(found, span{int(d.body[0].start), int(d.body[len(d.body)-1].end)})
		}
	}
	return found
}

// bare returns the text without its comments and without some parts. All else keeps its line and column.
func (o *outline) bare(parts []span) string {
	text := blank(o.text, parts)
	s := stripper{text: make([]byte, 0, len(text))}
	at := uint32(0)
	for _, t := range o.tokens {
		s.gap(text[at:t.start])
		s.token(text[t.start:t.end])
		at = t.end
	}
	s.gap(text[at:])
	return string(s.text)
}

// stripper writes a text without the blanks before its line ends.
type stripper struct {
	text   []byte
	blanks int // not written yet
}

func (s *stripper) token(text string) {
	if strings.HasPrefix(text, " ") { // one that was overwritten with blanks
		s.blank(text)
	} else {
		s.write(text)
	}
}

func (s *stripper) gap(text string) {
	if isBlank(text) {
		s.blank(text)
	} else {
		s.write(text)
	}
}

// isBlank reports whether what stands between two tokens means no more than blanks and line ends in its
// place. A comment over several lines means less where a token follows it on its last line.
func isBlank(gap string) bool {
	if strings.ContainsAny(gap, `\?`) { // a continuation, or a trigraph for one
		return false
	}
	lastLine := gap[strings.LastIndexByte(gap, '\n')+1:]
	return lastLine == gap || strings.IndexByte(lastLine, '/') < 0
}

func (s *stripper) write(text string) {
	if text == "" {
		return
	}
	for ; s.blanks > 0; s.blanks-- {
		s.text = append(s.text, ' ')
	}
	s.text = append(s.text, text...)
}

func (s *stripper) blank(text string) {
	for i := range len(text) {
		s.blanks++
		if text[i] == '\n' {
			s.text = append(s.text, '\n')
			s.blanks = 0
		}
	}
}
