//go:build unix

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// asNobody returns a directory, and commands of zmqgen in it that are run by a user without rights.
func asNobody(t *testing.T) (dir string, zmqgen func(shell string, args ...string) *exec.Cmd) {
	t.Helper()
	dir, err := os.MkdirTemp("", "zmqgen-nobody") // t.TempDir's parent is not for other users
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	program, err := exec.LookPath("zmqgen")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(program)
	if err != nil {
		t.Fatal(err)
	}
	program = filepath.Join(dir, "zmqgen")
	if err := os.WriteFile(program, content, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	return dir, func(shell string, args ...string) *exec.Cmd {
		cmd := command(dir, nil, "sh", append([]string{"-c", shell + ` exec "$@"`, "sh", program}, args...)...)
		if os.Geteuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		return cmd
	}
}

// TestUmask checks that a umask that removes the owner's rights stops nothing, and is obeyed.
func TestUmask(t *testing.T) {
	dir, zmqgen := asNobody(t)
	if out, err := zmqgen("umask 0777;", "generate", "--out", "out").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	info, err := os.Stat(filepath.Join(dir, "out"))
	if err != nil || info.Mode() != os.ModeDir {
		t.Errorf("%v, %v", info, err)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestUnreadableDirectory checks that an unreadable directory, such as a database's, is only a warning, and that
// the packages beside it are checked.
func TestUnreadableDirectory(t *testing.T) {
	dir, zmqgen := asNobody(t)
	writeOut(t, "generate", "--quiet", "--out", filepath.Join(dir, "zmq"))
	writeFile(t, filepath.Join(dir, "data", "file"), "")
	if err := os.Chmod(filepath.Join(dir, "data"), 0); err != nil {
		t.Fatal(err)
	}
	for format, want := range map[string]string{
		"text": "zmqgen: not looked into: open data: permission denied\nzmqgen: zmq: up to date with libzmq 4.2.0\n",
		"json": "\"warnings\": [\n    \"not looked into: open data: permission denied\"\n  ]", "github": "::warning title=zmqgen check::not looked into: ",
	} {
		if out, err := zmqgen("", "check", "--format", format).CombinedOutput(); err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s\nwant %s", format, err, out, want)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
}
