package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// bridge returns bridge.h, which refuses a zmq.h that is too old, and has the C function of each door and the
// hand-written pieces that these need.
func (l *lowerer) bridge(regular []door, pieces *pieceSet) binding.CFile {
	var stable, draft []binding.CPart
	for _, d := range regular {
		part := binding.CPart{Lines: bridgeFunction(d)}
		if d.function.Draft {
			draft = append(draft, part)
		} else {
			stable = append(stable, part)
		}
	}
	head := []string{
		"#include <errno.h>",
		"#include <stdint.h>",
		"#include <stdlib.h>",
		"#include <string.h>",
		"#include <zmq.h>",
		"",
		fmt.Sprintf("#if ZMQ_VERSION < %d", l.least.Number()),
		fmt.Sprintf("#error \"package %s needs libzmq %s or newer: apt install libzmq3-dev, brew install zeromq\"", l.Package, l.least),
		"#endif",
	}
	stablePieces, draftPieces := pieces.parts()
	parts := slices.Concat([]binding.CPart{{Lines: head}}, stablePieces, stable)
	if draft = append(draftPieces, draft...); len(draft) > 0 {
		parts = append(parts, binding.CPart{Lines: []string{"#ifdef ZMQ_BUILD_DRAFT_API"}}, l.weakSymbols())
		parts = append(parts, draft...)
		parts = append(parts, binding.CPart{Lines: []string{"#endif"}})
	}
	return binding.CFile{
		Name:  "bridge.h",
		Stamp: []string{l.stamp()},
		Doc:   wrapText(l.text("file bridge.h")),
		Parts: parts,
	}
}

// weakSymbols declares that the library may lack the draft functions, and declares those that the installed header may
// lack because it is older. Descriptors have the bridge's own type there, because such a header has no name for it.
func (l *lowerer) weakSymbols() binding.CPart {
	weak := []string{"#ifndef _WIN32"}
	var newer []string
	for _, f := range l.header.Functions {
		r := l.records.Of(f.Name)
		if !f.Draft || r.Omit != "" {
			continue
		}
		weak = append(weak, "#pragma weak "+f.Name)
		if l.isNewer(f.Name) {
			newer = append(newer, fmt.Sprintf("#if ZMQ_VERSION < %d", r.First().Number()), withDescriptors(f).Declaration(), "#endif")
		}
	}
	return binding.CPart{Comment: wrapText(l.text("weak drafts")), Lines: append(append(weak, "#endif"), newer...)}
}

// withDescriptors returns a function whose descriptors have the bridge's type.
func withDescriptors(f capi.Function) capi.Function {
	f.Params = slices.Clone(f.Params)
	for i, p := range f.Params {
		if p.Type.Name == "zmq_fd_t" {
			f.Params[i].Type.Name = descriptorType
		} else if p.Type.IsPointerTo("zmq_fd_t") {
			elem := *p.Type.Elem
			elem.Name = descriptorType
			f.Params[i].Type.Elem = &elem
		}
	}
	return f
}

// bridgeFunction returns the C function of a regular door.
func bridgeFunction(d door) []string {
	var params []string
	for _, p := range d.params {
		params = append(params, declareC(p.cType, p.c))
	}
	list := strings.Join(params, ", ")
	if list == "" {
		list = "void"
	}
	result := d.function.Result.String()
	switch d.result {
	case checkedInt, handleResult, okPointer:
		result = "int"
	}
	head := declareC(result, bridgeName(d.function.Name))
	return append(append([]string{"static inline " + head + "(" + list + ") {"}, d.bridgeBody()...), "}")
}

func (d door) bridgeBody() []string {
	var lines, args []string
	for i, p := range d.params[:len(d.function.Params)] {
		if p.byAddress {
			lines = append(lines, "    void *handle = (void *)"+p.c+";")
			args = append(args, "&handle")
			continue
		}
		args = append(args, d.params[i].cast+p.c)
	}
	if d.function.Draft {
		lines = append(lines, "    if (!"+d.function.Name+")", "        return"+d.withoutDraft()+";")
	}
	call := d.function.Name + "(" + strings.Join(args, ", ") + ")"
	switch d.result {
	case noResult:
		return append(lines, "    "+call+";")
	case handleResult:
		return append(lines, "    *result = (uintptr_t)"+call+";", "    return *result == 0 ? -zmq_errno() : 0;")
	case okPointer:
		return append(lines, "    return "+call+" == NULL ? -zmq_errno() : 0;")
	case checkedInt:
		if d.rule.Restart {
			lines = append(lines, "    int rc;", "    do", "        rc = "+call+";", "    while (rc < 0 && zmq_errno() == EINTR);")
		} else {
			lines = append(lines, "    int rc = "+call+";")
		}
		return append(lines, "    return rc < 0 ? -zmq_errno() : rc;")
	}
	return append(lines, "    return "+call+";")
}

// withoutDraft is what the function returns if the library lacks it.
func (d door) withoutDraft() string {
	switch d.result {
	case noResult:
		return ""
	case plainNumber:
		return " 0"
	case plainText:
		return ` ""`
	}
	return " -ENOTSUP"
}

// declareC declares a name with a C type.
func declareC(typ, name string) string {
	if strings.HasSuffix(typ, "*") {
		return typ + name
	}
	return typ + " " + name
}

// bridgePrefix begins every name of bridge.h.
const bridgePrefix = "bridge_"

// bridgeName is the name of the function of bridge.h that calls a C function.
func bridgeName(function string) string { return bridgePrefix + strings.TrimPrefix(function, "zmq_") }
