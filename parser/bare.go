package parser

import (
	"slices"
	"strings"
)

// The C parser gets the header's tokens and nothing else: comments, blank lines and attributes that make a
// symbol visible cost it more time than the declarations do, and it reads each class of targets anew.

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

// bare is a header's text as the C parser gets it, and where each of its tokens comes from.
type bare struct {
	text   strings.Builder
	rows   []int   // where each row of the text starts
	starts []int   // where each token starts in the text
	tokens []token // the same tokens, at their places in the header
}

// bare writes the header's tokens, but for those in the given parts. Directives have rows of their own.
func (o *outline) bare(parts []span) *bare {
	parts = append(parts[:len(parts):len(parts)], o.stray...)
	slices.SortFunc(parts, func(a, b span) int { return a.start - b.start })
	b := &bare{rows: []int{0}}
	b.text.Grow(4 * len(o.tokens))
	end, inDirective := 0, false // of the token before
	for _, t := range o.tokens {
		for len(parts) > 0 && parts[0].end <= int(t.start) {
			parts = parts[1:]
		}
		gap := o.text[end:t.start]
		if t.kind == hash || t.kind == newline || !inDirective && strings.Contains(gap, "\n") {
			b.endRow()
		}
		switch {
		case t.kind == newline:
			inDirective = false
		case len(parts) > 0 && parts[0].start <= int(t.start):
			continue
		default:
			inDirective = inDirective || t.kind == hash
			b.add(t, o.word(t), unspliced.Replace(gap) != "")
		}
		end = int(t.end)
	}
	b.endRow()
	return b
}

func (b *bare) add(t token, word string, apart bool) {
	if apart && b.text.Len() > b.rows[len(b.rows)-1] {
		b.text.WriteByte(' ')
	}
	b.starts = append(b.starts, b.text.Len())
	b.tokens = append(b.tokens, t)
	b.text.WriteString(word)
}

func (b *bare) endRow() {
	if b.text.Len() > b.rows[len(b.rows)-1] {
		b.text.WriteByte('\n')
		b.rows = append(b.rows, b.text.Len())
	}
}

// origin returns the offset in the header of a position in the text.
func (b *bare) origin(row, col int) int {
	if len(b.tokens) == 0 {
		return 0
	}
	if row < 1 || row > len(b.rows) {
		return int(b.tokens[len(b.tokens)-1].end)
	}
	at := b.rows[row-1] + col - 1
	i, found := slices.BinarySearch(b.starts, at)
	if !found {
		i = max(i-1, 0)
	}
	t := b.tokens[i]
	return min(int(t.start)+max(at-b.starts[i], 0), int(t.end))
}
