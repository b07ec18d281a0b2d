// Package emitter prints a package that is decided down to its statements. It takes a [binding.Package] and gives the
// files, formatted; the same package gives the same bytes on every machine. It decides nothing. An error means that
// the package's code is not valid Go, and shows it with line numbers.
package emitter

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dave/jennifer/jen"
	"mvdan.cc/gofumpt/format"

	"github.com/zmqgen/zmqgen/internal/binding"
)

// File is one file of the package.
type File struct {
	Name    string
	Content []byte
}

// languageVersion is the Go release whose formatting rules the output follows.
const languageVersion = "go1.26"

// Emit prints the files of a package: Go files, examples, C headers and the symbol index, in this order.
func Emit(pkg *binding.Package) ([]File, error) {
	files, err := printAll(pkg.GoFiles)
	if err != nil {
		return nil, err
	}
	for _, source := range pkg.Sources {
		stamp := commented(strings.Join(source.Stamp, "\n"))
		files = append(files, File{source.Name, []byte(stamp + "\n\n" + source.Content)})
	}
	for _, cFile := range pkg.CFiles {
		files = append(files, File{cFile.Name, printC(cFile)})
	}
	if pkg.Index.File != "" {
		files = append(files, File{pkg.Index.File, printIndex(pkg.Index)})
	}
	return files, nil
}

// printAll prints the Go files: as many at a time as there are processors, those with most to print
// first, so that none of them is left over at the end.
func printAll(goFiles []binding.GoFile) ([]File, error) {
	files := make([]File, len(goFiles))
	errs := make([]error, len(goFiles))
	order := largestFirst(goFiles)
	var taken atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(goFiles)) {
		group.Go(func() {
			for n := taken.Add(1); n <= int64(len(order)); n = taken.Add(1) {
				i := order[n-1]
				content, err := printGo(goFiles[i])
				files[i], errs[i] = File{goFiles[i].Name, content}, err
			}
		})
	}
	group.Wait()
	return files, errors.Join(errs...)
}

// largestFirst returns the indices of the files, those with most to format first.
func largestFirst(goFiles []binding.GoFile) []int {
	order := make([]int, len(goFiles))
	sizes := make([]int, len(goFiles))
	for i, file := range goFiles {
		order[i] = i
		for _, decl := range file.Decls { // about how many lines the formatter sees of it
			switch decl := decl.(type) {
			case binding.ConstGroup:
				sizes[i] += len(decl.Consts)
			case binding.NameTable:
				sizes[i] += len(decl.Rows)
			case binding.Func:
				sizes[i] += 2 + len(decl.Body)
			default:
				sizes[i]++
			}
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(sizes[b], sizes[a]) })
	return order
}

// printGo prints one Go file. Texts and declarations that people wrote are formatted already and stay as they are:
// the formatter sees placeholders for them, and needs half the time.
func printGo(file binding.GoFile) ([]byte, error) {
	out := jen.NewFile(file.Package)
	out.NoFormat = true // the formatter below is pinned in go.mod, the one inside jennifer is not
	head := commented(strings.Join(file.Stamp, "\n"))
	if file.Build != "" {
		head += "\n\n//go:build " + file.Build
	}
	out.HeaderComment(head)
	if file.Doc != "" {
		out.PackageComment(commented(file.Doc))
	}
	p := &printer{}
	p.imports(out.Group, file)
	for _, decl := range file.Decls {
		out.Line()
		p.declaration(out.Group, decl)
	}
	var source bytes.Buffer
	if err := out.Render(&source); err != nil {
		return nil, fmt.Errorf("%s: %w", file.Name, err)
	}
	formatted, err := format.Source(source.Bytes(), format.Options{LangVersion: languageVersion})
	if err != nil {
		return nil, fmt.Errorf("%s: the generated code is not valid Go: %w\n%s", file.Name, err, numbered(source.String()))
	}
	return p.restore(formatted), nil
}

// imports prints the imports, which are sorted already. Where the formatter sees a group of them, it
// prints and parses the whole file once more to sort it.
func (p *printer) imports(out *jen.Group, file binding.GoFile) {
	if file.Preamble != nil {
		p.keep(out, "/*\n"+strings.Join(file.Preamble, "\n")+"\n*/\nimport \"C\"")
		out.Line()
	}
	switch len(file.Imports) {
	case 0:
	case 1:
		p.keep(out, "import "+strconv.Quote(file.Imports[0]))
	default:
		standard, others := "", "" // those of other modules are behind a blank line
		for _, path := range file.Imports {
			line := "\t" + strconv.Quote(path) + "\n"
			if domain, _, _ := strings.Cut(path, "/"); strings.Contains(domain, ".") {
				others += line
			} else {
				standard += line
			}
		}
		if standard != "" && others != "" {
			standard += "\n"
		}
		p.keep(out, "import (\n"+standard+others+")")
	}
}

// numbered returns source with line numbers, for an error that points into it.
func numbered(source string) string {
	var out strings.Builder
	line := 0
	for text := range strings.Lines(source) {
		line++
		fmt.Fprintf(&out, "%5d\t%s", line, text)
	}
	return out.String()
}
