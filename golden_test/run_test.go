package golden_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// runPackage tests the generated package against the real libzmq. It is not part of "./...", so that
// a machine without libzmq can still build and test everything else.
const runPackage = "./testdata/run"

// TestRun runs the tests of [runPackage] and reports each as its own. It also holds that together they
// call every exported function of the generated package.
func TestRun(t *testing.T) {
	needLibzmq(t)
	profile := filepath.Join(t.TempDir(), "cover.out")
	args := []string{
		"test", "-json", "-count=1", "-timeout=55s",
		"-coverpkg=" + generatedPackage, "-coverprofile=" + profile,
	}
	if soak() {
		args = append(args, "-timeout=10m")
	}
	out, err := goCommand(t, slices.Concat(args, instrumentation, []string{runPackage})...).run()
	failed := reportTests(t, out)
	if err != nil && !failed {
		t.Fatalf("go test %s: %v\n%s", runPackage, err, plainOutput(out))
	}
	if !failed {
		checkCovered(t, profile)
	}
}

func soak() bool { return os.Getenv("ZMQGEN_SOAK") != "" }

// testEvent is one line that go test -json prints.
type testEvent struct {
	Action, Test, Output string
}

// reportTests repeats each top test's outcome as a subtest, and says whether one failed.
func reportTests(t *testing.T, out []byte) (failed bool) {
	t.Helper()
	outputs := make(map[string]*strings.Builder)
	for line := range bytes.Lines(out) {
		var event testEvent
		if json.Unmarshal(line, &event) != nil {
			continue // not of a test: a compiler's message
		}
		name, _, _ := strings.Cut(event.Test, "/")
		if name == "" {
			continue
		}
		if outputs[name] == nil {
			outputs[name] = new(strings.Builder)
		}
		outputs[name].WriteString(event.Output)
		if event.Test != name || event.Action != "pass" && event.Action != "fail" && event.Action != "skip" {
			continue
		}
		failed = failed || event.Action == "fail"
		t.Run(name, func(t *testing.T) {
			switch event.Action {
			case "fail":
				t.Errorf("\n%s", outputs[name])
			case "skip":
				skipLoudly(t, "%s", outputs[name])
			}
		})
	}
	return failed
}

// plainOutput returns what go test -json printed as go test would.
func plainOutput(out []byte) string {
	var plain strings.Builder
	for line := range bytes.Lines(out) {
		var event testEvent
		if json.Unmarshal(line, &event) != nil {
			plain.Write(line)
		}
		plain.WriteString(event.Output)
	}
	return plain.String()
}

// checkCovered reports exported functions and methods that no test has called.
func checkCovered(t *testing.T, profile string) {
	t.Helper()
	called, err := readProfile(profile)
	if err != nil {
		t.Fatal(err)
	}
	fset, files := parseGenerated(t)
	for _, file := range files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok || !fn.Name.IsExported() || fn.Body == nil || len(fn.Body.List) == 0 {
				continue
			}
			start, end := fset.Position(fn.Body.Lbrace), fset.Position(fn.Body.Rbrace)
			if !called.within(filepath.Base(start.Filename), start.Line, end.Line) {
				t.Errorf("%s:%d: no test in %s calls %s", start.Filename, start.Line, runPackage, fn.Name.Name)
			}
		}
	}
}

// coverage holds the blocks of code that ran, by file.
type coverage map[string][]block

type block struct{ start, end int } // lines

func readProfile(name string) (coverage, error) {
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	ran := make(coverage)
	for line := range strings.Lines(string(content)) {
		var b block
		var startCol, endCol, statements, count int
		file, rest, ok := strings.Cut(strings.TrimSpace(line), ":")
		if !ok || file == "mode" {
			continue
		}
		if _, err := fmt.Sscanf(rest, "%d.%d,%d.%d %d %d",
			&b.start, &startCol, &b.end, &endCol, &statements, &count); err != nil {
			return nil, fmt.Errorf("%s: %q: %w", name, line, err)
		}
		if count > 0 {
			file = filepath.Base(file)
			ran[file] = append(ran[file], b)
		}
	}
	return ran, nil
}

func (c coverage) within(file string, start, end int) bool {
	return slices.ContainsFunc(c[file], func(b block) bool { return b.start >= start && b.end <= end })
}
