package golden_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/capi"
	"github.com/zmqgen/zmqgen/parser"
	"github.com/zmqgen/zmqgen/pipeline"
)

// newerHeaders are releases that are not pinned yet.
func newerHeaders(t *testing.T) map[string][]byte {
	t.Helper()
	names, err := filepath.Glob("testdata/headers/zmq-*.h")
	if err != nil || len(names) == 0 {
		t.Fatalf("no headers: %v", err)
	}
	headers := make(map[string][]byte)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		headers[name] = content
	}
	return headers
}

// TestNewerHeaders holds that a release which the tables do not know whole gives a package that builds:
// what is new is bound as far as its shape says how, and reported.
func TestNewerHeaders(t *testing.T) {
	needLibzmq(t)
	for name, content := range newerHeaders(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			result, err := pipeline.Generate(pipeline.Options{HeaderName: name, Header: content})
			if err != nil {
				t.Fatal(err)
			}
			if len(result.Notes) == 0 {
				t.Error("nothing is reported; pin the release, and take its header out of here")
			}
			dir := t.TempDir()
			files := append(result.Files, pipeline.File{
				Name: "go.mod", Content: []byte("module newer.test/libzmq\n\ngo 1.26.0\n"),
			})
			for _, file := range files {
				if err := os.WriteFile(filepath.Join(dir, file.Name), file.Content, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			for _, tags := range []string{"", "zmq_draft"} {
				c := goCommand(t, "vet", "-tags="+tags, ".")
				c.dir = dir
				if out, err := c.run(); err != nil {
					t.Errorf("go vet -tags=%q: %v\n%s", tags, err, out)
				}
			}
		})
	}
}

// TestInstalledHeader holds this project's statement of libzmq 4.3.4 against the header that the system
// has of that release: both declare the same interface, though they share no text.
func TestInstalledHeader(t *testing.T) {
	needLibzmq(t)
	c := command{t: t, args: []string{pkgConfig(), "--modversion", "libzmq"}}
	version := strings.TrimSpace(string(c.output()))
	ours, err := os.ReadFile("testdata/headers/zmq-" + version + ".h")
	if err != nil {
		t.Skipf("libzmq %s is installed, of which there is no statement here", version)
	}
	c = command{t: t, args: []string{pkgConfig(), "--variable=includedir", "libzmq"}}
	theirs, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(c.output())), "zmq.h"))
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, ours) != fingerprint(t, theirs) {
		t.Errorf("our header of libzmq %s and the installed one declare different interfaces", version)
	}
}

func fingerprint(t *testing.T, header []byte) string {
	t.Helper()
	api, err := parser.Parse("zmq.h", header)
	if err != nil {
		t.Fatal(err)
	}
	return capi.Fingerprint(api)
}
