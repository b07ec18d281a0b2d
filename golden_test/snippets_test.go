package golden_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/doc/comment"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// snippetImports are the packages that a snippet may name without importing them.
var snippetImports = map[string]string{
	"context": "context", "errors": "errors", "fmt": "fmt", "log": "log", "os": "os", "syscall": "syscall", "signal": "os/signal", "time": "time", "slog": "log/slog",
	"netip": "net/netip", "slices": "slices", "strings": "strings", "strconv": "strconv", "bytes": "bytes", "zmq": module + "/zmq", "libzmq": module + "/generated/v4.2.0",
}

// fences finds the Go in Markdown.
var fences = regexp.MustCompile("(?ms)^```go\n(.*?)^```$")

// TestSnippets compiles the Go in all documents and in the documentation of package zmq, each piece as a program of its
// own. Quotations of the generated package must be in it.
func TestSnippets(t *testing.T) {
	snippets := make(map[string]string)
	documents, err := filepath.Glob("../*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, pattern := range []string{"../docs/*.md", "../*/README.md", "../*/*/README.md"} {
		more, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, more...)
	}
	for _, name := range documents {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, at := range fences.FindAllSubmatchIndex(content, -1) {
			line := 1 + bytes.Count(content[:at[0]], []byte("\n"))
			snippets[fmt.Sprintf("%s:%d", filepath.Base(name), line)] = string(content[at[2]:at[3]])
		}
	}
	snippets["zmq/doc.go"] = docCode(t, "../zmq/doc.go")
	if len(snippets) < 4 {
		t.Fatalf("only %d snippets", len(snippets))
	}
	programs := make(map[string]string)
	for name, snippet := range snippets {
		if strings.Contains(snippet, "\nfunc (s *Socket) ") {
			checkQuoted(t, name, snippet)
		} else {
			programs[name] = snippetProgram(t, name, snippet)
		}
	}
	compileSnippets(t, programs)
}

// docCode returns the first code block of a package's documentation.
func docCode(t *testing.T, name string) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		t.Fatal(err)
	}
	text := new(comment.Parser).Parse(file.Doc.Text())
	for _, block := range text.Content {
		if code, ok := block.(*comment.Code); ok {
			return code.Text
		}
	}
	t.Fatalf("%s has no code", name)
	return ""
}

// checkQuoted looks for each declaration of a snippet in the generated package. A line can end before the text does.
func checkQuoted(t *testing.T, name, snippet string) {
	t.Helper()
	var all strings.Builder
	files, err := filepath.Glob("../generated/v4.2.0/*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(content)
	}
	for part := range strings.SplitSeq(snippet, "…") {
		if part = strings.TrimSpace(part); !strings.Contains(all.String(), strings.TrimSuffix(part, "\n//")) && !quotedByParts(all.String(), part) {
			t.Errorf("%s: the generated package does not say\n%s", name, part)
		}
	}
}

// quotedByParts reports whether each paragraph of a quotation is in a text.
func quotedByParts(text, quotation string) bool {
	for part := range strings.SplitSeq(quotation, "\n\n") {
		if part = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "//\n")); !strings.Contains(text, part) {
			return false
		}
	}
	return true
}

// snippetProgram makes a source file of a snippet: a file, declarations, or the body of a function.
func snippetProgram(t *testing.T, name, snippet string) string {
	t.Helper()
	if strings.HasPrefix(strings.TrimSpace(snippet), "package ") {
		return snippet
	}
	for _, form := range []string{"package snippet\n%s", "package snippet\n%s\nfunc snippet(ctx context.Context) error {\n%s\nreturn nil\n}\n"} {
		text := fmt.Sprintf(form, snippet)
		if strings.Count(form, "%s") == 2 {
			text = fmt.Sprintf(form, "IMPORTS", snippet)
		} else if !strings.HasPrefix(strings.TrimSpace(snippet), "import") {
			text = strings.Replace(text, "package snippet\n", "package snippet\nIMPORTS\n", 1)
		}
		file, err := parser.ParseFile(token.NewFileSet(), "", strings.Replace(text, "IMPORTS", "", 1), parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		return strings.Replace(text, "IMPORTS", importsFor(file), 1) + unusedImports(file)
	}
	t.Errorf("%s is no Go:\n%s", name, snippet)
	return "package snippet\n"
}

// importsFor returns the imports of the packages that a file names.
func importsFor(file *ast.File) string {
	paths := make(map[string]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		if selector, ok := n.(*ast.SelectorExpr); ok {
			if x, ok := selector.X.(*ast.Ident); ok && snippetImports[x.Name] != "" {
				paths[x.Name] = true
			}
		}
		return true
	})
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(paths)) {
		fmt.Fprintf(&text, "import %s %q\n", name, snippetImports[name])
	}
	return text.String()
}

// unusedImports uses what a snippet imports for its readers alone.
func unusedImports(file *ast.File) string {
	var text strings.Builder
	for _, spec := range file.Imports {
		if spec.Name != nil && spec.Name.Name == "libzmq" {
			text.WriteString("\nvar _ = libzmq.Version\n")
		}
	}
	return text.String()
}

// compileSnippets compiles programs as packages of this module, without directories.
func compileSnippets(t *testing.T, programs map[string]string) {
	t.Helper()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	replace := make(map[string]string)
	arguments := []string{"build", "-overlay", ""}
	places := make(map[string]string)
	dir := t.TempDir()
	for i, name := range slices.Sorted(maps.Keys(programs)) {
		source := filepath.Join(dir, fmt.Sprintf("snippet%d.go", i))
		if err := os.WriteFile(source, []byte(programs[name]), 0o666); err != nil {
			t.Fatal(err)
		}
		replace[filepath.Join(root, "snippets", fmt.Sprint(i), "snippet.go")] = source
		arguments = append(arguments, fmt.Sprintf("./snippets/%d", i))
		places[fmt.Sprintf("snippets/%d", i)] = name
	}
	overlay, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		t.Fatal(err)
	}
	arguments[2] = filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(arguments[2], overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", arguments...)
	cmd.Dir = root
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v, of %v\n%s", err, places, out)
	}
}
