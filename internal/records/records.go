// Package records holds what people know about the symbols of zmq.h and the header does not say: the type of an option's
// value, the group of a constant, the release that added a function and how it treats its caller, and the documentation
// of each. There is one record for each symbol, as text; see templates/records and docs/records.md.
//
// Its input is the texts, and its output is a [Set]. Its errors have the position of the mistake, as file:line:col.
package records

import (
	"fmt"
	"maps"
	"slices"
)

// Source is a file of records.
type Source struct {
	Name    string // for messages, such as "templates/records/socket.txt"
	Content []byte
}

// Pos is a place in a file of records.
type Pos struct {
	File      string
	Line, Col int // from 1
}

// String returns the place as "file:line:col".
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Col) }

// Kind says what a symbol is.
type Kind string

// The kinds of symbols.
const (
	Option      Kind = "option" // of sockets or contexts, or a property of messages
	Constant    Kind = "constant"
	Error       Kind = "error"        // numbered by libzmq
	SystemError Kind = "system error" // numbered by each system in its own way
	Function    Kind = "function"
	Type        Kind = "type"
	Macro       Kind = "macro" // with parameters
)

// Record is what is known about one symbol of zmq.h.
type Record struct {
	Pos    Pos
	Symbol string
	Topic  string // the name of its file, and of the Go file that it belongs to
	Own    bool   // the user's, not zmqgen's
	Kind   Kind
	Omit   string // why there is no Go name, or ""

	Since           Release // the first release that has it as stable; none if 4.0.0 had it or it is a draft
	Draft           Release // the first release that has it as a draft, or none
	Deprecated      bool
	DeprecatedSince Release // the first release that calls it deprecated, or none if that was always so
	Formerly        string  // its previous name

	Go string // the Go name if the rules do not give it: that of an option without its prefix, that of a method with its type

	Uses      []Use  // of an Option
	Setter    string // the name of its setter, or ""
	Check     Check  // what checks a value before it is set
	Renamed   string // the symbol that replaced it: if a header has that, there are no methods for this one
	RenamedGo string // and the constant has this name

	Group   string // of a Constant: the Go type, or the name of the group
	AllBits bool   // it represents all bits of its group
	Varies  bool   // its value differs between releases

	WindowsNumber int  // of a SystemError, in Windows' C runtime
	Unlisted      bool // libzmq returns the error, though the header does not name it

	Form    string // of a Function or Type: how every release declares it, or ""
	Params  map[string]Param
	Result  Result
	Restart bool // a signal can interrupt it before it has an effect, so it is called again
	Conduct Conduct

	// Replaces is zmqgen's record that a user's record replaced, or nil.
	Replaces *Record

	texts map[string]string // by label
}

// Use says how an option of one holder is set and read. An option without a value is only a constant.
type Use struct {
	Holder   Holder
	Value    Value
	Param    string // the name of the value in Go, or "" for the default of its kind
	Get, Set bool
	GetSince Release // the first release whose library lets it be read, or none
}

// Holder says what an option belongs to.
type Holder string

// The owners of options.
const (
	Socket  Holder = "socket"
	Context Holder = "context"
	Message Holder = "message"
)

// Value says how the value of an option appears in Go: one of the constants, or the Go type of a group.
type Value string

// The values of options.
const (
	Bool         Value = "bool"
	Int          Value = "int"
	Int64        Value = "int64"
	Uint64       Value = "uint64"
	Milliseconds Value = "milliseconds"
	Seconds      Value = "seconds"
	Text         Value = "text"
	Filter       Value = "filter" // of subscriptions: bytes that are set only
	Bytes        Value = "bytes"
	Blob         Value = "blob" // bytes of any length, which are set only
	Key          Value = "key"  // of CURVE
	FD           Value = "fd"
)

// Check names a function of the package that checks a value.
type Check string

// The checks.
const (
	NotNegative Check = "notNegative"
	IsPolicy    Check = "isPolicy"
	IsCPU       Check = "isCPU"
)

// Param is a parameter of a function in Go.
type Param struct {
	Name string
	Type string // a Go integer type of the package, or "" for what the C type says
}

// Result says what a function's result means.
type Result string

// The results of functions.
const (
	Status Result = ""      // 0, or below 0 for an error
	Truth  Result = "bool"  // not 0 for true; never an error
	Count  Result = "int"   // a number, or below 0 for an error
	Plain  Result = "value" // a number; never an error
)

// Conduct is how a C function treats its caller. The zero value promises nothing.
type Conduct struct {
	KeepsNothing bool // it neither retains nor returns a pointer to memory of its arguments
	CallsNothing bool // it does not call Go
	Blocks       bool // it may wait
}

// IsHarmless reports whether Go memory may be on the stack when the function gets it.
func (c Conduct) IsHarmless() bool { return c.KeepsNothing && c.CallsNothing }

// Group is a group of constants.
type Group struct {
	Pos    Pos
	Name   string // the Go type if it has its own
	Topic  string
	Type   string // the constants' Go type, or "" for untyped constants
	Under  string // the underlying type, where the group declares its type
	Format Format
	Prefix string // before each Go name
	Strip  string // taken from each symbol
	Claims bool   // symbols that begin with Strip belong here even without a record
}

// Format says how a constant prints.
type Format string

// The formats.
const (
	NoString Format = ""
	OneOf    Format = "one of" // the symbol of the value
	Bits     Format = "bits"   // the symbols of all bits that are set
)

// The groups of errors.
const (
	Errors       = "errors"
	SystemErrors = "system errors"
)

// First returns the first release that has the symbol, as a draft or as stable, or none.
func (r *Record) First() Release {
	if r.Draft != (Release{}) {
		return r.Draft
	}
	return r.Since
}

// IsDeprecated reports whether a release calls the symbol deprecated.
func (r *Record) IsDeprecated(release Release) bool {
	return r.Deprecated && !release.Before(r.DeprecatedSince)
}

// Of returns how an option is used with a holder, or nil.
func (r *Record) Of(holder Holder) *Use {
	for i := range r.Uses {
		if r.Uses[i].Holder == holder {
			return &r.Uses[i]
		}
	}
	return nil
}

// Set is records of many symbols.
type Set struct {
	list   []*Record // in the order of the files
	bySym  map[string]*Record
	groups []*Group
	texts  map[string]string // those that do not belong to a symbol, by key
	own    string
}

// Own is a hash of the files that a user added, or "".
func (s *Set) Own() string { return s.own }

// unknown is the record of symbols that have none.
var unknown Record

// Of returns the record of a symbol, or an empty one.
func (s *Set) Of(symbol string) *Record {
	if r := s.bySym[symbol]; r != nil {
		return r
	}
	return &unknown
}

// TypeOf returns the record of the C type behind a Go type, or nil.
func (s *Set) TypeOf(name string) *Record {
	i := slices.IndexFunc(s.list, func(r *Record) bool { return name != "" && r.Kind == Type && r.Go == name })
	if i < 0 {
		return nil
	}
	return s.list[i]
}

// Has reports whether there is a record of a symbol.
func (s *Set) Has(symbol string) bool { return s.bySym[symbol] != nil }

// All returns the records, in the order of the files.
func (s *Set) All() []*Record { return s.list }

// Groups returns the groups of constants.
func (s *Set) Groups() []*Group { return s.groups }

// Group returns the group with a name, or nil.
func (s *Set) Group(name string) *Group {
	for _, g := range s.groups {
		if g.Name == name {
			return g
		}
	}
	return nil
}

// In reports whether a record puts its symbol into a group.
func (r *Record) In(group *Group) bool {
	switch r.Kind {
	case Constant:
		return r.Group == group.Name
	case Error:
		return group.Name == Errors
	case SystemError:
		return group.Name == SystemErrors && !r.Unlisted
	case Option:
		return slices.ContainsFunc(r.Uses, func(use Use) bool { return use.Holder.Group() == group.Name })
	}
	return false
}

// Group is the name of the group of the holder's options.
func (h Holder) Group() string {
	switch h {
	case Socket:
		return "SocketOption"
	case Context:
		return "ContextOption"
	}
	return "MessageProperty"
}

// TextKey returns the key of the text of an option's setter or getter, by what it does: "set", "get", or one of these
// and " bytes".
func (r *Record) TextKey(holder Holder, what string) string { return r.key(r.prefix(holder) + what) }

// prefix begins the labels of an option's texts if the option has several holders.
func (r *Record) prefix(holder Holder) string {
	if holder != Socket && len(r.Uses) > 1 {
		return string(holder) + " "
	}
	return ""
}

// Texts returns the texts by key: the symbol, followed by a label if it has several texts, such as "ZMQ_RATE
// set", and other names, such as "type Socket".
func (s *Set) Texts() map[string]string {
	texts := maps.Clone(s.texts)
	for _, r := range s.list {
		for label, text := range r.texts {
			texts[r.key(label)] = text
		}
	}
	return texts
}

// key returns the key of a record's text.
func (r *Record) key(label string) string {
	switch {
	case label == "layout":
		return "layout " + r.Symbol
	case label != "":
		return r.Symbol + " " + label
	case r.Kind == Type && r.Go != "":
		return "type " + r.Go
	}
	return r.Symbol
}

// Read reads files of records.
func Read(sources []Source) (*Set, error) { return new(Set).With(sources) }
