package lower

import (
	"cmp"
	"slices"

	"github.com/zmqgen/zmqgen/binding"
	"github.com/zmqgen/zmqgen/capi"
)

// assemble turns what was collected into the package.
func (l *lowerer) assemble() *binding.Package {
	pkg := &binding.Package{Name: l.packageName}
	for _, f := range l.files {
		if f.hasContent() {
			pkg.GoFiles = append(pkg.GoFiles, f.goFile(l))
		}
	}
	pkg.GoFiles = append(pkg.GoFiles, l.docFile(), l.cgoFile(), l.noCgoFile())
	if l.hasDrafts() {
		pkg.GoFiles = append(pkg.GoFiles, l.draftCgoFile())
	}
	slices.SortFunc(pkg.GoFiles, func(a, b binding.GoFile) int { return cmp.Compare(a.Name, b.Name) })
	pkg.CFiles = append([]binding.CFile{l.abi(), l.bridge(pkg.GoFiles)}, l.ownCFiles(pkg.GoFiles)...)
	pkg.Sources = l.exampleFiles()
	pkg.Index = l.index()
	return pkg
}

// hasContent reports whether a file is part of the package. Where the header lacks every symbol of a
// hand-written file, its helpers have nobody to help.
func (f *file) hasContent() bool {
	if len(f.decls) == 0 {
		return false
	}
	return !f.lacksSymbols ||
		slices.ContainsFunc(f.decls, func(placed placedDecl) bool { return placed.rank != helperRank })
}

// docFile holds the package's documentation and what the package was made from: all that it takes to
// make the same package again, where the package clause gives the name.
func (l *lowerer) docFile() binding.GoFile {
	stamp := []string{l.stamp(), "API fingerprint: " + l.fingerprint}
	if len(l.exampleFiles()) == 0 {
		stamp = append(stamp, "Options: --examples=false")
	}
	return binding.GoFile{
		Name:    "doc.go",
		Stamp:   stamp,
		Package: l.packageName,
		Doc:     wrapText("Package " + l.packageName + " " + l.text("package")),
	}
}

// cgoFile links the library and holds the installed header against the pinned one, once.
func (l *lowerer) cgoFile() binding.GoFile {
	return binding.GoFile{
		Name:     "cgo.go",
		Stamp:    []string{l.stamp()},
		Package:  l.packageName,
		Preamble: []string{"#cgo pkg-config: libzmq", `#include "abi.h"`},
	}
}

// draftCgoFile makes zmq.h declare its drafts.
func (l *lowerer) draftCgoFile() binding.GoFile {
	return binding.GoFile{
		Name:     "draft_cgo.go",
		Stamp:    []string{l.stamp()},
		Build:    draftTag,
		Package:  l.packageName,
		Preamble: []string{"#cgo CFLAGS: -DZMQ_BUILD_DRAFT_API"},
	}
}

func (l *lowerer) hasDrafts() bool {
	return slices.ContainsFunc(l.header.Functions, func(f capi.Function) bool { return f.Draft }) ||
		slices.ContainsFunc(l.header.Constants, func(c capi.Constant) bool { return c.Draft })
}

// noCgoFile turns a build without cgo into one readable error: every other file with code needs cgo.
func (l *lowerer) noCgoFile() binding.GoFile {
	return binding.GoFile{
		Name:    "nocgo.go",
		Stamp:   []string{l.stamp()},
		Build:   "!cgo",
		Package: l.packageName,
		Decls: []binding.Decl{binding.Verbatim{
			Doc: "A build without cgo stops here, with a message that says why.",
			Source: `const _ int = "package ` + l.packageName +
				` needs cgo: set CGO_ENABLED=1 and have a C compiler and libzmq's development files"`,
		}},
	}
}
