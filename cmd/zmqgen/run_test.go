package main

import (
	"bytes"
	"errors"
	"io"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// runWith runs zmqgen with another generator in a directory of its own.
func runWith(t *testing.T, generate func(pipeline.Options) (pipeline.Result, error), args ...string) (code int, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var out, errs bytes.Buffer
	a := &app{stdout: &out, stderr: &errs, generate: generate}
	code = a.run(args)
	if out.Len() > 0 {
		t.Errorf("standard output has %q", &out)
	}
	return code, errs.String()
}

func TestPanic(t *testing.T) {
	code, stderr := runWith(t, func(pipeline.Options) (pipeline.Result, error) {
		var none []string
		return pipeline.Result{Release: none[len(none)]}, nil
	}, "generate", "-q")
	if code != exitTrouble {
		t.Errorf("exit code %d", code)
	}
	for _, part := range []string{"zmqgen: internal error: runtime error: index out of range [0] with length 0\n", issues, "run_test.go:", "zmqgen:   zmqgen (devel)"} {
		if !strings.Contains(stderr, part) {
			t.Errorf("message lacks %q:\n%s", part, stderr)
		}
	}
	if strings.Contains(stderr, "goroutine ") {
		t.Errorf("message has a stack dump:\n%s", stderr)
	}
}

// TestNotes checks that symbols without a record are reported, and fail nothing.
func TestNotes(t *testing.T) {
	generate := func(pipeline.Options) (pipeline.Result, error) {
		return pipeline.Result{Release: "4.2.0", Notes: []string{"zmq.h:1:9: ZMQ_NEW: not bound", "zmq.h:2:9: ZMQ_NEWER: not bound"}}, nil
	}
	code, stderr := runWith(t, generate, "generate")
	if code != exitOK || !strings.Contains(stderr, "zmqgen: zmq.h:1:9: ZMQ_NEW: not bound\nzmqgen: zmq.h:2:9: ZMQ_NEWER: not bound\n") {
		t.Errorf("exit code %d, message:\n%s", code, stderr)
	}
	if code, stderr := runWith(t, generate, "generate", "--quiet"); code != exitOK || stderr != "" {
		t.Errorf("exit code %d, message:\n%s", code, stderr)
	}
}

// TestSeveralErrors checks that each line begins with the program's name, so that none looks like
// another program's.
func TestSeveralErrors(t *testing.T) {
	code, stderr := runWith(t, func(pipeline.Options) (pipeline.Result, error) {
		return pipeline.Result{}, errors.Join(errors.New("zmq.h:1:2: one"), errors.New("zmq.h:3:4: two"))
	}, "generate", "--quiet")
	if want := "zmqgen: zmq.h:1:2: one\nzmqgen: zmq.h:3:4: two\n"; code != exitTrouble || stderr != want {
		t.Errorf("exit code %d, message:\n%s", code, stderr)
	}
}

// TestFlagsReachGenerator checks that the user's flags reach the generator.
func TestFlagsReachGenerator(t *testing.T) {
	for _, test := range []struct {
		args []string
		want pipeline.Options
	}{
		{nil, pipeline.Options{Release: "4.2.0", Package: "libzmq", Examples: true}},
		{
			[]string{"--libzmq", "4.3.5", "--package=zeromq", "--examples=false", "--strict"},
			pipeline.Options{Release: "4.3.5", Package: "zeromq", Strict: true},
		},
	} {
		var got pipeline.Options
		runWith(t, func(opts pipeline.Options) (pipeline.Result, error) {
			got = opts
			return pipeline.Result{}, errors.New("enough")
		}, append([]string{"generate"}, test.args...)...)
		if got.Release != test.want.Release || got.Package != test.want.Package ||
			got.Examples != test.want.Examples || got.Strict != test.want.Strict || got.Header != nil {
			t.Errorf("%q: got %+v, want %+v", test.args, got, test.want)
		}
	}
}

// TestLostOutput: an answer that did not arrive is trouble, not success.
func TestLostOutput(t *testing.T) {
	for _, command := range []string{"version", "headers"} {
		var stderr bytes.Buffer
		a := &app{stdout: failingWriter{}, stderr: &stderr}
		if code := a.run([]string{command}); code != exitTrouble || !strings.Contains(stderr.String(), "cannot write to standard output") {
			t.Errorf("%s: exit code %d, message %q", command, code, &stderr)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestDescribeBuild(t *testing.T) {
	info := &debug.BuildInfo{Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "0123abcd"}, {Key: "vcs.time", Value: "2026-01-02"}, {Key: "vcs.modified", Value: "true"},
	}}
	info.Main.Version = "v0.1.0"
	for _, test := range []struct {
		info *debug.BuildInfo
		want string
	}{{info, "zmqgen v0.1.0 revision 0123abcd with changes go"}, {&debug.BuildInfo{}, "zmqgen (devel) go"}} {
		if got := describeBuild(test.info).String(); !strings.HasPrefix(got, test.want) {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
