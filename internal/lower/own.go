package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// ownRecords notes which Go names a user's records change, so that texts refer to the new ones, and reports records of
// symbols that the header does not have.
func (l *lowerer) ownRecords() {
	var links []string
	for _, r := range l.records.All() {
		if r.Own && !l.has(r.Symbol) && !r.Unlisted {
			l.reportUnknown(capi.Pos{File: r.Pos.File, Line: r.Pos.Line, Col: r.Pos.Col}, r.Symbol,
				"the header has no such symbol; correct the name, or remove the record")
		}
		if r.Replaces == nil {
			continue
		}
		after := l.goNames(r)
		for i, before := range l.goNames(r.Replaces) {
			if i < len(after) && after[i] == before && r.Omit == "" {
				continue
			}
			l.renamed[before.name], l.absent[before.name] = r, r.Symbol
			if i < len(after) && r.Omit == "" {
				links = append(links, "["+before.name+"]", "["+after[i].name+"]")
			}
		}
	}
	if len(links) > 0 {
		l.texts.links = strings.NewReplacer(links...)
	}
}

// goName is a Go name that follows from a record, with what code that uses it relies on.
type goName struct{ name, form string }

func (l *lowerer) goNames(r *records.Record) []goName {
	var names []goName
	for _, group := range l.records.Groups() {
		if r.In(group) {
			names = append(names, goName{l.constName(group, r), group.Name})
		}
	}
	for _, h := range holders {
		if use := r.Of(h.of); use != nil {
			getter, setter := h.methods(r)
			names = append(names,
				goName{h.typ + "." + getter, fmt.Sprint(use.Get, use.Value)}, goName{h.typ + "." + setter, fmt.Sprint(use.Set, use.Value)})
		}
	}
	if l.hasShape(r) {
		names = append(names, goName{shapeName(r), fmt.Sprint(r.Params, r.Result)})
	}
	return names
}

// usesRenamed reports whether an example uses a name that a user's records change or leave out.
func (l *lowerer) usesRenamed(example string) bool {
	for name := range l.renamed {
		if _, method, isMethod := strings.Cut(name, "."); isMethod && strings.Contains(example, "."+method+"(") ||
			!isMethod && strings.Contains(example, "libzmq."+name) {
			return true
		}
	}
	return false
}

// Missing returns a record, to be filled in, for each symbol of a header that has none.
func Missing(header *capi.Header, templates *Templates) string {
	var text strings.Builder
	add := func(symbol string, lines ...string) {
		if !templates.records.Has(symbol) {
			text.WriteString("== " + symbol + "\n" + strings.Join(lines, "\n") + "\n\n")
		}
	}
	for i, c := range header.Constants {
		add(c.Name, templates.likely(header, i)...)
	}
	for _, m := range header.Macros {
		add(m.Name, "macro", "omit")
	}
	all := forms(header)
	for _, f := range header.Functions {
		lines := []string{"function " + all[f.Name], "# conduct returns"}
		if _, err := newShape(f, templates.records.Of(f.Name)).function(); err != nil {
			lines = []string{lines[0], "omit"}
		}
		add(f.Name, lines...)
	}
	for _, t := range header.Types {
		add(t.Name, strings.TrimSpace("type "+all[t.Name]), "omit")
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// likely returns the lines of a constant's record: a header declares constants of one kind together, so it is
// probably of the same kind as the one before it.
func (t *Templates) likely(header *capi.Header, at int) []string {
	c := header.Constants[at]
	for _, group := range t.records.Groups() {
		if group.Claims && strings.HasPrefix(c.Name, "ZMQ_"+group.Strip) {
			return []string{"constant " + group.Name}
		}
	}
	for _, before := range slices.Backward(header.Constants[:at]) {
		r := t.records.Of(before.Name)
		switch {
		case !t.records.Has(before.Name), r.Kind == records.Constant && !t.canHave(r, c):
			continue
		case c.Fallback:
			return []string{"system error"}
		case c.Kind != capi.Integer:
		case r.Kind == records.Option && r.Uses[0].Holder == records.Message:
			return []string{"message property int, get", "", "get:"}
		case r.Kind == records.Option:
			return []string{string(r.Uses[0].Holder) + " option int, get, set", "", "set:", "", "get:"}
		case r.Kind == records.Constant:
			return []string{"constant " + r.Group}
		}
		break
	}
	return []string{"constant " + otherGroup}
}

// canHave reports whether the group of a constant may have another constant as well. Groups whose symbols share a prefix
// may not.
func (t *Templates) canHave(r *records.Record, other capi.Constant) bool {
	group := t.records.Group(r.Group)
	return r.Omit == "" && !r.Varies && !group.Claims && strings.HasPrefix(other.Name, "ZMQ_"+group.Strip)
}
