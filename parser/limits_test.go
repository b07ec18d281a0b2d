package parser_test

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/parser"
)

// repeat builds a text from numbered lines.
func repeat(n int, format string) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, format, i, i+1)
	}
	return text.String()
}

// hostile inputs would cost the C parser minutes, all memory or the stack.
func hostile() map[string]string {
	deep := func(n int) string { return strings.Repeat("(", n) + "1" + strings.Repeat(")", n) }
	return map[string]string{
		"parentheses":          sound + "int x[" + deep(100_000) + "];\n",
		"allowed stars":        sound + "int zmq_x(int " + strings.Repeat("*", 4_000) + "p);\n",
		"allowed signs":        sound + "#define X " + strings.Repeat("- ", 4_000) + "1\n",
		"allowed casts":        sound + "#define X " + strings.Repeat("(int)", 1_300) + "1\n",
		"allowed braces":       sound + strings.Repeat("struct {", 190) + "int a;" + strings.Repeat("} x;", 190),
		"allowed parentheses":  sound + "#define P(x) " + deep(190) + "\n#define X P(P(P(1)))\n#if " + deep(190) + "\n#endif\n",
		"parentheses in macro": sound + "#define X " + deep(100_000) + "\n",
		"parentheses in #if":   sound + "#if " + deep(100_000) + "\n#endif\n",
		"braces":               sound + strings.Repeat("struct {", 100_000),
		"stars":                sound + "int zmq_x(" + strings.Repeat("*", 500_000) + ");\n",
		"signs":                sound + "#define X " + strings.Repeat("- ", 400_000) + "1\n",
		"casts":                sound + "int x[" + strings.Repeat("(int)", 100_000) + "1];\n",
		"doubling":             sound + "#define A0 x x\n" + repeat(60, "#define A%[2]d A%[1]d A%[1]d\n") + "int A60;\n",
		"unused doubling":      sound + "#define A0 1 + 1\n" + repeat(60, "#define A%[2]d A%[1]d + A%[1]d\n"),
		"nested calls":         sound + "#define P(x) ((x) + (x))\nint x[" + strings.Repeat("P(", 100) + "1" + strings.Repeat(")", 100) + "];\n",
		"self":                 sound + "#define foo foo foo\n",
		"each other":           sound + "#define a b b\n#define b a a\nint a;\n",
		"clique":               sound + repeat(20, "#define M%[1]d M1 M2 M3 M4 M5 M6 M7 M8 M9 M10 M11 M12\n"),
		"chain":                sound + "#define A0 1\n" + repeat(9_000, "#define A%[2]d (A%[1]d)\n"),
		"higher order":         sound + "#define D(x) x x\n#define T(f, x) f(f(f(x)))\nint T(D, y);\n",
		"pasting":              sound + "#define C(a, b) a##b\n#define X C(C, C)\nint X;\n",
		"many macros":          sound + repeat(45_000, "#define ZMQ_A%[1]d %[1]d\n"),
		"one macro":            sound + strings.Repeat("#define ZMQ_A 1\n", 60_000),
		"many branches":        "#if 1\n" + strings.Repeat("#elif 1\n", 100_000) + "#endif\n" + sound,
		"nested conditions":    strings.Repeat("#if 1\n", 60_000) + sound + strings.Repeat("#endif\n", 60_000),
		"many fields":          sound + "struct s {\n" + repeat(60_000, "int f%[1]d;\n") + "};\n",
		"many parameters":      sound + "int zmq_f(int" + strings.Repeat(", int", 100_000) + ");\n",
		"typedefs of typedefs": sound + "typedef int t0;\n" + repeat(20_000, "typedef t%d *t%d;\n"),
		"structs of structs":   sound + "struct s0 { int a; };\n" + repeat(10_000, "struct s%[2]d { struct s%[1]d a, b; };\n"),
		"same prototype":       strings.Repeat(sound, 45_000),
		"semicolons":           sound + strings.Repeat(";", 1_000_000),
		"continued lines":      sound + strings.Repeat("\\\n", 500_000),
		"errors":               sound + strings.Repeat("@", 1_000_000),
		"wrong endifs":         sound + strings.Repeat("#endif\n", 100_000),
		"inclusions":           strings.Repeat("#include <stdint.h>\n", 50_000) + sound,
		"one long word":        sound + "int " + strings.Repeat("a", 1_000_000) + ";\n",
		"attributes":           sound + "int zmq_x(void) " + strings.Repeat("__attribute__((a)) ", 50_000) + ";\n",
		"too large":            strings.Repeat(" ", 5<<20),
		"long conditions":      sound + repeat(2_000, "#if "+strings.Repeat("defined A%[1]d || ", 60)+"1\n#endif\n"),
		"function types":       sound + "typedef void f0(int);\n" + repeat(4_000, "typedef void f%[2]d(f%[1]d *, f%[1]d *);\n"),
		"pointers in typedefs": sound + repeat(9, "typedef int "+strings.Repeat("*", 4_000)+"t%[1]d;\n"),
		"blank lines":          sound + strings.Repeat("\n", 1_000_000),
		"comments":             sound + strings.Repeat("// a\n", 200_000),
		"spliced word":         "int zmq_" + strings.Repeat("\\\n", 500_000) + "x(void);\n",
		"prototypes":           repeat(3_000, "int zmq_f%[1]d(void *socket, const char *name);\n"),
		"expressions":          sound + repeat(9, "struct s%[1]d { int a["+strings.Repeat("1 ? ", 1_000)+"1"+strings.Repeat(" : 1", 1_000)+"]; };\n"),
		"arrays of arrays":     sound + repeat(9, "struct s%[1]d { int a"+strings.Repeat("[1]", 1_300)+"; };\n"),
		"many systems": sound + "#if defined __APPLE__ || __aarch64__ || __FreeBSD__ || __x86_64__\n#endif\ntypedef double d;\n#define A 'a'\n" +
			repeat(2_000, "typedef struct s%[1]d { d a; } s%[1]d;\n"),
	}
}

// TestTooLarge checks the limits of size.
func TestTooLarge(t *testing.T) {
	for name, test := range map[string]struct{ src, want string }{
		"bytes":   {sound + strings.Repeat(" ", 1<<20), "h:1:1: 1048597 bytes; a header may have 1048576 at most"},
		"words":   {strings.Repeat(sound, 10_000), "h:6667:19: more than 40000 tokens; zmqgen reads a header like zmq.h"},
		"systems": {hostile()["many systems"], "h:1457:22: more than 14545 tokens that 11 kinds of systems may read differently; zmqgen reads a header like zmq.h"},
	} {
		if _, err := parser.Parse("h", []byte(test.src)); err == nil || err.Error() != test.want {
			t.Errorf("%s: got %v, want %s", name, err, test.want)
		}
	}
}

// TestHostile bounds the time and memory of every hostile input. An idle machine takes less than a
// second for each; the bound of time leaves room for a busy one under the race detector.
func TestHostile(t *testing.T) {
	for name, src := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			start := time.Now()
			_, err := parser.Parse("h", []byte(src))
			taken := time.Since(start)
			runtime.ReadMemStats(&after)
			if taken > 20*time.Second {
				t.Errorf("took %v (%v)", taken, err)
			}
			if grown := int64(after.Sys) - int64(before.Sys); grown > 256<<20 {
				t.Errorf("took %d MB (%v)", grown>>20, err)
			}
			t.Logf("%v, %d MB allocated, %d MB of system memory: %.200v", taken, (after.TotalAlloc-before.TotalAlloc)>>20, after.Sys>>20, err)
		})
	}
}

var conditionals = regexp.MustCompile(`(?m)^#(if|ifdef|ifndef|else|elif|endif|include|undef)\b.*$`)

// TestTruncated cuts the pinned header at every byte, once as it is and once without conditions,
// which lets more of the cuts reach the C parser. No cut may panic or hang.
func TestTruncated(t *testing.T) {
	if testing.Short() {
		t.Skip("long")
	}
	whole := string(pinned(t))
	plain := "#include <stdint.h>\n#include <stddef.h>\ntypedef int SOCKET;\n" + conditionals.ReplaceAllString(whole, "")
	for name, src := range map[string]string{"whole": whole, "plain": plain} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for cut := range src {
				start := time.Now()
				_, err := parser.Parse("h", []byte(src[:cut]))
				if name == "whole" && err == nil && cut < len(strings.TrimSpace(src))-40 {
					t.Fatalf("cut at %d is taken for a header", cut)
				}
				if err != nil && strings.Contains(err.Error(), "<") && strings.Contains(err.Error(), ">:") {
					t.Fatalf("cut at %d: %v", cut, err)
				}
				if taken := time.Since(start); taken > 30*time.Second {
					t.Fatalf("cut at %d took %v", cut, taken)
				}
			}
		})
	}
}

// TestGarbled changes single bytes of the pinned header. No change may panic or hang.
func TestGarbled(t *testing.T) {
	src := pinned(t)
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		garbled := []byte(string(src))
		garbled[random.IntN(len(garbled))] = "(){};#*\\\"/,x0 \n"[random.IntN(15)]
		if _, err := parser.Parse("h", garbled); err != nil && !strings.HasPrefix(err.Error(), "h:") {
			t.Fatal(err)
		}
	}
}
