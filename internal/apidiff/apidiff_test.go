package apidiff_test

import (
	"reflect"
	"testing"

	"github.com/zmqgen/zmqgen/internal/apidiff"
	"github.com/zmqgen/zmqgen/parser"
)

const version = "#define ZMQ_VERSION_MAJOR 4\n#define ZMQ_VERSION_MINOR 2\n#define ZMQ_VERSION_PATCH 0\n"

func changes(t *testing.T, before, after string) []apidiff.Change {
	t.Helper()
	old, err := parser.Parse("old.h", []byte(version+"int zmq_errno(void);\n"+before))
	if err != nil {
		t.Fatal(err)
	}
	new, err := parser.Parse("new.h", []byte(version+"int zmq_errno(void);\n"+after))
	if err != nil {
		t.Fatal(err)
	}
	return apidiff.Compare(old, new)
}

func TestCompare(t *testing.T) {
	for _, test := range []struct {
		name, before, after string
		want                []apidiff.Change
	}{
		{name: "nothing", before: "#define ZMQ_A 1\n", after: "#define ZMQ_A 1 /* one */\n"},
		{
			name:  "added",
			after: "#define ZMQ_A 1\n",
			want:  []apidiff.Change{{Kind: apidiff.Added, Symbol: "ZMQ_A", What: "constant", New: "1"}},
		},
		{
			name:   "removed",
			before: "int zmq_f(void);\n",
			want: []apidiff.Change{{
				Kind: apidiff.Removed, Symbol: "zmq_f", What: "function", Old: "int zmq_f(void);", Breaking: true,
			}},
		},
		{
			name:   "value",
			before: "#define ZMQ_A 1\n",
			after:  "#define ZMQ_A 2\n",
			want: []apidiff.Change{{
				Kind: apidiff.Changed, Symbol: "ZMQ_A", What: "constant", Old: "1", New: "2", Breaking: true,
			}},
		},
		{
			name:   "renamed",
			before: "#define ZMQ_OLD 5\n",
			after:  "#define ZMQ_NEW 5\n#define ZMQ_OLD ZMQ_NEW\n",
			want: []apidiff.Change{
				{Kind: apidiff.Added, Symbol: "ZMQ_NEW", What: "constant", New: "5"},
				{Kind: apidiff.Renamed, Symbol: "ZMQ_OLD", What: "constant", Old: "ZMQ_OLD", New: "ZMQ_NEW"},
			},
		},
		{
			name:   "const added to a parameter",
			before: "int zmq_f(char *text);\n",
			after:  "int zmq_f(const char *text);\n",
			want: []apidiff.Change{{
				Kind: apidiff.Changed, Symbol: "zmq_f", What: "function",
				Old: "int zmq_f(char *text);", New: "int zmq_f(const char *text);",
			}},
		},
		{name: "parameter named", before: "int zmq_f(int);\n", after: "int zmq_f(int a);\n"},
		{
			name:   "type named",
			before: "typedef struct { int a; } zmq_s;\n",
			after:  "typedef int zmq_i;\ntypedef struct { zmq_i a; } zmq_s;\n",
			want: []apidiff.Change{
				{Kind: apidiff.Added, Symbol: "zmq_i", What: "type", New: "int"},
				{
					Kind: apidiff.Changed, Symbol: "zmq_s", What: "type",
					Old: "struct { int a; }", New: "struct { zmq_i a; }",
				},
			},
		},
		{
			name:   "parameter added",
			before: "int zmq_f(int a);\n",
			after:  "int zmq_f(int a, int b);\n",
			want: []apidiff.Change{{
				Kind: apidiff.Changed, Symbol: "zmq_f", What: "function",
				Old: "int zmq_f(int a);", New: "int zmq_f(int a, int b);", Breaking: true,
			}},
		},
		{
			name:   "stabilised",
			before: "#ifdef ZMQ_BUILD_DRAFT_API\nint zmq_f(int a);\n#endif\n",
			after:  "int zmq_f(int a);\n",
			want:   []apidiff.Change{{Kind: apidiff.Stabilised, Symbol: "zmq_f", What: "function"}},
		},
		{
			name:   "draft removed",
			before: "#ifdef ZMQ_BUILD_DRAFT_API\nint zmq_f(int a);\n#endif\n",
			want: []apidiff.Change{{
				Kind: apidiff.Removed, Symbol: "zmq_f", What: "function", Old: "int zmq_f(int a);", Draft: true,
			}},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := changes(t, test.before, test.after)
			if len(got)+len(test.want) > 0 && !reflect.DeepEqual(got, test.want) {
				t.Errorf("got\n%+v\nwant\n%+v", got, test.want)
			}
		})
	}
}

func TestAddGo(t *testing.T) {
	changes := []apidiff.Change{{Kind: apidiff.Renamed, Symbol: "A"}, {Kind: apidiff.Added, Symbol: "B"}, {Kind: apidiff.Changed, Symbol: "C", Draft: true}}
	old := map[string][]string{"A": {"a"}, "C": {"c"}, "D": {"d", "d2"}, "E": {"e"}}
	new := map[string][]string{"A": {"a2"}, "B": {"a"}, "C": {"c2"}, "D": {"d"}, "E": {"e"}}
	got := apidiff.AddGo(changes, old, new)
	want := []apidiff.Change{
		{Kind: apidiff.Renamed, Symbol: "A", GoOld: []string{}, GoNew: []string{"a2"}},
		{Kind: apidiff.Added, Symbol: "B", GoNew: []string{"a"}},
		{Kind: apidiff.Changed, Symbol: "C", Draft: true, GoOld: []string{"c"}, GoNew: []string{"c2"}},
		{Kind: apidiff.Changed, Symbol: "D", What: "symbol", GoOld: []string{"d2"}, GoNew: []string{}, Breaking: true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	if broken := apidiff.OnlyBreaking(got); len(broken) != 1 || broken[0].Symbol != "D" {
		t.Errorf("what breaks is %+v", broken)
	}
}
