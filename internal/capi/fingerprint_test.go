package capi_test

import (
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
)

func sample() *capi.Header {
	object := capi.Type{Kind: capi.Pointer, Elem: &capi.Type{Kind: capi.Void}}
	text := capi.Type{Kind: capi.Pointer, Elem: &capi.Type{Kind: capi.Basic, Name: "char", Const: true}}
	number := capi.Type{Kind: capi.Basic, Name: "int"}
	socket := capi.Type{Kind: capi.Named, Name: "SOCKET"}
	windows := []capi.Target{{OS: "windows", Arch: "amd64"}, {OS: "windows", Arch: "386"}}
	return &capi.Header{
		Name: "some.h",
		Constants: []capi.Constant{
			{Name: "ZMQ_A", Expr: "0x1", Kind: capi.Integer, Value: 1, Pos: capi.Pos{File: "some.h", Line: 3, Col: 9}},
			{Name: "ZMQ_B", Expr: "ZMQ_A", Kind: capi.Integer, Value: 1, Alias: "ZMQ_A", Draft: true},
			{Name: "ENOTSUP", Expr: "9", Kind: capi.Integer, Value: 9, Fallback: true},
			{Name: "ZMQ_S", Expr: `"s"`, Kind: capi.String, Text: "s"},
			{Name: "ZMQ_F", Kind: capi.Flag},
		},
		Macros: []capi.Macro{{Name: "ZMQ_M", Params: []string{"a", "b"}, Body: "((a) + (b))"}},
		Types: []capi.TypeDecl{
			{
				Name: "item", Kind: capi.Struct, Tag: "item", Typedef: true,
				Fields: []capi.Field{{Name: "fd", Type: number}}, Layout: capi.Layout{Size: 4, Align: 4},
				Variants: []capi.TypeVariant{{Targets: windows, Fields: []capi.Field{{Name: "fd", Type: socket}}, Layout: capi.Layout{Size: 8, Align: 8}}},
			},
			{Name: "fn", Kind: capi.FunctionType, Typedef: true, Result: object, Params: []capi.Param{{Type: number}}},
			{Name: "iovec", Kind: capi.Forward, Tag: "iovec"},
			{Name: "fd_t", Kind: capi.Typedef, Typedef: true, Under: number, Variants: []capi.TypeVariant{{Targets: windows, Under: socket}}},
		},
		Functions: []capi.Function{
			{Name: "zmq_a", Result: object},
			{
				Name: "zmq_b", Result: number, Params: []capi.Param{{Name: "name", Type: text}, {Name: "fd", Type: number}}, Draft: true,
				Variants: []capi.FunctionVariant{{Targets: windows, Result: number, Params: []capi.Param{{Name: "name", Type: text}, {Name: "fd", Type: socket}}}},
			},
		},
	}
}

func TestCanonical(t *testing.T) {
	want := `zmqgen interface 1
constant ZMQ_A integer 1 "0x1"
constant ZMQ_B integer 1 "ZMQ_A" alias ZMQ_A draft
constant ENOTSUP integer 9 "9" fallback
constant ZMQ_S string "s" "\"s\""
constant ZMQ_F flag ""
macro ZMQ_M(a, b) "((a) + (b))"
type item struct tag item typedef
	layout size 4 align 4
	field int fd at 0
	on windows/amd64 windows/386
	layout size 8 align 8
	field SOCKET fd at 0
type fn function type typedef
	is void *fn(int);
type iovec forward tag iovec
type fd_t typedef typedef
	is int
	on windows/amd64 windows/386
	is SOCKET
function void *zmq_a(void);
function int zmq_b(const char *name, int fd); draft
	on windows/amd64 windows/386 int zmq_b(const char *name, SOCKET fd);
`
	if got := capi.Canonical(sample()); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFingerprint(t *testing.T) {
	h := sample()
	want := capi.Fingerprint(h)
	if len(want) != 64 {
		t.Errorf("fingerprint is %q", want)
	}
	h.Name = "other.h"
	h.Constants[0].Pos.Line = 99
	if got := capi.Fingerprint(h); got != want {
		t.Error("the fingerprint depends on positions")
	}
	h.Constants[0].Value = 2
	if got := capi.Fingerprint(h); got == want {
		t.Error("the fingerprint does not see a value")
	}
}
