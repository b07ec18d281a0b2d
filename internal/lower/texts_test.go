package lower

import (
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/records"
)

func TestDocument(t *testing.T) {
	for _, test := range []struct {
		name, text, want string
		declaration      []string
	}{
		{
			name: "plain",
			text: "does a thing.",
			want: "plain does a thing.",
		},
		{
			name: "Paragraphs",
			text: "does\na thing.\n\nThen\nanother.",
			want: "Paragraphs does a thing.\n\nThen another.",
		},
		{
			name:        "Declared",
			text:        "does a thing.",
			declaration: []string{"int zmq_thing(void);"},
			want:        "Declared does a thing.\n\n\tint zmq_thing(void);",
		},
		{
			name:        "Old",
			text:        "does a thing.\n\nDeprecated: use [New].",
			declaration: []string{"int zmq_old(void);"},
			want:        "Old does a thing.\n\n\tint zmq_old(void);\n\nDeprecated: use [New].",
		},
		{
			name: "Code",
			text: "shows code:\n\n\ta := 1\n\tb := 2\n\nand more.",
			want: "Code shows code:\n\n\ta := 1\n\tb := 2\n\nand more.",
		},
	} {
		if got := document(test.name, test.text, "", test.declaration...); got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

func TestWrapTextKeepsToTheWidth(t *testing.T) {
	text := wrapText(strings.Repeat("word ", 100))
	for line := range strings.SplitSeq(text, "\n") {
		if len(line) > docWidth {
			t.Errorf("line of %d characters: %s", len(line), line)
		}
	}
}

// TestNewestText checks that releases are compared by their numbers: 4.10.0 is newer than 4.9.0.
func TestNewestText(t *testing.T) {
	prose := map[string]string{"k": "first", "k since 4.2.0": "second", "k since 4.9.0": "third", "k since 4.10.0": "fourth"}
	for newest, want := range map[records.Release]string{{Major: 4, Minor: 1, Patch: 9}: "first", {Major: 4, Minor: 3, Patch: 5}: "second", {Major: 4, Minor: 9, Patch: 1}: "third", {Major: 4, Minor: 10}: "fourth", {Major: 5}: "fourth"} {
		if got, _ := newTexts(prose, newest).lookup("k"); got != want {
			t.Errorf("the text for %s is the %s, want the %s", newest, got, want)
		}
	}
}
