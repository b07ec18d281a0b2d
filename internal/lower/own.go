package lower

import (
	"cmp"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/records"
)

// ownRecords notes which names a user's records change, so that texts refer to the new ones, and reports records of
// symbols that the header does not have.
func (l *lowerer) ownRecords() {
	var pairs []string
	for _, r := range l.records.All() {
		if r.Own && l.symbols[r.Symbol] == nil {
			l.reportUnknown(capi.Pos{File: r.Pos.File, Line: r.Pos.Line, Col: r.Pos.Col}, r.Symbol,
				"the header has no such symbol; correct the name, or remove the record")
		}
		if r.Replaces == nil {
			continue
		}
		before, after := l.goNames(r.Replaces), l.goNames(r)
		for i, name := range before {
			if i < len(after) && r.Omit == "" && name == after[i] {
				continue
			}
			l.renamed[name], l.absent[name] = r, r.Symbol
			if i < len(after) && r.Omit == "" {
				pairs = append(pairs, "["+name+"]", "["+after[i]+"]")
			}
		}
	}
	if len(pairs) > 0 {
		l.texts.links = strings.NewReplacer(pairs...)
	}
}

// goNames returns the Go names that follow from a record.
func (l *lowerer) goNames(r *records.Record) []string {
	var names []string
	for _, group := range l.records.Groups() {
		if r.In(group) {
			names = append(names, l.constName(group, r))
		}
	}
	for _, h := range holders {
		if use := r.Of(h.of); use != nil {
			name := optionName(r)
			names = append(names, h.typ+"."+name, h.typ+"."+cmp.Or(r.Setter, "Set"+name))
		}
	}
	if l.hasShape(r) {
		names = append(names, shapeName(r))
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

// likely returns the lines of a constant's record: the header has constants of one kind together, so it is probably
// what the last one before it is.
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
		case !t.records.Has(before.Name), r.Kind == records.Constant && !t.takes(r, c):
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

// takes reports whether the group of a constant may have another constant as well. Those whose symbols begin alike do not.
func (t *Templates) takes(r *records.Record, other capi.Constant) bool {
	group := t.records.Group(r.Group)
	return r.Omit == "" && !r.Varies && !group.Claims && strings.HasPrefix(other.Name, "ZMQ_"+group.Strip)
}
