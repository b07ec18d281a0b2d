package parser

import "slices"

// enter starts a region at an offset.
func (o *outline) enter(offset int, r region) {
	o.regions = append(o.regions, r)
	o.resume(offset, len(o.regions)-1)
}

// resume continues a region at an offset.
func (o *outline) resume(offset, region int) {
	o.marks = append(o.marks, mark{offset: uint32(offset), region: region})
	o.current = region
}

// dead reports whether no target sees the text at the current place.
func (o *outline) dead() bool {
	return o.current >= 0 && o.regions[o.current].dead
}

func (o *outline) openCondition(at int, directive string, line []token) {
	if len(o.open) == maxNesting {
		o.fail(at, "conditions are nested deeper than %d; flatten them", maxNesting)
		return
	}
	c := readCondition(directive, o.words(line))
	o.checkCondition(at, c)
	c.dead = c.dead || o.dead()
	o.open = append(o.open, openIf{at: at, outer: o.current, drafts: c.draft, forC: c.absent == "__cplusplus"})
	o.enter(at, region{condition: c, parent: o.current})
}

func (o *outline) nextBranch(at int, directive string, line []token) {
	if len(o.open) == 0 {
		o.fail(at, "#%s without #if; remove it or open a condition", directive)
		return
	}
	open := &o.open[len(o.open)-1]
	if open.sawElse {
		o.fail(at, "#%s after #else; a condition has one #else, which comes last", directive)
	}
	open.sawElse = directive == "else"
	c := readCondition(directive, o.words(line))
	c.stable = c.stable || open.drafts
	o.checkCondition(at, c)
	open.drafts = open.drafts || c.draft
	c.dead = c.dead || open.forC || open.outer >= 0 && o.regions[open.outer].dead
	o.enter(at, region{condition: c, parent: open.outer})
}

func (o *outline) closeCondition(at int) {
	if len(o.open) == 0 {
		o.fail(at, "#endif without #if; remove it or open a condition")
		return
	}
	o.resume(at, o.open[len(o.open)-1].outer)
	o.open = o.open[:len(o.open)-1]
}

// checkCondition rejects conditions that a single parse with drafts cannot tell apart.
func (o *outline) checkCondition(at int, c condition) {
	switch {
	case c.stable:
		o.fail(at, "this branch exists only without %s; declare the same with and without drafts", draftMacro)
	case c.vague:
		o.fail(at, "condition on %s is too complex; use #ifdef %s", draftMacro, draftMacro)
	}
}

// findGuard recognises #ifndef X, #define X at the head with an #endif at the very end.
func (o *outline) findGuard() {
	if len(o.regions) == 0 || len(o.defines) == 0 || len(o.tokens) == 0 {
		return
	}
	last, first := o.marks[len(o.marks)-1], o.defines[0]
	opens := o.tokens[0].kind == hash && o.marks[0].offset == o.tokens[0].start
	closes := last.region == -1 && (len(o.stretches) == 0 || o.stretches[len(o.stretches)-1][0].start <= last.offset)
	// The condition is open from the first mark to the last.
	outside := slices.ContainsFunc(o.marks, func(m mark) bool { return m.region == -1 && m != last })
	if opens && closes && !outside && len(first.body) == 0 && !first.function && o.regions[0].absent == first.name {
		o.guard = first.name
	}
}

// words returns the tokens' texts.
func (o *outline) words(line []token) []string {
	words := make([]string, len(line))
	for i, t := range line {
		words[i] = o.word(t)
	}
	return words
}
