package golden_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
)

// TestOtherReleases compiles what each committed package includes against the header of every pinned release,
// with and without drafts: it builds with every libzmq that has the functions it calls, and with an older one
// fails with the minimum release.
func TestOtherReleases(t *testing.T) {
	t.Parallel()
	compiler, err := exec.LookPath("cc")
	if err != nil {
		skipLoudly(t, "no C compiler: apt install gcc")
	}
	compileForReleases(t, compiler)
}

// TestOtherReleasesWindows does the same for Windows. There, a header includes the system's headers or declares
// what it needs of them, and C has its own error numbers.
func TestOtherReleasesWindows(t *testing.T) {
	t.Parallel()
	compiler, err := exec.LookPath("x86_64-w64-mingw32-gcc")
	if err != nil {
		skipLoudly(t, "no C compiler for Windows: apt install gcc-mingw-w64-x86-64")
	}
	compileForReleases(t, compiler)
}

func compileForReleases(t *testing.T, compiler string) {
	for _, pkg := range []struct{ dir, refuses string }{
		{packageDir(oldestRelease), ""}, // what it needs, the oldest pin has
		{packageDir(newestRelease), oldestRelease},
	} {
		for _, release := range releases {
			for _, flag := range []string{"-DSTABLE", "-DZMQ_BUILD_DRAFT_API"} {
				t.Run(filepath.Base(pkg.dir)+" with "+release+flag, func(t *testing.T) {
					out, err := compileAgainst(t, compiler, pkg.dir, release, flag)
					if release == pkg.refuses {
						if want := "needs libzmq 4.3.0 or newer"; err == nil || !strings.Contains(out, want) {
							t.Errorf("%v; want it refused by %q:\n%s", err, want, out)
						}
						return
					}
					if err != nil {
						t.Errorf("%v\n%s", err, out)
					}
				})
			}
		}
	}
}

// compileAgainst compiles a package's C against the header of a release.
func compileAgainst(t *testing.T, compiler, dir, release, flag string) (string, error) {
	t.Helper()
	pinned, err := headers.Open(release)
	if err != nil {
		t.Fatal(err)
	}
	include := t.TempDir()
	if err := os.WriteFile(filepath.Join(include, "zmq.h"), pinned.Content, 0o644); err != nil {
		t.Fatal(err)
	}
	return compileC(t, compiler, dir, include, flag)
}

// compileC compiles a package's C against the zmq.h of a directory.
func compileC(t *testing.T, compiler, dir, include, flag string) (string, error) {
	t.Helper()
	source := filepath.Join(include, "all.c")
	text := "#include \"abi.h\"\n#include \"bridge.h\"\n"
	if err := os.WriteFile(source, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(compiler, "-std=gnu11", "-Wall", "-Wno-unused-function", "-Wno-address", "-Werror", "-fsyntax-only",
		flag, "-I"+include, "-I"+dir, source).CombinedOutput()
	return string(out), err
}
