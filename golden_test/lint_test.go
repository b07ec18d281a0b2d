package golden_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestLint checks the generated packages, without their first lines, with the tools that hand-written code has to
// pass: several tools skip a file that says it was generated. make lint checks the packages as they are.
func TestLint(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	plain := copyWithoutStamps(t, root)
	files, err := filepath.Glob(filepath.Join(plain, "generated", "*", "*.go"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no generated files: %v", err)
	}
	wantSilence(t, plain, append([]string{"tool", "gofumpt", "-l", "-extra"}, files...)...)
	needLibzmq(t)
	for _, tags := range []string{"", "zmq_draft"} {
		wantSilence(t, plain, "tool", "staticcheck", "-checks=all", "-tags="+tags, "./generated/...")
	}
	wantSilence(t, root, "vet", "-tags=zmq_draft", "./generated/...")
	t.Run("tests", func(t *testing.T) { // what "./..." leaves out
		wantSilence(t, root, "tool", "gofumpt", "-l", "-extra", "golden_test/testdata/run", "golden_test/testdata/race")
		needLibzmq(t)
		packages := []string{"./golden_test/testdata/run", "./golden_test/testdata/race", "./examples/..."}
		wantSilence(t, root, append([]string{"vet"}, packages...)...)
		// These tests call what is deprecated on purpose.
		wantSilence(t, root, append([]string{"tool", "staticcheck", "-checks=inherit,-SA1019"}, packages...)...)
	})
}

// wantSilence runs a Go command that has nothing to print if all is well.
func wantSilence(t *testing.T, dir string, args ...string) {
	t.Helper()
	c := goCommand(t, args...)
	c.dir = dir
	if out, err := c.run(); err != nil || len(bytes.TrimSpace(out)) > 0 {
		t.Errorf("go %s: %v\n%s", strings.Join(args[:min(len(args), 6)], " "), err, out)
	}
}

// copyWithoutStamps returns a directory with a module like this one, which contains the generated packages without
// the lines that say that they were generated.
func copyWithoutStamps(t *testing.T, root string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"go.mod", "go.sum"} {
		copyFile(t, filepath.Join(root, name), filepath.Join(dir, name), func(b []byte) []byte { return b })
	}
	files, err := filepath.Glob(filepath.Join(root, "generated", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, err := filepath.Rel(root, file)
		if err != nil {
			t.Fatal(err)
		}
		copyFile(t, file, filepath.Join(dir, name), func(content []byte) []byte {
			stamp, rest, _ := bytes.Cut(content, []byte("\n"))
			if bytes.HasPrefix(stamp, []byte("// Code generated ")) {
				return bytes.TrimLeft(rest, "\n")
			}
			return content
		})
	}
	return dir
}

func copyFile(t *testing.T, from, to string, edit func([]byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, edit(content), 0o644); err != nil {
		t.Fatal(err)
	}
}
