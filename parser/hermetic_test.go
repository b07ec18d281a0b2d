package parser

import (
	goparser "go/parser"
	gotoken "go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestHermetic keeps the machine out of the parser's own code.
func TestHermetic(t *testing.T) {
	allowed := []string{
		"cmp", "errors", "fmt", "io/fs", "maps", "path", "math", "regexp", "runtime", "slices", "strconv", "strings", "sync", "bytes", "unicode/utf8",
		"modernc.org/cc/v4", "github.com/zmqgen/zmqgen/internal/capi", "github.com/zmqgen/zmqgen/headers",
	}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := goparser.ParseFile(gotoken.NewFileSet(), name, nil, goparser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range file.Imports {
			if path, _ := strconv.Unquote(spec.Path.Value); !slices.Contains(allowed, path) {
				t.Errorf("%s imports %s", name, path)
			}
		}
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(content), "NewConfig(") {
			t.Errorf("%s calls cc.NewConfig, which runs the machine's C compiler", name)
		}
	}
}

// TestNoCompiler parses without any program to run and without an environment.
func TestNoCompiler(t *testing.T) {
	t.Setenv("PATH", "")
	t.Setenv("CC", "/nonexistent")
	if _, err := Parse("h", []byte("#include <stdint.h>\nuint8_t *zmq_x(void);\n")); err != nil {
		t.Fatal(err)
	}
}

func TestClasses(t *testing.T) {
	for src, want := range map[string]int{
		"int zmq_errno(void);\n":                                              4, // by word size, and Windows' long
		"int zmq_errno(void);\n#ifdef __APPLE__\n#endif\n":                    5,
		"int zmq_errno(void);\n#ifdef __aarch64__\n#endif\n":                  6,
		"int zmq_errno(void);\n#define A 'a'\n":                               5, // where char has no sign
		"int zmq_errno(void);\n#if defined __linux__ && __x86_64__\n#endif\n": 9,
	} {
		_, list, err := prepare("h", []byte(src))
		if err != nil {
			t.Fatal(err)
		}
		if len(list) != want {
			t.Errorf("%d classes, want %d, for\n%s", len(list), want, src)
			for _, c := range list {
				t.Log(c.targets)
			}
		}
		if list[0].targets[0] != Targets()[0] {
			t.Errorf("the first class is %v", list[0].targets)
		}
	}
}

// TestReduce names what is left out for the targets that are not the reference target.
func TestReduce(t *testing.T) {
	src := `#ifdef _WIN32
#include <winsock2.h>
typedef SOCKET zmq_fd_t;
#define SIZE 8
#else
typedef int zmq_fd_t;
#define SIZE 4
#endif
#define ZMQ_EXPORT __attribute__((visibility("default")))
#define ZMQ_A 1
#define ZMQ_B (ZMQ_A + 1)
#define ZMQ_C 3
#define ZMQ_D (SIZE + 1)
#define ZMQ_E 5L
#ifndef ENOTSUP
#define ENOTSUP (ZMQ_A + 2)
#endif
ZMQ_EXPORT int zmq_alike(const char *name, zmq_fd_t fd);
int zmq_named(SOCKET fd);
int zmq_sized(int x[SIZE]);
#ifdef _WIN64
int zmq_conditional(void);
#endif
struct s { int a; };
`
	s, problem := newSource("h", []byte(src))
	if problem != nil {
		t.Fatal(problem)
	}
	o, err := scan(s)
	if err == nil {
		err = o.checkText()
	}
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, part := range o.reduce().dropped {
		got = append(got, src[part.start:part.end])
	}
	want := []string{"#define ZMQ_B (ZMQ_A + 1)", "#define ZMQ_C 3", "#define ENOTSUP (ZMQ_A + 2)", "ZMQ_EXPORT int zmq_alike(const char *name, zmq_fd_t fd);"}
	if !slices.Equal(got, want) {
		t.Errorf("left out %q, want %q", got, want)
	}
}
