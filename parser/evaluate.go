package parser

import (
	"errors"
	"math"
	"strings"

	"modernc.org/cc/v4"
)

// The C parser can evaluate all macros, at the price of a parser for each. Nearly all constants are
// a number, a string, or a sum of such; these are evaluated here, as long as every step fits an
// int, where C leaves no choice. For anything else the C parser is asked.

var (
	errInvolved = errors.New("expression is too involved") // for this evaluator
	errOverflow = errors.New("expression overflows an int")
)

// evaluator reads one macro's body, expanded.
type evaluator struct {
	macros map[string]*cc.Macro
	words  []string
	at     int
}

// evaluate returns the integer or string that the body of a macro stands for, nil where it is neither,
// and an error where only the C parser can tell.
func evaluate(macros map[string]*cc.Macro, name string, body []string) (cc.Value, error) {
	e := &evaluator{macros: macros}
	words, err := e.expand(body, map[string]bool{name: true})
	if err != nil || len(words) == 0 {
		return nil, err
	}
	words = inside(words)
	if isString(words[0]) {
		text, err := concatenate(words)
		return cc.StringValue(text), err
	}
	if len(words) == 1 || len(words) == 2 && words[1][0] == '\'' {
		return lone(strings.Join(words, "")) // the C parser knows no prefix but L
	}
	e.words = words
	value, err := e.sum(0)
	if err == nil && e.at < len(words) {
		err = errInvolved
	}
	return cc.Int64Value(value), err
}

func bodyWords(m *cc.Macro) []string {
	list := m.ReplacementList()
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = string(t.Src())
	}
	return words
}

// expand replaces the macros among the words. The scan has bounded the result before.
func (e *evaluator) expand(words []string, hidden map[string]bool) ([]string, error) {
	var out []string
	for i := 0; i < len(words); i++ {
		m := e.macros[words[i]]
		switch {
		case m == nil || hidden[words[i]]:
			out = append(out, words[i])
			continue
		case !m.IsConst:
			return nil, errInvolved
		}
		body := bodyWords(m)
		if m.IsFnLike {
			end := closingParen(words, i+1)
			if end < 0 {
				return nil, errInvolved
			}
			var err error
			if body, err = substitute(m, body, words[i+2:end]); err != nil {
				return nil, err
			}
			i = end
		}
		name := m.Name.SrcStr()
		hidden[name] = true
		expanded, err := e.expand(body, hidden)
		delete(hidden, name)
		if err != nil {
			return nil, err
		}
		out = append(out, expanded...)
	}
	return out, nil
}

// closingParen returns the index of the parenthesis that closes the one at i, -1 where there is none.
func closingParen(words []string, i int) int {
	if i >= len(words) || words[i] != "(" {
		return -1
	}
	depth := 0
	for ; i < len(words); i++ {
		switch words[i] {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 {
			return i
		}
	}
	return -1
}

// substitute puts the arguments of an invocation into a body.
func substitute(m *cc.Macro, body, arguments []string) ([]string, error) {
	byName := map[string][]string{}
	param, depth := 0, 0
	for _, word := range arguments {
		switch word {
		case "(":
			depth++
		case ")":
			depth--
		case ",":
			if depth == 0 {
				param++
				continue
			}
		}
		if param < len(m.Params) {
			name := m.Params[param].SrcStr()
			byName[name] = append(byName[name], word)
		}
	}
	if param+1 != len(m.Params) || m.VarArg >= 0 {
		return nil, errInvolved
	}
	var out []string
	for _, word := range body {
		if argument, ok := byName[word]; ok {
			out = append(out, argument...)
		} else {
			out = append(out, word)
		}
	}
	return out, nil
}

// precedence of the operators with two operands.
var precedence = map[string]int{"|": 1, "<<": 2, "+": 3, "-": 3, "*": 4}

// sum evaluates operands joined by operators of more than the given precedence.
func (e *evaluator) sum(floor int) (int64, error) {
	value, err := e.operand()
	for err == nil && e.at < len(e.words) && precedence[e.words[e.at]] > floor {
		operator := e.words[e.at]
		e.at++
		var right int64
		if right, err = e.sum(precedence[operator]); err == nil {
			value, err = apply(operator, value, right)
		}
	}
	return value, err
}

func apply(operator string, a, b int64) (int64, error) {
	switch operator {
	case "+":
		a += b
	case "-":
		a -= b
	case "*":
		a *= b
	case "|":
		a |= b
	case "<<":
		if a < 0 || b < 0 || b > 31 {
			return 0, errOverflow
		}
		a <<= b
	}
	if !isInt(a) {
		return 0, errOverflow
	}
	return a, nil
}

// isInt reports whether an int, of 32 bits, can hold a value.
func isInt(value int64) bool { return value >= math.MinInt32 && value <= math.MaxInt32 }

func (e *evaluator) operand() (int64, error) {
	if e.at >= len(e.words) {
		return 0, errInvolved
	}
	word := e.words[e.at]
	e.at++
	switch {
	case word == "-" || word == "+":
		value, err := e.operand()
		if word == "-" {
			value = -value
		}
		return value, err
	case word == "(":
		value, err := e.sum(0)
		if err != nil || e.at >= len(e.words) || e.words[e.at] != ")" {
			return 0, errInvolved
		}
		e.at++
		return value, nil
	case isDigit(word[0]):
		value, suffix, err := integer(word)
		if err != nil || suffix != "" || value > math.MaxInt32 {
			return 0, errInvolved
		}
		return int64(value), nil
	}
	return 0, errInvolved
}
