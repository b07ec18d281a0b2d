package emitter

import (
	"github.com/dave/jennifer/jen"

	"github.com/zmqgen/zmqgen/internal/binding"
)

func (p *printer) function(out *jen.Group, fn binding.Func) {
	p.comment(out, fn.Doc)
	line := out.Func()
	if fn.Recv != nil {
		line.Params(jen.Id(fn.Recv.Name).Id(fn.Recv.Type))
	}
	line.Id(fn.Name).Params(params(fn.Params)...)
	switch {
	case len(fn.Results) == 1 && fn.Results[0].Name == "":
		line.Id(fn.Results[0].Type)
	case len(fn.Results) > 0:
		line.Params(params(fn.Results)...)
	}
	line.Block(statements(fn.Body)...)
}

// params prints neighbours of one type under that type once, as people do.
func params(list []binding.Param) []jen.Code {
	var codes []jen.Code
	for i := 0; i < len(list); {
		var names []jen.Code
		typ := list[i].Type
		for ; i < len(list) && list[i].Type == typ && list[i].Name != ""; i++ {
			names = append(names, jen.Id(list[i].Name))
		}
		if len(names) == 0 {
			codes = append(codes, jen.Id(typ))
			i++
			continue
		}
		codes = append(codes, jen.List(names...).Id(typ))
	}
	return codes
}

func statements(body []binding.Stmt) []jen.Code {
	codes := make([]jen.Code, len(body))
	for i, stmt := range body {
		codes[i] = statement(stmt)
	}
	return codes
}

func statement(stmt binding.Stmt) *jen.Statement {
	switch s := stmt.(type) {
	case binding.Return:
		values := make([]jen.Code, len(s.Values))
		for i, x := range s.Values {
			values[i] = expression(x)
		}
		return jen.Return(jen.List(values...))
	case binding.Define:
		names := make([]jen.Code, len(s.Names))
		for i, name := range s.Names {
			names[i] = jen.Id(name)
		}
		return jen.List(names...).Op(":=").Add(expression(s.Value))
	case binding.Var:
		return jen.Var().Id(s.Name).Id(s.Type)
	case binding.Do:
		return expression(s.X)
	case binding.If:
		if s.Init == nil {
			return jen.If(expression(s.Cond)).Block(statements(s.Then)...)
		}
		return jen.If(statement(s.Init), expression(s.Cond)).Block(statements(s.Then)...)
	}
	return jen.Null()
}

func expression(expr binding.Expr) *jen.Statement {
	switch x := expr.(type) {
	case binding.Name:
		return jen.Id(string(x))
	case binding.Int:
		return jen.Lit(int(x))
	case binding.Str:
		return jen.Lit(string(x))
	case binding.Call:
		args := make([]jen.Code, len(x.Args))
		for i, arg := range x.Args {
			args[i] = expression(arg)
		}
		return jen.Id(x.Fun).Call(args...)
	case binding.Binary:
		return expression(x.X).Op(x.Op).Add(expression(x.Y))
	case binding.Unary:
		return jen.Op(x.Op).Add(expression(x.X))
	case binding.Empty:
		return jen.Id(x.X).Index(jen.Op(":").Lit(0))
	}
	return jen.Null()
}
