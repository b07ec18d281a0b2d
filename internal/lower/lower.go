// Package lower decides what a C API looks like in Go. It takes the parsed header, the records of its
// symbols and the code of package templates, and gives the Go package as data: every name, type,
// comment and statement. All decisions about Go are taken here, and nowhere else.
//
// Its errors say which symbol and which record or text is wrong. Symbols without a record are bound
// as far as the rules are sure, and listed in the [Report].
package lower

import (
	"errors"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// Input is what a package is made from.
type Input struct {
	Header     *capi.Header
	Package    string // the Go package's name
	ImportPath string // the package's import path, for the runnable examples; "" leaves them out
	Templates  *Templates
	Ways       Ways
	// Excerpt says that the header is part of one, and may lack what hand-written code needs. The package then
	// does not compile. It is for tests that look at a few declarations.
	Excerpt bool
}

// Report says which symbols have no record, and which texts were used.
type Report struct {
	Release     string // the libzmq release that the header states, such as "4.2.0"
	Fingerprint string
	Unknown     []Unknown
	UsedTexts   []string // keys, sorted
}

// Unknown is a symbol of the header without a record.
type Unknown struct {
	Pos    capi.Pos
	Symbol string
	What   string // what became of it, and what to do
}

// String returns the finding in the manner of a compiler's message.
func (u Unknown) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", u.Pos.File, u.Pos.Line, u.Pos.Col, u.Symbol, u.What)
}

// Lower turns a header into a Go package.
func Lower(in Input) (*binding.Package, Report, error) {
	l, err := newLowerer(in)
	if err != nil {
		return nil, Report{}, err
	}
	l.checkForms()
	l.ownRecords()
	l.handWritten()
	l.constantGroups()
	l.functions()
	l.options()
	l.loadTime()
	l.otherSymbols()
	pkg := l.assemble()
	l.missingError()
	if err := errors.Join(l.errs...); err != nil {
		return nil, Report{}, err
	}
	return pkg, l.report(), nil
}

// lowerer holds what the steps of one run share.
type lowerer struct {
	header      *capi.Header
	packageName string
	ways        Ways
	excerpt     bool
	importPath  string
	records     *records.Set
	release     records.Release
	least       records.Release // the first that is enough for the package
	fingerprint string
	templates   *Templates
	texts       *texts
	scope       scope
	files       map[string]*file
	order       map[string]int // line of each symbol in the header
	expressions map[string]ast.Expr
	positions   map[string]capi.Pos
	symbols     map[string]*binding.Symbol
	unknown     []Unknown
	unlisted    map[string]bool            // constants without a record
	absent      map[string]string          // Go names that are left out, with the symbol that the header lacks
	missed      map[string]string          // symbols that the header lacks, with what needs them
	renamed     map[string]*records.Record // Go names that a user's record changes or leaves out
	refused     map[string]bool            // symbols whose record of a user's cannot be
	errs        []error
}

func newLowerer(in Input) (*lowerer, error) {
	if in.Ways == (Ways{}) {
		return nil, errors.New("a package needs a way between Go and C; leave out --cgo=false or --dlopen=false")
	}
	release, err := releaseOf(in.Header)
	if err != nil {
		return nil, err
	}
	l := &lowerer{
		header:      in.Header,
		packageName: in.Package,
		ways:        in.Ways,
		excerpt:     in.Excerpt,
		importPath:  in.ImportPath,
		release:     release,
		records:     in.Templates.records,
		least:       leastRelease(in.Header, in.Templates.records),
		fingerprint: capi.Fingerprint(in.Header),
		templates:   in.Templates,
		texts:       newTexts(in.Templates.records.Texts(), release),
		scope:       scope{"C": "cgo"},
		files:       make(map[string]*file),
		unlisted:    make(map[string]bool),
		absent:      make(map[string]string),
		missed:      make(map[string]string),
		renamed:     make(map[string]*records.Record),
		refused:     make(map[string]bool),
		expressions: make(map[string]ast.Expr),
	}
	l.indexHeader()
	return l, nil
}

func (l *lowerer) report() Report {
	slices.SortStableFunc(l.unknown, func(a, b Unknown) int { return a.Pos.Line - b.Pos.Line })
	return Report{
		Release:     l.release.String(),
		Fingerprint: l.fingerprint,
		Unknown:     l.unknown,
		UsedTexts:   l.texts.usedKeys(),
	}
}

func (l *lowerer) fail(format string, args ...any) {
	l.errs = append(l.errs, fmt.Errorf(format, args...))
}

// failRecord notes what is wrong with a record.
func (l *lowerer) failRecord(r *records.Record, format string, args ...any) {
	l.fail("%s: %s: %s", r.Pos, r.Symbol, fmt.Sprintf(format, args...))
}

func (l *lowerer) reportUnknown(pos capi.Pos, symbol, what string) {
	l.unknown = append(l.unknown, Unknown{Pos: pos, Symbol: symbol, What: what})
}

// scope holds the identifiers that are taken: of the package under their own name, of a type as
// "Type.Method".
type scope map[string]string

// declare takes an identifier for a symbol, or says who has it.
func (l *lowerer) declare(name, symbol string) {
	if owner, taken := l.scope[name]; taken && owner != symbol {
		l.fail("%s%s: the Go name %s is taken by %s; give one of them a name by \"go NAME\" in its record",
			l.place(symbol), symbol, name, owner)
		return
	}
	if last := name[strings.LastIndex(name, ".")+1:]; !token.IsIdentifier(last) {
		l.fail("%s%s: the rules give it no Go name; give it one by \"go NAME\" in its record", l.place(symbol), symbol)
	}
	l.scope[name] = symbol
}

// place returns where a symbol stands in the header, for a message, or "" for what is no symbol of it.
func (l *lowerer) place(symbol string) string {
	pos, ok := l.positions[symbol]
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s:%d:%d: ", pos.File, pos.Line, pos.Col)
}

// stamp is line one of every generated file.
func (l *lowerer) stamp() string {
	return fmt.Sprintf("Code generated by zmqgen from libzmq %s's zmq.h; DO NOT EDIT.", l.release)
}
