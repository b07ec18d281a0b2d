package parser

import "slices"

// The preprocessor expands macros before it counts anything, and the parser behind it recurses on
// the result, so an input of a few lines could use up all memory or the stack. expansion
// bounds the size of every expansion beforehand. If it cannot, it reports that the macro is used in
// a way that no zmq.h needs.

// bound is how far a macro expands: size tokens, plus factor tokens for each token of its
// arguments.
type bound struct {
	size, factor int
	depth        int // macros inside macros
	problem      string
	busy, done   bool
}

const tooDeep = " expands through more macros than zmqgen follows"

const tooMany = maxExpansion + 1 // where bounds stop growing

type expansion struct {
	*outline
	macros map[string][]*definition // a name's definitions in all branches
	bounds map[string]*bound
}

func newExpansion(o *outline) *expansion {
	e := &expansion{outline: o, macros: map[string][]*definition{}, bounds: map[string]*bound{}}
	for i := range o.defines {
		if d := &o.defines[i]; !d.dead {
			e.macros[d.name] = append(e.macros[d.name], d)
		}
	}
	return e
}

// bound returns the bound of a macro, or nil if the name is not a macro.
func (e *expansion) bound(name string, level int) *bound {
	definitions := e.macros[name]
	if definitions == nil {
		return nil
	}
	b := e.bounds[name]
	if b == nil {
		b = &bound{}
		e.bounds[name] = b
	}
	switch {
	case b.busy && level > 0:
		b.problem = name + " expands to itself through other macros"
	case !b.done && level > maxChain:
		b.problem = name + tooDeep
	case !b.done:
		b.busy = true
		for _, d := range definitions {
			e.extend(b, d, level)
		}
		b.busy, b.done = false, true
	}
	return b
}

// extend widens a bound so that it covers one definition.
func (e *expansion) extend(b *bound, d *definition, level int) {
	w := counter{expansion: e, self: d.name, params: d.params, level: level}
	for i := range d.body {
		w.token(d.body, i)
	}
	if w.brackets != 0 && w.problem == "" {
		w.problem = d.name + " opens and closes brackets unevenly"
	}
	if w.problem != "" {
		b.problem = w.problem
	}
	b.size = max(b.size, w.size)
	b.factor = max(b.factor, w.factor)
	b.depth = max(b.depth, w.depth+1)
	if b.depth > maxChain {
		b.problem = d.name + tooDeep
	}
}

// counter counts the tokens that a run of tokens expands to.
type counter struct {
	*expansion
	self         string   // the macro whose body this is, or ""
	params       []string // of that macro
	level        int
	size, factor int
	work         int // tokens that macros bring in, at each level at which they are read again
	depth        int
	brackets     int
	problem      string
	calls        []call // invocations of function-like macros that are open
}

// call is an open invocation.
type call struct {
	factor int // how often the arguments may be repeated, with those of outer calls
	parens int // open parentheses inside the arguments
}

// token adds the i-th token of a run.
func (w *counter) token(run []token, i int) {
	t := run[i]
	times := 1
	if n := len(w.calls); n > 0 {
		times = w.calls[n-1].factor
	}
	word := w.word(t)
	switch {
	case t.kind == ident && slices.Contains(w.params, word):
		w.factor = min(w.factor+times, tooMany)
	case t.kind == ident && word != w.self:
		w.name(run, i, word, times)
	case t.kind == punct:
		w.bracket(word)
		if word == "##" && w.self != "" {
			w.problem = w.self + " pastes tokens with ##"
		}
	}
	w.size = min(w.size+times, tooMany)
	w.work = min(w.work+times*len(w.calls), tooMany)
}

// name adds what an identifier expands to, if it is a macro.
func (w *counter) name(run []token, i int, word string, times int) {
	if word == "__VA_ARGS__" {
		w.factor = min(w.factor+times, tooMany)
		return
	}
	b := w.bound(word, w.level+1)
	if b == nil {
		return
	}
	if b.problem != "" {
		w.problem = b.problem
	}
	w.depth = max(w.depth, b.depth)
	w.size = min(w.size+times*b.size, tooMany)
	w.work = min(w.work+times*(b.size+1)*b.depth, tooMany)
	if !slices.ContainsFunc(w.macros[word], func(d *definition) bool { return d.function }) {
		return
	}
	if i+1 == len(run) || w.word(run[i+1]) != "(" {
		w.problem = word + " is named without its arguments"
		return
	}
	w.calls = append(w.calls, call{factor: min(times*max(1, b.factor), tooMany)})
}

// bracket keeps count of brackets, and of where invocations end.
func (w *counter) bracket(word string) {
	switch word {
	case "(", "[", "{":
		w.brackets++
		if w.brackets > maxNesting {
			w.problem = "its brackets are nested too deep"
		}
	case ")", "]", "}":
		w.brackets--
	}
	n := len(w.calls)
	if n == 0 {
		return
	}
	switch word {
	case "(":
		w.calls[n-1].parens++
	case ")":
		w.calls[n-1].parens--
		if w.calls[n-1].parens == 0 {
			w.calls = w.calls[:n-1]
		}
	}
}
