package capi

import (
	"strconv"
	"strings"
)

// TypeKind says how a C type is built.
type TypeKind string

// The kinds of C types.
const (
	Void    TypeKind = "void"
	Basic   TypeKind = "basic"   // int, short, unsigned char, and so on: Name is C's full spelling
	Named   TypeKind = "named"   // a typedef's name, or "struct tag"
	Pointer TypeKind = "pointer" // to Elem
	Array   TypeKind = "array"   // Len times Elem
)

// Type is a C type as the header spells it: typedef names stay names.
type Type struct {
	Kind  TypeKind
	Name  string // of a Basic or Named type
	Const bool   // the type itself is const, as the char in const char *
	Elem  *Type  // of a Pointer or an Array
	Len   int64  // of an Array
}

// String returns the type in C's spelling, such as "const char *" or "unsigned char [64]".
func (t Type) String() string {
	switch t.Kind {
	case Pointer:
		inner := t.Elem.String()
		if !strings.HasSuffix(inner, "*") {
			inner += " "
		}
		if t.Const {
			return inner + "*const"
		}
		return inner + "*"
	case Array:
		return t.Elem.String() + " [" + strconv.FormatInt(t.Len, 10) + "]"
	case Void:
		return t.prefix() + "void"
	default:
		return t.prefix() + t.Name
	}
}

func (t Type) prefix() string {
	if t.Const {
		return "const "
	}
	return ""
}

// IsPointerTo reports whether the type is a pointer to the named or basic type, const or not.
func (t Type) IsPointerTo(name string) bool {
	return t.Kind == Pointer && (t.Elem.Name == name || t.Elem.Kind == Void && name == "void")
}

// Declare returns the C declaration of name with this type, such as "const char *addr". For an empty
// name, it returns the type alone.
func (t Type) Declare(name string) string {
	if name == "" {
		return t.String()
	}
	if t.Kind == Array {
		return t.Elem.Declare(name) + "[" + strconv.FormatInt(t.Len, 10) + "]"
	}
	spelling := t.String()
	if strings.HasSuffix(spelling, "*") {
		return spelling + name
	}
	return spelling + " " + name
}

// Declaration returns the function's prototype as C, such as "int zmq_close(void *s);".
func (f Function) Declaration() string {
	params := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i] = p.Type.Declare(p.Name)
	}
	if len(params) == 0 {
		params = []string{"void"}
	}
	return f.Result.Declare(f.Name) + "(" + strings.Join(params, ", ") + ");"
}
