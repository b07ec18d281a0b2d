package parser

import "slices"

// typeWords start a declaration.
var typeWords = []string{
	"typedef", "extern", "static", "inline", "const", "unsigned", "signed", "struct", "union", "enum",
	"void", "char", "short", "int", "long", "float", "double", "size_t",
}

// unstable are the macros whose values depend on when or where a header is read.
var unstable = []string{"__DATE__", "__TIME__", "__TIMESTAMP__", "__FILE__", "__BASE_FILE__", "__LINE__", "__COUNTER__", "__INCLUDE_LEVEL__", "__has_include", "__has_include_next"}

// checkStable rejects macros that make the interface depend on anything other than the header.
func (o *outline) checkStable() {
	for _, t := range o.tokens {
		if t.kind == ident && o.source.text[t.start] == '_' && slices.Contains(unstable, o.word(t)) {
			o.fail(int(t.start), "%s differs from one reading to the next; write out a value", o.word(t))
		}
	}
}

// checkSequence finds a prototype without its semicolon: another declaration starts after the
// parameters. The C parser would take the rest of the header for an old-style function.
func (w *walker) checkSequence(run []token, i int) {
	t := run[i]
	word := w.word(t)
	depth := len(w.stack)
	if word == ")" {
		depth--
	}
	switch {
	case depth > 0:
		return
	case t.kind == ident && w.paramsEnd > 0 && slices.Contains(typeWords, word):
		w.fail(w.paramsEnd, "declaration is not finished; end it with ;")
		w.paramsEnd = 0
	case word == "(":
		w.inParams = w.paramsEnd == 0 && i > 0 && run[i-1].kind == ident && w.macros[w.word(run[i-1])] == nil && w.source.text[run[i-1].start] != '_'
	case word == ")" && w.inParams:
		w.paramsEnd, w.inParams = int(t.end), false
	case t.kind == punct && word != ")":
		w.paramsEnd = 0
	}
}
