package golden_test

import (
	"go/ast"
	gobuild "go/build"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
	capiparser "github.com/zmqgen/zmqgen/parser"
)

// goStructs are the Go structs that C reads and writes without cgo, by the C type.
var goStructs = map[string]string{
	"zmq_msg_t": "message", "zmq_pollitem_t": "pollItem", "zmq_poller_event_t": "pollerEvent",
}

// TestLayouts compares the size, alignment and offsets of these structs with those of the C types, for each target.
// With cgo, the C compiler does so; without it, nothing else would.
func TestLayouts(t *testing.T) {
	for _, release := range []string{oldestRelease, newestRelease} {
		pin, err := headers.Open(release)
		if err != nil {
			t.Fatal(err)
		}
		for _, platform := range capiparser.Targets() {
			header, err := capiparser.ParseTarget("zmq.h", pin.Content, platform, true)
			if err != nil {
				t.Fatal(err)
			}
			target := target{platform.OS, platform.Arch}
			pkg := target.packageWithoutCgo(t, "../generated/v"+release)
			for _, c := range header.Types {
				if goStructs[c.Name] == "" {
					continue
				}
				t.Run(release+"_"+target.os+"_"+target.arch+"_"+c.Name, func(t *testing.T) {
					obj := pkg.Scope().Lookup(goStructs[c.Name])
					if obj == nil {
						t.Fatalf("the package has no %s", goStructs[c.Name])
					}
					compareLayout(t, types.SizesFor("gc", target.arch), obj.Type(), c)
				})
			}
		}
	}
}

func compareLayout(t *testing.T, sizes types.Sizes, typ types.Type, c capi.TypeDecl) {
	t.Helper()
	if size, align := sizes.Sizeof(typ), sizes.Alignof(typ); size != c.Layout.Size || align != c.Layout.Align {
		t.Errorf("%v has size %d and alignment %d; in C %d and %d", typ, size, align, c.Layout.Size, c.Layout.Align)
	}
	var fields []*types.Var
	for field := range typ.Underlying().(*types.Struct).Fields() {
		fields = append(fields, field)
	}
	offsets := sizes.Offsetsof(fields)
	next := 0
	for i, field := range fields {
		if field.Name() == "_" {
			continue
		}
		if next == len(c.Fields) {
			t.Fatalf("%v has more fields than in C", typ)
		}
		if offsets[i] != c.Fields[next].Offset {
			t.Errorf("%v.%s is at %d; %s in C is at %d", typ, field.Name(), offsets[i], c.Fields[next].Name, c.Fields[next].Offset)
		}
		next++
	}
	if next != len(c.Fields) {
		t.Errorf("%v has %d fields; in C it has %d", typ, next, len(c.Fields))
	}
}

// packageWithoutCgo returns the types of a package in a build without cgo and with drafts. Function bodies are left
// out, and so is purego.
func (target target) packageWithoutCgo(t *testing.T, dir string) *types.Package {
	t.Helper()
	ctx := gobuild.Default
	ctx.GOOS, ctx.GOARCH, ctx.CgoEnabled, ctx.BuildTags = target.os, target.arch, false, []string{"zmq_draft"}
	found, err := ctx.ImportDir(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	fset := token.NewFileSet()
	var files []*ast.File
	for _, name := range found.GoFiles {
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	standardLibrary.Lock()
	defer standardLibrary.Unlock()
	config := types.Config{
		Importer: standardLibrary.Importer, Sizes: types.SizesFor("gc", target.arch), IgnoreFuncBodies: true,
		Error: func(error) {},
	}
	pkg, _ := config.Check(found.Name, fset, files, nil)
	return pkg
}
