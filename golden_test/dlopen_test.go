package golden_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
)

// TestLibrary runs a program without cgo when there is no libzmq, or something else in its place. The first error
// reports the reason, and the program continues.
func TestLibrary(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("files and messages are Linux's")
	}
	needLibzmq(t)
	dir := t.TempDir()
	program := filepath.Join(dir, "program")
	build := goCommand(t, "build", "-o", program, "./testdata/dlopen")
	build.env = []string{"CGO_ENABLED=0"}
	build.output()
	text := filepath.Join(dir, "text.so")
	if err := os.WriteFile(text, []byte("no library\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	const version = "void zmq_version(int *a, int *b, int *c) { *a = 4; *b = %; *c = 0; } int zmq_errno(void) { return 0; }"
	old := compileLibrary(t, filepath.Join(dir, "old.so"), strings.Replace(version, "%", "1", 1))
	bare := compileLibrary(t, filepath.Join(dir, "bare.so"), strings.Replace(version, "%", "3", 1))
	other := compileLibrary(t, filepath.Join(dir, "other.so"), "int other;")
	disguised := filepath.Join(dir, "first")
	if err := os.Mkdir(disguised, 0o755); err != nil {
		t.Fatal(err)
	}
	compileLibrary(t, filepath.Join(disguised, "libzmq.so.5"), "int other;")
	whole, err := os.ReadFile(libraryPath(t))
	if err != nil {
		t.Fatal(err)
	}
	changed := func(name string, content []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, content, 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const machineAt = 18 // in the head of an ELF file
	foreign := slices.Concat(whole[:machineAt], []byte{0xf3, 0}, whole[machineAt+2:])
	fifo := filepath.Join(dir, "fifo")
	if out, err := exec.Command("mkfifo", fifo).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for name, test := range map[string]struct {
		env     []string
		says    string
		isThere bool
	}{
		"no file":        {env: []string{"ZMQGEN_LIBZMQ=" + dir + "/none.so"}, says: dir + "/none.so: no such file or directory"},
		"no name":        {env: []string{"ZMQGEN_LIBZMQ=libzmq-none.so.5"}, says: "libzmq-none.so.5: file does not exist"},
		"no library":     {env: []string{"ZMQGEN_LIBZMQ=" + text}, says: text + ": ", isThere: true},
		"incomplete":     {env: []string{"ZMQGEN_LIBZMQ=" + changed("incomplete.so", whole[:len(whole)/2])}, says: "incomplete.so: the file is incomplete", isThere: true},
		"foreign":        {env: []string{"ZMQGEN_LIBZMQ=" + changed("foreign.so", foreign)}, says: "foreign.so: a library for another processor", isThere: true},
		"a FIFO":         {env: []string{"ZMQGEN_LIBZMQ=" + fifo}, says: fifo + ": not a regular file", isThere: true},
		"a directory":    {env: []string{"ZMQGEN_LIBZMQ=" + dir}, says: dir + ": ", isThere: true},
		"too old":        {env: []string{"ZMQGEN_LIBZMQ=" + old}, says: "libzmq 4.1.0, which is too old: this program needs 4.2.0 or newer", isThere: true},
		"lacks symbols":  {env: []string{"ZMQGEN_LIBZMQ=" + bare}, says: "is libzmq 4.3.0 without zmq_strerror, ", isThere: true},
		"not libzmq":     {env: []string{"ZMQGEN_LIBZMQ=" + other}, says: other + " is not libzmq: it has no function zmq_errno", isThere: true},
		"one by default": {env: []string{"LD_LIBRARY_PATH=" + disguised}, says: "libzmq.so.5 is not libzmq", isThere: true},
	} {
		t.Run(name, func(t *testing.T) {
			c := command{t: t, args: []string{program}, env: test.env}
			got := string(c.output())
			notExist := "true"
			if test.isThere {
				notExist = "false"
			}
			first, rest, _ := strings.Cut(got, "\n")
			if !strings.HasPrefix(first, "NewContext: libzmq cannot be loaded: ") || !strings.Contains(first, test.says) ||
				!strings.Contains(first, "apt install libzmq5") || !strings.Contains(first, "ZMQGEN_LIBZMQ") {
				t.Errorf("the error is %q; want %q in it, and how to install libzmq", first, test.says)
			}
			want := "is ENOTSUP: true\nis ErrNotExist: " + notExist + `
Version: 0 0 0
Has: false
ETERM: the context was terminated
EAGAIN: resource temporarily unavailable
Stopwatch: 0s
a thread runs
`
			if rest != want {
				t.Errorf("got %s\nwant %s", rest, want)
			}
		})
	}
	for name, env := range map[string]string{"by name": "libzmq.so.5", "by path": libraryPath(t), "by default": ""} {
		t.Run(name, func(t *testing.T) {
			c := command{t: t, args: []string{program}, env: []string{"ZMQGEN_LIBZMQ=" + env}}
			if got := string(c.output()); got != "NewContext: <nil>\n" {
				t.Error(got)
			}
		})
	}
}

// compileLibrary makes a shared library of C.
func compileLibrary(t *testing.T, name, source string) string {
	t.Helper()
	cc := exec.Command("cc", "-shared", "-fPIC", "-o", name, "-xc", "-")
	cc.Stdin = strings.NewReader(source)
	if out, err := cc.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return name
}

// libraryPath returns the path of the installed libzmq.
func libraryPath(t *testing.T) string {
	t.Helper()
	dir, err := exec.Command(pkgConfig(), "--variable=libdir", "libzmq").Output()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(strings.TrimSpace(string(dir)), "libzmq.so.5")
}

// TestPuregoIsForNoCgo checks that the package needs no other module with cgo, and that the go command says which one
// without it.
func TestPuregoIsForNoCgo(t *testing.T) {
	t.Parallel()
	needLibzmq(t)
	dir := t.TempDir()
	files := generateRelease(t, oldestRelease)
	files["go.mod"] = []byte("module user.test\n\ngo 1.26.0\n")
	for name, content := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	with := goCommand(t, "list", "-deps", ".")
	with.dir, with.env = dir, []string{"CGO_ENABLED=1"}
	if deps := with.output(); strings.Contains(string(deps), "purego") {
		t.Errorf("the package depends on purego with cgo:\n%s", deps)
	}
	without := goCommand(t, "build", ".")
	without.dir, without.env = dir, []string{"CGO_ENABLED=0"}
	if out, err := without.run(); err == nil || !strings.Contains(string(out), "go get github.com/ebitengine/purego") {
		t.Errorf("without cgo and purego: %v\n%s", err, out)
	}
}

// TestLinksWithoutCgo links programs for other systems: the compiler alone does not see whether the assembly is
// complete, nor whether functions that must not grow the stack have room for what they call.
func TestLinksWithoutCgo(t *testing.T) {
	t.Parallel()
	for _, system := range []target{{"linux", "arm64"}, {"darwin", "arm64"}, {"freebsd", "amd64"}, {"windows", "amd64"}} {
		t.Run(system.os+"_"+system.arch, func(t *testing.T) {
			c := goCommand(t, "build", "-o", os.DevNull, "-gcflags=github.com/ebitengine/purego/internal/fakecgo=-std",
				"../examples/tasks")
			c.env = []string{"CGO_ENABLED=0", "GOOS=" + system.os, "GOARCH=" + system.arch}
			c.output()
		})
	}
}

// TestSameAPI compares the documentation of the packages, which is all that they export, between builds with and
// without cgo.
func TestSameAPI(t *testing.T) {
	t.Parallel()
	for _, pkg := range []string{packageDir(oldestRelease), packageDir(newestRelease), "../zmq"} {
		var docs [2]string
		for i := range docs {
			c := goCommand(t, "doc", "-all", pkg)
			c.env = []string{fmt.Sprint("CGO_ENABLED=", i)}
			docs[i] = string(c.output())
		}
		if docs[0] != docs[1] || !strings.Contains(docs[0], "\nfunc ") {
			t.Errorf("%s differs:\n%.2000s", pkg, diff.Diff("cgo", []byte(docs[0]), "dlopen", []byte(docs[1])))
		}
	}
}
