package golden_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// forkHeader is what a fork adds to zmq.h.
const forkHeader = `
#define ZMQ_WARP_FACTOR 240
#define ZMQ_WARP_GEAR 241
#define ZMQ_GEAR_LOW 1
#define ZMQ_GEAR_HIGH 2
ZMQ_EXPORT int zmq_warp (void *s_, const char *where_, int factor_);
`

// forkRecords describes it, and renames and leaves out known symbols.
const forkRecords = `== ZMQ_WARP_FACTOR
context option int, get, set

how fast messages travel

set: sets how fast messages travel.

get: returns how fast messages travel.

== ZMQ_WARP_GEAR
socket option Gear gear, get, set

set: sets the gear.

get: returns the gear.

== type Gear
constants int16, bits
claims ZMQ_GEAR_* as Gear*

is a gear.

constants: The gears.

== zmq_warp
function int (void *, char *, int)
param factor = gear Gear
conduct blocks

makes a message travel. [Socket.SetRate] has no influence on it.

== ZMQ_RATE
go Speed

== ZMQ_EVENT_CLOSED
go EventGone

== zmq_proxy
go Forward

== zmq_sendiov
omit nobody needs it

== zmq_device
omit nobody needs it
`

// TestRecordsOfKnownSymbols renames and leaves out one symbol at a time. If that is accepted, the package compiles; if
// not, the error names the record's place. A soak takes every symbol.
func TestRecordsOfKnownSymbols(t *testing.T) {
	list, err := pipeline.Symbols(pipeline.Source{Release: newestRelease})
	if err != nil {
		t.Fatal(err)
	}
	step := 60
	if soak() {
		step = 1
	}
	for i := 0; i < len(list.Symbols); i += step {
		for _, change := range []string{"omit nobody needs it", "go Another"} {
			text := "== " + list.Symbols[i].C + "\n" + change + "\n"
			t.Run(text, func(t *testing.T) {
				t.Parallel()
				result, err := pipeline.Generate(pipeline.Options{
					Release: newestRelease, Strict: true, ImportPath: "fork.test/libzmq", Examples: true,
					Records: []pipeline.RecordFile{{Name: "own.txt", Content: []byte(text)}},
				})
				if err != nil {
					if !strings.HasPrefix(err.Error(), "own.txt:") || strings.Contains(err.Error(), "no text for") {
						t.Error(err)
					}
					return
				}
				var sources []source
				for _, file := range result.Files {
					sources = append(sources, source{file.Name, file.Content})
				}
				fset, parsed := parseSources(t, sources, "zmq_draft")
				for _, err := range (target{"linux", "amd64"}).typeErrors("libzmq", fset, parsed) {
					t.Error(err)
				}
			})
		}
	}
}

// TestRecords generates a package with a user's records. It compiles with cgo and without, with drafts and without, and
// so does its C with the fork's header.
func TestRecords(t *testing.T) {
	header := strings.Replace(string(pinnedHeader(t, newestRelease)), "#undef ZMQ_EXPORT", forkHeader+"#undef ZMQ_EXPORT", 1)
	result, err := pipeline.Generate(pipeline.Options{
		HeaderName: "zmq.h", Header: []byte(header), ImportPath: "fork.test/libzmq", Examples: true,
		Records: []pipeline.RecordFile{{Name: "records/fork.txt", Content: []byte(forkRecords)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	dir, include := t.TempDir(), t.TempDir()
	var sources []source
	for _, file := range result.Files {
		sources = append(sources, source{file.Name, file.Content})
		if err := os.WriteFile(filepath.Join(dir, file.Name), file.Content, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, gone := range []string{".SetRate(", "[Socket.SetRate]", "EventClosed ", "libzmq.Proxy(", "[Proxy]", "SendIOV("} {
			if strings.Contains(string(file.Content), gone) {
				t.Errorf("%s has %s, which the records rename or leave out", file.Name, gone)
			}
		}
	}
	for _, tags := range [][]string{nil, {"zmq_draft"}, {"zmq_dlopen"}, {"zmq_dlopen", "zmq_draft"}} {
		fset, parsed := parseSources(t, sources, tags...)
		for _, err := range (target{"linux", "amd64"}).typeErrors("libzmq", fset, parsed) {
			t.Errorf("tags %q: %v", tags, err)
		}
	}
	compiler, err := exec.LookPath("cc")
	if err != nil {
		skipLoudly(t, "no C compiler: apt install gcc")
	}
	if err := os.WriteFile(filepath.Join(include, "zmq.h"), []byte(header), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []string{"-DZMQ_BUILD_DRAFT_API", "-DNO_DRAFTS"} {
		if out, err := compileC(t, compiler, dir, include, flag); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
}
