package parser

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// maxErrors is how many errors one call reports: the first ones say most.
const maxErrors = 10

// Error is one thing that is wrong with a header.
type Error struct {
	Pos capi.Pos
	Msg string // what is wrong; what to do
}

// Error returns the error as "file:line:col: what; what to do".
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.Pos.File, e.Pos.Line, e.Pos.Col, e.Msg)
}

// ErrorList is what is wrong with a header, by position. It is never empty.
type ErrorList []*Error

// Error returns the errors, one per line.
func (l ErrorList) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the single errors, for errors.As.
func (l ErrorList) Unwrap() []error {
	errs := make([]error, len(l))
	for i, e := range l {
		errs[i] = e
	}
	return errs
}

// err returns the list as an error, sorted, one error per line of the header, or nil.
func (l ErrorList) err() error {
	if len(l) == 0 {
		return nil
	}
	slices.SortStableFunc(l, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Col, b.Pos.Col))
	})
	l = slices.CompactFunc(l, func(a, b *Error) bool { return a.Pos.Line == b.Pos.Line })
	return l[:min(len(l), maxErrors)]
}
