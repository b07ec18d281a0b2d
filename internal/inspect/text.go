// Package inspect shows what a C header declares.
//
// Its input is a header's interface as package capi describes it. Its output is text with one symbol per
// line, in C, or a [Report] to be printed as JSON. It never fails.
package inspect

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Text returns the declarations in C, one per line: constants, macros, types and functions, each in the
// header's order. If other targets have another declaration, a line with it follows.
func Text(h *capi.Header) string {
	var text strings.Builder
	for _, c := range h.Constants {
		fallback := ""
		if c.Fallback {
			fallback = "unless the system defines it"
		}
		fmt.Fprintf(&text, "%s%s\n", constant(c), remark(c.Draft, fallback))
	}
	for _, m := range h.Macros {
		fmt.Fprintf(&text, "#define %s(%s) %s%s\n", m.Name, strings.Join(m.Params, ", "), m.Body, remark(m.Draft, ""))
	}
	for _, t := range h.Types {
		writeType(&text, t)
	}
	for _, f := range h.Functions {
		fmt.Fprintf(&text, "%s%s\n", f.Declaration(), remark(f.Draft, ""))
		for _, v := range f.Variants {
			other := capi.Function{Name: f.Name, Result: v.Result, Params: v.Params}
			fmt.Fprintf(&text, "\t%s: %s\n", strings.Join(capi.TargetNames(v.Targets), " "), other.Declaration())
		}
	}
	return text.String()
}

func constant(c capi.Constant) string {
	switch {
	case c.Kind == capi.Flag:
		return "#define " + c.Name
	case c.Kind == capi.String:
		return "#define " + c.Name + " " + strconv.Quote(c.Text)
	case c.Alias != "":
		return fmt.Sprintf("#define %s %s /* %s */", c.Name, c.Alias, c.Number())
	}
	return fmt.Sprintf("#define %s %s", c.Name, c.Number())
}

func writeType(text *strings.Builder, t capi.TypeDecl) {
	layout := ""
	if t.Kind == capi.Struct {
		layout = size(t.Layout)
	}
	fmt.Fprintf(text, "%s%s\n", typeDecl(t), remark(t.Draft, layout))
	for _, v := range t.Variants {
		other, layout := t, ""
		other.Fields, other.Under = v.Fields, v.Under
		if t.Kind == capi.Struct {
			layout = size(v.Layout)
		}
		fmt.Fprintf(text, "\t%s: %s%s\n", strings.Join(capi.TargetNames(v.Targets), " "), typeDecl(other), remark(false, layout))
	}
}

func typeDecl(t capi.TypeDecl) string {
	switch t.Kind {
	case capi.FunctionType:
		return "typedef " + capi.Function{Name: t.Name, Result: t.Result, Params: t.Params}.Declaration()
	case capi.Typedef:
		return "typedef " + t.Under.Declare(t.Name) + ";"
	}
	structure := "struct"
	if t.Tag != "" {
		structure += " " + t.Tag
	}
	if t.Kind == capi.Struct {
		structure += " {"
		for _, f := range t.Fields {
			structure += " " + f.Type.Declare(f.Name) + ";"
		}
		structure += " }"
	}
	if t.Typedef {
		return "typedef " + structure + " " + t.Name + ";"
	}
	return structure + ";"
}

func size(l capi.Layout) string {
	return fmt.Sprintf("%d bytes, aligned to %d", l.Size, l.Align)
}

// remark returns a comment with what C does not say, or "".
func remark(draft bool, other string) string {
	switch {
	case draft && other != "":
		return " /* draft; " + other + " */"
	case draft:
		return " /* draft */"
	case other != "":
		return " /* " + other + " */"
	}
	return ""
}
