//go:build unix

package golden_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zmqgen/zmqgen/headers"
)

// versionMacros begins a header in which nothing is wrong.
const versionMacros = "#define ZMQ_VERSION_MAJOR 4\n#define ZMQ_VERSION_MINOR 2\n#define ZMQ_VERSION_PATCH 0\n"

// sound is such a header; the table adds something to it.
const sound = versionMacros + "int zmq_errno (void);\n"

// badHeader is a header that causes an error at a place or, if place is "", is accepted after a complete zmq.h.
type badHeader struct {
	name, text string
	place      string // "line:column", or "*" for any
	says       string // part of the message
}

var badHeaders = []badHeader{
	{"empty", "", "1:1", "empty"},
	{"blank", " \n\n", "1:1", "empty"},
	{"binary", "\x7fELF\x02\x01\x01\x00\x00\x00", "*", "; "},
	{"NUL byte", sound + "int\x00 x;\n", "5:4", "NUL"},
	{"NUL byte in a comment", sound + "/* \x00 */\n", "*", "NUL"},
	{"invalid UTF-8", sound + "int \xff;\n", "5:5", "UTF-8"},
	{"invalid UTF-8 in a comment", sound + "/* \xff\xfe */ // \x80\n", "", ""},
	{"no version", "int zmq_errno (void);\n", "1:1", "release"},
	{"not a zmq.h", "#include <stdio.h>\nint main(void);\n", "1:1", "zmq.h"},
	{"prose", "Dear compiler,\nthis is no C.\n", "*", "; "},
	{"HTML", "<!doctype html>\n<title>404</title>\n", "*", "; "},
	{"zmq.h of 2.x", header2, "*", "2.1.11"},
	{"zmq.h of 3.x", header3, "*", "3.2.5"},

	{"open #if", sound + "#if 1\n", "5:1", "never closed"},
	{"#endif too many", sound + "#endif\n", "5:1", "without #if"},
	{"#else twice", sound + "#if 1\n#else\n#else\n#endif\n", "7:1", "#else"},
	{"#error", sound + "#error not for you\n", "5:1", "not for you"},
	{"three ampersands", "#if&&&0\n#endif\n" + sound, "1:4", "condition makes no sense"},
	{"unknown directive", sound + "#frobnicate\n", "5:1", "; "},
	{"unknown include", sound + "#include <frobnicate.h>\n", "5:1", "frobnicate.h"},
	{"includes itself", "#include \"bad.h\"\n" + sound, "1:1", "bad.h"},
	{"includes a device", "#include \"/dev/zero\"\n" + sound, "1:1", "/dev/zero"},
	{"includes by a macro", sound + "#define H <stddef.h>\n#include H\n", "6:1", "; "},
	{"redefinition", sound + "#define ZMQ_A 1\n#define ZMQ_A 2\n", "6:9", "ZMQ_A"},
	{"open comment", sound + "/* without an end", "5:1", "comment"},
	{"open string", sound + "#define ZMQ_A \"abc\n", "5:15", "literal"},
	{"syntax error", sound + "int zmq_x(itn a);\n", "5:11", "unknown type itn"},
	{"unfinished pointer", sound + "int f(int *", "5:6", "never closed"},
	{"unfinished type", sound + "int *", "5:6", "not finished"},
	{"unfinished macro", sound + "#define ZMQ_A(", "*", "; "},
	{"lone backslash", sound + "\\", "*", "; "},

	{"nested parentheses", sound + "int x[" + strings.Repeat("(", 100_000) + "1" + strings.Repeat(")", 100_000) + "];\n", "*", "; "},
	{"nested braces", sound + strings.Repeat("struct {", 100_000), "*", "; "},
	{"nested brackets", sound + "int x" + strings.Repeat("[", 100_000), "*", "; "},
	{"nested conditions", strings.Repeat("#if 1\n", 60_000) + sound + strings.Repeat("#endif\n", 60_000), "*", "; "},
	{"stars", sound + "int zmq_x(" + strings.Repeat("*", 500_000) + ");\n", "*", "; "},
	{"macro of itself", sound + "#define ZMQ_A ZMQ_A\n", "5:9", "ZMQ_A"},
	{"macros of each other", sound + "#define ZMQ_A ZMQ_B\n#define ZMQ_B ZMQ_A\n", "5:9", "ZMQ_A"},
	{"exponential macros", sound + "#define A0 x x\n" + numbered(60, "#define A%[2]d A%[1]d A%[1]d\n") + "int A60;\n", "*", "; "},
	{"exponential macros, unused", sound + "#define ZMQ_A0 1\n" + numbered(60, "#define ZMQ_A%[2]d (ZMQ_A%[1]d + ZMQ_A%[1]d)\n"), "*", "; "},
	{"many macros", sound + numbered(45_000, "#define ZMQ_A%[1]d %[1]d\n"), "*", "; "},
	{"one macro repeated", sound + "#define ZMQ_A \\\n" + strings.Repeat("1 + \\\n", 150_000) + "1\n", "*", "; "},
	{"many parameters", sound + "int zmq_f(int" + strings.Repeat(", int", 100_000) + ");\n", "*", "; "},
	{"long name", sound + "int zmq_" + strings.Repeat("a", 900_000) + "(void);\n", "5:5", "longer than 1000"},
	{"long line", sound + "/*" + strings.Repeat("x", 1<<19) + "*/\n", "", ""},
	{"many errors", sound + strings.Repeat("@", 1_000_000), "*", "; "},

	{"value out of range", sound + "#define ZMQ_EVENT_A 0x80000000\n", "5:9", "does not fit the 32 bits of Event"},
	{"error number of the system", sound + "#define ETIMEDOUT 7\n", "5:9", "#ifndef ETIMEDOUT"},
	{"value far out of range", sound + "#define ZMQ_A 99999999999999999999999999\n", "*", "; "},
	{"division by zero", sound + "#define ZMQ_A (1 / 0)\n", "5:9", "ZMQ_A"},
	{"array of negative size", sound + "typedef struct { int a[-1]; } zmq_s;\n", "*", "; "},
	{"huge array", sound + "typedef struct { int a[9223372036854775807]; } zmq_s;\n", "*", "; "},
	{"release out of range", "#define ZMQ_VERSION_MAJOR -4\n#define ZMQ_VERSION_MINOR 999999999\n#define ZMQ_VERSION_PATCH 0\nint zmq_errno(void);\n", "*", "; "},
	{"names that are keywords", sound + "int zmq_range (void *s, int func, int type);\n#define ZMQ_go 1\n", "", ""},
	{"code in a string", sound + "#define ZMQ_A \"*/ import \\\"os\\\"; func init() { os.Exit(0) } /*\"\n", "", ""},
	{"code in a comment", sound + "/* `\n*/ /* \"; */ // */ import \"os\"\n", "", ""},
	{"code in a name", sound + "int zmq_`id`(void);\n", "*", "; "},
}

// header2 and header3 state a little of what older releases declare.
const (
	header2 = "#define ZMQ_VERSION_MAJOR 2\n#define ZMQ_VERSION_MINOR 1\n#define ZMQ_VERSION_PATCH 11\n" +
		"void *zmq_init (int io_threads);\nint zmq_send (void *s, void *msg, int flags);\nint zmq_recv (void *s, void *msg, int flags);\n"
	header3 = "#define ZMQ_VERSION_MAJOR 3\n#define ZMQ_VERSION_MINOR 2\n#define ZMQ_VERSION_PATCH 5\n" +
		"void *zmq_ctx_new (void);\nint zmq_send (void *s, const void *buf, int len, int flags);\n"
)

// numbered builds a text of lines that contain a number and the next one.
func numbered(n int, format string) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, format, i, i+1)
	}
	return text.String()
}

// TestBadHeader gives the program each bad header. It reports where and what the error is, soon ends with exit code
// 2, and leaves the existing package alone.
func TestBadHeader(t *testing.T) {
	t.Parallel()
	program := build(t, module+"/cmd/zmqgen")
	for _, bad := range badHeaders {
		t.Run(bad.name, func(t *testing.T) {
			tree := existing(t, program)
			out, text := "zmq", bad.text
			if bad.place == "" {
				out, text = "other", string(pinnedHeader(t, oldestRelease))+strings.TrimPrefix(bad.text, sound)
			}
			if err := os.WriteFile(filepath.Join(tree, "bad.h"), []byte(text), 0o666); err != nil {
				t.Fatal(err)
			}
			before := snapshot(t, tree)
			ended := execute(t, tree, program, "generate", "--quiet", "--header", "bad.h", "--out", out)
			ended.cheap(t)
			if bad.place == "" {
				ended.want(t, 0, "")
				return
			}
			place := strings.ReplaceAll(regexp.QuoteMeta(bad.place), `\*`, `\d+:\d+`)
			ended.want(t, 2, `^zmqgen: bad\.h:`+place+": .*"+regexp.QuoteMeta(bad.says))
			ended.calm(t)
			if after := snapshot(t, tree); after != before {
				t.Errorf("something changed on disk:\n%.1000s", diff.Diff("before", []byte(before), "after", []byte(after)))
			}
		})
	}
}

// TestCutHeader cuts the pinned header at many of its bytes. Package parser cuts it at each.
func TestCutHeader(t *testing.T) {
	t.Parallel()
	program := build(t, module+"/cmd/zmqgen")
	pinned, err := headers.Open(oldestRelease)
	if err != nil {
		t.Fatal(err)
	}
	tree := existing(t, program)
	before := snapshot(t, filepath.Join(tree, "zmq"))
	whole := len(bytes.TrimSpace(pinned.Content)) - 40 // after the last #endif there is at most a comment
	for cut := 0; cut < whole; cut += 211 {
		if err := os.WriteFile(filepath.Join(tree, "bad.h"), pinned.Content[:cut], 0o666); err != nil {
			t.Fatal(err)
		}
		ended := execute(t, tree, program, "generate", "--quiet", "--header", "bad.h", "--out", "zmq")
		ended.want(t, 2, `^zmqgen: bad\.h:\d+:\d+: `)
		ended.calm(t)
	}
	if after := snapshot(t, filepath.Join(tree, "zmq")); after != before {
		t.Error("something changed on disk")
	}
}

// TestBadFile gives the program files that it cannot read.
func TestBadFile(t *testing.T) {
	t.Parallel()
	program := build(t, module+"/cmd/zmqgen")
	tree := existing(t, program)
	large := filepath.Join(tree, "large.h")
	if err := os.WriteFile(large, []byte("/*"+strings.Repeat("x", 10<<20)+"*/\n"+sound), 0o666); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(tree, "closed.h"), []byte(sound), 0); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mkfifo(filepath.Join(tree, "unused"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := snapshot(t, tree)
	for _, test := range []struct{ name, says string }{
		{"missing.h", "no such file or directory; "},
		{".", "is a directory; "},
		{"large.h", "; "},
		{"closed.h", "permission denied; make the file readable"},
		{"large.h/zmq.h", "not a directory"},
		{strings.Repeat("x", 5000), "file name too long"},
		{"/dev/null", "empty"},
		{"/dev/zero", "more than 16 MiB"},
	} {
		t.Run(test.name[:min(len(test.name), 20)], func(t *testing.T) {
			if test.name == "closed.h" && os.Geteuid() == 0 {
				t.Skip("SKIPPED: root may read everything")
			}
			for _, command := range [][]string{
				{"generate", "--quiet", "--out", "zmq", "--header"},
				{"check", "zmq", "--header"},
				{"inspect"},
				{"symbols"},
				{"fingerprint"},
				{"apidiff", oldestRelease},
			} {
				if command[0] == "check" && (test.name == "large.h" || test.name == "/dev/null") {
					continue // it reads the file, and does not parse a header that the package was not generated from
				}
				if command[0] == "symbols" && !strings.ContainsAny(test.name, "./") {
					continue // it looks for symbols of that name
				}
				ended := execute(t, tree, program, append(command, test.name)...)
				ended.cheap(t)
				ended.want(t, 2, regexp.QuoteMeta(test.says))
				ended.calm(t)
			}
		})
	}
	if after := snapshot(t, tree); after != before {
		t.Errorf("something changed on disk:\n%.1000s", diff.Diff("before", []byte(before), "after", []byte(after)))
	}
}

// TestBadDirectory gives the program output directories that it cannot or must not use.
func TestBadDirectory(t *testing.T) {
	t.Parallel()
	program := build(t, module+"/cmd/zmqgen")
	tree := existing(t, program)
	if err := os.WriteFile(filepath.Join(tree, "file"), []byte("text"), 0o666); err != nil {
		t.Fatal(err)
	}
	for link, to := range map[string]string{"dangling": "nowhere", "loop": "loop"} {
		if err := os.Symlink(to, filepath.Join(tree, link)); err != nil {
			t.Fatal(err)
		}
	}
	before := snapshot(t, tree)
	for _, test := range []struct{ out, says string }{
		{"file", "file is a file"},
		{"file/zmq", "; "},
		{"dangling", "nowhere"},
		{"loop", "; "},
		{"/proc/zmq", "/proc"},
		{"/dev/null", "is a file"},
		{strings.Repeat("x/", 3000), "; "},
		{"/", "root of the file system; "},
	} {
		ended := execute(t, tree, program, "generate", "--quiet", "--out", test.out)
		ended.want(t, 2, regexp.QuoteMeta(test.says))
		ended.calm(t)
	}
	for _, name := range []string{"func", "9", "a-b", "a b", "", "_", "main", "x\ny", "é/..", "init()"} {
		execute(t, tree, program, "generate", "--out", "zmq", "--package", name).want(t, 2, "^zmqgen: --package .*; ")
	}
	if after := snapshot(t, tree); after != before {
		t.Errorf("something changed on disk:\n%.1000s", diff.Diff("before", []byte(before), "after", []byte(after)))
	}
}

// TestKilled kills the program at any moment while it replaces one package with another. The next run works,
// whatever it finds, and leaves nothing behind.
func TestKilled(t *testing.T) {
	program := build(t, module+"/cmd/zmqgen")
	out := filepath.Join(t.TempDir(), "zmq")
	whole := map[string]string{}
	for _, name := range []string{"one", "two"} {
		execute(t, t.TempDir(), program, "generate", "--out", out, "--package", name).want(t, 0, "")
		whole[name] = contents(t, out)
	}
	for i := range 60 {
		cmd := exec.Command(program, "generate", "--out", out, "--package", []string{"one", "two"}[i%2])
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(rand.N(60 * time.Millisecond))
		_ = cmd.Process.Kill() // it may have ended
		_ = cmd.Wait()
		if i%6 > 0 {
			continue // the next one to be killed is the next run
		}
		execute(t, t.TempDir(), program, "generate", "--out", out, "--package", "one").want(t, 0, "")
		if contents(t, out) != whole["one"] {
			t.Fatal("the directory does not hold the package")
		}
	}
}

// existing returns a directory with a generated package in zmq.
func existing(t *testing.T, program string) string {
	t.Helper()
	tree := t.TempDir()
	execute(t, tree, program, "generate", "-q", "--out", "zmq").want(t, 0, "")
	return tree
}

// pinnedHeader returns the header of a release.
func pinnedHeader(t *testing.T, release string) []byte {
	t.Helper()
	pinned, err := headers.Open(release)
	if err != nil {
		t.Fatal(err)
	}
	return pinned.Content
}
