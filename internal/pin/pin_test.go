package pin_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/pin"
)

var header = pin.Header{Release: "4.3.9", Fingerprint: "ff", Content: []byte("one\ntwo\n")}

// TestLinks checks that links in a cloned repository are not followed.
func TestLinks(t *testing.T) {
	for _, name := range []string{".headers.lock.zmqgen-new", ".zmq-4.3.9.h.zmqgen-new", "headers.lock", "zmq-4.3.9.h"} {
		tree := t.TempDir()
		victim, dir := filepath.Join(tree, "victim"), filepath.Join(tree, "dir")
		if err := os.WriteFile(victim, []byte("# precious\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(dir, 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(victim, filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
		_, _, err := pin.Pin(dir, header, true)
		if refused := err != nil && strings.Contains(err.Error(), "not a regular file"); refused == strings.HasPrefix(name, ".") {
			t.Errorf("%s: %v", name, err)
		}
		if content, err := os.ReadFile(victim); err != nil || string(content) != "# precious\n" {
			t.Errorf("%s: the victim is %q, %v", name, content, err)
		}
		if entries, _ := os.ReadDir(dir); err != nil && len(entries) != 1 {
			t.Errorf("%s: left behind %v", name, entries)
		}
	}
}

// TestDevice checks that only regular files are read.
func TestDevice(t *testing.T) {
	for _, name := range []string{"headers.lock", "zmq-4.3.9.h"} {
		dir := t.TempDir()
		if err := os.Symlink("/dev/zero", filepath.Join(dir, name)); err != nil {
			t.Skip(err)
		}
		if _, _, err := pin.Pin(dir, header, true); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestLineEnds checks that git can check a pinned header out with other line endings.
func TestLineEnds(t *testing.T) {
	dir := t.TempDir()
	name, _, err := pin.Pin(dir, header, false)
	if err != nil {
		t.Fatal(err)
	}
	for content, want := range map[string]bool{"one\r\ntwo\r\n": true, "one\ntwo\n": true, "one\n two\n": false} {
		if err := pin.Verify(name, []byte(content)); (err == nil) != want {
			t.Errorf("%q: %v", content, err)
		}
	}
}
