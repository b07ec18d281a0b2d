package lower

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"strings"

	"github.com/zmqgen/zmqgen/templates"
)

// Templates is what people wrote for the package, read and ready for [Lower].
type Templates struct {
	prose    map[string]string
	golang   []goTemplate
	c        []templates.Source
	examples []templates.Source
}

// goTemplate is one hand-written Go file.
type goTemplate struct {
	name    string
	content []byte
	fset    *token.FileSet
	parsed  *ast.File
}

// ReadTemplates reads the texts and files of package templates. It does not depend on a header, so it
// can run while one is parsed.
func ReadTemplates() (*Templates, error) {
	var t Templates
	var err error
	if t.prose, err = templates.Prose(); err != nil {
		return nil, err
	}
	if t.examples, err = templates.Examples(); err != nil {
		return nil, err
	}
	sources, err := templates.Runtime()
	if err != nil {
		return nil, err
	}
	for _, source := range sources {
		if strings.HasSuffix(source.Name, ".h") {
			t.c = append(t.c, source)
			continue
		}
		fset := token.NewFileSet()
		name := "templates/runtime/" + source.Name
		parsed, err := parser.ParseFile(fset, name, withoutBodies(source.Content), parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		t.golang = append(t.golang, goTemplate{source.Name, source.Content, fset, parsed})
	}
	return &t, nil
}

// withoutBodies overwrites the bodies of functions with blanks. They are copied as they are, and take
// most of the time that it takes to parse a file. The files are formatted, so a body ends at the first
// line that begins with its brace.
func withoutBodies(content []byte) []byte {
	blanked := bytes.Clone(content)
	inBody, at := false, 0
	for line := range bytes.Lines(content) {
		switch {
		case !inBody:
			inBody = bytes.HasPrefix(line, []byte("func ")) && bytes.HasSuffix(line, []byte("{\n"))
		case line[0] == '}':
			inBody = false
		default:
			for i := range bytes.TrimSuffix(line, []byte("\n")) {
				blanked[at+i] = ' '
			}
		}
		at += len(line)
	}
	return blanked
}
