package records

import (
	"strings"
	"testing"
)

// base is enough for records to refer to.
const base = `== type Shape
constants int, one of
names ZMQ_SHAPE_* as Shape*

is a shape.

constants: The shapes.

== text about

is more.

== ZMQ_RATE
socket option int, get, set
since 4.2.0

set: sets the rate.

get: returns the rate:
in kilobits.

get since 4.3.0: returns the rate in bits.
`

// TestErrors checks that each error in a record is found, and reported with its place and what to do.
func TestErrors(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"hello\n", `own/fork.txt:1:1: a line before the first record; begin that with "== SYMBOL"`},
		{"== \n\ntext\n", `own/fork.txt:1:1: : a heading is a symbol of zmq.h, or one of type, go, group and text with a name`},
		{"== ZMQ-RATE\nerror\n\ntext\n", `own/fork.txt:1:1: ZMQ-RATE: a heading is a symbol`},
		{"== ZMQ_NEW\nconstant Shape\n\nnew\n\n== ZMQ_NEW\nconstant Shape\n\nnew\n", `own/fork.txt:6:1: ZMQ_NEW: a second record, the first is at own/fork.txt:1:1; keep one`},
		{"== ZMQ_NEW\nsince 4.3.0\n\ntext\n", `own/fork.txt:1:1: ZMQ_NEW: the record does not say what it is; begin it with one of "constant"`},
		{"== ZMQ_NEW\nconstant Shape\ncolour red\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: "colour red" is not an attribute; use one of "all bits"`},
		{"== ZMQ_NEW\nconstant Shape\nsince 4.3.0\nsince 4.3.1\n\ntext\n", `own/fork.txt:4:1: ZMQ_NEW: since is given twice; keep one`},
		{"== ZMQ_NEW\nconstant Shape\nrestart\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: restart is for another kind of symbol`},
		{"== ZMQ_NEW\nconstant Shape\nmacro\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: an earlier line already makes it a constant`},
		{"== ZMQ_NEW\nconstant Colour\n\ntext\n", `own/fork.txt:1:1: ZMQ_NEW: there is no group "Colour"; begin it with "== type Colour"`},
		{"== ZMQ_NEW\nconstant Shape\nsince 4.2\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: "4.2" is not a release such as 4.2.0`},
		{"== ZMQ_NEW\nconstant Shape\nsince 4.2.9\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: there is no libzmq 4.2.9 that zmqgen binds`},
		{"== ZMQ_NEW\nconstant Shape\nsince 4.2.3\ndraft since 4.3.0\n\ntext\n", `own/fork.txt:1:1: ZMQ_NEW: stable since 4.2.3, but a draft only since 4.3.0`},
		{"== ZMQ_NEW\nconstant Shape\nformerly ZMQ_OLD\n\ntext\n", `own/fork.txt:1:1: ZMQ_NEW: there is no record of ZMQ_OLD`},
		{"== ZMQ_NEW\nconstant Shape\n", `own/fork.txt:1:1: ZMQ_NEW: it lacks its text; write it`},
		{"== ZMQ_NEW\nconstant Shape\ngo lower\n\ntext\n", `own/fork.txt:3:1: ZMQ_NEW: "lower" is not an exported Go name`},
		{"== ZMQ_NEW\nconstant Shape\nomit\n", `own/fork.txt:3:1: ZMQ_NEW: omit needs the reason`},
		{"== ZMQ_NEW\nsocket option int, get, set\n\nset: sets it.\n", `own/fork.txt:1:1: ZMQ_NEW: it lacks the text "get"; write it`},
		{"== ZMQ_NEW\nsocket option int, set\n\nset:\n", `own/fork.txt:4:1: ZMQ_NEW: the text "set" is empty; write it`},
		{"== ZMQ_NEW\nsocket option int, set\n\nset: sets it.\n\nget: returns it.\n", `own/fork.txt:6:1: ZMQ_NEW: no text is called "get"; use one of`},
		{"== ZMQ_NEW\nsocket option int, set\n\nsett: sets it.\n", `own/fork.txt:4:1: ZMQ_NEW: no text is called "sett"`},
		{"== ZMQ_NEW\nsocket option int, set\n\nset since 4.2.9: sets it.\n", `own/fork.txt:4:1: ZMQ_NEW: there is no libzmq 4.2.9`},
		{"== ZMQ_NEW\nsocket option int, put\n\nset: sets it.\n", `own/fork.txt:2:1: ZMQ_NEW: "int, put" does not describe an option`},
		{"== ZMQ_NEW\nsocket option colour, set\n\nset: sets it.\n", `own/fork.txt:1:1: ZMQ_NEW: no option has a value colour; use one of bool, int`},
		{"== ZMQ_NEW\nsocket option blob, get\n\nget: returns it.\n", `own/fork.txt:2:1: ZMQ_NEW: a blob cannot be read`},
		{"== ZMQ_NEW\ncontext option text, set\n\nthis\n\nset: sets it.\n", `own/fork.txt:2:1: ZMQ_NEW: an option of a context is an int`},
		{"== ZMQ_NEW\nsocket option int, set\ncheck isOdd\n\nset: sets it.\n", `own/fork.txt:3:1: ZMQ_NEW: "isOdd" is unknown; use one of`},
		{"== zmq_new\nfunction\nconduct sings\n\ntext\n", `own/fork.txt:3:1: zmq_new: conduct "sings" is unknown; write "returns" or "blocks"`},
		{"== zmq_new\nfunction\nresult long\n\ntext\n", `own/fork.txt:3:1: zmq_new: "long" is unknown; use one of`},
		{"== zmq_new\nfunction\nparam addr endpoint\n\ntext\n", `own/fork.txt:3:1: zmq_new: "addr endpoint" does not describe a parameter`},
		{"== zmq_new\nfunction\nrestart twice\n\ntext\n", `own/fork.txt:3:1: zmq_new: unexpected "twice" after it; remove that`},
		{"== E2BIG\nsystem error\n\ntext\n", `own/fork.txt:2:1: E2BIG: a system error needs its number on Windows`},
		{"== zmq_new\nfunction\n\ntext\n\nDeprecated: use another.\n", `own/fork.txt:1:1: zmq_new: a deprecated symbol has a line "deprecated"`},
		{"== group shades\nnames ZMQ_SHADE\n\nThe shades.\n", `own/fork.txt:2:1: group shades: "ZMQ_SHADE" does not describe names`},
		{"== group shades\nclaims ZMQ_* as Shade*\n\nThe shades.\n", `own/fork.txt:1:1: shades: it claims every symbol`},
		{"== type Shade\nconstants int, all of\n\nis a shade.\n\nconstants: The shades.\n", `own/fork.txt:2:1: type Shade: "all of" is unknown`},
		{"== type Shape\nconstants int, one of\n\nis another.\n\nconstants: The shapes.\n", `own/fork.txt:1:1: type Shape: zmqgen has this group; write records of the constants that you add to it`},
		{"== ZMQ_NEW\nsocket option Shape s, set\n\nset: sets it.\n", `own/fork.txt:2:1: ZMQ_NEW: "s" cannot be the name of a setter's parameter; choose another`},
		{"== type Shade\nconstants int, one of\n\nis a shade.\n", `own/fork.txt:1:1: type Shade: it lacks the text "constants"; write it`},
		{"== text abuot\n\nis more.\n", `own/fork.txt:1:1: text abuot: nothing uses this text; correct the name or remove it`},
		{"== text about\nis more.\n", `own/fork.txt:2:1: text about: "is more." is not an attribute of a text; leave a line empty before the text`},
	} {
		known, err := Read([]Source{{"records/a.txt", []byte(base)}})
		if err != nil {
			t.Fatal(err)
		}
		_, err = known.With([]Source{{"own/fork.txt", []byte(test.text)}})
		if err == nil || !strings.Contains("\n"+err.Error(), "\n"+test.want) {
			t.Errorf("%q: got\n%v\nwant\n%s", test.text, err, test.want)
		}
	}
}

// TestFileNames checks that a user's file cannot give a Go file a name that means something to Go or to zmqgen.
func TestFileNames(t *testing.T) {
	known, err := Read([]Source{{"records/socket_option.txt", []byte("== zmq_old\nfunction\n\nis old.\n")}})
	if err != nil {
		t.Fatal(err)
	}
	for name, valid := range map[string]bool{
		"fork.txt": true, "socket_option.txt": true, "x_windows.txt": false, "x_test.txt": false, "doc.txt": false,
		"draft.txt": false, "Fork.txt": false, "a-b.txt": false, "race.txt": false,
	} {
		if _, err := known.With([]Source{{"own/" + name, []byte("== zmq_new\nfunction\n\nis new.\n")}}); (err == nil) != valid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestWith checks that a user's record replaces one, or changes only what it states.
func TestWith(t *testing.T) {
	known, err := Read([]Source{{"records/a.txt", []byte(base)}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := known.With([]Source{{"own/fork.txt", []byte("== ZMQ_RATE\n# a fork's\ngo Speed\n\nget: returns the speed.\n\n== ZMQ_SHAPE_ROUND\r\nconstant Shape\r\n\r\nround\r\n")}})
	if err != nil {
		t.Fatal(err)
	}
	texts := set.Texts()
	r := set.Of("ZMQ_RATE")
	if r.Go != "Speed" || r.Kind != Option || r.Since.String() != "4.2.0" || !r.Own || r.Topic != "a" ||
		texts["ZMQ_RATE set"] != "sets the rate." || texts["ZMQ_RATE get since 4.3.0"] != "" || texts["ZMQ_RATE get"] != "returns the speed." {
		t.Errorf("%+v, %q", r, texts)
	}
	if r := set.Of("ZMQ_SHAPE_ROUND"); !r.In(set.Group("Shape")) || texts["ZMQ_SHAPE_ROUND"] != "round" || r.Topic != "fork" {
		t.Errorf("%+v, %q", r, texts)
	}
	if old := known.Of("ZMQ_RATE"); old.Go != "" || known.Texts()["ZMQ_RATE get"] != "returns the rate:\nin kilobits." || known.Has("ZMQ_SHAPE_ROUND") {
		t.Errorf("the set that records were added to has changed: %+v", old)
	}
	set, err = known.With([]Source{{"own/fork.txt", []byte("== ZMQ_RATE\nomit too fast\n")}})
	if err != nil || set.Of("ZMQ_RATE").Omit != "too fast" {
		t.Errorf("%v, %+v", err, set.Of("ZMQ_RATE"))
	}
}
