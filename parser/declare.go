package parser

import (
	"reflect"
	"slices"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// collector gathers a header's declarations from the C parser's tree.
type collector struct {
	*outline
	problems  ErrorList
	header    *capi.Header
	tree      *cc.AST
	evaluated bool            // the macros in tree
	defined   map[string]bool // tags of structs that have fields
	functions map[string]int  // indices in the header, by name
	types     map[string]bool // what is declared, by typeKey
}

func (k *collector) fail(offset int, format string, args ...any) {
	if len(k.problems) < 20*maxErrors {
		k.problems = append(k.problems, k.errorf(offset, format, args...))
	}
}

// at returns the offset of a token, and whether it is one of the header's.
func (k *collector) at(n cc.Node) (int, bool) {
	p := n.Position()
	return k.flat.offset(p.Line, p.Column), p.Filename == headerName
}

func (k *collector) declarations() {
	for unit := k.tree.TranslationUnit; unit != nil; unit = unit.TranslationUnit {
		external := unit.ExternalDeclaration
		offset, own := k.at(external)
		if !own {
			continue
		}
		switch external.Case {
		case cc.ExternalDeclarationDecl:
			k.declaration(external.Declaration, offset)
		case cc.ExternalDeclarationFuncDef:
			k.fail(offset, "function with a body; declare it only, zmqgen binds what a library exports")
		case cc.ExternalDeclarationAsmStmt:
			k.fail(offset, "assembly; remove it, zmqgen reads declarations only")
		}
	}
}

func (k *collector) declaration(d *cc.Declaration, offset int) {
	switch {
	case d.Case != cc.DeclarationDecl:
		return // a static assertion, which holds, or the parser would have said so
	case d.DeclarationSpecifiers == nil:
		if d.InitDeclaratorList != nil {
			k.fail(offset, unknownType, d.InitDeclaratorList.InitDeclarator.Declarator.Name())
		}
		return
	}
	base := k.specifiers(d.DeclarationSpecifiers)
	if !base.isTyped() && d.InitDeclaratorList != nil {
		declarator := d.InitDeclaratorList.InitDeclarator.Declarator
		at, _ := k.at(declarator.NameTok())
		k.fail(at, unknownType, declarator.Name())
		return
	}
	if d.InitDeclaratorList == nil {
		k.tagged(base, offset)
		return
	}
	for list := d.InitDeclaratorList; list != nil; list = list.InitDeclaratorList {
		declarator := list.InitDeclarator.Declarator
		at, _ := k.at(declarator.NameTok())
		name, shape := k.declarator(base.shape(), declarator)
		switch {
		case shape.problem != "":
			k.fail(at, "%s: %s", name, shape.problem)
		case base.typedef:
			k.typedef(name, at, base, declarator, shape)
		case shape.function && base.storage != "":
			k.fail(at, "%s is %s, so no library exports it; remove it", name, base.storage)
		case shape.function:
			k.function(capi.Function{Pos: k.pos(at), Name: name, Result: shape.Type, Params: shape.params, Draft: k.isDraft(at)}, at)
		default:
			k.fail(at, "variable %s; zmqgen binds functions, macros and types only", name)
		}
	}
}

// tagged adds a struct that is declared without a typedef.
func (k *collector) tagged(base specified, offset int) {
	spec := base.record
	switch {
	case base.problem != "":
		k.fail(offset, "%s", base.problem)
	case spec == nil:
		k.fail(offset, "declaration declares nothing; remove it")
	default:
		at, _ := k.at(spec.Token)
		k.addType(k.record(capi.TypeDecl{Pos: k.pos(at), Name: base.tag, Tag: base.tag, Draft: k.isDraft(at)}, spec, spec.Type()))
	}
}

func (k *collector) typedef(name string, at int, base specified, d *cc.Declarator, s shape) {
	decl := capi.TypeDecl{Pos: k.pos(at), Name: name, Typedef: true, Draft: k.isDraft(at)}
	plain := s.Kind == capi.Named && !s.function && base.record != nil
	switch {
	case s.function:
		decl.Kind, decl.Result, decl.Params = capi.FunctionType, s.Type, s.params
	case plain && (base.hasFields() || !k.defined[base.tag]):
		decl.Tag = base.tag
		decl = k.record(decl, base.record, d.Type())
	default:
		decl.Kind, decl.Under = capi.Typedef, s.Type
	}
	k.addType(decl)
}

// record completes the declaration of a struct with its fields and layout.
func (k *collector) record(decl capi.TypeDecl, spec *cc.StructOrUnionSpecifier, t cc.Type) capi.TypeDecl {
	if spec.Case == cc.StructOrUnionSpecifierTag {
		decl.Kind = capi.Forward
		return decl
	}
	decl.Kind = capi.Struct
	if at, _ := k.at(spec.Token); decl.Tag != "" && k.defined[decl.Tag] {
		k.fail(at, "struct %s is declared again; keep one of the two", decl.Tag)
	}
	k.defined[decl.Tag] = true
	layout, ok := t.(*cc.StructType)
	if !ok {
		return decl
	}
	decl.Layout = capi.Layout{Size: layout.Size(), Align: int64(layout.Align())}
	for list := spec.StructDeclarationList; list != nil; list = list.StructDeclarationList {
		if list.StructDeclaration.Case == cc.StructDeclarationDecl {
			decl.Fields = k.fields(decl.Fields, list.StructDeclaration, layout)
		}
	}
	return decl
}

// fields appends the fields of one declaration inside a struct.
func (k *collector) fields(fields []capi.Field, d *cc.StructDeclaration, layout *cc.StructType) []capi.Field {
	offset, _ := k.at(d)
	base := k.qualified(d.SpecifierQualifierList)
	if d.StructDeclaratorList == nil {
		k.fail(offset, "field without a name; name it")
	}
	for list := d.StructDeclaratorList; list != nil; list = list.StructDeclaratorList {
		if list.StructDeclarator.Case == cc.StructDeclaratorBitField {
			k.fail(offset, "bit field; zmqgen cannot bind it, use a whole integer")
			continue
		}
		declarator := list.StructDeclarator.Declarator
		name, shape := k.declarator(base.shape(), declarator)
		at, _ := k.at(declarator.NameTok())
		switch field := layout.FieldByIndex(len(fields)); {
		case !base.isTyped():
			k.fail(at, unknownType, name)
		case slices.ContainsFunc(fields, func(f capi.Field) bool { return f.Name == name }):
			k.fail(at, "a second field %s; rename one", name)
		case shape.problem != "":
			k.fail(at, "%s: %s", name, shape.problem)
		case field != nil:
			fields = append(fields, capi.Field{Name: name, Type: shape.Type, Offset: field.Offset()})
		}
	}
	return fields
}

// function adds a prototype, unless it repeats an earlier one.
func (k *collector) function(f capi.Function, at int) {
	i, known := k.functions[f.Name]
	switch {
	case !known:
		k.functions[f.Name] = len(k.header.Functions)
		k.header.Functions = append(k.header.Functions, f)
	case !reflect.DeepEqual(prototype(k.header.Functions[i]), prototype(f)):
		k.fail(at, "%s is declared again in another way; keep one of the two", f.Name)
	}
}

// addType adds a declaration of a type, unless it repeats an earlier one.
func (k *collector) addType(decl capi.TypeDecl) {
	if k.types[typeKey(decl)] {
		return
	}
	k.types[typeKey(decl)] = true
	k.header.Types = append(k.header.Types, decl)
}
