package golden_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"go/ast"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// runPackage tests the generated package against the real libzmq. It is not part of "./...", so that
// a machine without libzmq can still build and test everything else.
const runPackage = "./testdata/run"

// TestRun runs the tests of [runPackage] and reports each as its own. It also checks that together they call
// every exported function of the generated package.
func TestRun(t *testing.T) {
	runTests(t, oldestRelease)
}

// TestRunNewer runs the same tests against the package of the newest pinned release, with those of
// testdata/run435 for what is new in it, and with drafts. The library may be older than the package.
func TestRunNewer(t *testing.T) {
	runTests(t, newestRelease, "-tags=zmq_draft", "-overlay="+newerOverlay(t))
}

// TestRunPinned runs the tests against the packages that are not committed: each as a module of its own, as users
// have it.
func TestRunPinned(t *testing.T) {
	needLibzmq(t)
	for _, release := range releases[1 : len(releases)-1] {
		t.Run(release, func(t *testing.T) { runPinned(t, release) })
	}
}

func runPinned(t *testing.T, release string) {
	dir := t.TempDir()
	write := func(name string, content []byte) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("go.mod", []byte("module run.test\n\ngo 1.26.0\n"))
	for name, content := range generateRelease(t, release) {
		if !strings.HasSuffix(name, "_test.go") {
			write("libzmq/"+name, content)
		}
	}
	for name, content := range runSources(t, "run.test/libzmq") {
		write("run/"+name, content)
	}
	c := goCommand(t, "test", "-count=1", runTimeout(), "-tags=zmq_draft", "./run")
	c.dir = dir
	if out, err := c.run(); err != nil {
		t.Errorf("the package of libzmq %s: %v\n%s", release, err, out)
	}
}

// runSources returns the tests for packages newer than 4.2.0, with the import path of one.
func runSources(t *testing.T, importPath string) map[string][]byte {
	t.Helper()
	sources := make(map[string][]byte)
	for _, pattern := range []string{runPackage + "/*_test.go", "testdata/run435/*_test.go"} {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no tests: %v", pattern, err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, old := range []string{packagePath(oldestRelease), packagePath(newestRelease)} {
				content = bytes.ReplaceAll(content, []byte(strconv.Quote(old)), []byte(strconv.Quote(importPath)))
			}
			sources[filepath.Base(name)] = content
		}
	}
	return sources
}

// newerOverlay writes an overlay with which the Go tool sees the tests with another import path, and more of
// them.
func newerOverlay(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	overlay := struct{ Replace map[string]string }{make(map[string]string)}
	for name, content := range runSources(t, packagePath(newestRelease)) {
		copied := filepath.Join(dir, name)
		if err := os.WriteFile(copied, content, 0o644); err != nil {
			t.Fatal(err)
		}
		seen, err := filepath.Abs(filepath.Join(runPackage, name))
		if err != nil {
			t.Fatal(err)
		}
		overlay.Replace[seen] = copied
	}
	content, err := json.Marshal(overlay)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(name, content, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// runTests runs the tests against one generated package.
func runTests(t *testing.T, release string, flags ...string) {
	needLibzmq(t)
	profile := filepath.Join(t.TempDir(), "cover.out")
	args := append([]string{
		"test", "-json", "-count=1", runTimeout(), "-coverpkg=" + packagePath(release), "-coverprofile=" + profile,
	}, flags...)
	out, err := goCommand(t, slices.Concat(args, instrumentation, []string{runPackage})...).run()
	outcomes := readOutcomes(out)
	for _, o := range outcomes {
		t.Run(o.test, o.report)
	}
	if err != nil && !slices.ContainsFunc(outcomes, (*outcome).failed) {
		t.Fatalf("go test %s: %v\n%s", runPackage, err, plainOutput(out))
	}
	if !t.Failed() {
		checkCovered(t, profile, packageDir(release))
	}
}

// runTimeout is the flag for the time after which the tests of a package have hung.
func runTimeout() string {
	if soak() {
		return "-timeout=10m"
	}
	return "-timeout=55s"
}

func soak() bool { return os.Getenv("ZMQGEN_SOAK") != "" }

// testEvent is one line that go test -json prints.
type testEvent struct {
	Action, Test, Output string
}

func (e *testEvent) ends() bool {
	return e.Action == "pass" || e.Action == "fail" || e.Action == "skip"
}

// outcome is how one test went. A test that the program did not survive has no action.
type outcome struct {
	test, action string
	output       strings.Builder
}

func (o *outcome) failed() bool { return o.action != "pass" && o.action != "skip" }

func (o *outcome) report(t *testing.T) {
	switch {
	case o.failed():
		t.Errorf("%s\n%s", cmp.Or(o.action, "the program did not survive"), &o.output)
	case o.action == "skip":
		skipLoudly(t, "%s", &o.output)
	}
}

// readOutcomes returns the outcome of each top test, in their order.
func readOutcomes(out []byte) []*outcome {
	var all []*outcome
	byName := make(map[string]*outcome)
	for line := range bytes.Lines(out) {
		var event testEvent
		if json.Unmarshal(line, &event) != nil || event.Test == "" {
			continue // a compiler's message, or of the whole package
		}
		name, _, _ := strings.Cut(event.Test, "/")
		o := byName[name]
		if o == nil {
			o = &outcome{test: name}
			byName[name] = o
			all = append(all, o)
		}
		o.output.WriteString(event.Output)
		if event.Test == name && event.ends() {
			o.action = event.Action
		}
	}
	return all
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
func checkCovered(t *testing.T, profile, dir string) {
	t.Helper()
	called, err := readProfile(profile)
	if err != nil {
		t.Fatal(err)
	}
	fset, files := parsePackage(t, dir)
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

// coverage has the blocks of code that ran, by file.
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
