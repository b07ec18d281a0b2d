package parser

import "slices"

// basicWords name the basic types of C.
var basicWords = []string{"void", "char", "short", "int", "long", "float", "double", "signed", "unsigned"}

// checkBasic refuses words that do not form a type, such as int char: the C parser does not survive some of them.
func (w *walker) checkBasic(run []token, i int) {
	isBasic := func(i int) bool {
		return i >= 0 && i < len(run) && run[i].kind == ident && slices.Contains(basicWords, w.word(run[i]))
	}
	if !isBasic(i) || isBasic(i-1) {
		return
	}
	if i > 0 && run[i-1].kind == ident {
		before := w.word(run[i-1]) // a qualifier, a macro or a word of the compiler's
		if before[0] != '_' && w.macros[before] == nil && before != "static" && !slices.Contains(typeStarts, before) {
			w.fail(int(run[i].start), "%s makes no sense after %s; correct the C", w.word(run[i]), before)
		}
	}
	count := make(map[string]int)
	words := 0
	for ; isBasic(i + words); words++ {
		count[w.word(run[i+words])]++
	}
	if words > 1 && !isType(count, words) {
		w.fail(int(run[i].start), "these words do not form a type; correct the C")
	}
}

// isType reports whether several words name a type.
func isType(count map[string]int, words int) bool {
	sign, long, short := count["signed"]+count["unsigned"], count["long"], count["short"]
	switch {
	case count["void"]+count["float"] > 0 || sign > 1 || long > 2 || short > 1 || short > 0 && long > 0:
		return false
	case count["char"] > 0:
		return words == 1+sign && count["char"] == 1
	case count["double"] > 0:
		return words == 2 && long == 1
	}
	return count["int"] <= 1
}
