package apidiff

import (
	"strings"

	"github.com/zmqgen/zmqgen/capi"
)

// typeText returns a type's declaration in one line.
func typeText(t capi.TypeDecl) string {
	switch t.Kind {
	case capi.Struct:
		fields := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			fields[i] = f.Type.Declare(f.Name) + ";"
		}
		return "struct { " + strings.Join(fields, " ") + " }"
	case capi.FunctionType:
		params := make([]string, len(t.Params))
		for i, p := range t.Params {
			params[i] = p.Type.String()
		}
		return t.Result.String() + " (" + strings.Join(params, ", ") + ")"
	case capi.Typedef:
		return t.Under.String()
	}
	return "struct " + t.Name
}

// callersView returns a prototype as callers depend on it: without parameter names, and without the
// const of what a pointer parameter points to, which a release may add at no cost to them.
func callersView(f capi.Function) string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		typ := p.Type
		if typ.Kind == capi.Pointer {
			pointee := *typ.Elem
			pointee.Const = false
			typ.Elem = &pointee
		}
		params[i] = typ.String()
	}
	return f.Result.String() + " (" + strings.Join(params, ", ") + ")"
}
