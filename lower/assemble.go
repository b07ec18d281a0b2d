package lower

import (
	"cmp"
	"maps"
	"slices"

	"github.com/zmqgen/zmqgen/binding"
	"github.com/zmqgen/zmqgen/capi"
)

// assemble turns what was collected into the package.
func (l *lowerer) assemble() *binding.Package {
	pkg := &binding.Package{Name: l.packageName}
	var files []*file
	for _, topic := range slices.Sorted(maps.Keys(l.files)) {
		if f := l.files[topic]; f.hasContent() {
			files = append(files, f)
			pkg.GoFiles = append(pkg.GoFiles, f.goFile(l))
		}
	}
	pkg.GoFiles = append(pkg.GoFiles, l.docFile())
	crossing, bridge := l.cgoFiles(l.namesInUse(files))
	pkg.GoFiles = append(pkg.GoFiles, crossing...)
	pkg.Sources = l.exampleFiles()
	if !l.excerpt { // which may lack what each library has
		for _, f := range l.dlopenFiles(l.namesInUse(files)) {
			if len(f.decls) > 0 {
				out := f.goFile(l)
				out.Build = allOf(wayBuild(dlopenWay), f.build)
				pkg.GoFiles = append(pkg.GoFiles, out)
			}
		}
		pkg.Sources = append(pkg.Sources, l.assembly()...)
	}
	l.missing(append(files, l.file("cgo"), l.file("draft_cgo")))
	slices.SortFunc(pkg.GoFiles, func(a, b binding.GoFile) int { return cmp.Compare(a.Name, b.Name) })
	pkg.CFiles = []binding.CFile{l.abi(), bridge}
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

func (l *lowerer) hasDrafts() bool {
	return slices.ContainsFunc(l.header.Functions, func(f capi.Function) bool { return f.Draft }) ||
		slices.ContainsFunc(l.header.Constants, func(c capi.Constant) bool { return c.Draft })
}
