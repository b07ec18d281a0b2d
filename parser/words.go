package parser

import (
	"strings"

	"modernc.org/cc/v4"
)

// Words that stand for a group of words.
const (
	floating  = "floating"   // any floating-point type, or another type beyond the usual integers
	plainChar = "plain char" // a constant that may depend on whether char is signed
)

var (
	integerKinds = []cc.Kind{
		cc.Bool, cc.Char, cc.SChar, cc.UChar, cc.Short, cc.UShort, cc.Int, cc.UInt,
		cc.Long, cc.ULong, cc.LongLong, cc.ULongLong, cc.Enum, cc.Ptr,
	}
	floatingKinds = []cc.Kind{cc.Float, cc.Double, cc.LongDouble, cc.Int128, cc.UInt128, cc.Float128}
)

// significantWords returns the words of the header that may have another meaning on another target.
func (o *outline) significantWords() map[string]bool {
	words := map[string]bool{}
	inDirective, array := false, 0
	for _, t := range o.tokens {
		switch t.kind {
		case hash:
			inDirective = true
		case newline:
			inDirective = false
		case character:
			words[plainChar] = true
		case punct:
			switch o.text[t.start] {
			case '[':
				array++
			case ']':
				array--
			}
		case ident:
			switch word := o.word(t); {
			case word == "float" || word == "double" || strings.HasPrefix(word, "_Float") || strings.HasPrefix(word, "_Decimal"):
				words[floating] = true
			case word == "char" && (inDirective || array > 0):
				words[plainChar] = true
			case word[0] == '_':
				words[word] = true
				words[floating] = words[floating] || strings.Contains(word, "128") || word == "_Complex"
			}
		}
	}
	return words
}
