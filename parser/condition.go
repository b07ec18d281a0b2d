package parser

import "slices"

// draftMacro is the macro that makes a program see the library's drafts.
const draftMacro = "ZMQ_BUILD_DRAFT_API"

// condition is what the scan understands of an #if line. Everything else is left to the preprocessor.
type condition struct {
	draft  bool   // true only with drafts
	stable bool   // true only without drafts
	absent string // true only where this macro is not defined
	dead   bool   // never true: for C++ only, or #if 0
	vague  bool   // mentions the draft macro in another way
}

// readCondition interprets the words of a directive that opens a condition.
func readCondition(directive string, words []string) condition {
	switch {
	case directive == "ifdef" && len(words) > 0:
		return whenDefined(words[0])
	case directive == "ifndef" && len(words) > 0:
		return not(whenDefined(words[0]), words[0])
	case directive == "if" || directive == "elif":
		return conjunction(words)
	}
	return condition{}
}

func whenDefined(name string) condition {
	return condition{draft: name == draftMacro, dead: name == "__cplusplus"}
}

func not(c condition, name string) condition {
	return condition{stable: c.draft, absent: name}
}

// conjunction reads terms joined by &&, such as defined X && !defined Y.
func conjunction(words []string) condition {
	var all condition
	for _, term := range splitTerms(words) {
		c := readTerm(term)
		all.draft = all.draft || c.draft
		all.stable = all.stable || c.stable
		all.dead = all.dead || c.dead
		all.vague = all.vague || c.vague
		if c.absent != "" {
			all.absent = c.absent
		}
	}
	return all
}

// splitTerms returns the terms between the && outside of parentheses.
func splitTerms(words []string) (terms [][]string) {
	depth, start := 0, 0
	for i, word := range words {
		switch {
		case word == "(":
			depth++
		case word == ")":
			depth--
		case i >= start && depth == 0 && word == "&" && i+1 < len(words) && words[i+1] == "&":
			terms = append(terms, words[start:i])
			start = i + 2
		}
	}
	return append(terms, words[start:])
}

// readTerm reads one term: defined X, defined(X), either of them negated, or a name.
func readTerm(words []string) condition {
	negated := len(words) > 0 && words[0] == "!"
	if negated {
		words = words[1:]
	}
	name := ""
	switch {
	case len(words) == 2 && words[0] == "defined":
		name = words[1]
	case len(words) == 4 && words[0] == "defined" && words[1] == "(" && words[3] == ")":
		name = words[2]
	}
	switch {
	case name != "" && negated:
		return not(whenDefined(name), name)
	case name != "":
		return whenDefined(name)
	case len(words) == 1 && !negated:
		return condition{draft: words[0] == draftMacro, dead: words[0] == "0"}
	}
	return condition{
		vague: slices.Contains(words, draftMacro),
		dead:  slices.Contains(words, "__cplusplus") && !slices.Contains(words, "!"),
	}
}
