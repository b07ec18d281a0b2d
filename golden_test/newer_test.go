package golden_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/apidiff"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/pipeline"
	"github.com/zmqgen/zmqgen/parser"
)

// TestNewRelease follows CONTRIBUTING.md with a release that does not exist. Its package builds with an older library,
// although its new symbols have no records: they are bound as far as their group or declaration determines how, and
// reported.
func TestNewRelease(t *testing.T) {
	const name = "testdata/headers/zmq-4.4.0.h"
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	result, err := pipeline.Generate(pipeline.Options{HeaderName: name, Header: content})
	if err != nil {
		t.Fatal(err)
	}
	for symbol, want := range map[string]struct{ note, file, source string }{
		"ZMQ_EVENT_MIGRATED":    {"new in group Event", "monitor.go", "EventMigrated Event = 0x8000"},
		"ZMQ_MESH":              {"no group lists this constant", "other.go", "= 21"},
		"ZMQ_QUIC_SERVER":       {"no group lists this constant", "other.go", "= 130"},
		"ZMQ_THREAD_STACK_SIZE": {"no group lists this constant", "other.go", "= 11"},
		"zmq_socket_pause":      {"bound by its shape alone", "other.go", "func (s *Socket) SocketPause(milliseconds int) error"},
		"zmq_ctx_label":         {"bound by its shape alone", "other.go", "func (ctx *Context) Label(label string) error"},
		"zmq_route_open":        {"not bound", "", ""},
		"zmq_route_t":           {"no rule gives a type a Go form", "", ""},
	} {
		if !slices.ContainsFunc(result.Notes, func(note string) bool {
			return strings.Contains(note, ": "+symbol+": ") && strings.Contains(note, want.note)
		}) {
			t.Errorf("%s: no note says %q: %q", symbol, want.note, result.Notes)
		}
		if want.file != "" && !strings.Contains(squeezed(result.Files, want.file), want.source) {
			t.Errorf("%s: %s has no %q", symbol, want.file, want.source)
		}
	}
	if len(result.Notes) != 8 {
		t.Errorf("%d notes; want one for each new symbol: %q", len(result.Notes), result.Notes)
	}
	holdToPage(t, result.Notes)
	if _, err := pipeline.Generate(pipeline.Options{HeaderName: name, Header: content, Strict: true}); err == nil {
		t.Error("strict generation takes symbols without a record")
	}
	comparesWithPinned(t, content)
}

// holdToPage compares the messages that CONTRIBUTING.md shows with real ones.
func holdToPage(t *testing.T, notes []string) {
	t.Helper()
	page, err := os.ReadFile("../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for line := range strings.Lines(string(page)) {
		if message, ok := strings.CutPrefix(line, "    zmq.h:"); ok {
			shown++
			if !slices.ContainsFunc(notes, func(note string) bool {
				return strings.HasSuffix(note, ".h:"+strings.TrimSpace(message))
			}) {
				t.Errorf("CONTRIBUTING.md shows a message that does not come: %s", line)
			}
		}
	}
	if shown < 2 {
		t.Error("CONTRIBUTING.md shows no messages")
	}
}

// comparesWithPinned checks that the differences from the last pinned release can be listed, and name what is new.
func comparesWithPinned(t *testing.T, content []byte) {
	t.Helper()
	before := pinnedAPI(t, newestRelease)
	after, err := parser.Parse("zmq.h", content)
	if err != nil {
		t.Fatal(err)
	}
	var added []string
	for _, change := range apidiff.Compare(before, after) {
		added = append(added, change.Symbol)
	}
	for _, symbol := range []string{"ZMQ_MESH", "ZMQ_EVENT_MIGRATED", "zmq_socket_pause", "zmq_route_t"} {
		if !slices.Contains(added, symbol) {
			t.Errorf("%s is not among the differences: %q", symbol, added)
		}
	}
}

// squeezed returns a file with single spaces, as if gofmt aligned nothing.
func squeezed(files []pipeline.File, name string) string {
	for _, file := range files {
		if file.Name == name {
			return strings.Join(strings.Fields(string(file.Content)), " ")
		}
	}
	return ""
}

// TestNewerHeaderBuilds checks that the package of a release to come builds with today's library, except for the
// functions that the library lacks.
func TestNewerHeaderBuilds(t *testing.T) {
	t.Parallel()
	needLibzmq(t)
	content, err := os.ReadFile("testdata/headers/zmq-4.4.0.h")
	if err != nil {
		t.Fatal(err)
	}
	for _, function := range []string{"zmq_socket_pause", "zmq_ctx_label", "zmq_route_open"} {
		content = []byte(withoutLine(string(content), function))
	}
	result, err := pipeline.Generate(pipeline.Options{HeaderName: "zmq.h", Header: content})
	if err != nil {
		t.Fatal(err)
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
}

func withoutLine(text, word string) string {
	var kept strings.Builder
	for line := range strings.Lines(text) {
		if !strings.Contains(line, word) {
			kept.WriteString(line)
		}
	}
	return kept.String()
}

// TestInstalledHeader compares this project's statement of libzmq 4.3.4 with the system's header of that release: both
// declare the same interface, although they share no text.
func TestInstalledHeader(t *testing.T) {
	needLibzmq(t)
	c := command{t: t, args: []string{pkgConfig(), "--modversion", "libzmq"}}
	version := strings.TrimSpace(string(c.output()))
	ours, err := headers.Open(version)
	if err != nil {
		t.Skipf("libzmq %s is installed, which is not pinned", version)
	}
	c = command{t: t, args: []string{pkgConfig(), "--variable=includedir", "libzmq"}}
	theirs, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(c.output())), "zmq.h"))
	if err != nil {
		t.Fatal(err)
	}
	if fingerprint(t, theirs) != ours.Fingerprint {
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

func pinnedAPI(t *testing.T, release string) *capi.Header {
	t.Helper()
	pinned, err := headers.Open(release)
	if err != nil {
		t.Fatal(err)
	}
	api, err := parser.Parse(pinned.Name, pinned.Content)
	if err != nil {
		t.Fatal(err)
	}
	return api
}
