package parser

import "testing"

// TestBare holds that the C parser gets every token, with a blank where the header has something between
// two of them, and that each position in it leads back to the header.
func TestBare(t *testing.T) {
	const prototype = "int zmq_errno(void);\n"
	for _, test := range []struct{ text, want string }{
		{"/* a\n * b */\n" + prototype, prototype},
		{"int /* a */ zmq_errno(void); // b\n", prototype},
		{"int zmq_errno(void); \t\r\n\n\n", prototype},
		{"int\n\nzmq_errno(void)\n\t;", "int\nzmq_errno(void)\n;\n"},
		{"#define A 1 /* a\n b */\n" + prototype, "#define A 1\n" + prototype},
		{"#define A /* a\n b */ 1\n" + prototype, "#define A 1\n" + prototype},
		{"#define A(x) x\n#define B (x)\n" + prototype, "#define A(x) x\n#define B (x)\n" + prototype},
		{"#define A/**/(x)\n" + prototype, "#define A (x)\n" + prototype},
		{"#define A\\\n(x)\n" + prototype, "#define A(x)\n" + prototype},
		{"#define A \\\n1 // a\n" + prototype, "#define A 1\n" + prototype},
		{"int zmq_\\\nerrno(void);\n", prototype},
		{"// a \\\n b\n" + prototype, prototype},
		{prototype + ";;\n", prototype},
		{"#define E __attribute__ ((visibility (\"default\")))\nE " + prototype, "#define E\nE " + prototype},
		{"#define E __attribute__((aligned(8)))\nE " + prototype, "#define E __attribute__((aligned(8)))\nE " + prototype},
	} {
		o, _, err := prepare("zmq.h", []byte(test.text))
		if err != nil {
			t.Fatal(err)
		}
		b := o.whole()
		if got := b.text.String(); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.text, got, test.want)
		}
		row, col := 1, 1
		for i, c := range b.text.String() {
			for n, start := range b.starts {
				if start == i && b.origin(row, col) != int(b.tokens[n].start) {
					t.Errorf("%q: %d:%d is at %d, want %d", test.text, row, col, b.origin(row, col), b.tokens[n].start)
				}
			}
			if col++; c == '\n' {
				row, col = row+1, 1
			}
		}
	}
}
