package records

import (
	"path"
	"strings"
)

// section is the form of one entry of a file: a heading, attributes, and texts after an empty line.
type section struct {
	pos        Pos
	heading    string
	topic      string
	attributes []line
	texts      []labelled
}

type line struct {
	pos  Pos
	text string
}

// labelled is a text with its label, such as "set" before "set: sets the rate".
type labelled struct {
	pos         Pos
	label, text string
}

// headingMark begins the line of a heading, and commentMark lines before the first entry and among attributes.
const (
	headingMark = "=="
	commentMark = "#"
)

// sections splits a file.
func sections(source Source) (all []section, faults []fault) {
	const beginning, attributes, texts = 0, 1, 2
	place, behindBlank := beginning, false
	for number, text := range strings.Split(strings.ReplaceAll(string(source.Content), "\r\n", "\n"), "\n") {
		pos := Pos{source.Name, number + 1, 1}
		text = strings.TrimRight(text, " \t")
		if heading, ok := strings.CutPrefix(text, headingMark); ok {
			topic := strings.TrimSuffix(path.Base(source.Name), path.Ext(source.Name))
			all = append(all, section{pos: pos, heading: strings.Join(strings.Fields(heading), " "), topic: topic})
			place = attributes
			continue
		}
		isComment := strings.HasPrefix(text, commentMark)
		switch {
		case place == beginning && text != "" && !isComment:
			faults = append(faults, fault{pos, "a line before the first record; begin that with \"== SYMBOL\""})
			place = texts
		case len(all) == 0:
		case place == attributes && text == "":
			place, behindBlank = texts, true
		case place == attributes && !isComment:
			s := &all[len(all)-1]
			s.attributes = append(s.attributes, line{pos, text})
		case place == texts:
			all[len(all)-1].prose(pos, text, behindBlank)
			behindBlank = text == ""
		}
	}
	for i := range all {
		for j := range all[i].texts {
			all[i].texts[j].text = strings.Trim(all[i].texts[j].text, "\n")
		}
	}
	return all, faults
}

// prose adds a line of text. A line after an empty line can begin with a label.
func (s *section) prose(pos Pos, text string, behindBlank bool) {
	if behindBlank {
		if label, rest, ok := strings.Cut(text, ":"); ok && isLabel(label) && (rest == "" || rest[0] == ' ') {
			s.texts = append(s.texts, labelled{pos, label, strings.TrimSpace(rest) + "\n"})
			return
		}
	}
	if len(s.texts) == 0 {
		if text == "" {
			return
		}
		s.texts = append(s.texts, labelled{pos: pos})
	}
	s.texts[len(s.texts)-1].text += text + "\n"
}

// isLabel reports whether the words before a colon name a text, rather than being the beginning of one: they are few,
// and of lower-case letters, except for a release.
func isLabel(words string) bool {
	if words == "" || strings.Trim(words, "abcdefghijklmnopqrstuvwxyz0123456789. ") != "" {
		return false
	}
	first, _, more := strings.Cut(words, " ")
	switch first {
	case "set", "get", "since", string(Context), string(Message), string(Socket):
		return true
	}
	return !more
}
