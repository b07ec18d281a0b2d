package lower

import (
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/templates"
)

// TestTemplatesParse holds that the hand-written files are Go, bodies included, and that leaving the
// bodies out changes no position.
func TestTemplatesParse(t *testing.T) {
	sources, err := templates.Runtime(".", ".go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if !strings.HasSuffix(source.Name, ".go") {
			continue
		}
		whole := declarations(t, source.Name, source.Content)
		if left := declarations(t, source.Name, withoutBodies(source.Content)); !slices.Equal(whole, left) {
			t.Errorf("%s: declarations at %v, without bodies at %v", source.Name, whole, left)
		}
	}
}

// declarations returns where each declaration of a file begins and ends.
func declarations(t *testing.T, name string, content []byte) []token.Pos {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, content, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	var places []token.Pos
	for _, decl := range file.Decls {
		places = append(places, decl.Pos(), decl.End())
	}
	return places
}
