// Package binding describes a Go package that binds a C library, as data: every name, type, comment
// and statement is decided, and only printing remains.
package binding

// Package is one Go package and the files that belong to it.
type Package struct {
	Name    string
	GoFiles []GoFile
	CFiles  []CFile
	Sources []SourceFile
	Index   Index
}

// SourceFile is a Go file that was written by hand as a whole.
type SourceFile struct {
	Name    string
	Stamp   []string // comment lines at the top
	Content string   // from the package clause on
}

// GoFile is one Go source file.
type GoFile struct {
	Name     string   // file name, such as "socket.go"
	Stamp    []string // comment lines at the top, apart from the package's documentation
	Build    string   // build constraint without "//go:build", or ""
	Doc      string   // the package's documentation, or ""
	Package  string
	Preamble []string // lines of the cgo preamble; nil for a file that does not import "C"
	Imports  []string // import paths, sorted
	Decls    []Decl
}

// Decl is a declaration of a Go file: a [ConstGroup], [NameTable], [TypeDecl], [Func] or [Verbatim].
type Decl interface{ decl() }

// ConstGroup is one const block.
type ConstGroup struct {
	Doc    string
	Consts []Const
}

// Const is one constant of a block.
type Const struct {
	Doc     string // comment above, or ""
	Name    string
	Type    string // or "" for an untyped constant
	Value   string // Go source
	Comment string // comment after the value, or ""
}

// NameTable is a variable that holds the C names of a type's constants.
type NameTable struct {
	Name string
	Type string // Go source, of the whole variable's type
	Bits bool   // rows are {value, name} instead of value: name
	Rows []NameRow
}

// NameRow is one row of a [NameTable].
type NameRow struct {
	Key     string // Go source: an index, or the first field of a row
	Name    string // the C name, unquoted
	Comment string // after the row, or ""
}

// TypeDecl declares a type by its underlying type.
type TypeDecl struct {
	Doc   string
	Name  string
	Under string // Go source
}

// Func is a function, or a method where Recv is set.
type Func struct {
	Doc     string
	Recv    *Param
	Name    string
	Params  []Param
	Results []Param
	Body    []Stmt
}

// Param is a receiver, parameter or result; a result's name may be empty.
type Param struct {
	Name string
	Type string // Go source
}

// Verbatim is a declaration that was written by hand, as Go source without its comment.
type Verbatim struct {
	Doc    string
	Source string
}

func (ConstGroup) decl() {}
func (NameTable) decl()  {}
func (TypeDecl) decl()   {}
func (Func) decl()       {}
func (Verbatim) decl()   {}
