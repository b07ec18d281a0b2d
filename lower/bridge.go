package lower

import (
	"fmt"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/binding"
	"github.com/zmqgen/zmqgen/capi"
	"github.com/zmqgen/zmqgen/templates"
)

// fragment is a piece of hand-written C that defines or declares bridge functions.
type fragment struct {
	comment string
	lines   []string
	defines []string // names of the bridge that it defines
	names   []string // and those that it mentions
	draft   bool
}

// wholeFile begins a hand-written C header that stays a file of its own.
const wholeFile = "//zmqgen:file\n"

// ownCFiles returns the hand-written C headers that some Go file of the package includes.
func (l *lowerer) ownCFiles(files []binding.GoFile) []binding.CFile {
	var own []binding.CFile
	for _, source := range l.cFiles {
		include := `#include "` + source.Name + `"`
		if !slices.ContainsFunc(files, func(f binding.GoFile) bool { return slices.Contains(f.Preamble, include) }) {
			continue
		}
		content := strings.TrimSpace(strings.TrimPrefix(string(source.Content), wholeFile))
		own = append(own, binding.CFile{
			Name:  source.Name,
			Stamp: []string{l.stamp()},
			Parts: []binding.CPart{{Lines: strings.Split(content, "\n")}},
		})
	}
	return own
}

// takeFragments splits a hand-written C file at its blank lines: each piece is a comment and what it
// explains.
func (l *lowerer) takeFragments(source templates.Source) {
	if strings.HasPrefix(string(source.Content), wholeFile) {
		l.cFiles = append(l.cFiles, source)
		return
	}
	content := string(source.Content)
	draft := slices.ContainsFunc(l.header.Functions, func(f capi.Function) bool { return f.Draft && mentionsName(content, f.Name) })
	for piece := range strings.SplitSeq(l.withoutGuards(content), "\n\n") {
		piece = strings.Trim(piece, "\n")
		if piece == "" {
			continue
		}
		part := fragment{draft: draft}
		var comment []string
		for line := range strings.SplitSeq(piece, "\n") {
			text, isComment := strings.CutPrefix(line, "//")
			if isComment && len(part.lines) == 0 {
				comment = append(comment, strings.TrimPrefix(text, " "))
				continue
			}
			part.lines = append(part.lines, line)
		}
		part.comment = strings.Join(comment, "\n")
		part.note()
		l.fragments = append(l.fragments, part)
	}
}

// mentionsName reports whether a C name stands in the text as a word of its own.
func mentionsName(text, name string) bool {
	return slices.Contains(namesIn(text, name), name)
}

// withoutGuards leaves out the lines that ask whether the library has a function, where the header calls
// the function stable: only drafts may be missing.
func (l *lowerer) withoutGuards(content string) string {
	const before, after = "    if (!", ")"
	lines := strings.Split(content, "\n")
	kept := lines[:0:0]
	for i := 0; i < len(lines); i++ {
		name, isGuard := strings.CutPrefix(lines[i], before)
		symbol := l.symbols[strings.TrimSuffix(name, after)]
		if isGuard && symbol != nil && !symbol.Draft {
			i++ // with the line that it guards
			continue
		}
		kept = append(kept, lines[i])
	}
	return strings.Join(kept, "\n")
}

// bridge returns bridge.h: one function for each call that Go makes and that can fail.
func (l *lowerer) bridge(files []binding.GoFile) binding.CFile {
	called := calledBridges(files)
	stable, draft := l.calledFragments(called)
	regular, regularDraft := l.regularBridges(called)
	parts := append([]binding.CPart{l.bridgeIncludes()}, regular...)
	parts = append(parts, stable...)
	if draft = append(regularDraft, draft...); len(draft) > 0 {
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

// note finds the names in the piece: what stands at the start of a line is defined there.
func (f *fragment) note() {
	for _, line := range f.lines {
		names := namesIn(line, bridgePrefix)
		f.names = append(f.names, names...)
		if line == "" || line[0] == ' ' {
			continue
		}
		if head, _, isFunction := strings.Cut(line, "("); isFunction { // what comes before is its result's type
			names = namesIn(head, bridgePrefix)
			names = names[max(0, len(names)-1):]
		}
		f.defines = append(f.defines, names...)
	}
}

// calledFragments returns the hand-written pieces that Go calls or that such a piece needs. What they
// mention counts as called.
func (l *lowerer) calledFragments(called map[string]bool) (stable, draft []binding.CPart) {
	needed := make(map[int]bool)
	for grown := true; grown; {
		grown = false
		for i, part := range l.fragments {
			if needed[i] || !anyOf(part.defines, called) {
				continue
			}
			needed[i], grown = true, true
			for _, name := range part.names {
				called[name] = true
			}
		}
	}
	for i, part := range l.fragments {
		if !needed[i] {
			continue
		}
		c := binding.CPart{Comment: part.comment, Lines: part.lines}
		if part.draft {
			draft = append(draft, c)
		} else {
			stable = append(stable, c)
		}
	}
	return stable, draft
}

func (f fragment) guarded() []string {
	if !f.draft {
		return f.lines
	}
	return append(append([]string{"#ifdef ZMQ_BUILD_DRAFT_API"}, f.lines...), "#endif")
}

func anyOf(names []string, called map[string]bool) bool {
	for _, name := range names {
		if called[name] {
			return true
		}
	}
	return false
}

// calledBridges returns the bridge functions that the package's Go code names.
func calledBridges(files []binding.GoFile) map[string]bool {
	called := make(map[string]bool)
	for _, file := range files {
		for _, decl := range file.Decls {
			eachSource(decl, func(source string) {
				for _, name := range namesIn(source, bridgePrefix) {
					called[name] = true
				}
			})
		}
	}
	return called
}

// bridgeIncludes returns the head of bridge.h, which refuses a zmq.h that is too old.
func (l *lowerer) bridgeIncludes() binding.CPart {
	least := l.least
	return binding.CPart{Lines: []string{
		"#include <errno.h>",
		"#include <stdint.h>",
		"#include <stdlib.h>",
		"#include <string.h>",
		"#include <zmq.h>",
		"",
		fmt.Sprintf("#if ZMQ_VERSION < %d", least.number()),
		fmt.Sprintf("#error \"package %s needs libzmq %s or newer: apt install libzmq3-dev, brew install zeromq\"",
			l.packageName, least),
		"#endif",
	}}
}

// regularBridges returns the functions that follow from a C declaration, without those that a
// fragment defines.
func (l *lowerer) regularBridges(called map[string]bool) (stable, draft []binding.CPart) {
	for _, f := range l.header.Functions {
		name := bridgeName(f.Name)
		if !called[name] || l.isFragment(name) {
			continue
		}
		if f.Draft {
			draft = append(draft, binding.CPart{Lines: regularBridge(f, "    if (!"+f.Name+")", "        return -ENOTSUP;")})
		} else {
			stable = append(stable, binding.CPart{Lines: regularBridge(f)})
		}
	}
	return stable, draft
}

func (l *lowerer) isFragment(name string) bool {
	return slices.ContainsFunc(l.fragments, func(part fragment) bool { return slices.Contains(part.defines, name) })
}

// weakSymbols declares that the program may find no draft functions in the library.
func (l *lowerer) weakSymbols() binding.CPart {
	part := binding.CPart{Comment: wrapText(l.text("weak drafts")), Lines: []string{"#ifndef _WIN32"}}
	for _, f := range l.header.Functions {
		if f.Draft && !foldedSymbols[f.Name] {
			part.Lines = append(part.Lines, "#pragma weak "+f.Name)
		}
	}
	part.Lines = append(part.Lines, "#endif")
	part.Lines = append(part.Lines, l.newerDrafts()...)
	return part
}

// newerDrafts declares the draft functions that the installed header may lack, for it is older.
func (l *lowerer) newerDrafts() []string {
	var lines []string
	for _, f := range l.header.Functions {
		if first := ages[f.Name].first(); f.Draft && l.isNewer(f.Name) && !foldedSymbols[f.Name] {
			lines = append(lines, fmt.Sprintf("#if ZMQ_VERSION < %d", first.number()), f.Declaration(), "#endif")
		}
	}
	return lines
}

// regularBridge returns the function that calls f, behind the lines of a check, and answers with its
// result or the negated error number.
func regularBridge(f capi.Function, check ...string) []string {
	params := make([]string, len(f.Params))
	args := make([]string, len(f.Params))
	for i, p := range f.Params {
		params[i], args[i] = bridgeParam(p, isSized(f.Params, i))
	}
	list := strings.Join(params, ", ")
	if list == "" {
		list = "void"
	}
	head := append([]string{fmt.Sprintf("static inline int %s(%s) {", bridgeName(f.Name), list)}, check...)
	call := fmt.Sprintf("%s(%s);", f.Name, strings.Join(args, ", "))
	if functionRules[f.Name].restart {
		head = append(head, "    int rc;", "    do", "        rc = "+call, "    while (rc < 0 && zmq_errno() == EINTR);")
	} else {
		head = append(head, "    int rc = "+call)
	}
	return append(head, "    return rc < 0 ? -zmq_errno() : rc;", "}")
}

// isSized reports whether the parameter after the i-th is a size: then the i-th is memory.
func isSized(params []capi.Param, i int) bool {
	if i+1 == len(params) {
		return false
	}
	next := params[i+1].Type
	return next.Name == "size_t" || next.IsPointerTo("size_t")
}

// bridgeParam returns a parameter as the bridge declares it and as it hands it on. Handles are
// uintptr_t and untyped memory is char *: cgo would inspect a void * on every call.
func bridgeParam(p capi.Param, sized bool) (declaration, argument string) {
	name := strings.TrimSuffix(p.Name, "_")
	switch {
	case p.Type.String() == "void *" && sized:
		return "char *" + name, name
	case p.Type.String() == "void *":
		return "uintptr_t " + name, "(void *)" + name
	case p.Type.String() == "const void *":
		return "const char *" + name, name
	default:
		return p.Type.Declare(name), name
	}
}
