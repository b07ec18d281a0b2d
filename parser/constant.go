package parser

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"strings"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// exportMacro marks what the library exports. It belongs to the header's own machinery.
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
		if p.Filename == headerName && !k.isInternal(name) {
			list = append(list, found{m, k.part.origin(p.Line, p.Column)})
		}
	}
	slices.SortFunc(list, func(a, b found) int { return cmp.Compare(a.offset, b.offset) })
	k.header.Constants = make([]capi.Constant, 0, len(list))
	for _, f := range list {
		k.macro(f.macro, f.offset)
	}
}

func (k *collector) isInternal(name string) bool {
	return strings.HasPrefix(name, "_") || name == exportMacro || name == k.guard
}

func (k *collector) macro(m *cc.Macro, offset int) {
	name := m.Name.SrcStr()
	switch {
	case !m.IsConst && !k.isUndefined(name):
		k.fail(offset, "macro %s is defined again with another body; keep one of the two", name)
	case m.IsFnLike:
		k.functionMacro(m, name, offset)
	default:
		k.constant(m, name, offset)
	}
}

func (k *collector) isUndefined(name string) bool {
	_, ok := k.undefs[name]
	return ok
}

func (k *collector) functionMacro(m *cc.Macro, name string, offset int) {
	params := make([]string, len(m.Params))
	for i, p := range m.Params {
		params[i] = p.SrcStr()
	}
	k.header.Macros = append(k.header.Macros, capi.Macro{
		Pos: k.pos(offset), Name: name, Params: params, Body: body(bodyWords(m)), Draft: k.isDraft(offset),
	})
}

func (k *collector) constant(m *cc.Macro, name string, offset int) {
	words := bodyWords(m)
	c := capi.Constant{
		Pos: k.pos(offset), Name: name, Expr: body(words), Kind: capi.Integer,
		Alias: k.alias(words), Fallback: k.isFallback(offset, name), Draft: k.isDraft(offset),
	}
	value, err := evaluate(k.tree.Macros, name, words)
	switch {
	case errors.Is(err, errOverflow):
		k.fail(offset, "constant %s overflows an int; give the number a suffix such as LL", name)
		return
	case err != nil && !k.part.evaluate:
		k.involved = true
	case err != nil && isPointer(words):
		value = nil
	case err != nil:
		value = m.Value()
	}
	switch value := value.(type) {
	case cc.Int64Value:
		c.Value = int64(value)
	case cc.UInt64Value:
		c.Value, c.Unsigned = int64(value), value > math.MaxInt64
	case cc.StringValue:
		c.Kind, c.Text = capi.String, string(value)
	default:
		if k.decorations[name] {
			return // such as a calling convention
		}
		c.Kind = capi.Flag
		if c.Expr != "" {
			k.fail(offset, "macro %s is no integer or string constant; zmqgen cannot bind it, remove or rewrite it", name)
		}
	}
	k.header.Constants = append(k.header.Constants, c)
}

// alias returns the macro of this header that a body consists of, or "".
func (k *collector) alias(words []string) string {
	if len(words) != 1 {
		return ""
	}
	if target := k.tree.Macros[words[0]]; target == nil || target.Position().Filename != headerName {
		return ""
	}
	return words[0]
}

// isPointer reports whether an expression converts something to a pointer.
func isPointer(words []string) bool {
	return strings.Contains(strings.Join(words, " "), "* )") && !slices.Contains(words, "sizeof")
}
