package parser

import "slices"

// typeStarts are the words that a type may follow, besides punctuation.
var typeStarts = []string{"const", "volatile", "extern", "typedef", "register", "inline", "unsigned", "signed"}

// unknownType returns the word before an offset if only a type can be there. The C parser does not know the word, or
// it would not have stumbled over what follows.
func (o *outline) unknownType(offset int) (word token, found bool) {
	i, _ := slices.BinarySearchFunc(o.tokens, offset, func(t token, at int) int { return int(t.start) - at })
	if i == 0 || o.tokens[i-1].kind != ident {
		return token{}, false
	}
	word = o.tokens[i-1]
	text := o.word(word)
	if text != "size_t" && slices.Contains(typeWords, text) || slices.Contains(typeStarts, text) || o.isMacro[text] {
		return token{}, false
	}
	if i == 1 {
		return word, true
	}
	before := o.tokens[i-2]
	text = o.word(before)
	found = before.kind == newline || before.kind == punct && slices.Contains([]string{"(", ",", ";", "{", "}"}, text) ||
		slices.Contains(typeStarts, text) || o.isMacro[text]
	return word, found
}
