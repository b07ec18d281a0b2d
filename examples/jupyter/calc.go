package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// errIncomplete reports that an expression needs another line.
var errIncomplete = errors.New("the expression is incomplete")

// syntaxError is an error that makes a cell invalid, no matter what follows.
type syntaxError struct{ text string }

func (e *syntaxError) Error() string { return e.text }

// maxDepth is how deeply expressions may be nested.
const maxDepth = 1000

// calculator evaluates a cell from left to right.
type calculator struct {
	rest   string // what is not read yet
	parens int    // how many parentheses are open
	depth  int
	last   float64                 // the value of _
	ask    func() (float64, error) // the value of ?
}

// evaluate evaluates the expressions of a cell, one per line, and returns the value of the last one. Found reports whether
// there is one. The name _ has the value of last in the first expression, and the previous value in the others.
func evaluate(code string, last float64, ask func() (float64, error)) (value float64, found bool, err error) {
	c := &calculator{rest: code, last: last, ask: ask}
	for c.skip("\n"); c.rest != ""; c.skip("\n") {
		if c.last, err = c.sum(); err != nil {
			return 0, false, err
		}
		c.skip("")
		if c.rest != "" && c.rest[0] != '\n' {
			return 0, false, &syntaxError{fmt.Sprintf("unexpected %q", firstRune(c.rest))}
		}
		found = true
	}
	return c.last, found, nil
}

// skip skips white space. A line feed only counts as white space within parentheses, or if it is among the others.
func (c *calculator) skip(others string) {
	if c.parens > 0 {
		others = "\n"
	}
	c.rest = strings.TrimLeft(c.rest, " \t\r"+others)
}

// operator reads one of the operators, if one of them is next.
func (c *calculator) operator(operators string) (byte, bool) {
	c.skip("")
	if c.rest == "" || strings.IndexByte(operators, c.rest[0]) < 0 {
		return 0, false
	}
	op := c.rest[0]
	c.rest = c.rest[1:]
	return op, true
}

func (c *calculator) sum() (float64, error) {
	x, err := c.product()
	for err == nil {
		op, ok := c.operator("+-")
		if !ok {
			break
		}
		var y float64
		if y, err = c.product(); op == '-' {
			y = -y
		}
		x += y
	}
	return x, err
}

func (c *calculator) product() (float64, error) {
	x, err := c.factor()
	for err == nil {
		op, ok := c.operator("*/%")
		if !ok {
			break
		}
		var y float64
		if y, err = c.factor(); err != nil {
			break
		}
		switch {
		case op == '*':
			x *= y
		case y == 0:
			err = errors.New("division by zero")
		case op == '/':
			x /= y
		default:
			x = math.Mod(x, y)
		}
	}
	return x, err
}

// factor reads signs and a power. As in mathematics, -2^2 is -4, and 2^3^2 is 2^9.
func (c *calculator) factor() (float64, error) {
	if c.depth++; c.depth > maxDepth {
		return 0, &syntaxError{"the expression is nested too deeply"}
	}
	defer func() { c.depth-- }()
	c.skip("\n")
	if op, ok := c.operator("+-"); ok {
		x, err := c.factor()
		if op == '-' {
			x = -x
		}
		return x, err
	}
	x, err := c.operand()
	if err != nil {
		return 0, err
	}
	if _, ok := c.operator("^"); !ok {
		return x, nil
	}
	y, err := c.factor()
	return math.Pow(x, y), err
}

func (c *calculator) operand() (float64, error) {
	if c.rest == "" {
		return 0, errIncomplete
	}
	switch c.rest[0] {
	case '(':
		return c.parenthesis()
	case '_':
		c.rest = c.rest[1:]
		return c.last, nil
	case '?':
		c.rest = c.rest[1:]
		return c.ask()
	}
	return c.number()
}

func (c *calculator) parenthesis() (float64, error) {
	c.rest = c.rest[1:]
	c.parens++
	x, err := c.sum()
	if err != nil {
		return 0, err
	}
	c.skip("")
	if c.rest == "" {
		return 0, errIncomplete
	}
	if c.rest[0] != ')' {
		return 0, &syntaxError{fmt.Sprintf("unexpected %q; want )", firstRune(c.rest))}
	}
	c.rest = c.rest[1:]
	c.parens--
	return x, nil
}

// number reads a number such as 12, 1.5 or 2e-3.
func (c *calculator) number() (float64, error) {
	end := 0
	for end < len(c.rest) && (c.rest[end] == '.' || isDigit(c.rest[end])) {
		end++
	}
	if end == 0 {
		return 0, &syntaxError{fmt.Sprintf("unexpected %q", firstRune(c.rest))}
	}
	if exponent := strings.TrimLeft(c.rest[end:], "eE"); len(exponent) == len(c.rest)-end-1 {
		exponent = strings.TrimPrefix(strings.TrimPrefix(exponent, "-"), "+")
		if exponent != "" && isDigit(exponent[0]) {
			end = len(c.rest) - len(strings.TrimLeft(exponent, "0123456789"))
		}
	}
	text := c.rest[:end]
	c.rest = c.rest[end:]
	x, err := strconv.ParseFloat(text, 64)
	if errors.Is(err, strconv.ErrSyntax) {
		return 0, &syntaxError{fmt.Sprintf("%q is not a number", text)}
	}
	return x, err
}

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

func firstRune(text string) rune {
	for _, r := range text {
		return r
	}
	return 0
}
