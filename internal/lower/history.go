package lower

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// releaseOwn holds the constants whose value is the release's own, so that a newer zmq.h has another:
// they are not held against the installed header, or no package would build beside a newer libzmq.
var releaseOwn = map[string]bool{
	"ZMQ_VERSION_MAJOR":                   true,
	"ZMQ_VERSION_MINOR":                   true,
	"ZMQ_VERSION_PATCH":                   true,
	"ZMQ_VERSION":                         true,
	"ZMQ_GROUP_MAX_LENGTH":                true, // 15, and 255 since 4.3.3
	"ZMQ_RECONNECT_STOP_AFTER_DISCONNECT": true, // 3, and 4 since 4.3.5
}

// none is the release of what never happened.
var none release

// leastRelease returns the first release that has every stable function of the header: its library is
// enough for the package, whatever release the header is of.
func leastRelease(header *capi.Header) release {
	least := release{4, 0, 0}
	for _, f := range header.Functions {
		if first := ages[f.Name].stable; !f.Draft && least.before(first) {
			least = first
		}
	}
	return least
}

// isNewer reports whether a symbol came after the least release that the package builds with, so that
// the installed header may lack it.
func (l *lowerer) isNewer(symbol string) bool {
	return l.least.before(ages[symbol].first())
}

// first returns the first release that has the symbol at all.
func (a age) first() release {
	if a.draft != none {
		return a.draft
	}
	return a.stable
}

// isDeprecated reports whether a constant is bound for old programs only.
func (l *lowerer) isDeprecated(constant string) bool {
	deprecated := ages[constant].deprecated
	return deprecatedConstants[constant] || deprecated != none && !l.release.before(deprecated)
}

// since returns when a symbol came, as a sentence, or "" where it was there from the beginning.
func (l *lowerer) since(symbol string) string {
	a := ages[symbol]
	var clauses []string
	switch draft := l.symbols[symbol].Draft; {
	case draft && a.draft != none:
		clauses = append(clauses, "A draft since libzmq "+a.draft.String())
		if a.stable != none {
			clauses = append(clauses, "and stable since "+a.stable.String())
		}
	case !draft && a.stable != none:
		clauses = append(clauses, "Since libzmq "+a.stable.String())
		if a.draft != none {
			clauses = append(clauses, "as a draft since "+a.draft.String())
		}
	}
	if a.formerly != "" {
		clauses = append(clauses, "called "+a.formerly+" before")
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
