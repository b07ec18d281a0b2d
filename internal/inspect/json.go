package inspect

import (
	"encoding/json"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Report is the JSON form of a header. Lists are in the header's order, and never null.
type Report struct {
	Version     int            `json:"version"` // of this form: 1
	Release     string         `json:"release"`
	Fingerprint string         `json:"fingerprint"`
	Target      string         `json:"target,omitempty"` // the target that the header was read for, unless it was read for all
	Constants   []jsonConstant `json:"constants"`
	Macros      []jsonMacro    `json:"macros"`
	Types       []jsonType     `json:"types"`
	Functions   []function     `json:"functions"`
}

type jsonConstant struct {
	Name     string      `json:"name"`
	Kind     string      `json:"kind"`
	Value    json.Number `json:"value,omitempty"`
	Text     *string     `json:"text,omitempty"`
	Alias    string      `json:"alias,omitempty"`
	Fallback bool        `json:"fallback,omitempty"`
	Draft    bool        `json:"draft,omitempty"`
	Pos      capi.Pos    `json:"pos"`
}

type jsonMacro struct {
	Name   string   `json:"name"`
	Params []string `json:"params"`
	Body   string   `json:"body"`
	Draft  bool     `json:"draft,omitempty"`
	Pos    capi.Pos `json:"pos"`
}

type jsonType struct {
	Name     string        `json:"name"`
	Kind     string        `json:"kind"`
	C        string        `json:"c"`
	Draft    bool          `json:"draft,omitempty"`
	Size     int64         `json:"size,omitempty"`
	Align    int64         `json:"align,omitempty"`
	Fields   []field       `json:"fields,omitempty"`
	Variants []typeVariant `json:"variants,omitempty"`
	Pos      capi.Pos      `json:"pos"`
}

type field struct {
	Name   string `json:"name"`
	Type   string `json:"type"`
	Offset int64  `json:"offset"`
}

type typeVariant struct {
	Targets []string `json:"targets"`
	C       string   `json:"c"`
	Size    int64    `json:"size,omitempty"`
	Align   int64    `json:"align,omitempty"`
	Fields  []field  `json:"fields,omitempty"`
}

type function struct {
	Name     string            `json:"name"`
	C        string            `json:"c"`
	Result   string            `json:"result"`
	Params   []param           `json:"params"`
	Draft    bool              `json:"draft,omitempty"`
	Variants []functionVariant `json:"variants,omitempty"`
	Pos      capi.Pos          `json:"pos"`
}

type param struct {
	Name string `json:"name,omitempty"`
	Type string `json:"type"`
}

type functionVariant struct {
	Targets []string `json:"targets"`
	C       string   `json:"c"`
	Result  string   `json:"result"`
	Params  []param  `json:"params"`
}

// NewReport returns a header's declarations in the form for programs.
func NewReport(h *capi.Header, release, fingerprint, target string) Report {
	r := Report{
		Version: 1,
		Release: release, Fingerprint: fingerprint, Target: target,
		Constants: []jsonConstant{}, Macros: []jsonMacro{}, Types: []jsonType{}, Functions: []function{},
	}
	for _, c := range h.Constants {
		out := jsonConstant{Name: c.Name, Kind: string(c.Kind), Alias: c.Alias, Fallback: c.Fallback, Draft: c.Draft, Pos: c.Pos}
		switch c.Kind {
		case capi.Integer:
			out.Value = json.Number(c.Number())
		case capi.String:
			out.Text = &c.Text
		}
		r.Constants = append(r.Constants, out)
	}
	for _, m := range h.Macros {
		params := append([]string{}, m.Params...)
		r.Macros = append(r.Macros, jsonMacro{Name: m.Name, Params: params, Body: m.Body, Draft: m.Draft, Pos: m.Pos})
	}
	for _, t := range h.Types {
		r.Types = append(r.Types, typeJSON(t))
	}
	for _, f := range h.Functions {
		r.Functions = append(r.Functions, functionJSON(f))
	}
	return r
}

func typeJSON(t capi.TypeDecl) jsonType {
	out := jsonType{
		Name: t.Name, Kind: string(t.Kind), C: typeDecl(t), Draft: t.Draft,
		Size: t.Layout.Size, Align: t.Layout.Align, Fields: fields(t.Fields), Pos: t.Pos,
	}
	for _, v := range t.Variants {
		other := t
		other.Fields, other.Under = v.Fields, v.Under
		out.Variants = append(out.Variants, typeVariant{
			Targets: capi.TargetNames(v.Targets), C: typeDecl(other),
			Size: v.Layout.Size, Align: v.Layout.Align, Fields: fields(v.Fields),
		})
	}
	return out
}

func fields(list []capi.Field) []field {
	var all []field
	for _, f := range list {
		all = append(all, field{Name: f.Name, Type: f.Type.String(), Offset: f.Offset})
	}
	return all
}

func functionJSON(f capi.Function) function {
	out := function{
		Name: f.Name, C: f.Declaration(), Result: f.Result.String(), Params: params(f.Params), Draft: f.Draft, Pos: f.Pos,
	}
	for _, v := range f.Variants {
		other := capi.Function{Name: f.Name, Result: v.Result, Params: v.Params}
		out.Variants = append(out.Variants, functionVariant{
			Targets: capi.TargetNames(v.Targets), C: other.Declaration(), Result: v.Result.String(), Params: params(v.Params),
		})
	}
	return out
}

func params(list []capi.Param) []param {
	all := []param{}
	for _, p := range list {
		all = append(all, param{Name: p.Name, Type: p.Type.String()})
	}
	return all
}
