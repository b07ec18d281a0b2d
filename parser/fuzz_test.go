package parser_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/parser"
)

// FuzzParse looks for input that panics, hangs or is reported at a place that does not exist.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		sound,
		"#ifdef _WIN32\ntypedef unsigned long long zmq_fd_t;\n#else\ntypedef int zmq_fd_t;\n#endif\nint zmq_x(zmq_fd_t);\n",
		"#define A(x, y) ((x) * 2 + (y))\n#define ZMQ_B A(1, 2)\n#define ZMQ_C ZMQ_B\n" + sound,
		"typedef struct zmq_s { void *p; unsigned char _[64] __attribute__((aligned(8))); } zmq_s;\n" + sound,
		"#if defined A && !defined(B) || C > 1\n#elif 0x1F\n#else\n#endif\n#define S \"a\\n\"\n" + sound,
		"int f(int *",
		"#include <stdint.h>\n#include \"stdio.h\"\n" + sound,
		"/**/ // \\\n" + sound + "#error x\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, src string) {
		header, err := parser.Parse("h", []byte(src))
		if err == nil {
			if capi.Fingerprint(header) == "" {
				t.Error("no fingerprint")
			}
			return
		}
		var list parser.ErrorList
		if !errors.As(err, &list) || len(list) == 0 {
			t.Fatalf("%v is not a list", err)
		}
		for _, e := range list {
			lines := strings.Split(src, "\n")
			if e.Pos.File != "h" || e.Pos.Line < 1 || e.Pos.Line > len(lines) || e.Pos.Col < 1 || e.Pos.Col > len(lines[e.Pos.Line-1])+1 {
				t.Errorf("%v stands outside of the header", e)
			}
		}
	})
}
