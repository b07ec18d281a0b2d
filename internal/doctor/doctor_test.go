package doctor_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/doctor"
)

// machine answers for programs, by the command line or its beginning. Programs that it does not know are
// missing.
type machine map[string]string

func (m machine) run(_ context.Context, cmd doctor.Command) (string, error) {
	line := strings.Join(append([]string{filepath.Base(cmd.Name)}, cmd.Args...), " ")
	if filepath.Base(cmd.Name) == "load" && m["load"] == "" {
		return "", errors.New("fork/exec load: no such file or directory")
	}
	for known, answer := range m {
		if strings.HasPrefix(line, known) {
			if said, failed := strings.CutPrefix(answer, "FAIL "); failed {
				return said, errors.New("exit status 1")
			}
			return answer, nil
		}
	}
	return "", errors.New("executable file not found")
}

// sound is a machine that lacks nothing.
func sound() machine {
	return machine{
		"go version": "go version go1.26.8 linux/amd64", "go env -json": `{"CC": "gcc -m64", "CGO_ENABLED": "1", "CGO_CFLAGS": "'-Iother dir' -O2", "PKG_CONFIG": "pkg-config"}`,
		"gcc --version": "gcc 12.2.0\nmore", "gcc -m64 -Ip c -Iother dir -O2 -o probe probe.c -lzmq": "", "pkg-config --version": "1.8.1",
		"pkg-config --modversion libzmq": "4.3.4", "pkg-config --cflags": `-Ip\ c`, "pkg-config --libs": "-lzmq",
		"probe": "header 4.3.4\nlibrary 4.3.4\nhas ipc\nhas curve", "go build .": "", "go build -tags zmq_draft .": "",
		"go list -f {{len .CgoFiles}}": "go: downloading something\n2", "go list -f {{.ImportPath}}": "example.com/zmq",
		"pkg-config --static --libs": "-lzmq libother.a", "gcc -m64 -print-search-dirs": "install: /\nlibraries: =/none",
		"go build -overlay": "", "load": "libzmq 4.3.5 at /lib/libzmq.so.5",
	}
}

func examine(t *testing.T, m machine, osRelease, dir string) ([]doctor.Finding, string) {
	t.Helper()
	d := doctor.Doctor{
		Run: m.run, GetEnv: func(string) string { return "" }, OSRelease: osRelease, GOOS: "linux",
		TempDir: func() (string, func(), error) { return t.TempDir(), func() {}, nil },
		Sample:  func() (map[string][]byte, error) { return map[string][]byte{"zmq.go": nil}, nil },
	}
	findings := d.Examine(context.Background(), dir)
	return findings, doctor.Text(findings)
}

func TestSound(t *testing.T) {
	findings, text := examine(t, sound(), "", "zmq")
	want := `ok       go            go1.26.8 linux/amd64
ok       a build here  uses cgo
ok       C compiler    gcc: gcc 12.2.0
ok       pkg-config    1.8.1
ok       libzmq        4.3.4
ok       header        4.3.4
ok       library       4.3.4
ok       capabilities  ipc curve
optional static        for the build tag zmq_static, these archives are missing: libzmq.a, libother.a
                       https://github.com/zmqgen/zmqgen/blob/main/docs/building.md explains how to build without those that the system does not have
ok       without cgo   finds libzmq 4.3.5 at /lib/libzmq.so.5
ok       package zmq   builds
ok       with drafts   builds, but this libzmq has no drafts: they fail with ENOTSUP
ok       build cache   go build does not see a changed libzmq.pc or zmq.h (golang/go#24355); after one, run go build -a
`
	if text != want || !doctor.AllOK(findings) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
}

func TestMissing(t *testing.T) {
	const debian = "PRETTY_NAME=\"Some Debian\"\nID=mint\nID_LIKE=\"ubuntu debian\"\n"
	for _, test := range []struct {
		name, osRelease string
		change          func(machine)
		want            string
	}{
		{"nothing at all", debian, func(m machine) { clear(m) }, "missing  go            executable file not found\n"},
		{"library without cgo", debian, func(m machine) {
			m["go list -f {{len .CgoFiles}}"], m["load"] = "0", "FAIL libzmq cannot be loaded"
		}, "missing  without cgo   libzmq cannot be loaded\n                       install it: sudo apt-get install libzmq5\n"},
		{"way without cgo", debian, func(m machine) {
			m["go list -f {{len .CgoFiles}}"], m["go build -overlay"] = "0", "FAIL build constraints exclude all Go files in zmq"
		}, "generate it without --dlopen=false\n"},
		{"loader", "ID=alpine\n", func(m machine) {
			m["go list -f {{len .CgoFiles}}"] = "0"
			delete(m, "load")
		}, "link with -ldflags \"-I /lib/ld-musl-x86_64.so.1\""},
		{"compiler", debian, func(m machine) { delete(m, "gcc --version") }, "sudo apt-get install gcc libc6-dev\n"},
		{"pkg-config", "ID=alpine\n", func(m machine) { delete(m, "pkg-config --version") }, "apk add pkgconf\n"},
		{"library", "ID=fedora\n", func(m machine) { m["pkg-config --modversion libzmq"] = "FAIL Package libzmq was not found\nPerhaps" }, "missing  libzmq        Package libzmq was not found\n                       install it: sudo dnf install zeromq-devel; "},
		{"library, on an unknown system", "", func(m machine) { delete(m, "pkg-config --modversion libzmq") }, "install libzmq's development files; "},
		{"header", debian, func(m machine) {
			m["gcc -m64 -Ip c -Iother dir -O2 -o probe probe.c -lzmq"] = "FAIL zmq.h: no such file"
		}, "does not build: zmq.h: no such file"},
		{"shared library", debian, func(m machine) { m["probe"] = "FAIL libzmq.so.5: cannot open" }, "does not run: libzmq.so.5: cannot open"},
		{"two releases", debian, func(m machine) { m["probe"] = "header 4.2.0\nlibrary 4.3.4" }, "missing  library       4.3.4, and the header is of 4.2.0\n"},
		{"package", debian, func(m machine) { m["go build ."] = "FAIL ./doc.go:1:1: broken" }, "does not build: ./doc.go:1:1: broken\n"},
		{"drafts", debian, func(m machine) { m["go build ."] = "FAIL no HOME" }, "skipped  with drafts   not tried: the package does not build without them\n"},
		{"go", debian, func(m machine) { delete(m, "go version") }, "skipped  package zmq   not tried: the go command does not run\n"},
		{"go with wrong flags", debian, func(m machine) { m["go version"], m["go env -json"] = "FAIL unknown flag", "FAIL unknown flag" }, "missing  go            unknown flag\n                       correct the environment or go.mod until go version works\n"},
		{"go without a cache", debian, func(m machine) { m["go env -json"] = "FAIL no build cache" }, "missing  go            no build cache\n                       correct the environment or go.mod until go env works\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := sound()
			test.change(m)
			findings, text := examine(t, m, test.osRelease, "zmq")
			if !strings.Contains(text, test.want) || doctor.AllOK(findings) {
				t.Errorf("got\n%s\nwant in it\n%s", text, test.want)
			}
		})
	}
}

// TestTooOld checks that a library too old for any package of the default release is reported.
func TestTooOld(t *testing.T) {
	m := sound()
	m["probe"] = "header 4.1.4\nlibrary 4.1.4"
	findings, text := examine(t, m, "", "")
	if doctor.AllOK(findings) || strings.Count(text, "4.1.4, too old: the package needs 4.2.0 or newer\n") != 2 {
		t.Error(text)
	}
}

// TestWithoutCgo checks that a build without cgo needs no C compiler, and one for another system no library
// here.
func TestWithoutCgo(t *testing.T) {
	m := sound()
	m["go list -f {{len .CgoFiles}}"], m["go env -json"] = "0", `{"CC": "gcc", "CGO_ENABLED": "0", "PKG_CONFIG": "pkg-config"}`
	delete(m, "gcc --version")
	delete(m, "pkg-config --modversion libzmq")
	findings, text := examine(t, m, "ID=debian\n", "")
	want := `ok       go            go1.26.8 linux/amd64
ok       a build here  does not use cgo: CGO_ENABLED=0, which is also Go's default without a C compiler
optional C compiler    gcc: executable file not found
                       install it: sudo apt-get install gcc libc6-dev
ok       pkg-config    1.8.1
optional libzmq        executable file not found
                       install it: sudo apt-get install libzmq3-dev; if it is installed elsewhere, set PKG_CONFIG_PATH to the directory of libzmq.pc
ok       without cgo   finds libzmq 4.3.5 at /lib/libzmq.so.5
`
	if text != want || !doctor.AllOK(findings) {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	m["go env -json"] = `{"CC": "gcc", "CGO_ENABLED": "0", "GOOS": "windows", "GOARCH": "arm64", "GOHOSTOS": "linux", "GOHOSTARCH": "amd64"}`
	delete(m, "load")
	if findings, text = examine(t, m, "", ""); !doctor.AllOK(findings) || !strings.Contains(text, "a program for windows/arm64 builds; ") {
		t.Error(text)
	}
}

// TestPurego checks that the module of the sample is the one that this project builds with.
func TestPurego(t *testing.T) {
	for _, name := range []string{"go.mod", "go.sum"} {
		ours, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(doctor.SampleModule[name]) {
			if strings.Contains(line, "purego") && !strings.Contains(string(ours), strings.TrimPrefix(strings.TrimSpace(line), "require ")) {
				t.Errorf("%s: %q is not in this project's", name, line)
			}
		}
	}
}

// TestStatic checks that archives are looked for where the linker looks.
func TestStatic(t *testing.T) {
	m, dir := sound(), t.TempDir()
	m["pkg-config --static --libs"], m["gcc -m64 -print-search-dirs"] = "-L"+dir+"/own -lzmq -lm -lm", "libraries: =/none:"+dir
	for _, archive := range []string{"own/libzmq.a", "libm.a"} {
		path := filepath.Join(dir, archive)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, text := examine(t, m, "", ""); !strings.Contains(text, "ok       static        all archives are there") {
		t.Error(text)
	}
}

func TestTempDir(t *testing.T) {
	d := doctor.Doctor{
		Run: sound().run, GetEnv: os.Getenv, GOOS: "plan9",
		TempDir: func() (string, func(), error) { return "", nil, errors.New("no room") },
	}
	if text := doctor.Text(d.Examine(context.Background(), "")); !strings.Contains(text, "missing  scratch files no room\n") {
		t.Error(text)
	}
}
