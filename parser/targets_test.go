package parser_test

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/parser"
)

func TestParseTargetWithoutDrafts(t *testing.T) {
	h, err := parser.ParseTarget("zmq.h", pinned(t), capi.Target{OS: "windows", Arch: "amd64"}, false)
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Constants) != 165 || len(h.Functions) != 61 || len(h.Types) != 5 {
		t.Errorf("%d constants, %d functions, %d types; want 165, 61, 5", len(h.Constants), len(h.Functions), len(h.Types))
	}
	if fd := typeDecl(t, h, "zmq_pollitem_t").Fields[1]; fd.Type.String() != "SOCKET" {
		t.Errorf("fd is %v on Windows", fd)
	}
}

func TestParseTargetUnknown(t *testing.T) {
	_, err := parser.ParseTarget("zmq.h", pinned(t), capi.Target{OS: "plan9", Arch: "arm"}, true)
	if err == nil || !strings.HasPrefix(err.Error(), "target plan9/arm is unknown; choose one of Targets") {
		t.Errorf("error is %v", err)
	}
}

// TestVariantsAgreeWithTargets reads the whole header for each target, and compares with what Parse
// found by reading parts of it.
func TestVariantsAgreeWithTargets(t *testing.T) {
	all := parse(t, string(pinned(t)))
	for _, target := range parser.Targets() {
		one, err := parser.ParseTarget("zmq.h", pinned(t), target, true)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(one.Constants, all.Constants) || !reflect.DeepEqual(one.Macros, all.Macros) {
			t.Errorf("%s: macros differ", target)
		}
		for i, f := range all.Functions {
			for _, v := range f.Variants {
				if slices.Contains(v.Targets, target) {
					f.Result, f.Params = v.Result, v.Params
				}
			}
			if got := one.Functions[i].Declaration(); got != f.Declaration() {
				t.Errorf("%s: %s, in Parse %s", target, got, f.Declaration())
			}
		}
		for i, d := range all.Types {
			for _, v := range d.Variants {
				if slices.Contains(v.Targets, target) {
					d.Fields, d.Under, d.Layout = v.Fields, v.Under, v.Layout
				}
			}
			if got := one.Types[i]; !reflect.DeepEqual(got.Fields, d.Fields) || got.Layout != d.Layout {
				t.Errorf("%s: %+v, in Parse %+v", target, got, d)
			}
		}
	}
}

// TestInstalledHeader reads the header that libzmq itself installs, where there is one.
func TestInstalledHeader(t *testing.T) {
	const path = "/usr/include/zmq.h"
	src, err := os.ReadFile(path)
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skipf("NOT CHECKED against libzmq's own header: %v", err)
	}
	h, err := parser.Parse(path, src)
	if err != nil {
		t.Fatal(err)
	}
	older := parse(t, string(pinned(t)))
	for _, f := range older.Functions {
		if !f.Draft && !slices.ContainsFunc(h.Functions, func(g capi.Function) bool { return f.Name == g.Name }) {
			t.Errorf("%s does not declare %s", path, f.Name)
		}
	}
}
