package lower

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
)

// assemble turns what was collected into the package.
func (l *lowerer) assemble() *binding.Package {
	pkg := &binding.Package{Name: l.Package}
	var files []*file
	for _, topic := range slices.Sorted(maps.Keys(l.files)) {
		if f := l.files[topic]; f.hasContent() {
			files = append(files, f)
			pkg.GoFiles = append(pkg.GoFiles, f.goFile(l))
		}
	}
	pkg.GoFiles = append(pkg.GoFiles, l.docFile())
	pkg.Sources = l.exampleFiles()
	if l.Ways.CGo {
		crossing, bridge := l.cgoFiles(l.namesInUse(files))
		pkg.GoFiles = append(pkg.GoFiles, crossing...)
		pkg.CFiles = []binding.CFile{l.abi(), bridge}
		l.missing(slices.Concat(files, []*file{l.file("cgo"), l.file("draft_cgo")}))
	}
	if !l.Ways.Dlopen {
		pkg.GoFiles = append(pkg.GoFiles, l.noCgoFile())
	} else if !l.Excerpt { // which may lack what each library has
		doors := l.dlopenFiles(l.namesInUse(files))
		l.missing(slices.Concat(files, doors))
		for _, f := range doors {
			if len(f.decls) > 0 {
				out := f.goFile(l)
				out.Build = allOf(l.wayBuild(dlopenWay), f.build)
				pkg.GoFiles = append(pkg.GoFiles, out)
			}
		}
		pkg.Sources = append(pkg.Sources, l.assembly()...)
	}
	slices.SortFunc(pkg.GoFiles, func(a, b binding.GoFile) int { return cmp.Compare(a.Name, b.Name) })
	pkg.Index = l.symbolIndex()
	return pkg
}

// hasContent reports whether a file is part of the package. If the header lacks every symbol of a
// hand-written file, nothing uses its helpers.
func (f *file) hasContent() bool {
	if len(f.decls) == 0 {
		return false
	}
	return !f.lacksSymbols ||
		slices.ContainsFunc(f.decls, func(placed placedDecl) bool { return placed.rank != helperRank })
}

// docFile returns the file with the package's documentation and its stamp: together with the name in the package
// clause, the stamp has everything that is needed to generate the same package again.
func (l *lowerer) docFile() binding.GoFile {
	stamp := []string{l.stamp(), "API fingerprint: " + l.fingerprint}
	if own := l.records.Own(); own != "" {
		stamp = append(stamp, "Records: "+own)
	}
	var options []string
	if len(l.exampleFiles()) == 0 {
		options = append(options, "--examples=false")
	}
	if !l.Ways.CGo {
		options = append(options, "--cgo=false")
	}
	if !l.Ways.Dlopen {
		options = append(options, "--dlopen=false")
	}
	if len(options) > 0 {
		stamp = append(stamp, "Options: "+strings.Join(options, " "))
	}
	var building string
	switch {
	case !l.Ways.Dlopen:
		building = l.text("building with cgo") + " " + l.text("building with cgo only")
	case !l.Ways.CGo:
		building = l.text("building without cgo only") + " " + l.text("building with a library")
	default:
		building = l.text("building with cgo") + "\n\n" + l.text("building without cgo") + " " + l.text("building with a library")
	}
	return binding.GoFile{
		Name:    "doc.go",
		Stamp:   stamp,
		Package: l.Package,
		Doc:     wrapText("Package " + l.Package + " " + l.text("package") + "\n\n" + building),
	}
}

// noCgoFile turns a build without cgo into one readable error: every other file with code needs cgo.
func (l *lowerer) noCgoFile() binding.GoFile {
	return binding.GoFile{
		Name:    "nocgo.go",
		Stamp:   []string{l.stamp()},
		Build:   "!cgo",
		Package: l.Package,
		Decls: []binding.Decl{binding.Verbatim{
			Doc: "A build without cgo stops here, with a message that says why.",
			Source: `const _ int = "package ` + l.Package +
				` was generated for cgo only: set CGO_ENABLED=1, or generate it without --dlopen=false"`,
		}},
	}
}

func (l *lowerer) hasDrafts() bool {
	return slices.ContainsFunc(l.header.Functions, func(f capi.Function) bool { return f.Draft }) ||
		slices.ContainsFunc(l.header.Constants, func(c capi.Constant) bool { return c.Draft })
}
