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

// TestHermetic checks that the parser's own code does not depend on the machine.
func TestHermetic(t *testing.T) {
	allowed := []string{
		"cmp", "errors", "fmt", "io/fs", "maps", "path", "math", "reflect", "regexp", "runtime", "slices", "strconv", "strings", "sync", "bytes", "unicode/utf8",
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

// TestFlatten checks that the C parser gets every token at its place, and line ends only where they have a
// meaning.
func TestFlatten(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"/* a\n * b */\nint zmq_a(void);\n", "             int zmq_a(void); "},
		{"int /*a*/ zmq_a(void); // b\n\n", "int       zmq_a(void);       "},
		{"int\n\nzmq_a(void)\n\t;", "int  zmq_a(void)  ;"},
		{"#define A 1 /* a\n b */\nint zmq_a(void);\n", "#define A 1           \nint zmq_a(void); "},
		{"int zmq_a(void);\n #define A\\\n(x)\n#undef A", "int zmq_a(void); \n#define A  (x)\n#undef A"},
		{"int zmq_\\\na(void);\n", "int zmq_a  (void); "},
		{"#define A u8\"a\" u8 \"\"\nint zmq_a(void);", "#define A   \"a\" u8 \"\"\nint zmq_a(void);"},
	} {
		o, _, err := prepare("zmq.h", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if o.flat.text != test.want {
			t.Errorf("%q becomes\n%q, want\n%q", test.text, o.flat.text, test.want)
		}
	}
}

// TestConstantsVary checks what makes constants depend on the target.
func TestConstantsVary(t *testing.T) {
	for body, want := range map[string]bool{
		"1": false, `"a"`: false, "(ZMQ_B + 0x1F)": false, "ZMQ_F(1, 2)": false, "": false,
		"1L": true, "'a'": true, "sizeof(int)": true, "(char)300": true, "other": true, "__attribute__((a))": true, "1\n#define ZMQ_A 2": true,
	} {
		o, _, err := prepare("h", []byte("#define ZMQ_B 1\n#define ZMQ_F(a, b) ((a) * (b))\n#define ZMQ_A "+body+"\nint zmq_errno(void);\n"))
		if err != nil {
			t.Fatal(err)
		}
		if got := o.constantsVary(); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
}
