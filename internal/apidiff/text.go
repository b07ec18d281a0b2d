package apidiff

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// typedefs returns the types to which a header gives another name. A field whose type gets such a name does
// not change.
func typedefs(h *capi.Header) map[string]capi.Type {
	names := make(map[string]capi.Type)
	for _, t := range h.Types {
		if t.Kind == capi.Typedef {
			names[t.Name] = t.Under
		}
	}
	return names
}

// resolve replaces the names of types. C allows a typedef of a type to its own name, so the number of
// steps is bounded.
func resolve(t capi.Type, names map[string]capi.Type) capi.Type {
	for range names {
		under, ok := names[t.Name]
		if t.Kind != capi.Named || !ok {
			break
		}
		under.Const = under.Const || t.Const
		t = under
	}
	if t.Elem != nil {
		elem := resolve(*t.Elem, names)
		t.Elem = &elem
	}
	return t
}

// typeText returns a type's declaration in one line, with the names of types replaced.
func typeText(t capi.TypeDecl, names map[string]capi.Type) string {
	switch t.Kind {
	case capi.Struct:
		fields := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			fields[i] = resolve(f.Type, names).Declare(f.Name) + ";"
		}
		return "struct { " + strings.Join(fields, " ") + " }"
	case capi.FunctionType:
		return signature(t.Result, t.Params, names)
	case capi.Typedef:
		return resolve(t.Under, names).String()
	}
	return "struct " + t.Name
}

// callersView returns the part of a prototype that callers depend on: without the const of what a pointer parameter
// points to, which a release may add at no cost to them, and with the names of types replaced.
func callersView(f capi.Function, names map[string]capi.Type) string {
	params := make([]capi.Param, len(f.Params))
	for i, p := range f.Params {
		if p.Type.Kind == capi.Pointer {
			pointee := *p.Type.Elem
			pointee.Const = false
			p.Type.Elem = &pointee
		}
		params[i] = p
	}
	return signature(f.Result, params, names)
}

func signature(result capi.Type, params []capi.Param, names map[string]capi.Type) string {
	texts := make([]string, len(params))
	for i, p := range params {
		texts[i] = resolve(p.Type, names).String()
	}
	return resolve(result, names).String() + " (" + strings.Join(texts, ", ") + ")"
}
