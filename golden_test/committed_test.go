package golden_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/pipeline"
)

// TestCommitted holds every committed package against what the generator makes today.
func TestCommitted(t *testing.T) {
	if len(headers.Releases()) == 0 {
		t.Fatal("headers.lock pins no release")
	}
	for _, release := range headers.Releases() {
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
