package parser_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// expressions are the forms of integers that C has. TestIntegers asks the C compiler what each is.
var expressions = []string{
	"0x10u", "0X1F", "0x1fUL", "017", "017u", "0", "00", "0u", "0b101", "0B101u", "0b11ULL", "10L", "10l", "10ll", "10LL",
	"10uL", "10Lu", "10LLu", "10ull", "10ULL", "10lU", "0x7fffffff", "0x80000000", "4294967295", "-2147483648", "-2147483647-1",
	"0xffffffffffffffff", "0xFFFFFFFFFFFFFFFFull", "18446744073709551615u", "9223372036854775807", "-9223372036854775807LL-1",
	"'a'", `'\n'`, `'\x41'`, `'\0'`, `'\101'`, `'\\'`, `'\''`, `'"'`, `'\?'`, `'\a'`, "'ab'", "'abcd'", "L'a'", `L'\u00e9'`, "u'a'", "U'a'",
	"(5)", "((0x5))", "(+5)", "(-5)", "~0", "~0u", "~0ull", "!5", "!0", "(int)5", "((unsigned)1)", "(unsigned char)300",
	"(short)70000", "(long)5", "(uint8_t)257", "(size_t)5", "-1u", "1u-2u", "1 + 2 * 3", "-7 / 2", "-7 % 3", "1u << 31", "1 << 30",
	"1ull << 63", "-8 >> 1", "5 ^ 3", "5 && 0", "5 || 0", "1 < 2", "1 != 1", "1 ? 2 : 3", "0x1 ? 2 : 3", "sizeof(int)", "(1, 2)",
	"0x10 + 1", "0x10u | 1", "ZMQ_A | ZMQ_B", "(ZMQ_A << 3)", "-ZMQ_A", "'a' + 1", "ZMQ_MAKE(1, 2)", "UINT32_MAX", "INT_MAX",
}

func TestIntegers(t *testing.T) {
	var header, program strings.Builder
	header.WriteString("#include <stdint.h>\n#include <limits.h>\n#include <stddef.h>\n#define ZMQ_A 1\n#define ZMQ_B 2\n#define ZMQ_MAKE(a, b) ((a) * 16 + (b))\n" + sound)
	program.WriteString("#include <stdio.h>\n#include \"h.h\"\nint main(void) {\n")
	for i, expression := range expressions {
		fmt.Fprintf(&header, "#define ZMQ_L%d %s\n", i, expression)
		fmt.Fprintf(&program, "\tprintf((ZMQ_L%[1]d) < 0 ? \"%%lld\\n\" : \"%%llu\\n\", (long long)(ZMQ_L%[1]d));\n", i)
	}
	program.WriteString("}\n")
	numbers := strings.Fields(compileAndRun(t, header.String(), program.String()))
	h := parse(t, header.String())
	for i, expression := range expressions {
		if got := constant(t, h, fmt.Sprintf("ZMQ_L%d", i)); got.Kind != capi.Integer || got.Number() != numbers[i] {
			t.Errorf("%s is %s, in C %s", expression, got.Number(), numbers[i])
		}
	}
}

// TestStrings compares the texts of string literals with the C compiler's.
func TestStrings(t *testing.T) {
	literals := []string{`"a" "b"`, `"a\x41\101\n\t\"q\""`, `("a")`, `u8"a"`, `"\0x"`, `"\1234"`, `"\?\a\b\f\v\r\\\'"`, `"\u00e9é"`, `""`}
	header, program := sound, "#include <stdio.h>\n#include \"h.h\"\nint main(void) {\n"
	for i, literal := range literals {
		header += fmt.Sprintf("#define ZMQ_S%d %s\n", i, literal)
		program += fmt.Sprintf("\tfwrite(ZMQ_S%[1]d \"|\", 1, sizeof(ZMQ_S%[1]d), stdout);\n", i)
	}
	header = strings.Replace(header, `("a")`, `"a"`, 1)
	texts := strings.Split(compileAndRun(t, header, program+"}\n"), "|")
	h := parse(t, strings.Replace(header, `ZMQ_S2 "a"`, `ZMQ_S2 ("a")`, 1))
	for i, literal := range literals {
		if got := constant(t, h, fmt.Sprintf("ZMQ_S%d", i)); got.Kind != capi.String || got.Text != texts[i] {
			t.Errorf("%s is %q, in C %q", literal, got.Text, texts[i])
		}
	}
}

func compileAndRun(t *testing.T, header, program string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{"h.h": header, "p.c": program} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("cc", "-w", "-o", "p", "p.c")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("cc: %v\n%s", err, out)
	}
	out, err := exec.Command(filepath.Join(dir, "p")).Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}
