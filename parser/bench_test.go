package parser_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/parser"
)

func BenchmarkParse(b *testing.B) {
	src := pinned(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(src)))
	for b.Loop() {
		if _, err := parser.Parse("zmq.h", src); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScale multiplies a header's declarations. The time per declaration stays the same.
func BenchmarkScale(b *testing.B) {
	for _, times := range []int{1, 10, 100} {
		b.Run(fmt.Sprintf("%dx", times), func(b *testing.B) {
			src := []byte(scaled(times))
			for b.Loop() {
				if _, err := parser.Parse("zmq.h", src); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(times), "µs/unit")
		})
	}
}

// scaled returns a header of that many units of ten constants, ten functions and a struct.
func scaled(units int) string {
	var src strings.Builder
	for u := range units {
		for i := range 10 {
			fmt.Fprintf(&src, "#define ZMQ_C%d_%d %d\n", u, i, i)
			fmt.Fprintf(&src, "int zmq_f%d_%d(void *socket, const char *name, int flags);\n", u, i)
		}
		fmt.Fprintf(&src, "typedef struct zmq_s%d { void *socket; int fd; short events; } zmq_s%d;\n", u, u)
	}
	return src.String()
}
