package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/parser"
)

// sound is a header without anything wrong, to which the tests add something.
const sound = "int zmq_errno(void);\n"

// faults are headers with an error, and the expected message.
var faults = []struct{ name, src, want string }{
	{"empty", "", "h:1:1: the header is empty; give a zmq.h"},
	{"blank", " \n\t\n", "h:1:1: the header is empty; give a zmq.h"},
	{"binary", "int\x00 x;", "h:1:4: NUL byte; give a C header, this is not a text file"},
	{"not UTF-8", "int \xff;", "h:1:5: byte 0xff is not UTF-8; convert the file to UTF-8"},
	{"letter", "int é;", "h:1:5: unexpected character 'é'; remove it, or put it into a comment"},
	{"lone CR", "int x;\rint y;", `h:1:7: carriage return without line feed; convert the line ends to \n or \r\n`},
	{"comment", sound + "/* never", "h:2:1: comment is never closed; end it with */"},
	{"string", sound + "#define X \"abc\n", "h:2:11: literal is never closed; end it with \" on the same line"},
	{"endif", sound + "#endif\n", "h:2:1: #endif without #if; remove it or open a condition"},
	{"else", "#else\n", "h:1:1: #else without #if; remove it or open a condition"},
	{"two else", "#if 1\n#else\n#else\n#endif\n", "h:3:1: #else after #else; a condition has one #else, which comes last"},
	{"if", sound + "#if 1\n", "h:2:1: condition is never closed; end it with #endif"},
	{"open", sound + "int zmq_x(int a;\n", "h:2:10: bracket is never closed; close it with )"},
	{"close", sound + "int zmq_x);\n", "h:2:10: ) closes nothing; remove it or open the bracket"},
	{"mismatch", sound + "struct x { int a[4}; };\n", "h:2:19: } where ] is expected for the bracket at line 2, column 17; close that first"},
	{"branch", sound + "#if 1\nstruct x {\n#endif\nint a; };\n", "h:3:10: bracket is not closed in its branch of the condition; close it before the branch ends\nh:5:8: } closes nothing; remove it or open the bracket"},
	{"star", sound + "int *", "h:2:6: declaration is not finished; end it with ;"},
	{"const", sound + "const", "h:2:6: declaration is not finished; end it with ;"},
	{"semicolon", "int zmq_a(int)\nint zmq_b(int);\n", "h:1:15: declaration is not finished; end it with ;"},
	{"include", "\n  #include <foo.h>\n" + sound, "h:2:3: no system header <foo.h>; remove the #include, or add a stub to headers/sys"},
	{"macro include", "#define H <stddef.h>\n#include H\n" + sound, "h:2:1: #include without a file; name it as \"file\" or <file>"},
	{"missing then star", "#include <foo.h>\n" + sound + "*nt (d);", "h:1:1: no system header <foo.h>; remove the #include, or add a stub to headers/sys"},
	{"error", sound + "#error no way\n", "h:2:1: #error: no way; the header refuses this target"},
	{"error elsewhere", sound + "#ifdef _WIN32\n#error no way\n#endif\n", "h:3:1: #error on windows/amd64: no way; the header refuses this target"},
	{"syntax", sound + "int zmq_x(itn a);\n", "h:2:11: unknown type itn; include the header that declares it, or declare it"},
	{"syntax", sound + "int zmq_x(int a int b);\n", "h:2:17: int makes no sense after a; correct the C"},
	{"not zmq", "int foo(void);\n", "h:1:1: the header declares no zmq_ function; give libzmq's zmq.h"},
	{"redefinition", sound + "#define ZMQ_A 1\n#define ZMQ_A 2\n", "h:3:9: macro ZMQ_A is defined again with another body; keep one of the two"},
	{"line", sound + "#line 3\n", "h:2:1: #line is not supported; remove it, positions are those of the file"},
	{"condition", sound + "#if &&&0\n#endif\n", "h:2:5: condition makes no sense; correct the C"},
	{"directive", sound + "#frobnicate 3\n", "h:2:1: #frobnicate is not a C directive; remove it"},
	{"absolute include", sound + "#include \"/dev/zero\"\n", "h:2:1: no system header \"/dev/zero\"; remove the #include, or add a stub to headers/sys"},
	{"array", sound + "typedef struct { int a[9223372036854775807]; } zmq_s;\n", "h:2:22: a: an array of that length; zmqgen takes 16777216 elements at most"},
	{"array of arrays", sound + "typedef struct { int a[99999][99999][99999][99999]; } zmq_s;\n", "h:2:22: a: an array of that length; zmqgen takes 16777216 elements at most"},
	{"date", sound + "#define X __DATE__\n", "h:2:11: __DATE__ differs from one reading to the next; write out a value"},
	{"variable", sound + "extern int zmq_v;\n", "h:2:12: variable zmq_v; zmqgen binds functions, macros and types only"},
	{"enum", sound + "enum { A };\n", "h:2:1: an enum; zmqgen reads constants from macros, use #define"},
	{"union", sound + "union u { int a; };\n", "h:2:1: a union; zmqgen cannot bind it, use a struct"},
	{"bit field", sound + "struct s { int a : 3; };\n", "h:2:12: bit field; zmqgen cannot bind it, use a whole integer"},
	{"callback", sound + "int zmq_f(void (*f)(int));\n", "h:2:5: zmq_f: a pointer to a function without a name; declare a typedef for the function"},
	{"unknown type", sound + "typedef bool (*zmq_f)(void *);\n", "h:2:9: unknown type bool; include the header that declares it, or declare it"},
	{"unknown result", sound + "bool zmq_f(void);\n", "h:2:1: unknown type bool; include the header that declares it, or declare it"},
	{"unknown parameter", sound + "int zmq_f(int a, size_t *b);\n", "h:2:18: unknown type size_t; include the header that declares it, or declare it"},
	{"unknown parameter, unnamed", sound + "int zmq_f(bool);\n", "h:2:5: zmq_f: unknown type bool; include the header that declares it, or declare it"},
	{"unknown second parameter, unnamed", sound + "int zmq_f(int, bool);\n", "h:2:5: zmq_f: unknown type bool; include the header that declares it, or declare it"},
	{"unknown callback", sound + "struct s { bool (*f)(void); };\n", "h:2:12: unknown type bool; include the header that declares it, or declare it"},
	{"static", sound + "static int zmq_f(void);\n", "h:2:12: zmq_f is static, so no library exports it; remove it"},
	{"array result", sound + "int zmq_f(int)[3];\n", "h:2:5: zmq_f: an array of functions, or a function that returns an array; no compiler takes that"},
	{"parameter twice", sound + "int zmq_f(int a, int a);\n", "h:2:5: zmq_f: two parameters are called a; rename one"},
	{"field twice", sound + "struct s { int a; int a; };\n", "h:2:23: a second field a; rename one"},
	{"struct twice", sound + "struct s { int a; };\nstruct s { int a; };\n", "h:3:8: struct s is declared again; keep one of the two"},
	{"pack", sound + "#pragma pack(1)\n", "h:2:1: #pragma pack changes the layout of structs, and zmqgen does not follow it; remove it"},
	{"volatile result", sound + "extern volatile int *zmq_f(void);\n", "h:2:21: zmqgen cannot bind this declaration; simplify it"},
	{"declspec", sound + "__declspec(dllimport) int zmq_f(void);\n", "h:2:1: zmqgen cannot bind this declaration; simplify it"},
	{"complex", sound + "int zmq_f(float _Complex a);\n", "h:2:5: zmq_f: a complex number; zmqgen cannot bind it, use a struct of two"},
	{"no type of 386", sound + "__int128 zmq_f(void);\n", "h:2:1: __int128 not supported on linux/386; correct the C"},
	{"long name", sound + "int zmq_" + strings.Repeat("a", 1000) + "(void);\n", "h:2:5: name is longer than 1000 characters; shorten it"},
	{"many parameters", sound + "int zmq_f(int" + strings.Repeat(", int", 127) + ");\n", "h:2:5: zmq_f: takes more than 127 parameters; zmqgen binds functions like libzmq's"},
	{"no type", sound + "int zmq_f(int int a);\n", "h:2:11: these words do not form a type; correct the C"},
	{"two names", sound + "#ifndef A B\n#endif\n", "h:2:1: #ifndef takes one name; correct the C"},
	{"sharp in a condition", sound + "#if defined A || B#C\n#endif\n", "h:2:19: condition makes no sense; correct the C"},
	{"variadic", sound + "int zmq_f(int, ...);\n", "h:2:5: zmq_f: takes a variable number of arguments; cgo cannot call it, declare fixed parameters"},
	{"body", sound + "int zmq_f(void) { return 1; }\n", "h:2:1: function with a body; declare it only, zmqgen binds what a library exports"},
	{"no constant", sound + "#define ZMQ_F 1.5\n", "h:2:9: macro ZMQ_F is not an integer or string constant; zmqgen cannot bind it, remove or rewrite it"},
	{"overflow", sound + "#define ZMQ_F 2147483647 + 1\n", "h:2:9: constant ZMQ_F overflows an int; give the number a suffix such as LL"},
	{"pointer", sound + "#define ZMQ_F ((void *)0)\n", "h:2:9: macro ZMQ_F is not an integer or string constant; zmqgen cannot bind it, remove or rewrite it"},
	{"bad suffix", sound + "#define ZMQ_F 1lul\n", "h:2:9: macro ZMQ_F is not an integer or string constant; zmqgen cannot bind it, remove or rewrite it"},
	{"stable only", sound + "#ifndef ZMQ_BUILD_DRAFT_API\n#endif\n", "h:2:1: this branch exists only without ZMQ_BUILD_DRAFT_API; declare the same with and without drafts"},
	{"vague draft", sound + "#if defined ZMQ_BUILD_DRAFT_API || X\n#endif\n", "h:2:1: condition on ZMQ_BUILD_DRAFT_API is too complex; use #ifdef ZMQ_BUILD_DRAFT_API"},
	{"one system", sound + "#ifdef _WIN32\nint zmq_x(void);\n#endif\n", "h:3:5: zmq_x is declared on windows/amd64 but not on linux/amd64; declare it everywhere"},
	{"other systems", sound + "#ifndef _WIN32\nint zmq_x(void);\n#endif\n", "h:3:5: zmq_x is not declared on windows/amd64; declare it everywhere"},
	{"value by target", sound + "#define ZMQ_S sizeof(void *)\n", "h:2:9: ZMQ_S has another value on linux/386; give it one value"},
	{"several", "int zmq_a(itn x);\nint zmq_b(int);\n#define A 1\n#define A 2\n", "h:1:11: unknown type itn; include the header that declares it, or declare it"},
	{"two", sound + "#endif\n#else\n", "h:2:1: #endif without #if; remove it or open a condition\nh:3:1: #else without #if; remove it or open a condition"},
}

func TestErrors(t *testing.T) {
	for _, test := range faults {
		t.Run(test.name, func(t *testing.T) {
			_, err := parser.Parse("h", []byte(test.src))
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			var single *parser.Error
			if !errors.As(err, &single) || single.Pos.File != "h" {
				t.Errorf("%v holds no parser.Error", err)
			}
		})
	}
}

func TestErrorsAreFew(t *testing.T) {
	_, err := parser.Parse("h", []byte(strings.Repeat("#endif\n", 1000)))
	var list parser.ErrorList
	if !errors.As(err, &list) || len(list) != 10 {
		t.Errorf("%d errors, want 10", len(list))
	}
}

func TestAccepted(t *testing.T) {
	for name, src := range map[string]string{
		"mark and CRLF":        "\xef\xbb\xbf#ifndef X\r\n#define X\r\n" + strings.ReplaceAll(sound, "\n", "\r\n") + "#endif\r\n",
		"no line end":          strings.TrimSpace(sound),
		"bytes in comment":     "/* \xff\xfe */ // \xff\n" + sound,
		"inactive include":     "#ifdef SOME_SYSTEM\n#include <some.h>\n#endif\n" + sound,
		"same macro twice":     sound + "#define ZMQ_A 1\n#define ZMQ_A  1\n",
		"stray semicolon":      ";" + sound + ";;\n",
		"continued lines":      "#define ZMQ_A \\\n 1\nint zmq_\\\nerrno(void);\n",
		"attribute":            "int zmq_errno(void) __attribute__((deprecated));\n",
		"decoration":           "#define ZMQ_OLD __attribute__((deprecated))\nint zmq_errno(void) ZMQ_OLD;\n",
		"C++ block":            "#if defined(__cplusplus)\nextern \"C\" {\n#endif\n" + sound + "#if defined(__cplusplus)\n}\n#endif\n",
		"long line":            "/*" + strings.Repeat("x", 1<<19) + "*/" + sound,
		"bool":                 "#include <stdbool.h>\nbool zmq_errno(bool b);\ntypedef bool zmq_fn(void *);\n",
		"types of systems":     "#include <sys/types.h>\nssize_t zmq_errno(pid_t p, size_t n);\n",
		"function type by ref": "typedef void zmq_fn(int);\nint zmq_call(zmq_fn *fn);\n",
	} {
		if _, err := parser.Parse("h", []byte(src)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
