package lower

import (
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// stringer lowers the String method of a group's type, and the table of names behind it.
func (l *lowerer) stringer(group *records.Group, members []capi.Constant, position int) {
	table := binding.NameTable{
		Name: naming.Unexported(group.Type) + "Names",
		Type: "[...]string",
		Rows: l.nameRows(group, members),
	}
	far := slices.ContainsFunc(members, isFar)
	helper := "nameOf"
	if group.Format != records.OneOf || far {
		table.Type, table.Bits = "[]bitName["+group.Type+"]", true
		helper = "namesOfBits"
	}
	receiver := strings.ToLower(group.Type[:1])
	method := binding.Func{
		Doc:     "String returns the C name, such as " + table.Rows[0].Name + ", or the type with the number of an unknown value.",
		Recv:    &binding.Param{Name: receiver, Type: group.Type},
		Name:    "String",
		Results: []binding.Param{{Type: "string"}},
		Body: []binding.Stmt{binding.Return{Values: []binding.Expr{binding.Call{
			Fun: helper,
			Args: []binding.Expr{
				binding.Name(table.Name + "[:]"),
				binding.Call{Fun: "int", Args: []binding.Expr{binding.Name(receiver)}},
				binding.Str(group.Type),
			},
		}}}},
	}
	if far && group.Format == records.OneOf {
		method.Body = []binding.Stmt{binding.Return{Values: []binding.Expr{binding.Call{
			Fun:  "nameOfOne",
			Args: []binding.Expr{binding.Name(table.Name), binding.Name(receiver), binding.Str(group.Type)},
		}}}}
	}
	if group.Format == records.Bits {
		method.Doc = "String returns the C names of the bits that are set, such as " + exampleBits(table.Rows) + "."
		method.Body = []binding.Stmt{binding.Return{Values: []binding.Expr{binding.Call{
			Fun: helper,
			Args: []binding.Expr{
				binding.Name(table.Name),
				binding.Name(receiver),
			},
		}}}}
	}
	method.Doc = wrapText(method.Doc)
	f := l.file(group.Topic)
	f.add(constRank, position, table)
	f.add(constRank, position, method)
	l.declare(group.Type+".String", "type "+group.Type)
}

func exampleBits(rows []binding.NameRow) string {
	if len(rows) == 1 {
		return rows[0].Name
	}
	return rows[0].Name + "|" + rows[1].Name
}

// nameRows returns one row for each number of a group: of several macros with one number the first
// gives the name. Draft constants exist under a build tag only, so their rows say the number.
func (l *lowerer) nameRows(group *records.Group, members []capi.Constant) []binding.NameRow {
	var rows []binding.NameRow
	seen := make(map[int64]bool)
	for _, c := range members {
		if seen[c.Value] || l.records.Of(c.Name).AllBits {
			continue
		}
		seen[c.Value] = true
		row := binding.NameRow{Key: l.constName(group, l.record(c.Name)), Name: c.Name}
		if c.Draft {
			row.Key, row.Comment = c.Number(), "draft"
		}
		rows = append(rows, row)
	}
	return rows
}
