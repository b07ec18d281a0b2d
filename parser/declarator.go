package parser

import (
	"fmt"
	"slices"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

const noFunctionPointer = "a pointer to a function without a name; declare a typedef for the function"

// declarator returns the name that a declarator declares, and its type.
func (k *collector) declarator(s shape, d *cc.Declarator) (string, shape) {
	s = k.direct(pointers(s, d.Pointer), d.DirectDeclarator)
	return d.Name(), s
}

// pointers adds the stars of a declarator to a type.
func pointers(s shape, p *cc.Pointer) shape {
	for ; p != nil; p = p.Pointer {
		if s.function {
			s.problem = noFunctionPointer
			return s
		}
		elem := s.Type
		s.Type = capi.Type{Kind: capi.Pointer, Elem: &elem}
		for list := p.TypeQualifiers; list != nil; list = list.TypeQualifiers {
			s.Const = s.Const || list.TypeQualifier.Case == cc.TypeQualifierConst
		}
	}
	return s
}

// direct adds what surrounds the name: array lengths, parameters and parentheses.
func (k *collector) direct(s shape, d *cc.DirectDeclarator) shape {
	for d != nil && s.problem == "" {
		switch d.Case {
		case cc.DirectDeclaratorIdent:
			return s
		case cc.DirectDeclaratorDecl:
			_, s = k.declarator(s, d.Declarator)
			return s
		case cc.DirectDeclaratorFuncParam:
			s = k.call(s, d.ParameterTypeList)
		case cc.DirectDeclaratorFuncIdent:
			if d.IdentifierList != nil {
				s.problem = fmt.Sprintf(unknownType, d.IdentifierList.Token2.SrcStr())
				return s
			}
			s = k.call(s, nil)
		default:
			s = arrayOf(s, d.AssignmentExpression)
		}
		d = d.DirectDeclarator
	}
	return s
}

// abstract is direct for a parameter without a name.
func (k *collector) abstract(s shape, d *cc.DirectAbstractDeclarator) shape {
	for d != nil && s.problem == "" {
		switch d.Case {
		case cc.DirectAbstractDeclaratorDecl:
			s = pointers(s, d.AbstractDeclarator.Pointer)
			d = d.AbstractDeclarator.DirectAbstractDeclarator
			continue
		case cc.DirectAbstractDeclaratorFunc:
			s = k.call(s, d.ParameterTypeList)
		default:
			s = arrayOf(s, d.AssignmentExpression)
		}
		d = d.DirectAbstractDeclarator
	}
	return s
}

func arrayOf(s shape, length cc.ExpressionNode) shape {
	elem := s.Type
	array := capi.Type{Kind: capi.Array, Elem: &elem}
	if length != nil {
		switch n := length.Value().(type) {
		case cc.Int64Value:
			array.Len = int64(n)
		case cc.UInt64Value:
			array.Len = int64(n)
		}
	}
	s.Type = array
	if elements(array) > maxArray {
		s.problem = fmt.Sprintf("an array of that length; zmqgen takes %d elements at most", maxArray)
	}
	if s.function {
		s.problem = "an array of functions, or a function that returns an array; no compiler takes that"
	}
	return s
}

// elements returns how many elements an array of arrays has, or a number above maxArray if there are too
// many to count.
func elements(t capi.Type) int64 {
	count := int64(1)
	for ; t.Kind == capi.Array; t = *t.Elem {
		if t.Len < 0 || t.Len > maxArray || count > maxArray {
			return maxArray + 1
		}
		count *= max(t.Len, 1)
	}
	return count
}

// call turns a type into a function that returns it.
func (k *collector) call(s shape, list *cc.ParameterTypeList) shape {
	if s.function {
		s.problem = "a function that returns a function; no compiler takes that"
		return s
	}
	if s.Kind == capi.Array {
		s.problem = "an array of functions, or a function that returns an array; no compiler takes that"
		return s
	}
	s.function = true
	if list == nil {
		return s
	}
	if list.Case == cc.ParameterTypeListVar {
		s.problem = "takes a variable number of arguments; cgo cannot call it, declare fixed parameters"
		return s
	}
	for each := list.ParameterList; each != nil; each = each.ParameterList {
		name, param := k.param(each.ParameterDeclaration)
		if param.problem != "" {
			s.problem = param.problem
		}
		if name != "" && slices.ContainsFunc(s.params, func(p capi.Param) bool { return p.Name == name }) {
			s.problem = "two parameters are called " + name + "; rename one"
		}
		s.params = append(s.params, capi.Param{Name: name, Type: param.Type})
	}
	if len(s.params) > maxParams {
		s.problem = fmt.Sprintf("takes more than %d parameters; zmqgen binds functions like libzmq's", maxParams)
	}
	if len(s.params) == 1 && s.params[0].Name == "" && s.params[0].Type.Kind == capi.Void && !s.params[0].Type.Const {
		s.params = nil // (void)
	}
	return s
}

func (k *collector) param(p *cc.ParameterDeclaration) (string, shape) {
	base := k.specifiers(p.DeclarationSpecifiers)
	s, name := base.shape(), ""
	switch {
	case base.hasFields():
		s.problem = "declares a struct among its parameters; declare it before"
	case !base.isTyped() && p.Case == cc.ParameterDeclarationDecl:
		s.problem = fmt.Sprintf(unknownType, p.Declarator.Name())
	case !base.isTyped():
		s.problem = "a parameter without a type; name its type"
	case p.Case == cc.ParameterDeclarationDecl:
		name, s = k.declarator(s, p.Declarator)
	case p.AbstractDeclarator != nil:
		s = k.abstract(pointers(s, p.AbstractDeclarator.Pointer), p.AbstractDeclarator.DirectAbstractDeclarator)
	}
	switch {
	case s.function && s.problem == "":
		s.problem = noFunctionPointer
	case s.Kind == capi.Array:
		s.Type = capi.Type{Kind: capi.Pointer, Elem: s.Elem}
	}
	return name, s
}
