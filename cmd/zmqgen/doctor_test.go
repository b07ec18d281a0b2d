//go:build unix

package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// runDoctor runs doctor on this machine, with the environment changed: "NAME=" unsets.
func runDoctor(t *testing.T, changes []string, args ...string) (code int, stdout string) {
	t.Helper()
	cmd := exec.Command("zmqgen", append([]string{"doctor"}, args...)...)
	cmd.Dir = t.TempDir()
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.Contains(strings.Join(changes, "\n"), name+"=\n") && !strings.HasPrefix(name, "XDG_") && name != "GOCACHE" || len(changes) == 0 {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	cmd.Env = append(cmd.Env, changes...)
	out, err := cmd.Output()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	return code, string(out)
}

// linkGo makes a directory that contains the go command and nothing else.
func linkGo(t *testing.T, dir string) {
	t.Helper()
	path, err := exec.LookPath("go")
	if err == nil {
		err = os.Mkdir(dir, 0o755)
	}
	if err == nil {
		err = os.Symlink(path, filepath.Join(dir, "go"))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestDoctor checks this machine, as it is and with something missing.
func TestDoctor(t *testing.T) {
	code, out := runDoctor(t, nil)
	if code != exitOK {
		t.Skipf("SKIPPED: this machine lacks what doctor looks for:\n%s", out)
	}
	if !strings.Contains(out, "\nok       without cgo   finds libzmq ") {
		t.Errorf("a program without cgo finds no libzmq:\n%s", out)
	}
	dir := t.TempDir()
	zmq := filepath.Join(dir, "zmq")
	writeFile(t, filepath.Join(dir, "go.mod"), "module example.com/program\n\ngo 1.26.0\n")
	if out, err := command(dir, nil, "zmqgen", "generate", "--out", zmq).CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	other := filepath.Join(dir, "other headers")
	writeFile(t, filepath.Join(other, "zmq.h"), "#define ZMQ_VERSION_MAJOR 4\n#define ZMQ_VERSION_MINOR 1\n#define ZMQ_VERSION_PATCH 4\n"+
		"void zmq_version (int *, int *, int *);\n")
	goAlone := filepath.Join(dir, "bin")
	linkGo(t, goAlone)
	old := filepath.Join(dir, "old.so")
	cc := exec.Command("cc", "-shared", "-fPIC", "-o", old, "-xc", "-")
	cc.Stdin = strings.NewReader("void zmq_version(int *a, int *b, int *c) { *a = 4; *b = 1; *c = 0; } int zmq_errno(void) { return 0; }")
	if out, err := cc.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, test := range []struct {
		name    string
		changes []string
		args    []string
		want    []string
	}{
		{"no library without cgo", []string{"CGO_ENABLED=0", "ZMQGEN_LIBZMQ=" + old + ".none"}, nil, []string{
			"ok       a build here  does not use cgo", "missing  without cgo   libzmq cannot be loaded: ", "old.so.none: no such file",
		}},
		{"a library too old without cgo", []string{"CGO_ENABLED=0", "ZMQGEN_LIBZMQ=" + old}, nil, []string{"old.so is libzmq 4.1.0, which is too old"}},
		{"the same for cgo", []string{"ZMQGEN_LIBZMQ=" + old}, nil, []string{"optional without cgo", "EXIT 0"}},
		{"no compiler", []string{"PATH=" + goAlone}, nil, []string{
			"ok       a build here  does not use cgo", "optional C compiler", "ok       without cgo   finds libzmq ", "EXIT 0",
		}},
		{"no compiler, and purego not required", []string{"PATH=" + goAlone}, []string{zmq}, []string{
			"missing  without cgo", "go get github.com/ebitengine/purego",
		}},
		{"another header", []string{"CGO_CFLAGS='-I" + other + "' -O1"}, nil, []string{"missing  header        4.1.4, too old", "and the header is of 4.1.4\n"}},
		{"no libzmq.pc, after a build", []string{"PKG_CONFIG_LIBDIR=/nonexistent", "PKG_CONFIG_PATH="}, []string{zmq}, []string{"does not build: ", "libzmq.pc", "skipped  with drafts"}},
		{"no HOME", []string{"HOME="}, []string{zmq}, []string{"missing  go  ", "HOME"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, out := runDoctor(t, test.changes, test.args...)
			if out += fmt.Sprintln("EXIT", code); strings.Contains(out, "EXIT 0") != slices.Contains(test.want, "EXIT 0") {
				t.Errorf("exit code %d", code)
			}
			for _, want := range test.want {
				if !strings.Contains(out, want) {
					t.Errorf("%q is not in\n%s", want, out)
				}
			}
		})
	}
}
