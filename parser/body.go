package parser

import "strings"

// body returns a macro's body with uniform white space: blanks around operators that
// have two operands, and after commas.
func body(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	var text strings.Builder
	previous, unary := "", true
	for _, word := range words {
		if needsBlank(previous, word, unary) {
			text.WriteByte(' ')
		}
		text.WriteString(word)
		// An operator after an operator, or at the start, has one operand.
		unary = isOperator(previous) && isOperator(word) || previous == "" && isOperator(word) || previous == "(" && isOperator(word)
		previous = word
	}
	return text.String()
}

func needsBlank(previous, word string, unary bool) bool {
	switch {
	case previous == "" || previous == "(" || previous == "[" || unary:
		return false
	case word == ")" || word == "]" || word == "," || word == "[":
		return false
	case word == "(":
		return !isLetter(previous[0]) && previous != ")"
	}
	return true
}

func isOperator(word string) bool {
	return word == "," || word != "" && strings.IndexByte("+-*/%&|^~!<>=?:", word[0]) >= 0
}
