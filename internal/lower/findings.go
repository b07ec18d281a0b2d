package lower

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// findings is what is wrong with a header, its records or the templates.
type findings struct {
	known   *known
	excerpt bool
	errs    []error
	unknown []Unknown
	missed  map[string]string // symbols that the package cannot do without, with what needs them
}

func (f *findings) fail(format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf(format, args...))
}

// failRecord notes what is wrong with a record.
func (f *findings) failRecord(r *records.Record, format string, args ...any) {
	f.fail("%s: %s: %s", r.Pos, r.Symbol, fmt.Sprintf(format, args...))
}

func (f *findings) reportUnknown(pos capi.Pos, symbol, what string) {
	f.unknown = append(f.unknown, Unknown{Pos: pos, Symbol: symbol, What: what})
}

// miss notes that the package lacks a symbol that hand-written code cannot do without.
func (f *findings) miss(symbol, user string) {
	if f.missed[symbol] == "" {
		f.missed[symbol] = user
	}
}

// err returns the errors, and sorts the unknown symbols by their places.
func (f *findings) err() error {
	slices.SortStableFunc(f.unknown, func(a, b Unknown) int { return a.Pos.Line - b.Pos.Line })
	var lacking []string
	for _, symbol := range slices.Sorted(maps.Keys(f.missed)) {
		r := f.known.records.Of(symbol)
		switch {
		case r.Own && f.known.has(symbol):
			f.failRecord(r, "%s depends on it; it can be neither left out nor renamed", f.missed[symbol])
		default:
			lacking = append(lacking, symbol+" (for "+f.missed[symbol]+")")
		}
	}
	if len(lacking) > 0 && !f.excerpt {
		const most = 8 // a file that is not such a header lacks all of them
		if more := len(lacking) - most; more > 0 {
			lacking = append(lacking[:most], fmt.Sprintf("%d more", more))
		}
		f.fail("%s:1:1: the header lacks what the package cannot do without: %s; use a whole zmq.h of libzmq 4.0.0 or later",
			f.known.header.Name, strings.Join(lacking, ", "))
	}
	return errors.Join(f.errs...)
}
