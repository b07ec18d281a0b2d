package parser_test

import (
	"reflect"
	"slices"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/parser"
)

// pinned returns the header of 4.2.0.
func pinned(tb testing.TB) []byte {
	tb.Helper()
	header, err := headers.Open("4.2.0")
	if err != nil {
		tb.Fatal(err)
	}
	return header.Content
}

func parse(tb testing.TB, src string) *capi.Header {
	tb.Helper()
	header, err := parser.Parse("zmq.h", []byte(src))
	if err != nil {
		tb.Fatal(err)
	}
	return header
}

func count[T any](list []T, keep func(T) bool) int {
	n := 0
	for _, item := range list {
		if keep(item) {
			n++
		}
	}
	return n
}

func find[T any](tb testing.TB, list []T, is func(T) bool) T {
	tb.Helper()
	i := slices.IndexFunc(list, is)
	if i < 0 {
		tb.Fatal("not declared")
	}
	return list[i]
}

func constant(tb testing.TB, h *capi.Header, name string) capi.Constant {
	tb.Helper()
	return find(tb, h.Constants, func(c capi.Constant) bool { return c.Name == name })
}

func function(tb testing.TB, h *capi.Header, name string) capi.Function {
	tb.Helper()
	return find(tb, h.Functions, func(f capi.Function) bool { return f.Name == name })
}

func typeDecl(tb testing.TB, h *capi.Header, name string) capi.TypeDecl {
	tb.Helper()
	return find(tb, h.Types, func(t capi.TypeDecl) bool { return t.Name == name })
}

func TestPinnedCounts(t *testing.T) {
	h := parse(t, string(pinned(t)))
	got := map[string]int{
		"constants":       len(h.Constants),
		"draft constants": count(h.Constants, func(c capi.Constant) bool { return c.Draft }),
		"fallbacks":       count(h.Constants, func(c capi.Constant) bool { return c.Fallback }),
		"macros":          len(h.Macros),
		"functions":       len(h.Functions),
		"draft functions": count(h.Functions, func(f capi.Function) bool { return f.Draft }),
		"types":           len(h.Types),
		"draft types":     count(h.Types, func(d capi.TypeDecl) bool { return d.Draft }),
		"function types":  count(h.Types, func(d capi.TypeDecl) bool { return d.Kind == capi.FunctionType }),
		"varying types":   count(h.Types, func(d capi.TypeDecl) bool { return d.Variants != nil }),
	}
	want := map[string]int{
		"constants": 174, "draft constants": 9, "fallbacks": 18, "macros": 1,
		"functions": 85, "draft functions": 24,
		"types": 7, "draft types": 2, "function types": 3, "varying types": 3,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("counts are %v, want %v", got, want)
	}
}

func TestPinnedConstants(t *testing.T) {
	h := parse(t, string(pinned(t)))
	want := []capi.Constant{
		{Name: "ZMQ_VERSION", Expr: "ZMQ_MAKE_VERSION(ZMQ_VERSION_MAJOR, ZMQ_VERSION_MINOR, ZMQ_VERSION_PATCH)", Kind: capi.Integer, Value: 40200},
		{Name: "ZMQ_DEFINED_STDINT", Expr: "1", Kind: capi.Integer, Value: 1},
		{Name: "ENOTSUP", Expr: "(ZMQ_HAUSNUMERO + 1)", Kind: capi.Integer, Value: 156384713, Fallback: true},
		{Name: "ETERM", Expr: "(ZMQ_HAUSNUMERO + 53)", Kind: capi.Integer, Value: 156384765},
		{Name: "ZMQ_THREAD_PRIORITY_DFLT", Expr: "-1", Kind: capi.Integer, Value: -1},
		{Name: "ZMQ_XREQ", Expr: "ZMQ_DEALER", Kind: capi.Integer, Value: 5, Alias: "ZMQ_DEALER"},
		{Name: "ZMQ_EVENT_ALL", Expr: "0xFFFF", Kind: capi.Integer, Value: 65535},
		{Name: "ZMQ_DGRAM", Expr: "18", Kind: capi.Integer, Value: 18, Draft: true},
		{Name: "ZMQ_HAVE_POLLER", Kind: capi.Flag, Draft: true},
	}
	for _, w := range want {
		got := constant(t, h, w.Name)
		if got.Pos.File != "zmq.h" || got.Pos.Line < 10 || got.Pos.Col != 9 {
			t.Errorf("%s is at %v", w.Name, got.Pos)
		}
		got.Pos = capi.Pos{}
		if got != w {
			t.Errorf("got  %+v\nwant %+v", got, w)
		}
	}
}

func TestPinnedFunctions(t *testing.T) {
	h := parse(t, string(pinned(t)))
	for name, want := range map[string]string{
		"zmq_errno":            "int zmq_errno(void);",
		"zmq_version":          "void zmq_version(int *major, int *minor, int *patch);",
		"zmq_msg_init_data":    "int zmq_msg_init_data(zmq_msg_t *msg, void *data, size_t size, zmq_free_fn *ffn, void *hint);",
		"zmq_socket":           "void *zmq_socket(void *, int type);",
		"zmq_sendiov":          "int zmq_sendiov(void *s, struct iovec *iov, size_t count, int flags);",
		"zmq_z85_encode":       "char *zmq_z85_encode(char *dest, const uint8_t *data, size_t size);",
		"zmq_stopwatch_stop":   "unsigned long zmq_stopwatch_stop(void *watch_);",
		"zmq_timers_add":       "int zmq_timers_add(void *timers, size_t interval, zmq_timer_fn handler, void *arg);",
		"zmq_poller_destroy":   "int zmq_poller_destroy(void **poller_p);",
		"zmq_poller_modify_fd": "int zmq_poller_modify_fd(void *poller, int fd, short events);",
	} {
		if got := function(t, h, name).Declaration(); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	first, last := h.Functions[0].Name, h.Functions[len(h.Functions)-1].Name
	if first != "zmq_errno" || last != "zmq_timers_execute" {
		t.Errorf("functions run from %s to %s", first, last)
	}
}

func TestWindowsPrototype(t *testing.T) {
	f := function(t, parse(t, string(pinned(t))), "zmq_poller_add_fd")
	if len(f.Variants) != 1 {
		t.Fatalf("%d variants, want 1", len(f.Variants))
	}
	v := f.Variants[0]
	if got := v.Params[1].Type.String(); got != "SOCKET" {
		t.Errorf("fd is %s on Windows, want SOCKET", got)
	}
	want := []capi.Target{{OS: "windows", Arch: "amd64"}, {OS: "windows", Arch: "arm64"}, {OS: "windows", Arch: "386"}}
	if !slices.Equal(v.Targets, want) {
		t.Errorf("variant for %v, want %v", v.Targets, want)
	}
}

func TestPinnedTypes(t *testing.T) {
	h := parse(t, string(pinned(t)))
	msg := typeDecl(t, h, "zmq_msg_t")
	if msg.Kind != capi.Struct || msg.Tag != "zmq_msg_t" || !msg.Typedef || msg.Layout != (capi.Layout{Size: 64, Align: 8}) {
		t.Errorf("zmq_msg_t is %+v", msg)
	}
	if got := msg.Fields[0].Type.String(); got != "unsigned char [64]" {
		t.Errorf("zmq_msg_t holds %s", got)
	}
	if v := msg.Variants; len(v) != 1 || v[0].Layout != (capi.Layout{Size: 64, Align: 4}) || len(v[0].Targets) != 3 {
		t.Errorf("zmq_msg_t varies as %+v", v)
	}
	if free := typeDecl(t, h, "zmq_free_fn"); free.Kind != capi.FunctionType || len(free.Params) != 2 || free.Result.Kind != capi.Void {
		t.Errorf("zmq_free_fn is %+v", free)
	}
	if iovec := typeDecl(t, h, "iovec"); iovec.Kind != capi.Forward || iovec.Typedef {
		t.Errorf("iovec is %+v", iovec)
	}
}

func TestPollItemLayouts(t *testing.T) {
	item := typeDecl(t, parse(t, string(pinned(t))), "zmq_pollitem_t")
	layouts := map[string]capi.Layout{"linux/amd64": item.Layout}
	for _, v := range item.Variants {
		for _, target := range v.Targets {
			layouts[target.String()] = v.Layout
		}
	}
	want := map[string]capi.Layout{
		"linux/amd64": {Size: 16, Align: 8}, "linux/386": {Size: 12, Align: 4}, "freebsd/386": {Size: 12, Align: 4},
		"windows/amd64": {Size: 24, Align: 8}, "windows/arm64": {Size: 24, Align: 8}, "windows/386": {Size: 12, Align: 4},
	}
	if !reflect.DeepEqual(layouts, want) {
		t.Errorf("layouts are %v, want %v", layouts, want)
	}
}
