package lower

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// none is the release of what never happened.
var none records.Release

// leastRelease returns the first release that has every stable function of the header: its library is
// enough for the package, whatever release the header is of.
func leastRelease(header *capi.Header, known *records.Set) records.Release {
	least := records.Release{Major: 4}
	for _, f := range header.Functions {
		if first := known.Of(f.Name).Since; !f.Draft && least.Before(first) {
			least = first
		}
	}
	return least
}

// isNewer reports whether a symbol came after the least release that the package builds with, so that
// the installed header may lack it.
func (l *lowerer) isNewer(symbol string) bool {
	return l.least.Before(l.records.Of(symbol).First())
}

// since returns when a symbol came, as a sentence, or "" where it was there from the beginning.
func (l *lowerer) since(symbol string) string {
	r := l.records.Of(symbol)
	var clauses []string
	switch draft := l.symbols[symbol].Draft; {
	case draft && r.Draft != none:
		clauses = append(clauses, "A draft since libzmq "+r.Draft.String())
		if r.Since != none {
			clauses = append(clauses, "and stable since "+r.Since.String())
		}
	case !draft && r.Since != none:
		clauses = append(clauses, "Since libzmq "+r.Since.String())
		if r.Draft != none {
			clauses = append(clauses, "as a draft since "+r.Draft.String())
		}
	}
	if r.Formerly != "" {
		clauses = append(clauses, "called "+r.Formerly+" before")
	}
	if len(clauses) == 0 {
		return ""
	}
	return strings.Join(clauses, ", ") + "."
}

// sinceClause returns when a constant came, for the comment behind it.
func (l *lowerer) sinceClause(symbol string) string {
	sentence := strings.TrimSuffix(l.since(symbol), ".")
	if sentence == "" {
		return ""
	}
	return strings.ToLower(sentence[:1]) + strings.Replace(sentence[1:], "libzmq ", "", 1)
}
