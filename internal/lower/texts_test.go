package lower

import (
	"strings"
	"testing"
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

// TestNewestText holds that releases are compared by their numbers: 4.10.0 is newer than 4.9.0.
func TestNewestText(t *testing.T) {
	prose := map[string]string{"k": "first", "k since 4.2.0": "second", "k since 4.9.0": "third", "k since 4.10.0": "fourth"}
	for newest, want := range map[release]string{{4, 1, 9}: "first", {4, 3, 5}: "second", {4, 9, 1}: "third", {4, 10, 0}: "fourth", {5, 0, 0}: "fourth"} {
		if got, _ := newTexts(prose, newest).lookup("k"); got != want {
			t.Errorf("the text for %s is the %s, want the %s", newest, got, want)
		}
	}
}
