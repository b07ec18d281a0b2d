package parser

import (
	"slices"
	"strings"
)

// region is a part of the header that belongs to one branch of a condition.
type region struct {
	condition
	parent int // index of the region around it, -1 for none
}

// mark says which region begins or continues at an offset.
type mark struct {
	offset uint32
	region int
}

// definition is one #define.
type definition struct {
	name     string
	at       int // offset of the name
	params   []string
	function bool
	body     []token
	region   int
	dead     bool
}

// include is one #include.
type include struct {
	at   int // offset of the #
	name string
}

// outline is what the scan knows about a header before it is parsed: the directives and the text
// between them.
type outline struct {
	*source
	flat        *source // what the C parser gets
	tokens      []token
	stretches   [][]token // the tokens outside of directives and of dead regions
	conditions  [][]token // what #if and #elif test
	regions     []region
	marks       []mark
	defines     []definition
	undefs      map[string]bool
	isMacro     map[string]bool // every name that is defined
	errors      map[int]bool    // offsets of #error
	includes    []include
	decorations map[string]bool // macros that the text names
	guard       string          // name of the include guard, or ""

	open     []openIf
	current  int // index of the current region, -1 outside of all
	problems ErrorList
}

// openIf is a condition that is not closed yet.
type openIf struct {
	at      int // offset of the #
	outer   int // region around it
	drafts  bool
	forC    bool // the first branch is for C, so all others are for C++
	sawElse bool
}

// scan reads the directives of a header and rejects text that the preprocessor would not survive or
// would not report well.
func scan(s *source) (*outline, error) {
	tokens, err := lex(s)
	if err != nil {
		return nil, ErrorList{err}
	}
	if len(tokens) > maxWords {
		return nil, ErrorList{s.errorf(int(tokens[maxWords].start), "more than %d tokens; zmqgen reads a header like zmq.h", maxWords)}
	}
	o := &outline{
		source: s, tokens: tokens, current: -1,
		undefs: map[string]bool{}, decorations: map[string]bool{}, isMacro: map[string]bool{}, errors: map[int]bool{},
	}
	for _, t := range tokens {
		if t.kind == ident && t.end-t.start > maxName {
			o.fail(int(t.start), "name is longer than %d characters; shorten it", maxName)
		}
	}
	for i := 0; i < len(tokens); {
		end := o.stretch(i)
		if tokens[i].kind == hash {
			o.directive(tokens[i:end])
			end++
		} else if !o.dead() {
			o.stretches = append(o.stretches, tokens[i:end])
		}
		i = end
	}
	for _, open := range o.open {
		o.fail(open.at, "condition is never closed; end it with #endif")
	}
	if len(o.defines) > maxMacros {
		o.fail(o.defines[maxMacros].at, "more than %d macros; zmqgen reads a header like zmq.h", maxMacros)
	}
	o.findGuard()
	return o, o.problems.err()
}

// stretch returns the index after the directive or the text that starts at i.
func (o *outline) stretch(i int) int {
	last := hash
	if o.tokens[i].kind == hash {
		last = newline
	}
	for i++; i < len(o.tokens) && o.tokens[i].kind != last; i++ {
	}
	return i
}

func (o *outline) fail(offset int, format string, args ...any) {
	if len(o.problems) < 20*maxErrors {
		o.problems = append(o.problems, o.errorf(offset, format, args...))
	}
}

// directive reads one directive, without its line end.
func (o *outline) directive(line []token) {
	if len(line) < 2 {
		return
	}
	at := int(line[0].start)
	switch name := o.word(line[1]); name {
	case "if", "ifdef", "ifndef":
		if name != "if" && (len(line) != 3 || line[2].kind != ident) {
			o.fail(at, "#%s takes one name; correct the C", name)
		}
		o.test(name, line)
		o.openCondition(at, name, line[2:])
	case "elif", "else":
		o.test(name, line)
		o.nextBranch(at, name, line[2:])
	case "endif":
		o.closeCondition(at)
	case "define":
		o.define(line)
	case "undef":
		if len(line) > 2 {
			o.undefs[o.word(line[2])] = true
		}
	case "error":
		o.errors[at] = true
	case "include":
		o.include(at, strings.Join(o.words(line[2:]), ""))
	case "line":
		o.fail(at, "#line is not supported; remove it, positions are those of the file")
	case "include_next", "import", "embed":
		o.fail(at, "#%s is not supported; use #include", name)
	case "pragma":
		if len(line) > 2 && o.word(line[2]) == "pack" {
			o.fail(at, "#pragma pack changes the layout of structs, and zmqgen does not follow it; remove it")
		}
	case "warning", "ident":
	default:
		if !o.dead() {
			o.fail(at, "#%s is not a C directive; remove it", name)
		}
	}
}

// include reads #include. The C parser may not return if it cannot parse one.
func (o *outline) include(at int, name string) {
	if len(name) < 3 || name[0] != '"' && name[0] != '<' || strings.IndexAny(name[1:], `">`) != len(name)-2 {
		o.fail(at, "#include without a file; name it as \"file\" or <file>")
		return
	}
	o.includes = append(o.includes, include{at: at, name: name})
}

// test keeps the tokens that #if and #elif expand: all except the names that defined asks for.
func (o *outline) test(directive string, line []token) {
	if directive != "if" && directive != "elif" {
		return
	}
	var expanded []token
	for i, t := range line[1:] {
		if t.kind == punct && o.text[t.start] == '#' {
			o.fail(int(t.start), "condition makes no sense; correct the C")
		}
		asked := t.kind == ident && (o.word(line[i]) == "defined" || i > 0 && o.word(line[i]) == "(" && o.word(line[i-1]) == "defined")
		if !asked {
			expanded = append(expanded, t)
		}
	}
	o.conditions = append(o.conditions, expanded)
}

// region returns the innermost region at an offset, -1 for none.
func (o *outline) region(offset int) int {
	i, found := slices.BinarySearchFunc(o.marks, offset, func(m mark, offset int) int { return int(m.offset) - offset })
	if !found {
		i--
	}
	if i < 0 {
		return -1
	}
	return o.marks[i].region
}

// isDraft reports whether the declaration at an offset exists only with drafts.
func (o *outline) isDraft(offset int) bool {
	return o.inRegion(offset, func(r region) bool { return r.draft })
}

// inRegion reports whether a region at an offset, or one around it, is of a kind.
func (o *outline) inRegion(offset int, is func(region) bool) bool {
	for i := o.region(offset); i >= 0; i = o.regions[i].parent {
		if is(o.regions[i]) {
			return true
		}
	}
	return false
}
