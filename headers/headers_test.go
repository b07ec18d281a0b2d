package headers_test

import (
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/parser"
)

func TestReleases(t *testing.T) {
	releases := headers.Releases()
	if !slices.Contains(releases, "4.2.0") {
		t.Errorf("releases are %v, without 4.2.0", releases)
	}
	files, err := filepath.Glob("zmq-*.h")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(releases) {
		t.Errorf("headers are %v, the lock names %v", files, releases)
	}
}

// TestReadme checks that README.md lists each header.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, release := range headers.Releases() {
		if !strings.Contains(string(text), "| `zmq-"+release+".h` | ") {
			t.Errorf("README.md lacks zmq-%s.h", release)
		}
	}
}

func TestOpenUnknown(t *testing.T) {
	_, err := headers.Open("4.1.0")
	want := "no header of libzmq 4.1.0 is pinned; choose one of: " + strings.Join(headers.Releases(), ", ")
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

// TestLock compares every header with the lock, and with the release that it states.
func TestLock(t *testing.T) {
	for _, version := range headers.Releases() {
		pinned, header := open(t, version)
		if got := capi.Fingerprint(header); got != pinned.Fingerprint {
			t.Errorf("%s: fingerprint is %s, headers.lock says %s", pinned.Name, got, pinned.Fingerprint)
		}
		var numbers []string
		for _, name := range []string{"ZMQ_VERSION_MAJOR", "ZMQ_VERSION_MINOR", "ZMQ_VERSION_PATCH"} {
			i := slices.IndexFunc(header.Constants, func(c capi.Constant) bool { return c.Name == name })
			numbers = append(numbers, fmt.Sprint(header.Constants[i].Value))
		}
		if got := strings.Join(numbers, "."); got != version {
			t.Errorf("%s says that it is %s", pinned.Name, got)
		}
	}
}

func open(t *testing.T, version string) (headers.Pinned, *capi.Header) {
	t.Helper()
	pinned, err := headers.Open(version)
	if err != nil {
		t.Fatal(err)
	}
	header, err := parser.Parse(pinned.Name, pinned.Content)
	if err != nil {
		t.Fatal(err)
	}
	return pinned, header
}

// TestSystem parses each system header alone, on every target.
func TestSystem(t *testing.T) {
	names, err := fs.Glob(headers.System(), "*.h")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		src := fmt.Sprintf("#include <%s>\n#include <%s>\nint zmq_errno(void);\n", name, name)
		if _, err := parser.Parse("h", []byte(src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestCompiles gives every header to a real compiler, as C and as C++, with and without drafts.
func TestCompiles(t *testing.T) {
	gcc := compiler(t)
	for _, version := range headers.Releases() {
		pinned, _ := open(t, version)
		for _, language := range []string{"c", "c++"} {
			for _, draft := range []string{"-DZMQ_NO_DRAFT", "-DZMQ_BUILD_DRAFT_API"} {
				run(t, gcc, "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-x", language, draft, pinned.Name)
			}
		}
	}
}

// TestCompilerAgrees has a real compiler check every value, prototype and layout that was parsed.
// The stub of errno.h replaces the real one, so that the fallbacks are used.
func TestCompilerAgrees(t *testing.T) {
	if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
		t.Skip("layouts are those of linux/amd64")
	}
	gcc := compiler(t)
	for _, version := range headers.Releases() {
		pinned, header := open(t, version)
		file := filepath.Join(t.TempDir(), "check.c")
		if err := os.WriteFile(file, []byte(checks(pinned.Name, header)), 0o600); err != nil {
			t.Fatal(err)
		}
		run(t, gcc, "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-nostdinc", "-Isys", "-I.", "-DZMQ_BUILD_DRAFT_API", file)
	}
}

// checks returns a C program that compiles only if the parsed header is right.
func checks(name string, h *capi.Header) string {
	var c strings.Builder
	fmt.Fprintf(&c, "#include \"%s\"\n", name)
	for _, k := range h.Constants {
		switch k.Kind {
		case capi.Integer:
			fmt.Fprintf(&c, "_Static_assert((%s) == %d, \"%s\");\n", k.Name, k.Value, k.Name)
		case capi.String:
			fmt.Fprintf(&c, "_Static_assert(sizeof(%s) == %d, \"%s\");\n", k.Name, len(k.Text)+1, k.Name)
		case capi.Flag:
			fmt.Fprintf(&c, "#ifndef %s\n#error %s\n#endif\n", k.Name, k.Name)
		}
	}
	for _, f := range h.Functions {
		fmt.Fprintln(&c, f.Declaration())
	}
	for _, t := range h.Types {
		if t.Kind != capi.Struct {
			continue
		}
		fmt.Fprintf(&c, "_Static_assert(sizeof(%s) == %d && _Alignof(%s) == %d, \"%s\");\n", t.Name, t.Layout.Size, t.Name, t.Layout.Align, t.Name)
		for _, f := range t.Fields {
			fmt.Fprintf(&c, "_Static_assert(__builtin_offsetof(%s, %s) == %d, \"%s\");\n", t.Name, f.Name, f.Offset, f.Name)
		}
	}
	return c.String()
}

// compiler returns the machine's C compiler. Without one the test is skipped, except in CI.
func compiler(t *testing.T) string {
	t.Helper()
	gcc, err := exec.LookPath("gcc")
	if err == nil {
		return gcc
	}
	if os.Getenv("CI") == "true" {
		t.Fatal("no gcc; CI must have one")
	}
	t.Skip("NOT CHECKED against a compiler: no gcc on this machine")
	return ""
}

func run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Errorf("%s %s: %v\n%.2000s", name, strings.Join(args, " "), err, out)
	}
}
