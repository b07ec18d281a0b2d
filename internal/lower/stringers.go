package lower

import (
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// isIndex reports whether the numbers of a group serve as indices of a table of names.
func (g group) isIndex() bool {
	return g.Format == records.OneOf &&
		!slices.ContainsFunc(g.members, func(c constant) bool { return c.Unsigned || c.Value < 0 || c.Value > 9999 })
}

// namesOf is the name of the table of names behind the String method of a group's type.
func namesOf(g group) string { return naming.Unexported(g.Type) + "Names" }

// stringer returns the String method of a group's type.
func (l *lowerer) stringer(g group, rows []binding.NameRow) binding.Func {
	receiver := strings.ToLower(g.Type[:1])
	doc := "String returns the C name, such as " + rows[0].Name + ", or the type with the number of an unknown value."
	name := call("nameOfOne", binding.Name(namesOf(g)), binding.Name(receiver), binding.Str(g.Type))
	switch {
	case g.isIndex():
		name = call("nameOf", binding.Name(namesOf(g)+"[:]"), call("int", binding.Name(receiver)), binding.Str(g.Type))
	case g.Format == records.Bits:
		example := rows[0].Name
		if len(rows) > 1 {
			example += "|" + rows[1].Name
		}
		doc = "String returns the C names of the bits that are set, such as " + example + "."
		name = call("namesOfBits", binding.Name(namesOf(g)), binding.Name(receiver))
	}
	l.declare(g.Type+".String", "type "+g.Type)
	return binding.Func{
		Doc:     wrapText(doc),
		Recv:    &binding.Param{Name: receiver, Type: g.Type},
		Name:    "String",
		Results: []binding.Param{{Type: "string"}},
		Body:    []binding.Stmt{binding.Return{Values: []binding.Expr{name}}},
	}
}

// nameRows returns one row for each number of a group: of several constants with one number, the first
// gives the name. Draft constants exist only under a build tag, so their rows have the number.
func nameRows(g group) []binding.NameRow {
	var rows []binding.NameRow
	seen := make(map[int64]bool)
	for _, c := range g.members {
		if seen[c.Value] || c.record.AllBits {
			continue
		}
		seen[c.Value] = true
		row := binding.NameRow{Key: c.name, Name: c.Name}
		if c.Draft {
			row.Key, row.Comment = c.Number(), "draft"
		}
		rows = append(rows, row)
	}
	return rows
}
