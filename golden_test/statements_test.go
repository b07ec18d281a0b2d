package golden_test

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/rogpeppe/go-internal/diff"

	"github.com/zmqgen/zmqgen/headers"
	"github.com/zmqgen/zmqgen/internal/pipeline"
)

// TestOtherStatement checks that a header that states the same interface in another way gives the same
// bytes, so that upstream's own file can replace the pinned one.
func TestOtherStatement(t *testing.T) {
	for _, release := range releases {
		pinned, err := headers.Open(release)
		if err != nil {
			t.Fatal(err)
		}
		want := generateRelease(t, release)
		for name, restate := range restatements {
			t.Run(release+"/"+name, func(t *testing.T) {
				header := restate(pinned.Content)
				if bytes.Equal(header, pinned.Content) {
					t.Fatal("the header is the pinned one still")
				}
				result, err := generate(t, pipeline.Options{
					HeaderName: "other.h", Header: header, Strict: true,
					Examples: true, ImportPath: module + "/generated/v" + release,
				})
				if err != nil {
					t.Fatal(err)
				}
				for _, file := range result.Files {
					if !bytes.Equal(file.Content, want[file.Name]) {
						t.Errorf("%s differs:\n%s", file.Name, diff.Diff("pinned", want[file.Name], "restated", file.Content))
					}
				}
				if len(result.Files) != len(want) {
					t.Errorf("%d files; want %d", len(result.Files), len(want))
				}
			})
		}
	}
}

// restatements are ways to write the same header.
var restatements = map[string]func([]byte) []byte{
	"without comments": func(h []byte) []byte { return comments.ReplaceAll(h, []byte(" ")) },
	"other comments": func(h []byte) []byte {
		return comments.ReplaceAll(h, []byte("/* What this is for: \"nothing\" // int zmq_no(void);\n#error no\n */"))
	},
	"line comments": func(h []byte) []byte { return declarationEnds.ReplaceAll(h, []byte("; // closed: } */ ' \"\n")) },
	"CRLF":          func(h []byte) []byte { return bytes.ReplaceAll(h, []byte("\n"), []byte("\r\n")) },
	"byte order mark": func(h []byte) []byte {
		return append([]byte("\xef\xbb\xbf"), h...)
	},
	"no last line feed": func(h []byte) []byte { return bytes.TrimRight(h, "\n") },
	"tabs":              func(h []byte) []byte { return bytes.ReplaceAll(h, []byte(" "), []byte("\t")) },
	"blank lines":       func(h []byte) []byte { return bytes.ReplaceAll(h, []byte("\n"), []byte("\n\n")) },
	"spliced lines": func(h []byte) []byte {
		return bytes.ReplaceAll(h, []byte("#define "), []byte("#define \\\n"))
	},
	"spaced directives": func(h []byte) []byte { return directiveMarks.ReplaceAll(h, []byte("  #  ")) },
	"quoted includes":   func(h []byte) []byte { return includes.ReplaceAll(h, []byte(`#include "$1"`)) },
	"defined":           func(h []byte) []byte { return ifdefs.ReplaceAll(h, []byte("#if defined($1)")) },
}

var (
	comments        = regexp.MustCompile(`(?s)/\*.*?\*/`)
	declarationEnds = regexp.MustCompile(`;\n`)
	directiveMarks  = regexp.MustCompile(`(?m)^#`)
	includes        = regexp.MustCompile(`#include <(.*)>`)
	ifdefs          = regexp.MustCompile(`(?m)^#ifdef (\w+)$`)
)
