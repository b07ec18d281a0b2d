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

// TestUnreadableDirectory: a directory that is none of zmqgen's business, such as a database's, is a warning, and
// the packages beside it are checked.
func TestUnreadableDirectory(t *testing.T) {
	dir, err := os.MkdirTemp("", "zmqgen-unreadable") // t.TempDir's parent is not for other users
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(dir)
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
	writeOut(t, "generate", "--quiet", "--out", filepath.Join(dir, "zmq"))
	writeFile(t, filepath.Join(dir, "data", "file"), "")
	for name, mode := range map[string]os.FileMode{"": 0o755, "data": 0} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	for format, want := range map[string]string{
		"text": "zmqgen: not looked into: open data: permission denied\nzmqgen: zmq: up to date with libzmq 4.2.0\n",
		"json": "\"warnings\": [\n    \"not looked into: open data: permission denied\"\n  ]", "github": "::warning title=zmqgen check::not looked into: ",
	} {
		cmd := command(dir, nil, program, "check", "--format", format)
		if os.Geteuid() == 0 {
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
		}
		if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), want) {
			t.Errorf("%s: %v\n%s\nwant %s", format, err, out, want)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "data"), 0o700); err != nil {
		t.Fatal(err)
	}
}
