package output

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system of 256 KiB.
func smallDisk(t *testing.T) string {
	t.Helper()
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("SKIPPED: a full disk cannot be tried, since mounting one needs root: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return disk
}

func TestFullDisk(t *testing.T) {
	disk := smallDisk(t)
	dir := filepath.Join(disk, "out")
	mustWrite(t, dir, files("a.go", "a", "b.go", "b"))
	put(t, filepath.Join(disk, "filler"), strings.Repeat("x", 150<<10))
	large := files("a.go", "a", "b.go", strings.Repeat("b", 150<<10))
	wantFails(t, disk, dir, large, "no space left", "make room")
	wantFails(t, disk, filepath.Join(disk, "new", "out"), large, "no space left")
}

// TestMountPoint: a mount point cannot be replaced, and zmqgen says so rather than write a mixture.
func TestMountPoint(t *testing.T) {
	disk := smallDisk(t)
	wantFails(t, disk, disk, files("a.go", "a"), "mount point", "directory below it")
	if got := names(t, filepath.Dir(disk)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

// TestOwner: run by root, zmqgen leaves the directory to its owner.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("needs root")
	}
	dir := filepath.Join(t.TempDir(), "out")
	mkdir(t, dir)
	if err := os.Chown(dir, 1234, 1235); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, files("a.go", "a"))
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if stat := info.Sys().(*syscall.Stat_t); stat.Uid != 1234 || stat.Gid != 1235 {
		t.Errorf("the owner became %d:%d", stat.Uid, stat.Gid)
	}
}

func TestExchange(t *testing.T) {
	tree := t.TempDir()
	a, b := filepath.Join(tree, "a"), filepath.Join(tree, "b")
	mkdir(t, filepath.Join(a, "one"))
	mkdir(t, b)
	if err := exchange(a, b); err != nil {
		t.Fatal(err)
	}
	if got := names(t, b); len(got) != 1 || len(names(t, a)) != 0 {
		t.Errorf("b holds %q", got)
	}
}
