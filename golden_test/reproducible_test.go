package golden_test

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zmqgen/zmqgen/headers"
)

// condition is something that differs from one machine or run to another, and that no byte of the
// generated package may depend on.
type condition struct {
	name   string
	env    []string                               // set, in addition to the test's own environment
	empty  bool                                   // no environment but env
	shell  string                                 // run by a shell before zmqgen
	header func(t *testing.T, text string) string // makes another text of the pinned header
	build  []string                               // flags of go build
	target []string                               // environment of go build
	under  []string                               // the program that runs zmqgen
	setUp  func(t *testing.T, dir string) []string
}

var conditions = []condition{
	{name: "run again"},
	{name: "another directory"},
	{name: "empty environment", empty: true},
	{name: "HOME", env: []string{"HOME=/nonexistent"}},
	{name: "TMPDIR", env: []string{"TMPDIR=/nonexistent"}},
	{name: "XDG and Go directories", env: []string{"XDG_CONFIG_HOME=/nonexistent", "XDG_CACHE_HOME=/nonexistent", "GOPATH=/nonexistent", "GOROOT=/nonexistent", "GOFLAGS=-mod=mod"}},
	{name: "LANG", env: []string{"LANG=ja_JP.EUC-JP"}},
	{name: "LC_ALL", env: []string{"LC_ALL=tr_TR.UTF-8"}},
	{name: "TZ", env: []string{"TZ=Asia/Kathmandu"}},
	{name: "SOURCE_DATE_EPOCH", env: []string{"SOURCE_DATE_EPOCH=0"}},
	{name: "terminal", env: []string{"TERM=xterm-256color", "COLUMNS=20", "NO_COLOR="}},
	{name: "GOMAXPROCS=1", env: []string{"GOMAXPROCS=1"}},
	{name: "GOMAXPROCS=64", env: []string{"GOMAXPROCS=64"}},
	{name: "collector at work", env: []string{"GOGC=1"}},
	{name: "umask 077", shell: "umask 077"},
	{name: "umask 000", shell: "umask 000"},
	{name: "niced", shell: "renice -n 19 $$ >/dev/null 2>&1 || true"},
	{name: "no compiler on PATH", env: []string{"PATH=/nonexistent"}},
	{name: "hostile compiler on PATH", setUp: hostileCompiler},
	{name: "other libc headers", setUp: otherSystemHeaders},

	{name: "header by its path", header: unchanged},
	{name: "CRLF", header: func(_ *testing.T, text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }},
	{name: "byte order mark", header: func(_ *testing.T, text string) string { return "\ufeff" + text }},
	{name: "CRLF and byte order mark", header: func(_ *testing.T, text string) string {
		return "\ufeff" + strings.ReplaceAll(text, "\n", "\r\n")
	}},
	{name: "comments removed", header: withoutComments},
	{name: "comments added", header: moreComments},
	{name: "white space changed", header: otherSpaces},
	{name: "no line feed at the end", header: func(_ *testing.T, text string) string { return strings.TrimRight(text, "\n") }},

	{name: "built with Go 1.26 and -trimpath", build: []string{"-trimpath"}, target: []string{"GOTOOLCHAIN=go1.26.8"}},
	{name: "built with Go 1.27 and without cgo", target: []string{"GOTOOLCHAIN=go1.27.4", "CGO_ENABLED=0"}},
	{name: "built for 386", target: []string{"GOARCH=386", "CGO_ENABLED=0"}},
	{name: "built for arm64", target: []string{"GOARCH=arm64", "CGO_ENABLED=0"}, under: []string{"qemu-aarch64"}},
}

// TestReproducible makes the same package under each condition. The README shows the list.
func TestReproducible(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("needs a Unix shell")
	}
	usual := build(t, module+"/cmd/zmqgen")
	reference := filepath.Join(moduleDir(t), "zmq")
	run(t, condition{}, usual, reference)
	want := readDir(t, reference)
	if len(want) == 0 {
		t.Fatal("nothing was generated")
	}
	for _, c := range conditions {
		t.Run(c.name, func(t *testing.T) {
			program := usual
			if c.build != nil || c.target != nil {
				program = buildFor(t, c)
			}
			out := filepath.Join(moduleDir(t), "zmq")
			run(t, c, program, out)
			comparePackages(t, want, readDir(t, out))
		})
	}
	t.Run("20 in parallel", func(t *testing.T) { inParallel(t, usual, want) })
}

// moduleDir returns the root of a module of a fixed path, on which examples depend.
func moduleDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module example.com/program\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	return dir
}

// run generates the package under a condition.
func run(t *testing.T, c condition, program, out string) {
	t.Helper()
	args := append(slices.Clone(c.under), program, "generate", "--out", out)
	if c.header != nil {
		args = append(args, "--header", headerFile(t, c))
	}
	if c.shell != "" {
		args = append([]string{"sh", "-c", c.shell + `; exec "$0" "$@"`}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = t.TempDir()
	cmd.Env = slices.Clone(c.env)
	if !c.empty {
		cmd.Env = append(os.Environ(), c.env...)
	}
	if c.setUp != nil {
		cmd.Env = append(cmd.Env, c.setUp(t, t.TempDir())...)
	}
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, said)
	}
}

func comparePackages(t *testing.T, want, got map[string][]byte) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	for name, content := range want {
		if !bytes.Equal(content, got[name]) {
			t.Errorf("%s differs:\n%.2000s", name, diff.Diff("want", content, "got", got[name]))
		}
	}
}

func inParallel(t *testing.T, program string, want map[string][]byte) {
	var group sync.WaitGroup
	outs := make([]string, 20)
	for i := range outs {
		outs[i] = filepath.Join(moduleDir(t), "zmq")
		group.Go(func() {
			if said, err := exec.Command(program, "generate", "--out", outs[i]).CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
	group.Wait()
	for _, out := range outs {
		comparePackages(t, want, readDir(t, out))
	}
}

// buildFor builds zmqgen under a condition, or skips if this machine cannot build or run it.
func buildFor(t *testing.T, c condition) string {
	t.Helper()
	if testing.Short() {
		t.Skip("builds zmqgen")
	}
	program := filepath.Join(t.TempDir(), "zmqgen")
	cmd := goCommand(t, append(append([]string{"build", "-o", program}, c.build...), module+"/cmd/zmqgen")...)
	cmd.env = c.target
	needToolchain(t, c)
	if out, err := cmd.run(); err != nil {
		t.Fatalf("%q %q: %v\n%s", c.target, cmd.args, err, out)
	}
	for _, needed := range c.under {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("SKIPPED: %s is missing, so the build for another architecture was made and not run: apt install qemu-user", needed)
		}
	}
	needToRun(t, c, program)
	return program
}

// needToolchain skips if another release of Go is needed and not available.
func needToolchain(t *testing.T, c condition) {
	t.Helper()
	probe := goCommand(t, "version")
	probe.env = c.target
	if out, err := probe.run(); err != nil {
		t.Skipf("SKIPPED: this release of Go cannot be had: %q: %v\n%s", c.target, err, out)
	}
}

// needToRun skips if the kernel runs no programs of this architecture.
func needToRun(t *testing.T, c condition, program string) {
	t.Helper()
	args := append(slices.Clone(c.under), program, "version")
	if err := exec.Command(args[0], args[1:]...).Run(); err != nil {
		t.Skipf("SKIPPED: this machine cannot run %q: %v", c.target, err)
	}
}

// hostileCompiler puts programs on PATH that a generator must not run.
func hostileCompiler(t *testing.T, dir string) []string {
	trap := filepath.Join(dir, "was-asked")
	for _, name := range []string{"cc", "gcc", "clang", "cpp", "pkg-config", "go", "gofmt", "gofumpt", "git"} {
		script := "#!/bin/sh\necho \"$0 $*\" >>" + trap + "\necho '#define ZMQ_VERSION_MAJOR 9'\nexit 0\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(script), 0o777); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() {
		if asked, err := os.ReadFile(trap); err == nil {
			t.Errorf("zmqgen started %s", asked)
		}
	})
	return []string{"PATH=" + dir + ":/usr/bin:/bin", "CC=" + filepath.Join(dir, "cc")}
}

// otherSystemHeaders offers headers in every way that C compilers look for them.
func otherSystemHeaders(t *testing.T, dir string) []string {
	for _, name := range []string{"stddef.h", "stdint.h", "stdio.h", "errno.h", "inttypes.h", "zmq.h"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#error wrong header\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	var env []string
	for _, name := range []string{"CPATH", "C_INCLUDE_PATH", "INCLUDE", "SDKROOT", "LIBRARY_PATH"} {
		env = append(env, name+"="+dir)
	}
	return append(env, "CFLAGS=-I"+dir, "CGO_CFLAGS=-I"+dir, "CPPFLAGS=-DZMQ_VERSION_MAJOR=9")
}

// headerFile writes the pinned header as the condition wants it.
func headerFile(t *testing.T, c condition) string {
	t.Helper()
	pinned, err := headers.Open(oldestRelease)
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "other.h")
	if err := os.WriteFile(name, []byte(c.header(t, string(pinned.Content))), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

func unchanged(_ *testing.T, text string) string { return text }

var cComments = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`)

func withoutComments(t *testing.T, text string) string {
	changed := cComments.ReplaceAllString(text, " ")
	if changed == text {
		t.Fatal("the header has no comments")
	}
	return changed
}

func moreComments(_ *testing.T, text string) string {
	var changed strings.Builder
	for i, line := range strings.Split(text, "\n") {
		fmt.Fprintf(&changed, "%s\n", line)
		if !strings.HasSuffix(line, `\`) && !strings.Contains(line, "/*") && strings.HasSuffix(line, ";") {
			fmt.Fprintf(&changed, "/* line %d; int zmq_none(void); */ // #define ZMQ_NONE \"*/\"\n", i)
		}
	}
	return changed.String()
}

// otherSpaces indents with tabs, doubles line feeds and spaces, and ends lines with spaces.
func otherSpaces(_ *testing.T, text string) string {
	var changed strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasSuffix(line, `\`) || strings.Contains(line, `"`) {
			fmt.Fprintf(&changed, "%s\n", line)
			continue
		}
		line = strings.ReplaceAll(line, " ", " \t ")
		if rest, ok := strings.CutPrefix(line, "#"); ok {
			line = "  #\t" + rest
		}
		fmt.Fprintf(&changed, "\t%s  \n", line)
		if strings.HasSuffix(line, ";") {
			changed.WriteString("\n\n")
		}
	}
	return changed.String()
}

// TestNoClock checks that the stages cannot depend on the time, the machine or chance: reading them
// takes one of these packages.
func TestNoClock(t *testing.T) {
	banned := []string{"time", "os", "os/exec", "os/user", "net", "math/rand", "math/rand/v2", "crypto/rand", "path/filepath"}
	imports := packageImports(t)
	for _, stage := range []string{
		"headers", "internal/capi", "parser", "internal/naming", "templates", "internal/binding", "internal/lower", "emitter", "internal/pipeline",
	} {
		if len(imports[stage]) == 0 && stage != "internal/capi" && stage != "internal/binding" {
			t.Errorf("there is no package %s", stage)
		}
		for _, imported := range imports[stage] {
			if slices.Contains(banned, imported) {
				t.Errorf("%s imports %s", stage, imported)
			}
		}
	}
}
