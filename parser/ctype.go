package parser

import (
	"strings"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// specified holds the specifiers of a declaration, which precede the name.
type specified struct {
	words []string // of a basic type
	name  string   // of a typedef's type
	constant,
	typedef bool
	record  *cc.StructOrUnionSpecifier
	tag     string
	storage string // static, inline or the like
	problem string
}

// isTyped reports whether the specifiers name a type. If they do not, the C parser assumes int, as C once did.
func (s specified) isTyped() bool { return s.name != "" || len(s.words) > 0 || s.problem != "" }

const unknownType = "unknown type %s; include the header that declares it, or declare it"

// shape is a type, or a function that returns it.
type shape struct {
	capi.Type
	function bool
	params   []capi.Param
	problem  string
}

func (s specified) hasFields() bool {
	return s.record != nil && s.record.Case == cc.StructOrUnionSpecifierDef
}

func (k *collector) specifiers(list *cc.DeclarationSpecifiers) specified {
	var s specified
	for ; list != nil; list = list.DeclarationSpecifiers {
		switch list.Case {
		case cc.DeclarationSpecifiersStorage:
			s.typedef = s.typedef || list.StorageClassSpecifier.Case == cc.StorageClassSpecifierTypedef
			if list.StorageClassSpecifier.Case == cc.StorageClassSpecifierStatic {
				s.storage = "static"
			}
		case cc.DeclarationSpecifiersFunc:
			if list.FunctionSpecifier.Case == cc.FunctionSpecifierInline {
				s.storage = "inline"
			}
		case cc.DeclarationSpecifiersTypeSpec:
			s.add(list.TypeSpecifier)
		case cc.DeclarationSpecifiersTypeQual:
			s.qualify(list.TypeQualifier)
		}
	}
	return s
}

func (k *collector) qualified(list *cc.SpecifierQualifierList) specified {
	var s specified
	for ; list != nil; list = list.SpecifierQualifierList {
		switch list.Case {
		case cc.SpecifierQualifierListTypeSpec:
			s.add(list.TypeSpecifier)
		case cc.SpecifierQualifierListTypeQual:
			s.qualify(list.TypeQualifier)
		}
	}
	return s
}

func (s *specified) add(spec *cc.TypeSpecifier) {
	switch spec.Case {
	case cc.TypeSpecifierTypeName:
		s.name = spec.Token.SrcStr()
	case cc.TypeSpecifierStructOrUnion:
		s.record = spec.StructOrUnionSpecifier
		s.tag = s.record.Token.SrcStr()
		s.name = "struct " + s.tag
		if s.record.StructOrUnion.Case == cc.StructOrUnionUnion {
			s.problem = "a union; zmqgen cannot bind it, use a struct"
		}
	case cc.TypeSpecifierEnum:
		s.problem = "an enum; zmqgen reads constants from macros, use #define"
	case cc.TypeSpecifierTypeofExpr, cc.TypeSpecifierTypeofType, cc.TypeSpecifierAtomic:
		s.problem = "typeof or _Atomic; zmqgen cannot bind it, name the type"
	default:
		word := spec.Token.SrcStr()
		s.words = append(s.words, word)
		if word := strings.Trim(word, "_"); word == "Complex" || word == "Imaginary" || word == "complex" || word == "imaginary" {
			s.problem = "a complex number; zmqgen cannot bind it, use a struct of two"
		}
	}
}

func (s *specified) qualify(q *cc.TypeQualifier) {
	switch q.Case {
	case cc.TypeQualifierConst:
		s.constant = true
	case cc.TypeQualifierVolatile, cc.TypeQualifierAtomic:
		s.problem = "volatile or _Atomic; zmqgen cannot bind it, remove the qualifier"
	}
}

// shape returns the type that the specifiers alone denote.
func (s specified) shape() shape {
	t := capi.Type{Kind: capi.Basic, Const: s.constant}
	switch {
	case s.name != "":
		t.Kind, t.Name = capi.Named, s.name
	case len(s.words) == 1 && s.words[0] == "void":
		t.Kind = capi.Void
	default:
		t.Name = spell(s.words)
	}
	return shape{Type: t, problem: s.problem}
}

// spell returns the usual spelling of a basic type, whatever the order of its words.
func spell(words []string) string {
	count := map[string]int{}
	for _, word := range words {
		count[strings.Trim(word, "_")]++
	}
	var parts []string
	switch {
	case count["unsigned"] > 0:
		parts = append(parts, "unsigned")
	case count["signed"] > 0 && count["char"] > 0:
		parts = append(parts, "signed")
	}
	for range count["long"] {
		parts = append(parts, "long")
	}
	for _, word := range []string{"short", "char", "float", "double"} {
		if count[word] > 0 {
			parts = append(parts, word)
		}
	}
	other := len(parts) == 0 || len(parts) == 1 && parts[0] == "unsigned"
	switch {
	case count["Bool"] > 0:
		return "_Bool"
	case other && (count["int"] > 0 || count["signed"] > 0 || count["unsigned"] > 0):
		parts = append(parts, "int")
	case other:
		parts = words
	}
	return strings.Join(parts, " ")
}
