//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
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

// TestDoctor asks about this machine, as it is and where something is amiss.
func TestDoctor(t *testing.T) {
	if code, out := runDoctor(t, nil); code != exitOK {
		t.Skipf("SKIPPED: this machine lacks what doctor looks for:\n%s", out)
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
	for _, test := range []struct {
		name    string
		changes []string
		args    []string
		want    []string
	}{
		{"another header", []string{"CGO_CFLAGS='-I" + other + "' -O1"}, nil, []string{"missing  header        4.1.4, too old", "and the header is of 4.1.4\n"}},
		{"no libzmq.pc, after a build", []string{"PKG_CONFIG_LIBDIR=/nonexistent", "PKG_CONFIG_PATH="}, []string{zmq}, []string{"does not build: ", "libzmq.pc", "skipped  with drafts"}},
		{"no HOME", []string{"HOME="}, []string{zmq}, []string{"does not build: ", "HOME"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			code, out := runDoctor(t, test.changes, test.args...)
			if code != exitDiffers {
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
