package lower

import (
	"fmt"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/records"
	"github.com/zmqgen/zmqgen/templates"
)

// Directives in hand-written C. The first begins a piece, and the others follow it at once.
const (
	pieceDirective   = "//zmqgen:piece "   // the name that Go or other pieces use
	needsDirective   = "//zmqgen:needs "   // the pieces and the symbols of zmq.h that the piece uses, also in Go
	conductDirective = "//zmqgen:conduct " // how the function treats its caller, as in a record
)

// piece is a piece of hand-written C that bridge.h contains if something needs it.
type piece struct {
	name    string
	needs   []string
	conduct records.Conduct
	lines   []string
	source  string // the file that contains it
}

// readPieces reads the pieces of a hand-written C file.
func readPieces(source templates.Source) ([]piece, error) {
	var pieces []piece
	for i, line := range strings.Split(strings.TrimRight(string(source.Content), "\n"), "\n") {
		if name, ok := strings.CutPrefix(line, pieceDirective); ok {
			pieces = append(pieces, piece{name: name, source: source.Name})
			continue
		}
		if len(pieces) == 0 {
			return nil, fmt.Errorf("templates/runtime/%s:%d: C before the first %sNAME", source.Name, i+1, pieceDirective)
		}
		p := &pieces[len(pieces)-1]
		if needs, ok := strings.CutPrefix(line, needsDirective); ok {
			p.needs = append(p.needs, strings.Fields(needs)...)
		} else if words, ok := strings.CutPrefix(line, conductDirective); ok {
			var err error
			if p.conduct, err = records.ParseConduct(words); err != nil {
				return nil, fmt.Errorf("templates/runtime/%s:%d: %w", source.Name, i+1, err)
			}
		} else {
			p.lines = append(p.lines, line)
		}
	}
	for i := range pieces {
		for last := len(pieces[i].lines) - 1; last >= 0 && pieces[i].lines[last] == ""; last-- {
			pieces[i].lines = pieces[i].lines[:last]
		}
	}
	return pieces, nil
}

// pieceSet is the pieces that a package needs.
type pieceSet struct {
	l      *lowerer
	needed map[string]bool
	draft  map[string]bool // those that need a draft of the header
}

// need adds a piece and what it needs, and reports whether that includes a draft.
func (s *pieceSet) need(name string) (draft bool) {
	p := s.l.Templates.piece(name)
	if p == nil {
		symbol := s.l.symbols[name]
		if symbol == nil {
			s.l.miss(name, "the bridge")
		}
		return symbol != nil && symbol.Draft
	}
	if s.needed[name] {
		return s.draft[name]
	}
	s.needed[name] = true
	for _, other := range p.needs {
		draft = s.need(other) || draft
	}
	s.draft[name] = draft
	return draft
}

// parts returns the pieces as bridge.h has them.
func (s *pieceSet) parts() (stable, draft []binding.CPart) {
	for _, p := range s.l.Templates.pieces {
		switch {
		case !s.needed[p.name]:
		case s.draft[p.name]:
			draft = append(draft, binding.CPart{Lines: p.lines})
		default:
			stable = append(stable, binding.CPart{Lines: p.lines})
		}
	}
	return stable, draft
}
