package golden_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// TestCommitted holds every committed package against what the generator makes today.
func TestCommitted(t *testing.T) {
	dirs, err := filepath.Glob("../generated/v*")
	if err != nil || len(dirs) == 0 {
		t.Fatalf("no committed packages: %v", err)
	}
	for _, dir := range dirs {
		release := strings.TrimPrefix(filepath.Base(dir), "v")
		t.Run(release, func(t *testing.T) {
			fresh := generateRelease(t, release)
			committed := readDir(t, filepath.Join("..", "generated", "v"+release))
			for name, content := range fresh {
				switch want, ok := committed[name]; {
				case !ok:
					t.Errorf("%s is missing", name)
				case !bytes.Equal(content, want):
					t.Errorf("%s differs (-committed +fresh):\n%s", name, lineDiff(want, content))
				}
			}
			for name := range committed {
				if _, ok := fresh[name]; !ok {
					t.Errorf("%s is not generated", name)
				}
			}
			if t.Failed() {
				t.Logf("generated/v%s is not what zmqgen makes today; run: go run ./cmd/zmqgen generate --libzmq %s", release, release)
			}
		})
	}
}

// TestPackages holds the files of every pinned release, committed as a package or not, by their hashes. The
// files of all targets and of drafts are among them: build constraints tell them apart.
func TestPackages(t *testing.T) {
	var got strings.Builder
	for _, release := range headers.Releases() {
		files := generateRelease(t, release)
		for _, name := range slices.Sorted(maps.Keys(files)) {
			fmt.Fprintf(&got, "%s %x %s\n", release, sha256.Sum256(files[name]), name)
		}
	}
	const golden = "testdata/packages.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("%s differs (-golden +fresh); if that is meant, run: make update-golden\n%s", golden, lineDiff(want, []byte(got.String())))
	}
}

// TestSameBytes generates in different directories and environments, often enough for an order that
// depends on a map to show.
func TestSameBytes(t *testing.T) {
	for _, release := range headers.Releases() {
		first := generateRelease(t, release)
		for range 5 {
			t.Chdir(t.TempDir())
			for _, name := range []string{"HOME", "LANG", "LC_ALL", "PATH", "TMPDIR", "CC", "CPATH"} {
				t.Setenv(name, t.Name())
			}
			again := generateRelease(t, release)
			if len(again) != len(first) {
				t.Errorf("libzmq %s: %d files, then %d", release, len(first), len(again))
			}
			for name, content := range first {
				if !bytes.Equal(content, again[name]) {
					t.Errorf("libzmq %s: %s differs from one run to the next:\n%s", release, name, lineDiff(content, again[name]))
				}
			}
		}
	}
}

func generateRelease(t *testing.T, release string) map[string][]byte {
	t.Helper()
	result, err := generate(t, pipeline.Options{
		Release: release, Examples: true, ImportPath: module + "/generated/v" + release, Strict: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, file := range result.Files {
		files[file.Name] = file.Content
	}
	return files
}

func readDir(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := make(map[string][]byte)
	for _, entry := range entries {
		if files[entry.Name()], err = os.ReadFile(filepath.Join(dir, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return files
}
