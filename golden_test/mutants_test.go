package golden_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// additions are lines that a header may gain, and that once made a package that did not compile.
var additions = []string{
	"int zmq_x(void *a, int a_, int a__);", "int zmq_x(void *s, int s_, int err, int C, int rc);", "int zmq_x(void *s, int len, int string, int nil);",
	"int zmq_x(int range, int _range, int func);", "int zmq_x(int _, int __);", "int zmq_x(int c, int lib, int call);",
	"int zmq_x(void *s, int b, int d, int e, int f, int g, int h);", "int zmq_x(uint64_t a, uint64_t b, uint64_t d, uint64_t e);", "int zmq_x(void *s, int b, int d, int e, char *f);", "int zmq_x(void *s_, void *s);", "int zmq_x(void *socket, char *unsafe, size_t runtime);",
	"#define ZMQ_C 7", "#define ZMQ_SOCKET 7", "#define ZMQ_MESSAGE 7", "#define ZMQ_ERRNO 7", "#define ZMQ_INIT 7", "#define ZMQ_LEAST_VERSION 7", "#define ZMQ_STRING \"x\"",
	"#define ZMQ_FOO 0", "#define ZMQ_BAR 0xffffffffffffffff", "#define ZMQ_ERROR (-1)", "#define ZMQ_Z85_ENCODE 1", "#define ZMQ_CTX_C 1", "#define ZMQ_EVENT_C 0x100000",
	"#define ZMQ_OPT_FD 3", "#define ZMQ_EAGAIN 3", "#define ZMQ_ 3", "#define ZMQ__ 3", "#define ZMQ_1 3", "#define ZMQ_go 3", "#define zmq_lower 3", "#define EZMQ 3", "#define ZMQ_EVENT_ 3",
	"int zmq_socket_(void *s);", "int zmq_sock(void *s, int type);", "int zmq_msg_close_(zmq_msg_t *m);", "int zmq_socket_close(void *s);", "int zmq_ctx_close(void *c);",
	"void *zmq_x(void);", "char *zmq_x(char *a, const char *b);", "const char *zmq_x(int a);", "unsigned long zmq_x(unsigned long a);", "void zmq_x(void **p);",
	"int zmq_x(double d);", "float zmq_x(void);", "_Bool zmq_x(_Bool b);", "long double zmq_x(void);", "__int128 zmq_x(void);", "zmq_msg_t zmq_x(zmq_msg_t m);", "int zmq_x(struct undeclared *u);",
	"int zmq_x(void *s, const void *buf, size_t len, int flags);", "int zmq_x(zmq_free_fn *f);", "int zmq_x(int a[4]);", "int zmq_x(const int *a, size_t n);", "int zmq_x(volatile int *a);",
	"typedef int zmq_int_t; int zmq_x(zmq_int_t a);", "typedef struct zmq_q { int range; int func; void *p; } zmq_q; int zmq_x(zmq_q *q);", "typedef struct { int type; } zmq_anon; int zmq_x(zmq_anon a);",
	"typedef struct zmq_only zmq_only;", "struct zmq_plain { char c; long long l; };", "typedef unsigned char zmq_bytes[16]; int zmq_x(zmq_bytes b);", "typedef int zmq_fn_t(int); int zmq_x(zmq_fn_t *f);",
	"#ifdef ZMQ_BUILD_DRAFT_API\n#define ZMQ_DRAFTY 3\nint zmq_drafty(void *s);\ntypedef struct zmq_d { int a; } zmq_d;\n#endif",
	"#define ZMQ_RELAXED_NOT_SO -1\n#define ZMQ_EVENT_NEGATIVE -1\n#define ZMQ_GSSAPI_NT_FAR 0x7fffffff\n#define ZMQ_GSSAPI_NT_NEGATIVE -5",
	"#define ZMQ_MACRO(x) ((x) + 1)", "int ZMQ_UPPER(void);", "int other(void);", "int zmq_(void);", "int zmq__x(void);", "int zmq_1(void);", "int zmq_type(void);", "int zmq_string(void *s);",
}

// TestAdditions generates a package for the pinned header with one more line each. Packages that are accepted
// compile.
func TestAdditions(t *testing.T) {
	whole := string(pinnedHeader(t, newestRelease))
	at := strings.LastIndex(whole, "#undef ZMQ_EXPORT")
	for _, addition := range additions {
		t.Run(addition, func(t *testing.T) {
			t.Parallel()
			checkMutant(t, whole[:at]+addition+"\n"+whole[at:])
		})
	}
}

var (
	defineLine = regexp.MustCompile(`(?m)^#define \w+.*\n`)
	prototype  = regexp.MustCompile(`(?m)^ZMQ_EXPORT [^;]*;\n`)
	number     = regexp.MustCompile(`(?m)^(#define \w+ )(\d+)$`)
	parameter  = regexp.MustCompile(`\b(\w+)(,|\);)`)
	constName  = regexp.MustCompile(`(?m)^#define (ZMQ_\w+) `)
	typeWord   = regexp.MustCompile(`\b(int|size_t|void \*|const char \*|char \*|long|short|void)`)
)

// mutations each change a header in one place that a random number chooses.
var mutations = []func(random *rand.Rand, src string) string{
	func(r *rand.Rand, src string) string {
		return replaceOne(r, src, defineLine, func(string) string { return "" })
	},
	func(r *rand.Rand, src string) string {
		return replaceOne(r, src, prototype, func(string) string { return "" })
	},
	func(r *rand.Rand, src string) string {
		return replaceOne(r, src, defineLine, func(s string) string { return s + s })
	},
	func(r *rand.Rand, src string) string {
		values := []string{"0", "1", "-1", "7", "0x10u", "65536", "0x7fffffff", "0x80000000", "'a'", "\"x\"", "(1 << 3)", "ZMQ_PUB", "", "017", "1L"}
		return replaceOne(r, src, number, func(s string) string {
			return number.ReplaceAllString(s, "${1}") + values[r.IntN(len(values))]
		})
	},
	func(r *rand.Rand, src string) string {
		names := []string{"a", "a_", "s", "s_", "C", "type", "func", "len", "err", "string", "int", "_", "size", "msg", "ctx"}
		return replaceOne(r, src, parameter, func(s string) string { return names[r.IntN(len(names))] + s[strings.IndexAny(s, ",)"):] })
	},
	func(r *rand.Rand, src string) string {
		names := []string{"C", "FOO", "SOCKET", "EVENT_NEW", "PUB_", "MSG_NEW", "SND", "init", "STRING"}
		return replaceOne(r, src, constName, func(string) string { return "#define ZMQ_" + names[r.IntN(len(names))] + " " })
	},
	func(r *rand.Rand, src string) string {
		types := []string{"int", "size_t", "void *", "const char *", "long", "short", "unsigned", "double", "uint8_t", "bool", "_Bool", "void **", "zmq_msg_t *", "long long", "char"}
		return replaceOne(r, src, typeWord, func(string) string { return types[r.IntN(len(types))] })
	},
	func(r *rand.Rand, src string) string {
		at := r.IntN(len(src))
		return src[:at] + string("(){};#*\\\"/,x0 \n_"[r.IntN(16)]) + src[at+1:]
	},
	func(r *rand.Rand, src string) string {
		from, size := r.IntN(len(src)), r.IntN(200)
		return src[:from] + src[min(from+size, len(src)):]
	},
}

// replaceOne replaces one match of a pattern.
func replaceOne(random *rand.Rand, src string, pattern *regexp.Regexp, by func(string) string) string {
	matches := pattern.FindAllStringIndex(src, -1)
	if len(matches) == 0 {
		return src
	}
	m := matches[random.IntN(len(matches))]
	return src[:m[0]] + by(src[m[0]:m[1]]) + src[m[1]:]
}

// TestMutants changes the pinned headers at random, the same way each time. A soak runs for as long as it is
// told, from another seed, which it prints.
func TestMutants(t *testing.T) {
	seed, rounds, until := uint64(1), 24, time.Now()
	if soak() {
		seed, rounds = uint64(time.Now().UnixNano()), 1
		until = until.Add(soakTime(t))
		t.Logf("seed %d", seed)
	}
	random := rand.New(rand.NewPCG(seed, 2))
	taken := 0
	for i := 0; i < rounds || time.Now().Before(until); i++ {
		src := string(pinnedHeader(t, releases[i%len(releases)]))
		for range 1 + random.IntN(3) {
			src = mutations[random.IntN(len(mutations))](random, src)
		}
		if checkMutant(t, src) {
			taken++
		}
		if t.Failed() {
			t.Fatalf("round %d", i)
		}
	}
	t.Logf("%d were taken", taken)
}

// TestMissingSymbols leaves out each symbol of the pinned headers. TestHeaderLacksSymbol has some of them.
func TestMissingSymbols(t *testing.T) {
	if !soak() {
		t.Skip("long; set ZMQGEN_SOAK")
	}
	for _, release := range []string{oldestRelease, newestRelease} {
		src := string(pinnedHeader(t, release))
		found := slices.Concat(defineLine.FindAllStringIndex(src, -1), prototype.FindAllStringIndex(src, -1))
		for i := 0; i < len(found); i++ {
			left := src[found[i][0]:found[i][1]]
			if strings.Contains(left, "_H_INCLUDED__") {
				continue // a header must allow to be included twice
			}
			t.Run(strings.Join(strings.Fields(left), " "), func(t *testing.T) {
				t.Parallel()
				checkMutant(t, src[:found[i][0]]+src[found[i][1]:])
			})
		}
	}
}

// soakTime is the time in ZMQGEN_SOAK, or a minute.
func soakTime(t *testing.T) time.Duration {
	if d, err := time.ParseDuration(os.Getenv("ZMQGEN_SOAK")); err == nil {
		return d
	}
	return time.Minute
}

// checkMutant generates a package for a header. If it is refused, it must be for something in it; if it is
// accepted, the package must pass the type checker, and its C the C compiler.
func checkMutant(t *testing.T, src string) (taken bool) {
	t.Helper()
	start := time.Now()
	result, err := pipeline.Generate(pipeline.Options{HeaderName: "zmq.h", Header: []byte(src)})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v\n%s", took, src)
	}
	if err != nil {
		if !strings.HasPrefix(err.Error(), "zmq.h:") || strings.Contains(err.Error(), "gave up") {
			t.Errorf("refused without a place: %v\n%s", err, changed(t, src))
		}
		return false
	}
	dir := t.TempDir()
	for _, file := range result.Files {
		if err := os.WriteFile(filepath.Join(dir, file.Name), file.Content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	targets := []target{{"linux", "386"}}
	if soak() {
		targets = append(targets, target{"windows", "amd64"})
	}
	for _, target := range targets {
		for _, tags := range [][]string{nil, {"zmq_draft"}, {"zmq_dlopen", "zmq_draft"}} {
			for _, err := range target.check(t, dir, "", tags...) {
				t.Errorf("%s %v: %v\n%s", target, tags, err, changed(t, src))
			}
		}
	}
	checkC(t, dir, src)
	return true
}

// changed returns the lines of a header that no pinned one has.
func changed(t *testing.T, src string) string {
	known := map[string]bool{}
	for _, release := range releases {
		for line := range strings.Lines(string(pinnedHeader(t, release))) {
			known[line] = true
		}
	}
	var lines []string
	for line := range strings.Lines(src) {
		if !known[line] {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

var cgoTypes = regexp.MustCompile(`^(u?char|schar|u?short|u?int|u?long|u?longlong|float|double|CString|GoString|GoStringN|GoBytes|CBytes|malloc)$`)

// checkC compiles the C of a package, and asks the compiler for each C name that its Go uses.
func checkC(t *testing.T, dir, src string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, "zmq.h"), []byte(src), 0o666); err != nil {
		t.Fatal(err)
	}
	builds := [][]string{{"zmq_draft"}}
	if soak() {
		builds = append(builds, nil)
	}
	for _, tags := range builds {
		program := "#include \"abi.h\"\n#include \"bridge.h\"\n"
		arguments := []string{"-w", "-fsyntax-only", "-x", "c", "-I", dir, "-"}
		if tags != nil {
			arguments = append([]string{"-DZMQ_BUILD_DRAFT_API"}, arguments...)
		}
		for i, name := range slices.Sorted(maps.Keys(namesOfC(t, dir, tags))) {
			if size, ok := strings.CutPrefix(name, "sizeof_"); ok {
				name = size
			}
			if !cgoTypes.MatchString(name) {
				program += fmt.Sprintf("__typeof__(%s) *used%d;\n", strings.Replace(name, "struct_", "struct ", 1), i)
			}
		}
		cmd := exec.Command("cc", arguments...)
		cmd.Stdin = strings.NewReader(program)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("cc %v: %v\n%s\n%s", tags, err, out, changed(t, src))
		}
	}
}

// namesOfC returns the names after "C." in the Go files of a build.
func namesOfC(t *testing.T, dir string, tags []string) map[string]bool {
	t.Helper()
	names := map[string]bool{}
	files, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if base := filepath.Base(name); strings.HasSuffix(base, "_windows.go") || tags == nil && strings.HasPrefix(base, "draft") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if selector, ok := n.(*ast.SelectorExpr); ok {
				if x, ok := selector.X.(*ast.Ident); ok && x.Name == "C" {
					names[selector.Sel.Name] = true
				}
			}
			return true
		})
	}
	return names
}
