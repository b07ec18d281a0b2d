package parser

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// The C parser's messages: a position and a text, which may name a place in the parser's own code.
var (
	ccError = whenUsed(`^(<\w+>|[\w./-]+):(\d+):(\d+): (.*)$`)
	origin  = whenUsed(` \(\w+\.go:\d+:[^)]*\)`)
	gap     = whenUsed(`^TODO <header>:(\d+):(\d+):`) // of the C parser itself
)

// whenUsed compiles an expression on first use: a header without errors needs none.
func whenUsed(expression string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expression) })
}

// message is one message of the C parser.
type message struct {
	file     string
	row, col int
	text     string
}

// diagnose turns the C parser's messages into errors at the header's own positions.
func (o *outline) diagnose(err error, target capi.Target) error {
	var all []message
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if match := ccError().FindStringSubmatch(line); match != nil {
			row, _ := strconv.Atoi(match[2])
			col, _ := strconv.Atoi(match[3])
			all = append(all, message{match[1], row, col, origin().ReplaceAllString(match[4], "")})
		}
	}
	if len(all) == 0 {
		return ErrorList{o.withoutPlace(err)}
	}
	isLast := func(m message) bool { return m.file == endName }
	if own := slices.DeleteFunc(slices.Clone(all), isLast); len(own) > 0 {
		all = own // the others only follow from them
	}
	var list ErrorList
	for _, m := range all {
		at := o.locate(m)
		if word, found := o.unknownType(at); found && strings.HasPrefix(m.text, "unexpected ") {
			list = append(list, o.errorf(int(word.start), unknownType, o.word(word)+on(target)))
			continue
		}
		list = append(list, o.errorf(at, "%s", o.explain(m, at, target)))
	}
	return list.err()
}

// withoutPlace finds the place of a message of the C parser that names a word without its place.
func (o *outline) withoutPlace(err error) *Error {
	const unsupported = "zmqgen cannot bind this declaration; simplify it"
	text, _, _ := strings.Cut(origin().ReplaceAllString(err.Error(), ""), "\n")
	if match := gap().FindStringSubmatch(text); match != nil {
		row, _ := strconv.Atoi(match[1])
		col, _ := strconv.Atoi(match[2])
		return o.errorf(o.flat.offset(row, col), unsupported)
	}
	i := slices.IndexFunc(o.tokens, func(t token) bool { return t.kind == ident && o.word(t) == "__declspec" })
	if i >= 0 && strings.Contains(text, "Declspec") {
		return o.errorf(int(o.tokens[i].start), unsupported)
	}
	i = slices.IndexFunc(o.tokens, func(t token) bool { return t.kind == ident && strings.HasPrefix(text, o.word(t)+" ") })
	if i < 0 {
		return o.errorf(0, "the C parser gave up; simplify the header")
	}
	return o.errorf(int(o.tokens[i].start), "%s; correct the C", text)
}

// locate returns the offset in the header that a message belongs to: that of the #include for a
// system header, and the end for text after the header.
func (o *outline) locate(m message) int {
	if m.file == endName {
		return len(strings.TrimRight(o.text, " \t\r\n"))
	}
	if m.file == headerName {
		if at := o.flat.offset(m.row, 1); o.errors[at] {
			return at
		}
		return o.flat.offset(m.row, m.col)
	}
	for _, i := range o.includes {
		if strings.Trim(i.name, `<>"`) == m.file {
			return i.at
		}
	}
	return 0
}

// explain rewrites a message so that it says what to do.
func (o *outline) explain(m message, at int, target capi.Target) string {
	switch {
	case m.file == headerName && o.errors[at]:
		return fmt.Sprintf("#error%s: %s; the header refuses this target", on(target), m.text)
	case m.file == endName:
		return "header ends inside a declaration; complete it"
	case m.text == "internal error": // the C parser says so of any expression that it cannot read in a condition
		return fmt.Sprintf("condition makes no sense%s; correct the C", on(target))
	case strings.HasPrefix(m.text, "TODO"):
		return fmt.Sprintf("declaration makes no sense%s; correct the C", on(target))
	}
	return fmt.Sprintf("%s%s; correct the C", strings.NewReplacer(headerName, o.name, ":, ", ", ").Replace(m.text), on(target))
}
