package golden_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
)

// commandLimit ends a command that hangs. Building the tools of go.mod for the first time takes
// longest.
const commandLimit = 4 * time.Minute

// needLibzmq skips a test if programs cannot be built with libzmq, and fails it in CI.
func needLibzmq(t *testing.T) {
	t.Helper()
	if out, err := exec.Command(pkgConfig(), "--exists", "--print-errors", "libzmq").CombinedOutput(); err != nil {
		skipLoudly(t, "libzmq is missing, so nothing that runs is tested: apt install libzmq3-dev pkg-config, "+
			"or brew install zeromq pkg-config\n%s%v", out, err)
	}
	if out := goCommand(t, "env", "CGO_ENABLED").output(); string(bytes.TrimSpace(out)) != "1" {
		skipLoudly(t, "cgo is off, so nothing that runs is tested: install a C compiler, or unset CGO_ENABLED")
	}
}

// pkgConfig is the program that cgo runs for libzmq's flags.
func pkgConfig() string {
	if program := os.Getenv("PKG_CONFIG"); program != "" {
		return program
	}
	return "pkg-config"
}

// skipLoudly skips, except in CI, where a test that cannot run fails.
func skipLoudly(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf("SKIPPED: "+format, args...)
}

// command is a program to run in this repository.
type command struct {
	t    *testing.T
	args []string
	env  []string
	dir  string
}

func goCommand(t *testing.T, args ...string) command {
	t.Helper()
	return command{t: t, args: append([]string{"go"}, args...)}
}

// run returns what the command prints, on both outputs, and how it ended.
func (c command) run() ([]byte, error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), commandLimit)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.args[0], c.args[1:]...)
	cmd.Dir = c.dir
	cmd.Env = append(os.Environ(), c.env...)
	return cmd.CombinedOutput()
}

// output returns what the command prints, and fails the test if the command fails.
func (c command) output() []byte {
	c.t.Helper()
	out, err := c.run()
	if err != nil {
		c.t.Fatalf("%q: %v\n%s", c.args, err, out)
	}
	return out
}

// build builds a program of this module and returns its path.
func build(t *testing.T, pkg string, flags ...string) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), filepath.Base(pkg))
	goCommand(t, append(append([]string{"build", "-o", program}, flags...), pkg)...).output()
	return program
}

// ways build a program of this module with cgo and, if there is no instrumentation, without it.
var ways = map[string]func(t *testing.T, pkg string) string{
	"cgo": func(t *testing.T, pkg string) string { return build(t, pkg, instrumentation...) },
	"without cgo": func(t *testing.T, pkg string) string {
		program := filepath.Join(t.TempDir(), filepath.Base(pkg))
		c := goCommand(t, "build", "-o", program, pkg)
		c.env = []string{"CGO_ENABLED=0"}
		c.output()
		return program
	},
}

// shortTempDir returns a directory whose name is short enough for the path of a local socket.
func shortTempDir(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "zmq")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}
