package parser

import "testing"

// TestBare holds that what the C parser gets keeps each token's line and column, and the line ends that
// directives need.
func TestBare(t *testing.T) {
	const prototype = "int zmq_errno(void);\n"
	for _, test := range []struct{ text, want string }{
		{"/* a\n * b */\n" + prototype, "\n\n" + prototype},
		{"int /* a */ zmq_errno(void); // b\n", "int         zmq_errno(void);\n"},
		{"int zmq_errno(void); \t\r\n", prototype},
		{"#define A 1 /* a\n b */\n" + prototype, "#define A 1 /* a\n b */\n" + prototype},
		{"#define A /* a\n b */ 1\n" + prototype, "#define A /* a\n b */ 1\n" + prototype},
		{"#define A /* a */ 1\n" + prototype, "#define A         1\n" + prototype},
		{"#define A \\\n1 // a\n" + prototype, "#define A \\\n1\n" + prototype},
		{"// a \\\n b\n" + prototype, "// a \\\n b\n" + prototype},
		{"#define E __attribute__ ((visibility (\"default\")))\nE " + prototype, "#define E\nE " + prototype},
		{"#define E __attribute__((aligned(8)))\nE " + prototype, "#define E __attribute__((aligned(8)))\nE " + prototype},
	} {
		o, _, err := prepare("zmq.h", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		if got := o.whole().text; got != test.want {
			t.Errorf("%q becomes %q, want %q", test.text, got, test.want)
		}
	}
}
