package parser

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// exportMacro marks exported functions. It is internal to the header.
const exportMacro = "ZMQ_EXPORT"

// macros adds the header's macros, in the header's order.
func (k *collector) macros() {
	type found struct {
		macro  *cc.Macro
		offset int
	}
	var list []found
	for name, m := range k.tree.Macros {
		p := m.Position()
		if p.Filename == headerName && !strings.HasPrefix(name, "_") && name != exportMacro && name != k.guard {
			list = append(list, found{m, k.flat.offset(p.Line, p.Column)})
		}
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(a.offset, b.offset) })
	k.header.Constants = make([]capi.Constant, 0, len(list))
	for _, f := range list {
		m, name := f.macro, f.macro.Name.SrcStr()
		switch {
		case !m.IsConst && !k.undefs[name]:
			k.fail(f.offset, "macro %s is defined again with another body; keep one of the two", name)
		case m.IsFnLike:
			params := make([]string, len(m.Params))
			for i, p := range m.Params {
				params[i] = p.SrcStr()
			}
			k.header.Macros = append(k.header.Macros, capi.Macro{
				Pos: k.pos(f.offset), Name: name, Params: params, Body: body(bodyWords(m)), Draft: k.isDraft(f.offset),
			})
		default:
			k.constant(m, name, f.offset)
		}
	}
}

func (k *collector) constant(m *cc.Macro, name string, offset int) {
	words := bodyWords(m)
	c := capi.Constant{
		Pos: k.pos(offset), Name: name, Expr: body(words), Kind: capi.Integer,
		Fallback: k.inRegion(offset, func(r region) bool { return r.absent == name }), Draft: k.isDraft(offset),
	}
	if target := k.tree.Macros[c.Expr]; target != nil && target.Position().Filename == headerName {
		c.Alias = c.Expr
	}
	if !k.evaluated {
		k.header.Constants = append(k.header.Constants, c)
		return
	}
	switch value := k.value(m, words).(type) {
	case cc.Int64Value:
		c.Value = int64(value)
	case cc.UInt64Value:
		c.Value, c.Unsigned = int64(value), value > math.MaxInt64
	case cc.StringValue:
		c.Kind, c.Text = capi.String, strings.TrimSuffix(string(value), "\x00")
	default:
		if k.decorations[name] {
			return // such as a calling convention
		}
		c.Kind = capi.Flag
		if c.Expr != "" {
			k.fail(offset, "macro %s is not an integer or string constant; zmqgen cannot bind it, remove or rewrite it", name)
		}
	}
	k.header.Constants = append(k.header.Constants, c)
}

// constantsVary reports whether a constant can have different values on different targets. It cannot if it is defined
// once, by numbers, strings, operators and macros of this kind. Evaluating macros takes the C parser as long as everything
// else, so it is done for only one class of targets if that is enough.
func (o *outline) constantsVary() bool {
	times := make(map[string]int)
	for _, d := range o.defines {
		times[d.name]++
	}
	return slices.ContainsFunc(o.defines, func(d definition) bool {
		if d.dead || d.name == exportMacro {
			return false
		}
		return times[d.name] > 1 || slices.ContainsFunc(d.body, func(t token) bool {
			word := o.word(t)
			switch t.kind {
			case number:
				return strings.ContainsAny(word, "lL")
			case ident:
				return times[word] == 0 && !slices.Contains(d.params, word)
			}
			return t.kind == character
		})
	})
}

// value returns the value of a macro. The C parser does not read character constants of several letters or with a
// prefix.
func (k *collector) value(m *cc.Macro, words []string) cc.Value {
	if len(words) == 1 || len(words) == 2 && strings.HasPrefix(words[1], "'") {
		if value, ok := characters(strings.Join(words, "")); ok {
			return value
		}
	}
	if value, ok := m.Value().(cc.StringValue); ok {
		return value
	}
	if m.Type() != nil && m.Type().Kind() == cc.Ptr {
		return nil
	}
	return m.Value()
}

func bodyWords(m *cc.Macro) []string {
	list := m.ReplacementList()
	words := make([]string, len(list))
	for i, t := range list {
		words[i] = string(t.Src())
	}
	return words
}
