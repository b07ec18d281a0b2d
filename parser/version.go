package parser

import (
	"slices"
	"strconv"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// VersionMacros returns the release that a header states, as far as its macros are numbers. It needs only the
// header's tokens, so it finds the release even of a header that Parse rejects.
func VersionMacros(name string, src []byte) []capi.Constant {
	s, problem := newSource(name, src)
	if problem != nil {
		return nil
	}
	tokens, problem := lex(s)
	if problem != nil {
		return nil
	}
	var found []capi.Constant
	for i := 0; i+4 < len(tokens); i++ {
		macro, value := s.word(tokens[i+2]), tokens[i+3]
		if tokens[i].kind != hash || s.word(tokens[i+1]) != "define" || value.kind != number || tokens[i+4].kind != newline ||
			!slices.Contains([]string{"ZMQ_VERSION_MAJOR", "ZMQ_VERSION_MINOR", "ZMQ_VERSION_PATCH"}, macro) {
			continue
		}
		if n, err := strconv.ParseInt(s.word(value), 0, 64); err == nil {
			found = append(found, capi.Constant{Pos: s.pos(int(tokens[i+2].start)), Name: macro, Kind: capi.Integer, Value: n})
		}
	}
	return found
}
