package pipeline_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// BenchmarkGenerate generates the package of the pinned header.
func BenchmarkGenerate(b *testing.B) {
	for b.Loop() {
		if _, err := pipeline.Generate(pipeline.Options{Release: "4.2.0"}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkScale generates packages of headers with up to ten times as many declarations as the pinned one, which
// is as many as the parser accepts. The time for each declaration must stay the same.
func BenchmarkScale(b *testing.B) {
	pin, err := headers.Open("4.2.0")
	if err != nil {
		b.Fatal(err)
	}
	for _, times := range []int{1, 10, 100} {
		header := scaled(string(pin.Content), times)
		b.Run(fmt.Sprintf("%dx", times), func(b *testing.B) {
			for b.Loop() {
				if _, err := pipeline.Generate(pipeline.Options{HeaderName: "zmq.h", Header: header}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*(260+unitSize*(times-1))), "us/declaration")
		})
	}
}

// unitSize is how many declarations scaled adds at a time.
const unitSize = 22

// scaled returns the header with units of declarations added, each a tenth of those of the pinned header.
func scaled(header string, times int) []byte {
	end := strings.LastIndex(header, "#undef ZMQ_EXPORT")
	var added strings.Builder
	for unit := 1; unit < times; unit++ {
		for n := range 6 {
			fmt.Fprintf(&added, "ZMQ_EXPORT int zmq_unit%d_call%d(void *s, const char *text, int flags);\n", unit, n)
		}
		for n := range 16 {
			fmt.Fprintf(&added, "#define ZMQ_UNIT%d_CONST%d %d\n", unit, n, n)
		}
	}
	return []byte(header[:end] + added.String() + header[end:])
}

func TestScaledHeaderIsBound(t *testing.T) {
	pin, err := headers.Open("4.2.0")
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Generate(pipeline.Options{HeaderName: "zmq.h", Header: scaled(string(pin.Content), 2)})
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range result.Files {
		if file.Name == "other.go" && strings.Contains(string(file.Content), "Unit1Call5(") {
			return
		}
	}
	t.Error("other.go does not bind the functions that were added")
}
