// Package capi describes the interface that a C header declares, as plain data: what the parser
// found, before anything about Go is decided.
package capi

import "strconv"

// Header is everything one header declares, in the header's order.
type Header struct {
	Name      string     // the name the header was read under, for messages
	Constants []Constant // object-like macros, without the header's internal ones
	Macros    []Macro    // function-like macros
	Functions []Function
	Types     []TypeDecl
}

// Pos is a place in a header.
type Pos struct {
	File string `json:"file"`
	Line int    `json:"line"` // from 1
	Col  int    `json:"col"`  // from 1
}

// ConstantKind says what a constant's macro expands to.
type ConstantKind string

// The kinds of constants.
const (
	Integer ConstantKind = "integer" // an integer constant expression
	String  ConstantKind = "string"  // a string literal
	Flag    ConstantKind = "flag"    // nothing: the macro only says that it is defined
)

// Constant is one object-like macro.
type Constant struct {
	Pos   Pos
	Name  string
	Expr  string // the macro's body, white space normalised to single blanks
	Kind  ConstantKind
	Value int64 // of an Integer; for a fallback, the value that it has if the system lacks the name
	// Unsigned is true for a number beyond int64: Value then holds the bits of a uint64.
	Unsigned bool
	Text     string // of a String, unquoted
	Alias    string // the macro of the same header that the body names, or ""
	// Fallback is true for a macro inside an #ifndef of its own name: the system's headers
	// come first, and Value is used only if they lack the name.
	Fallback bool
	Draft    bool // declared only with ZMQ_BUILD_DRAFT_API
}

// Number returns the value of an Integer as a decimal number.
func (c Constant) Number() string {
	if c.Unsigned {
		return strconv.FormatUint(uint64(c.Value), 10)
	}
	return strconv.FormatInt(c.Value, 10)
}

// Macro is one function-like macro.
type Macro struct {
	Pos    Pos
	Name   string
	Params []string
	Body   string // white space normalised to single blanks
	Draft  bool
}

// Function is one prototype.
type Function struct {
	Pos    Pos
	Name   string
	Result Type
	Params []Param // none for (void)
	Draft  bool
	// Variants are the prototypes of the targets that differ from the reference target's, which is
	// linux/amd64; none if all targets agree.
	Variants []FunctionVariant
}

// FunctionVariant is a prototype as other targets declare it.
type FunctionVariant struct {
	Targets []Target
	Result  Type
	Params  []Param
}

// Param is one parameter of a function.
type Param struct {
	Name string // "" if the header gives none
	Type Type
}

// TypeDeclKind says what a declaration of a type declares.
type TypeDeclKind string

// The kinds of type declarations.
const (
	Struct       TypeDeclKind = "struct"        // struct with fields, or its typedef
	Forward      TypeDeclKind = "forward"       // struct of which only the name is declared
	FunctionType TypeDeclKind = "function type" // typedef of a function type
	Typedef      TypeDeclKind = "typedef"       // typedef of any other type
)

// TypeDecl is one struct, forward declaration or typedef.
type TypeDecl struct {
	Pos     Pos
	Name    string // the typedef's name, or else the tag
	Kind    TypeDeclKind
	Tag     string  // of a struct, or ""
	Typedef bool    // the name is a typedef's
	Draft   bool    // declared only with ZMQ_BUILD_DRAFT_API
	Fields  []Field // of a Struct
	Result  Type    // of a FunctionType
	Params  []Param // of a FunctionType
	Under   Type    // of a Typedef
	Layout  Layout  // of a Struct, on the reference target
	// Variants are the targets where the fields, the type or the layout differ from the reference
	// target's, which is linux/amd64.
	Variants []TypeVariant
}

// TypeVariant is a struct or typedef as other targets declare it or lay it out.
type TypeVariant struct {
	Targets []Target
	Fields  []Field
	Under   Type
	Layout  Layout
}

// Field is one field of a struct.
type Field struct {
	Name   string
	Type   Type
	Offset int64 // in bytes
}

// Layout is a struct's size and alignment in bytes.
type Layout struct {
	Size  int64
	Align int64
}

// Target is an operating system and architecture, in Go's words.
type Target struct {
	OS   string
	Arch string
}

// String returns the target as "os/arch".
func (t Target) String() string { return t.OS + "/" + t.Arch }

// TargetNames returns the targets as "os/arch".
func TargetNames(targets []Target) []string {
	names := make([]string, len(targets))
	for i, t := range targets {
		names[i] = t.String()
	}
	return names
}
