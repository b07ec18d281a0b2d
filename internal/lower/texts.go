package lower

import (
	"strings"

	"github.com/zmqgen/zmqgen/internal/records"
)

// docWidth is the width of a line of documentation, without the comment's slashes.
const docWidth = 97

// texts is the prose of the records, and records which of it was used.
type texts struct {
	byKey map[string]string
	used  map[string]bool
	newer map[string]string // the key that takes the place of another one
	links *strings.Replacer // of names that a user's records change, or nil
}

// newTexts returns the texts for a release: an entry "KEY since R" takes the place of "KEY" from release R
// on.
func newTexts(prose map[string]string, newest records.Release) *texts {
	t := &texts{byKey: prose, used: make(map[string]bool), newer: make(map[string]string)}
	from := make(map[string]records.Release) // of the keys in newer
	for key := range prose {
		base, since, found := strings.Cut(key, " since ")
		if !found {
			continue
		}
		if first, err := records.ParseRelease(since); err == nil && !newest.Before(first) && !first.Before(from[base]) {
			t.newer[base], from[base] = key, first
		}
	}
	return t
}

func (t *texts) lookup(key string) (string, bool) {
	if newer, ok := t.newer[key]; ok {
		key = newer
	}
	text, ok := t.byKey[key]
	if ok {
		t.used[key] = true
	}
	if t.links != nil {
		text = t.links.Replace(text)
	}
	return text, ok
}

// text returns the entry for a key; a missing one is an error of the templates.
func (l *lowerer) text(key string) string {
	text, ok := l.texts.lookup(key)
	if !ok {
		l.fail("templates/records: no text for %q; add it", key)
	}
	return text
}

// doc returns the documentation of a Go name: the name and the entry, then the C declaration, then
// what the entry says about deprecation.
func (l *lowerer) doc(name, key string, declaration ...string) string {
	return document(name, l.text(key), "", declaration...)
}

// docOf is doc for the Go name of a C symbol, with the release that added the symbol.
func (l *lowerer) docOf(symbol, name, key string, declaration ...string) string {
	return document(name, l.text(key), l.since(symbol), declaration...)
}

func document(name, text, since string, declaration ...string) string {
	text, deprecation, deprecated := strings.Cut(text, "Deprecated: ")
	paragraphs := []string{wrapText(name + " " + strings.TrimSpace(text))}
	if since != "" {
		paragraphs = append(paragraphs, since)
	}
	if len(declaration) > 0 {
		paragraphs = append(paragraphs, "\t"+strings.Join(declaration, "\n\t"))
	}
	if deprecated {
		paragraphs = append(paragraphs, wrapText("Deprecated: "+strings.TrimSpace(deprecation)))
	}
	return strings.Join(paragraphs, "\n\n")
}

// wrapText breaks each paragraph into lines of docWidth; code blocks, lists and headings stay as
// they are.
func wrapText(text string) string {
	var out strings.Builder
	out.Grow(len(text))
	for i, paragraph := range strings.Split(text, "\n\n") {
		if i > 0 {
			out.WriteString("\n\n")
		}
		if paragraph == "" || strings.ContainsAny(paragraph[:1], " \t#") || strings.HasPrefix(paragraph, "- ") {
			out.WriteString(paragraph)
			continue
		}
		width := 0 // of the line so far
		for word := range strings.FieldsSeq(paragraph) {
			switch {
			case width == 0:
			case width+1+len(word) > docWidth:
				out.WriteByte('\n')
				width = 0
			default:
				out.WriteByte(' ')
				width++
			}
			out.WriteString(word)
			width += len(word)
		}
	}
	return out.String()
}
