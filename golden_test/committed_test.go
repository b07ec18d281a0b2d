package golden_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// The pinned releases. The first and the last are committed as packages, those between are not.
var (
	releases      = headers.Releases()
	oldestRelease = releases[0]
	newestRelease = releases[len(releases)-1]
)

// packageDir returns the directory of a committed package.
func packageDir(release string) string { return "../generated/v" + release }

// packagePath returns its import path.
func packagePath(release string) string { return module + "/generated/v" + release }

// TestCommitted compares every committed package with what the generator writes today.
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
					t.Errorf("%s differs:\n%s", name, diff.Diff("committed", want, "fresh", content))
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

// TestSameBytes generates in different directories and environments, often enough for an order that
// depends on a map to show.
func TestSameBytes(t *testing.T) {
	for _, release := range releases {
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
					t.Errorf("libzmq %s: %s differs from one run to the next:\n%s", release, name, diff.Diff("first", content, "again", again[name]))
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
