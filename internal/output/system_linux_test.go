package output

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	wantFails(t, disk, filepath.Join(disk, "new"), large, "no space left")
}

// TestMountPoint checks that zmqgen writes to a mount point as to any directory.
func TestMountPoint(t *testing.T) {
	disk := smallDisk(t)
	mustWrite(t, disk, files("a.go", "1", "b.go", "1"))
	mustWrite(t, disk, files("a.go", "2", "c.go", "2"))
	if got := names(t, disk); !slices.Equal(got, []string{"a.go", "c.go"}) {
		t.Errorf("directory holds %q", got)
	}
	put(t, filepath.Join(disk, "filler"), strings.Repeat("x", 150<<10))
	wantFails(t, disk, disk, files("a.go", "3", "b.go", strings.Repeat("b", 150<<10)), "no space left", "make room")
	if got := names(t, filepath.Dir(disk)); len(got) != 1 {
		t.Errorf("left behind: %q", got)
	}
}

// TestOverlay checks the same for a directory on the lower layer of an overlay, as in a container's
// image.
func TestOverlay(t *testing.T) {
	disk := smallDisk(t)
	for _, name := range []string{"lower/out", "upper", "work", "merged"} {
		mkdir(t, filepath.Join(disk, name))
	}
	lower := filepath.Join(disk, "lower", "out")
	mustWrite(t, lower, files("a.go", "1", "b.go", "1"))
	before := snapshot(t, lower)
	merged := filepath.Join(disk, "merged")
	options := fmt.Sprintf("lowerdir=%[1]s/lower,upperdir=%[1]s/upper,workdir=%[1]s/work", disk)
	if err := syscall.Mount("overlay", merged, "overlay", 0, options); err != nil {
		t.Skipf("SKIPPED: there is no overlay: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(merged, syscall.MNT_DETACH) })
	dir := filepath.Join(merged, "out")
	mustWrite(t, dir, files("a.go", "2", "c.go", "2"))
	if got := names(t, dir); !slices.Equal(got, []string{"a.go", "c.go"}) {
		t.Errorf("directory holds %q", got)
	}
	if after := snapshot(t, lower); !maps.Equal(before, after) {
		t.Error("the lower layer changed")
	}
}

// TestOwner checks that zmqgen, run by root, preserves the owner and mode of directories and files.
func TestOwner(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("SKIPPED: needs root")
	}
	dir := filepath.Join(t.TempDir(), "out")
	mustWrite(t, dir, files("a.go", "1", "b.go", "1", "c.go", "1"))
	give := func(name string, mode os.FileMode) {
		if err := errors.Join(os.Chown(name, 1234, 1235), os.Chmod(name, mode)); err != nil {
			t.Fatal(err)
		}
	}
	give(dir, 0o2770|os.ModeSetgid)
	give(filepath.Join(dir, "a.go"), 0o660)
	give(filepath.Join(dir, "b.go"), 0o600)
	mustWrite(t, dir, files("a.go", "2", "b.go", "1", "d.go", "2"))
	for name, mode := range map[string]os.FileMode{".": os.ModeDir | os.ModeSetgid | 0o770, "a.go": 0o660, "b.go": 0o600, "d.go": 0o644} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if stat := info.Sys().(*syscall.Stat_t); stat.Uid != 1234 || stat.Gid != 1235 || info.Mode() != mode {
			t.Errorf("%s became %d:%d, %v", name, stat.Uid, stat.Gid, info.Mode())
		}
	}
}

// TestSpecialFiles checks that zmqgen does not open pipes and devices.
func TestSpecialFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "out")
	mustWrite(t, dir, files("a.go", "1"))
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.go"), 0o666); err != nil {
		t.Skip(err)
	}
	if err := os.Symlink("/dev/zero", filepath.Join(dir, "zero.go")); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, dir, files("a.go", "2"))
	wantFails(t, dir, dir, files("pipe.go", "1", "zero.go", "1"), "did not write", "pipe.go, zero.go")
	if _, err := ReadRegular(filepath.Join(dir, "pipe.go")); !errors.Is(err, errNotRegular) {
		t.Errorf("pipe: %v", err)
	}
	if _, err := ReadRegular(filepath.Join(dir, "zero.go")); !errors.Is(err, errNotRegular) {
		t.Errorf("device: %v", err)
	}
	large, err := os.Create(filepath.Join(dir, "large.go"))
	if err != nil {
		t.Fatal(err)
	}
	defer large.Close()
	if err := errors.Join(large.Truncate(1<<40), large.Close()); err != nil {
		t.Skip(err)
	}
	if _, err := ReadRegular(large.Name()); err == nil || !strings.Contains(err.Error(), "larger than") {
		t.Errorf("large: %v", err)
	}
}
