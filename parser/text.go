package parser

// opener is a bracket that is not closed yet.
type opener struct {
	at      int
	close   string
	region  int
	size    int // tokens before it in its declaration
	members int // semicolons inside
}

// walker checks the text between the directives: that brackets match, and that no declaration
// is longer than the parser can handle.
type walker struct {
	counter
	stack     []opener
	region    int
	total     int  // work of the macros and conditions
	inParams  bool // a parenthesis opened after the name of a function
	paramsEnd int  // offset after the parameters of the current prototype, or 0
}

var closing = map[string]string{"(": ")", "[": "]", "{": "}"}

// checkText checks everything that will be expanded or parsed.
func (o *outline) checkText() error {
	e := newExpansion(o)
	w := &walker{counter: counter{expansion: e}}
	for i := range o.defines {
		w.checkDefinition(&o.defines[i])
	}
	o.checkStable()
	for _, line := range o.conditions {
		w.checkRun(line, "condition")
	}
	for _, run := range o.stretches {
		w.walk(run)
	}
	for _, open := range w.stack {
		o.fail(open.at, "bracket is never closed; close it with %s", open.close)
	}
	if w.total+w.work > maxExpansion {
		o.fail(0, "macros expand to more than %d tokens; zmqgen reads a header like zmq.h", maxExpansion)
	}
	if len(o.problems) == 0 {
		w.checkEnd()
	}
	return o.problems.err()
}

// checkDefinition checks an object-like macro, whose body will be evaluated.
func (w *walker) checkDefinition(d *definition) {
	if d.function || d.dead {
		return
	}
	b := w.bound(d.name, 0)
	w.total = min(w.total+(b.size+1)*b.depth, tooMany)
	switch {
	case b.problem != "":
		w.fail(d.at, "macro %s: %s; write out what it stands for", d.name, b.problem)
	case b.size > maxTokens:
		w.fail(d.at, "macro %s expands to more than %d tokens; write out what it stands for", d.name, maxTokens)
	}
}

// checkRun checks the tokens of one directive.
func (w *walker) checkRun(line []token, what string) {
	one := counter{expansion: w.expansion}
	for i := range line {
		one.token(line, i)
	}
	w.total = min(w.total+one.work, tooMany)
	switch {
	case one.problem != "":
		w.fail(int(line[0].start), "%s: %s; write out what it stands for", what, one.problem)
	case one.size > maxTokens:
		w.fail(int(line[0].start), "%s expands to more than %d tokens; shorten it", what, maxTokens)
	}
}

// walk checks one stretch of text within one region.
func (w *walker) walk(run []token) {
	w.region = w.outline.region(int(run[0].start))
	if n := len(w.stack); n > 0 && !w.within(w.region, w.stack[n-1].region) {
		w.fail(w.stack[n-1].at, "bracket is not closed in its branch of the condition; close it before the branch ends")
		w.stack = w.stack[:n-1]
	}
	w.inParams, w.paramsEnd = false, 0
	for i, t := range run {
		w.checkSequence(run, i)
		w.checkBasic(run, i)
		w.token(run, i)
		switch {
		case t.kind == punct:
			w.match(t)
		case t.kind == ident && w.macros[w.word(t)] != nil:
			w.decorations[w.word(t)] = true
		}
		switch {
		case w.problem != "":
			w.fail(int(t.start), "%s; write out what it stands for", w.problem)
			w.problem, w.size = "", 0
		case w.size > maxTokens:
			w.fail(int(t.start), "declaration is longer than %d tokens; split it up", maxTokens)
			w.size = 0
		}
	}
}

// match keeps the stack of open brackets.
func (w *walker) match(t token) {
	at, word := int(t.start), w.word(t)
	n := len(w.stack)
	switch word {
	case "(", "[", "{":
		if n == maxNesting {
			w.fail(at, "brackets are nested deeper than %d; flatten the declaration", maxNesting)
		}
		w.stack = append(w.stack, opener{at: at, close: closing[word], region: w.region, size: w.size})
	case ")", "]", "}":
		w.pop(at, word)
	case ";":
		if n == 0 {
			w.size = 0
		} else if open := &w.stack[n-1]; open.close == "}" {
			w.size = open.size
			if open.members++; open.members == maxTokens {
				w.fail(at, "struct has more than %d fields; split it up", maxTokens)
			}
		}
	}
}

func (w *walker) pop(at int, word string) {
	n := len(w.stack)
	switch {
	case n == 0:
		w.fail(at, "%s closes nothing; remove it or open the bracket", word)
		return
	case w.stack[n-1].close != word:
		open := w.pos(w.stack[n-1].at)
		w.fail(at, "%s where %s is expected for the bracket at line %d, column %d; close that first", word, w.stack[n-1].close, open.Line, open.Col)
	case w.stack[n-1].region != w.region:
		w.fail(at, "%s closes a bracket of another branch of the condition; close it in its own branch", word)
	}
	w.size = w.stack[n-1].size + 1
	w.stack = w.stack[:n-1]
}

// within reports whether a region is another one or is inside it.
func (w *walker) within(region, outer int) bool {
	for region >= 0 && region != outer {
		region = w.regions[region].parent
	}
	return region == outer
}

// checkEnd checks that the last declaration is complete, so that nothing that follows the
// header in the parser's input can become a part of it.
func (w *walker) checkEnd() {
	if len(w.stretches) == 0 {
		return
	}
	run := w.stretches[len(w.stretches)-1]
	last := run[len(run)-1]
	switch word := w.word(last); {
	case word == ";" || word == "}" || w.macros[word] != nil:
	default:
		w.fail(int(last.end), "declaration is not finished; end it with ;")
	}
}
