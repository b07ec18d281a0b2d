package binding

// Stmt is a statement of a function's body.
type Stmt interface{ stmt() }

type (
	// Return returns its values.
	Return struct{ Values []Expr }
	// Define declares names by a short variable declaration.
	Define struct {
		Names []string
		Value Expr
	}
	// Var declares a variable with its zero value.
	Var struct{ Name, Type string }
	// If runs Then if Cond is true.
	If struct {
		Init Stmt // or nil
		Cond Expr
		Then []Stmt
	}
	// Do evaluates an expression for its effect.
	Do struct{ X Expr }
)

func (Return) stmt() {}
func (Define) stmt() {}
func (Var) stmt()    {}
func (If) stmt()     {}
func (Do) stmt()     {}

// Expr is an expression.
type Expr interface{ expr() }

type (
	// Name is an identifier or a selector, such as "buf" or "s.handle".
	Name string
	// Int is an integer literal.
	Int int64
	// Str is a string literal, unquoted.
	Str string
	// Call calls a function or converts to a type.
	Call struct {
		Fun  string
		Args []Expr
	}
	// Binary joins two operands.
	Binary struct {
		Op   string
		X, Y Expr
	}
	// Unary is an operator and its operand.
	Unary struct {
		Op string
		X  Expr
	}
	// Empty is x[:0]: an empty slice of x's memory.
	Empty struct{ X string }
)

func (Name) expr()   {}
func (Int) expr()    {}
func (Str) expr()    {}
func (Call) expr()   {}
func (Binary) expr() {}
func (Unary) expr()  {}
func (Empty) expr()  {}
