package lower

import (
	"strings"

	"github.com/zmqgen/zmqgen/binding"
)

// mentions reports whether a declaration's code uses a qualifier such as "C." or "time.".
func mentions(decl binding.Decl, qualifier string) bool {
	found := false
	eachSource(decl, func(source string) {
		found = found || mentionsQualifier(source, qualifier)
	})
	return found
}

// mentionsQualifier looks for the qualifier where no name goes on to its left.
func mentionsQualifier(source, qualifier string) bool {
	for rest := source; ; {
		i := strings.Index(rest, qualifier)
		if i < 0 {
			return false
		}
		if i == 0 || !isNameByte(rest[i-1]) {
			return true
		}
		rest = rest[i+len(qualifier):]
	}
}

func isNameByte(b byte) bool {
	return b == '_' || b == '.' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}

// eachSource calls visit with each piece of Go source in a declaration, comments apart.
func eachSource(decl binding.Decl, visit func(string)) {
	switch d := decl.(type) {
	case binding.ConstGroup:
		for _, c := range d.Consts {
			visit(c.Type)
			visit(c.Value)
		}
	case binding.TypeDecl:
		visit(d.Under)
	case binding.Verbatim:
		visit(withoutComments(d.Source))
	case binding.Func:
		eachParam(d, func(p binding.Param) { visit(p.Type) })
		eachExpr(d.Body, func(x binding.Expr) {
			switch x := x.(type) {
			case binding.Name:
				visit(string(x))
			case binding.Call:
				visit(x.Fun)
			}
		})
	}
}

func eachParam(fn binding.Func, visit func(binding.Param)) {
	if fn.Recv != nil {
		visit(*fn.Recv)
	}
	for _, p := range fn.Params {
		visit(p)
	}
	for _, p := range fn.Results {
		visit(p)
	}
}

// eachExpr calls visit with every expression of a body, outer ones first.
func eachExpr(body []binding.Stmt, visit func(binding.Expr)) {
	for _, stmt := range body {
		switch s := stmt.(type) {
		case binding.Return:
			for _, x := range s.Values {
				walkExpr(x, visit)
			}
		case binding.Define:
			walkExpr(s.Value, visit)
		case binding.Var:
			visit(binding.Name(s.Type))
		case binding.Do:
			walkExpr(s.X, visit)
		case binding.If:
			if s.Init != nil {
				eachExpr([]binding.Stmt{s.Init}, visit)
			}
			walkExpr(s.Cond, visit)
			eachExpr(s.Then, visit)
		}
	}
}

func walkExpr(x binding.Expr, visit func(binding.Expr)) {
	visit(x)
	switch x := x.(type) {
	case binding.Call:
		for _, arg := range x.Args {
			walkExpr(arg, visit)
		}
	case binding.Binary:
		walkExpr(x.X, visit)
		walkExpr(x.Y, visit)
	case binding.Unary:
		walkExpr(x.X, visit)
	}
}

// bridgePrefix begins every name of bridge.h.
const bridgePrefix = "bridge_"

// namesIn returns the names that a piece of source mentions and that begin with prefix, in order.
func namesIn(source, prefix string) []string {
	var names []string
	for start := 0; ; {
		i := strings.Index(source[start:], prefix)
		if i < 0 {
			return names
		}
		begin := start + i
		end := begin + len(prefix)
		for end < len(source) && isNameByte(source[end]) && source[end] != '.' {
			end++
		}
		if begin == 0 || source[begin-1] == '.' || !isNameByte(source[begin-1]) {
			names = append(names, source[begin:end])
		}
		start = end
	}
}

// withoutComments returns source without its line comments.
func withoutComments(source string) string {
	if !strings.Contains(source, "//") {
		return source
	}
	var code strings.Builder
	for line := range strings.Lines(source) {
		text, _, _ := strings.Cut(line, "//")
		code.WriteString(strings.TrimRight(text, "\n"))
		code.WriteByte('\n')
	}
	return code.String()
}
