package parser

import (
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// merge adds to the reference targets' header what other classes of targets see differently.
func merge(o *outline, list []*class, read []*capi.Header, varies bool, exact map[string]int64) (*capi.Header, error) {
	m := &merger{outline: o, header: read[0], values: varies}
	for i, other := range read[1:] {
		m.targets = list[i+1].targets
		m.constants(other)
		m.macros(other)
		m.functions(other)
		m.types(other)
	}
	for _, c := range m.header.Constants {
		value, ok := exact[c.Name]
		if ok && value != c.Value && isInt(c.Value) && !isInt(value) {
			m.fail(c.Pos, "constant %s overflows an int; give the number a suffix such as LL", c.Name)
		}
	}
	return m.header, m.problems.err()
}

// isInt reports whether an int, of 32 bits, can hold a value.
func isInt(value int64) bool { return value >= math.MinInt32 && value <= math.MaxInt32 }

type merger struct {
	*outline
	problems ErrorList
	header   *capi.Header
	values   bool          // constants were evaluated for each class of targets
	targets  []capi.Target // those that the header being merged belongs to
}

func (m *merger) fail(pos capi.Pos, format string, args ...any) {
	if len(m.problems) < 20*maxErrors {
		m.problems = append(m.problems, m.errorf(m.offset(pos.Line, pos.Col), format, args...))
	}
}

// pair matches the declarations of two headers by key, and reports those that one lacks.
func pair[T any](m *merger, reference, other []T, key func(T) string, pos func(T) capi.Pos, visit func(a *T, b T)) {
	byKey := make(map[string]int, len(other))
	for i, item := range other {
		byKey[key(item)] = i
	}
	for i := range reference {
		k := key(reference[i])
		j, ok := byKey[k]
		if !ok {
			m.fail(pos(reference[i]), "%s is not declared on %s; declare it everywhere", k, m.targets[0])
			continue
		}
		delete(byKey, k)
		visit(&reference[i], other[j])
	}
	for _, k := range slices.Sorted(maps.Keys(byKey)) {
		j := byKey[k]
		m.fail(pos(other[j]), "%s is declared on %s but not on %s; declare it everywhere", k, m.targets[0], Targets()[0])
	}
}

func (m *merger) constants(other *capi.Header) {
	key := func(c capi.Constant) string { return c.Name }
	pos := func(c capi.Constant) capi.Pos { return c.Pos }
	pair(m, m.header.Constants, other.Constants, key, pos, func(a *capi.Constant, b capi.Constant) {
		if a.Draft != b.Draft || a.Fallback != b.Fallback || m.values && (a.Kind != b.Kind || a.Value != b.Value || a.Unsigned != b.Unsigned || a.Text != b.Text) {
			m.fail(b.Pos, "%s has another value on %s; give it one value", a.Name, m.targets[0])
		}
	})
}

func (m *merger) macros(other *capi.Header) {
	key := func(c capi.Macro) string { return c.Name }
	pos := func(c capi.Macro) capi.Pos { return c.Pos }
	pair(m, m.header.Macros, other.Macros, key, pos, func(a *capi.Macro, b capi.Macro) {
		if a.Body != b.Body || !slices.Equal(a.Params, b.Params) || a.Draft != b.Draft {
			m.fail(b.Pos, "%s has another body on %s; give it one body", a.Name, m.targets[0])
		}
	})
}

func (m *merger) functions(other *capi.Header) {
	key := func(f capi.Function) string { return f.Name }
	pos := func(f capi.Function) capi.Pos { return f.Pos }
	pair(m, m.header.Functions, other.Functions, key, pos, func(a *capi.Function, b capi.Function) {
		if a.Draft != b.Draft {
			m.fail(b.Pos, "%s is a draft on some systems only; declare it the same everywhere", a.Name)
		}
		is := prototype(b)
		if reflect.DeepEqual(prototype(*a), is) {
			return
		}
		a.Variants = addVariant(m, a.Variants, is, func(v *capi.FunctionVariant) *[]capi.Target { return &v.Targets })
	})
}

// prototype returns what distinguishes the variants of a function.
func prototype(f capi.Function) capi.FunctionVariant {
	return capi.FunctionVariant{Result: f.Result, Params: f.Params}
}

func (m *merger) types(other *capi.Header) {
	pos := func(t capi.TypeDecl) capi.Pos { return t.Pos }
	pair(m, m.header.Types, other.Types, typeKey, pos, func(a *capi.TypeDecl, b capi.TypeDecl) {
		if a.Draft != b.Draft || a.Tag != b.Tag || !reflect.DeepEqual(a.Result, b.Result) || !reflect.DeepEqual(a.Params, b.Params) {
			m.fail(b.Pos, "%s is another type on %s; declare it the same everywhere", a.Name, m.targets[0])
		}
		is := capi.TypeVariant{Fields: b.Fields, Under: b.Under, Layout: b.Layout}
		if reflect.DeepEqual(capi.TypeVariant{Fields: a.Fields, Under: a.Under, Layout: a.Layout}, is) {
			return
		}
		a.Variants = addVariant(m, a.Variants, is, func(v *capi.TypeVariant) *[]capi.Target { return &v.Targets })
	})
}

// addVariant adds the current targets to the variant that equals is, or else is itself, which has no targets yet.
func addVariant[V any](m *merger, variants []V, is V, targets func(*V) *[]capi.Target) []V {
	for i := range variants {
		other := variants[i]
		*targets(&other) = nil
		if reflect.DeepEqual(other, is) {
			*targets(&variants[i]) = m.join(*targets(&variants[i]))
			return variants
		}
	}
	*targets(&is) = m.targets
	return append(variants, is)
}

// join adds the current targets to others, in the order of Targets.
func (m *merger) join(targets []capi.Target) []capi.Target {
	joined := append(slices.Clone(targets), m.targets...)
	order := Targets()
	slices.SortFunc(joined, func(a, b capi.Target) int { return slices.Index(order, a) - slices.Index(order, b) })
	return joined
}

func typeKey(t capi.TypeDecl) string {
	return strings.TrimSpace(t.Name + " " + map[capi.TypeDeclKind]string{capi.Forward: "(forward)"}[t.Kind])
}
