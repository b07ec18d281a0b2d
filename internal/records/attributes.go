package records

import (
	"errors"
	"fmt"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// attribute is an attribute that records can have.
type attribute struct {
	kinds []Kind // the kinds of records that it is for; none for all
	often bool   // it may be given several times
	read  func(r *Record, words string) error
}

// kindLines are the attributes that say what a symbol is.
var kindLines = map[string]attribute{
	"socket option":    {read: use(Socket)},
	"context option":   {read: use(Context)},
	"message property": {read: use(Message)},
	"constant": {read: func(r *Record, words string) error {
		r.Kind, r.Group = Constant, words
		return nil
	}},
	"error": {read: func(r *Record, words string) error {
		r.Kind = Error
		return nothing(words)
	}},
	"system error": {read: func(r *Record, words string) error {
		var err error
		number, unlisted, ok := strings.Cut(words, ", ")
		r.Kind, r.Unlisted = SystemError, ok
		if r.WindowsNumber, err = strconv.Atoi(number); err != nil || ok && unlisted != "not in zmq.h" {
			return errors.New("a system error needs its number on Windows, and \", not in zmq.h\" if zmq.h does not have it")
		}
		return nil
	}},
	"function": {read: func(r *Record, words string) error {
		r.Kind, r.Form = Function, words
		return nil
	}},
	"type": {read: func(r *Record, words string) error {
		r.Kind, r.Form = Type, words
		return nil
	}},
	"macro": {read: func(r *Record, words string) error {
		r.Kind = Macro
		return nothing(words)
	}},
}

// attributes are the others.
var attributes = map[string]attribute{
	"omit": {read: func(r *Record, words string) error {
		if r.Omit = words; words == "" {
			return errors.New("omit needs the reason, which SYMBOLS.md shows")
		}
		return nil
	}},
	"since":       {read: release(func(r *Record) *Release { return &r.Since })},
	"draft since": {read: release(func(r *Record) *Release { return &r.Draft })},
	"deprecated":  {read: flag(func(r *Record) *bool { return &r.Deprecated })},
	"deprecated since": {read: func(r *Record, words string) error {
		r.Deprecated = true
		return release(func(r *Record) *Release { return &r.DeprecatedSince })(r, words)
	}},
	"formerly": {read: func(r *Record, words string) error {
		r.Formerly = words
		return nil
	}},
	"go": {read: func(r *Record, words string) error {
		r.Go = words
		return goName(words, r.Kind == Function)
	}},
	"setter": {kinds: []Kind{Option}, read: func(r *Record, words string) error {
		r.Setter = words
		return goName(words, false)
	}},
	"check": {kinds: []Kind{Option}, read: func(r *Record, words string) error {
		r.Check = Check(words)
		return oneOf(r.Check, NotNegative, IsPolicy, IsCPU)
	}},
	"renamed": {kinds: []Kind{Option}, read: func(r *Record, words string) error {
		var ok bool
		if r.Renamed, r.RenamedGo, ok = strings.Cut(words, " "); !ok {
			return errors.New("renamed needs the newer symbol and the name of this one's constant beside it")
		}
		return goName(r.RenamedGo, false)
	}},
	"all bits": {kinds: []Kind{Constant}, read: flag(func(r *Record) *bool { return &r.AllBits })},
	"varies": {read: func(r *Record, _ string) error {
		r.Varies = true
		return nil
	}},
	"param": {kinds: []Kind{Function}, often: true, read: (*Record).param},
	"result": {kinds: []Kind{Function}, read: func(r *Record, words string) error {
		r.Result = Result(words)
		return oneOf(r.Result, Truth, Count, Plain)
	}},
	"restart": {kinds: []Kind{Function}, read: flag(func(r *Record) *bool { return &r.Restart })},
	"conduct": {kinds: []Kind{Function}, read: func(r *Record, words string) (err error) {
		r.Conduct, err = ParseConduct(words)
		return err
	}},
}

func isKindLine(l line) bool {
	_, _, ok := lookup(kindLines, l.text)
	return ok
}

// lookup finds the attribute that a line begins with, and what follows it.
func lookup(table map[string]attribute, text string) (name, rest string, ok bool) {
	for known := range table {
		if after, found := strings.CutPrefix(text, known); found && len(known) > len(name) && (after == "" || after[0] == ' ') {
			name, rest = known, strings.TrimSpace(after)
		}
	}
	return name, rest, name != ""
}

// attribute reads a line, after those that are given already.
func (r *Record) attribute(text string, given map[string]bool) (name string, err error) {
	name, rest, ok := lookup(kindLines, text)
	a, isKind := kindLines[name], ok
	if !ok {
		name, rest, ok = lookup(attributes, text)
		a = attributes[name]
	}
	switch {
	case !ok:
		return "", fmt.Errorf("%q is not an attribute; use one of %s, and leave a line empty before the text", text, alternatives(attributes))
	case given[name] && !a.often:
		return name, fmt.Errorf("%s is given twice; keep one", name)
	case isKind && r.Kind != "" && (r.Kind != Option || !strings.HasSuffix(name, " option") && !strings.HasSuffix(name, " property")):
		return name, fmt.Errorf("an earlier line already makes it a %s", r.Kind)
	case len(a.kinds) > 0 && !slices.Contains(a.kinds, r.Kind):
		return name, fmt.Errorf("%s is for another kind of symbol; remove the line, or put it after the one that states what this is", name)
	}
	return name, a.read(r, rest)
}

// use reads how an option is set and read.
func use(holder Holder) func(r *Record, words string) error {
	return func(r *Record, words string) error {
		u := Use{Holder: holder}
		value, directions, _ := strings.Cut(words, ", ")
		kind, param, _ := strings.Cut(value, " ")
		u.Value, u.Param = Value(kind), param
		for direction := range strings.SplitSeq(directions, ", ") {
			direction, since, versioned := strings.Cut(direction, " since ")
			switch {
			case words == "" && direction == "":
			case direction == "get" && !u.Get:
				u.Get = true
			case direction == "set" && !u.Set && !versioned:
				u.Set = true
			default:
				return fmt.Errorf("%q does not describe an option; write its value and what it allows, such as \"int, get, set\"", words)
			}
			if versioned {
				var err error
				if u.GetSince, err = existing(since); err != nil {
					return err
				}
			}
		}
		r.Kind = Option
		r.Uses = append(slices.Clone(r.Uses), u)
		return u.check()
	}
}

// check refuses a use that nothing in the package supports.
func (u Use) check() error {
	switch {
	case u.Get && (u.Value == Blob || u.Value == Filter):
		return fmt.Errorf("a %s cannot be read; leave out get, or give it as bytes", u.Value)
	case u.Set && u.Value == FD:
		return errors.New("an fd cannot be set; leave out set, or give it as int")
	case u.Set && u.Holder == Message:
		return errors.New("no property of a message can be set; leave out set")
	case u.Holder != Socket && u.Value.isBasic() && u.Value != Int && u.Value != Bool:
		return fmt.Errorf("an option of a %s is an int; give it as int or bool", u.Holder)
	case u.Param != "" && u.Set && (!token.IsIdentifier(u.Param) || slices.Contains([]string{"s", "ctx", "err", "int", "error"}, u.Param)):
		return fmt.Errorf("%q cannot be the name of a setter's parameter; choose another", u.Param)
	}
	return nil
}

// basicValues are the values that are not the type of a group.
func basicValues() []string {
	return []string{
		string(Bool), string(Int), string(Int64), string(Uint64), string(Milliseconds), string(Seconds), string(Text),
		string(Filter), string(Bytes), string(Blob), string(Key), string(FD),
	}
}

func (v Value) isBasic() bool { return slices.Contains(basicValues(), string(v)) }

func (r *Record) param(words string) error {
	c, written, ok := strings.Cut(words, " = ")
	p := Param{}
	p.Name, p.Type, _ = strings.Cut(written, " ")
	if !ok || !token.IsIdentifier(p.Name) || p.Type != "" && !token.IsIdentifier(p.Type) {
		return fmt.Errorf("%q does not describe a parameter; write its name in C and in Go, and its Go type if that differs, such as \"type = kind SocketType\"", words)
	}
	if r.Params == nil {
		r.Params = make(map[string]Param)
	}
	r.Params[c] = p
	return nil
}

// ParseConduct reads how a C function treats its caller: that it "returns" at once or "blocks", and then, after
// commas, that it "keeps" its arguments or "calls" Go.
func ParseConduct(words string) (Conduct, error) {
	c := Conduct{KeepsNothing: true, CallsNothing: true}
	for i, word := range strings.Split(words, ", ") {
		switch {
		case i == 0 && word == "returns":
		case i == 0 && word == "blocks":
			c.Blocks = true
		case i > 0 && word == "keeps":
			c.KeepsNothing = false
		case i > 0 && word == "calls":
			c.CallsNothing = false
		default:
			return Conduct{}, fmt.Errorf("conduct %q is unknown; write \"returns\" or \"blocks\", and append \", keeps\" or \", calls\" if it does either", words)
		}
	}
	return c, nil
}

// flag sets a field.
func flag(field func(*Record) *bool) func(*Record, string) error {
	return func(r *Record, words string) error {
		*field(r) = true
		return nothing(words)
	}
}

// release reads a release into a field.
func release(field func(*Record) *Release) func(*Record, string) error {
	return func(r *Record, words string) (err error) {
		*field(r), err = existing(words)
		return err
	}
}

// existing reads a release that exists, or may exist one day.
func existing(text string) (Release, error) {
	r, err := ParseRelease(text)
	last, ended := lastPatches[[2]int64{r.Major, r.Minor}]
	if err == nil && (r.Major < 4 || ended && r.Patch > last) {
		err = fmt.Errorf("there is no libzmq %s that zmqgen binds", text)
	}
	return r, err
}

func nothing(words string) error {
	if words != "" {
		return fmt.Errorf("unexpected %q after it; remove that", words)
	}
	return nil
}

func oneOf[T ~string](value T, known ...T) error {
	if slices.Contains(known, value) {
		return nil
	}
	return fmt.Errorf("%q is unknown; use one of %q", value, known)
}

// goName rejects anything except an exported Go name, or that of a method with its type if that is allowed.
func goName(name string, method bool) error {
	parts := strings.Split(name, ".")
	for _, part := range parts {
		if !token.IsIdentifier(part) || !token.IsExported(part) || len(parts) > 1 && !method || len(parts) > 2 {
			return fmt.Errorf("%q is not an exported Go name", name)
		}
	}
	return nil
}

// read reads a line of a group.
func (g *Group) read(text string) error {
	word, rest, _ := strings.Cut(text, " ")
	switch word {
	case "constants":
		under, format, _ := strings.Cut(rest, ", ")
		g.Under, g.Format = under, Format(format)
		if err := oneOf(under, "int", "int16"); err != nil {
			return err
		}
		return oneOf(g.Format, OneOf, Bits)
	case "type":
		g.Type = rest
		return goName(rest, false)
	case "names", "claims":
		symbols, names, ok := strings.Cut(rest, " as ")
		strip, stars := strings.CutSuffix(symbols, "*")
		prefix, star := strings.CutSuffix(names, "*")
		if !ok || !stars || !star {
			return fmt.Errorf("%q does not describe names; write for example \"ZMQ_EVENT_* as Event*\"", rest)
		}
		g.Strip, g.Prefix, g.Claims = strings.TrimPrefix(strip, "ZMQ_"), prefix, word == "claims"
		return nil
	}
	return fmt.Errorf("%q is not an attribute of a group; use constants, type, names or claims, and leave a line empty before the text", text)
}
