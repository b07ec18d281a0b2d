package parser

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/headers"
)

// Most of a header reads alike on every target. The reference target gets all of it; for the other
// classes of targets the parts that cannot differ are left out, which makes reading them cheap.
// What cannot differ is a prototype that stands in no condition on the target and names nothing
// that is defined in one.

// span is a part of the header that is left out for all but the reference targets.
type span struct{ start, end int }

// variance knows what may depend on the target.
type variance struct {
	*outline
	names   map[string]bool // macros, and names declared by system headers
	regions []bool          // by index in the outline
	inert   map[string]bool // macros that stand for attributes, wherever they are defined
}

// rounds limits how often names and regions are followed in circles.
const rounds = 4

// variance finds what may depend on the target; ok is false where that takes too long to say.
func (o *outline) variance() (v *variance, ok bool) {
	v = &variance{outline: o, names: map[string]bool{}, regions: make([]bool, len(o.regions)), inert: map[string]bool{}}
	for _, some := range []map[string][]predefined{ofSystem, ofArchitecture} {
		for _, list := range some {
			v.addPredefined(list)
		}
	}
	for _, target := range Targets() {
		v.addPredefined(ofModel(target))
	}
	for range rounds {
		known := len(v.names)
		v.followRegions()
		v.followNames()
		if len(v.names) == known {
			v.findInert()
			return v, true
		}
	}
	return v, false
}

func (v *variance) addPredefined(list []predefined) {
	for _, p := range list {
		v.names[p.plainName()] = true
	}
}

func (v *variance) followRegions() {
	for i, r := range v.outline.regions {
		v.regions[i] = r.parent >= 0 && v.regions[r.parent] || r.previous >= 0 && v.regions[r.previous] || v.mentions(r.test)
	}
}

// followNames adds the names that are defined, undefined or included in a region that varies, and
// those of macros that mention one that varies.
func (v *variance) followNames() {
	for i := range v.defines {
		d := &v.defines[i]
		if v.at(d.region) || v.mentions(d.body) {
			v.names[d.name] = true
		}
	}
	for name, regions := range v.undefs {
		if slices.ContainsFunc(regions, v.at) {
			v.names[name] = true
		}
	}
	for _, i := range v.includes {
		if v.at(i.region) {
			v.addSystem(strings.Trim(i.name, `<>"`))
		}
	}
}

func (v *variance) at(region int) bool { return region >= 0 && v.regions[region] }

func (v *variance) mentions(run []token) bool {
	return slices.ContainsFunc(run, func(t token) bool { return t.kind == ident && v.names[v.word(t)] })
}

// addSystem adds every word of a system header.
func (v *variance) addSystem(name string) {
	content, err := fs.ReadFile(headers.System(), name)
	if err != nil {
		return
	}
	tokens, _ := lex(&source{text: string(content)})
	for _, t := range tokens {
		if t.kind == ident {
			v.names[string(content[t.start:t.end])] = true
		}
	}
}

// findInert finds the macros that mean nothing to a declaration, such as ZMQ_EXPORT.
func (v *variance) findInert() {
	for i := range v.defines {
		d := &v.defines[i]
		if _, seen := v.inert[d.name]; !seen {
			v.inert[d.name] = true
		}
		v.inert[d.name] = v.inert[d.name] && !d.function && (d.dead || v.isAttribute(d.body))
	}
}

func (v *variance) isAttribute(body []token) bool {
	switch len(body) {
	case 0:
		return true
	case 1:
		return slices.Contains([]string{"extern", "__global", "__cdecl", "__stdcall"}, v.word(body[0]))
	}
	first, last := v.word(body[0]), v.word(body[len(body)-1])
	return (first == "__attribute__" || first == "__declspec") && last == ")" && v.closesAtEnd(body[1:])
}

// closesAtEnd reports whether the first bracket of a run is closed by the last.
func (v *variance) closesAtEnd(run []token) bool {
	depth := 0
	for i, t := range run {
		switch v.word(t) {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 && i < len(run)-1 {
			return false
		}
	}
	return true
}
