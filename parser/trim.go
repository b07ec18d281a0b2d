package parser

import (
	"slices"
	"strings"
)

// reduced is a header as the C parser gets it.
type reduced struct {
	*bare
	dropped  []span // declarations that are not in text
	evaluate bool   // whether the C parser must evaluate the macros
}

// whole is the header with all that it declares.
func (o *outline) whole() reduced { return reduced{bare: o.bare(o.visibility())} }

// reduce leaves out of the header what cannot depend on the target.
func (o *outline) reduce() reduced {
	v, ok := o.variance()
	if !ok {
		return o.whole()
	}
	dropped := append(v.prototypes(), v.constants()...)
	slices.SortFunc(dropped, func(a, b span) int { return a.start - b.start })
	return reduced{bare: o.bare(append(o.visibility(), dropped...)), dropped: dropped}
}

// prototypes finds the prototypes that all targets declare alike.
func (v *variance) prototypes() []span {
	var found []span
	depth, fresh := 0, true // fresh: a declaration starts with the next token
	for _, run := range v.stretches {
		varies := v.at(v.outline.region(int(run[0].start)))
		start, clean := 0, fresh && !varies
		for i, t := range run {
			switch word := v.text[t.start]; {
			case word == '(' || word == '[' || word == '{':
				depth++
			case word == ')' || word == ']' || word == '}':
				depth--
			case word == ';' && depth == 0:
				if clean && v.isPrototype(run[start:i]) {
					found = append(found, span{int(run[start].start), int(t.end)})
				}
				start, clean = i+1, !varies
			}
		}
		last := v.text[run[len(run)-1].start]
		fresh = depth == 0 && last == ';'
	}
	return found
}

// isPrototype reports whether the tokens before a semicolon declare a function by words alone that
// mean the same everywhere.
func (v *variance) isPrototype(run []token) bool {
	call := false
	for _, t := range run {
		word := v.word(t)
		switch {
		case t.kind == punct && strings.Contains("(),*", word):
			call = call || word == "("
		case t.kind != ident || word == "typedef" || word == "static":
			return false
		case v.inert[word]:
		case v.names[word] || v.isMacro[word]:
			return false
		}
	}
	return call
}

// constants finds the macros whose value is the same everywhere, and that nothing else in the header
// names but the condition that asks whether they are missing.
func (v *variance) constants() []span {
	inBodies, inTests := map[string]int{}, map[string]int{}
	for i := range v.defines {
		v.collect(inBodies, v.defines[i].body)
	}
	for _, r := range v.outline.regions {
		v.collect(inTests, r.test)
	}
	var found []span
	for i := range v.defines {
		d := &v.defines[i]
		asked := inTests[d.name]
		if asked == 1 && d.region >= 0 && v.outline.regions[d.region].absent == d.name {
			asked = 0
		}
		if asked+inBodies[d.name] == 0 && !v.at(d.region) && !v.names[d.name] && !v.decorations[d.name] && v.isConstant(d) && v.undefs[d.name] == nil {
			found = append(found, d.line)
		}
	}
	return found
}

func (v *variance) collect(names map[string]int, run []token) {
	for _, t := range run {
		if t.kind == ident {
			names[v.word(t)]++
		}
	}
}

// isConstant reports whether a macro is a string, or made of numbers and macros that mean the same
// everywhere.
func (v *variance) isConstant(d *definition) bool {
	if d.function || len(d.body) == 0 {
		return false
	}
	for _, t := range d.body {
		switch word := v.word(t); {
		case t.kind == quoted && len(d.body) == 1:
		case t.kind == number && !strings.ContainsAny(word, "lL"):
		case t.kind == punct && strings.Contains("()+-*|", word):
		case t.kind == ident && v.isMacro[word] && !v.names[word]:
		default:
			return false
		}
	}
	return true
}

// drops reports whether a position lies in what was left out.
func (r reduced) drops(offset int) bool {
	i, found := slices.BinarySearchFunc(r.dropped, offset, func(s span, offset int) int { return s.start - offset })
	return found || i > 0 && offset < r.dropped[i-1].end
}
