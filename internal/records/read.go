package records

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"go/token"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// reader reads sections into a set.
type reader struct {
	known *Set // what the records are added to
	set   *Set
	own   bool            // the records are a user's
	seen  map[string]Pos  // the headings so far
	wrong map[string]bool // symbols with a fault
	errs  []fault
}

// fault is an error at a place.
type fault struct {
	pos  Pos
	text string
}

// With returns the set with a user's records added. They replace records of the same symbol. A record that does not
// state what its symbol is changes only what it states.
func (s *Set) With(sources []Source) (*Set, error) {
	in := &reader{known: s, own: len(s.list) > 0, seen: make(map[string]Pos), wrong: make(map[string]bool), set: &Set{
		list: slices.Clone(s.list), bySym: make(map[string]*Record), groups: slices.Clone(s.groups), texts: make(map[string]string),
	}}
	maps.Copy(in.set.bySym, s.bySym)
	maps.Copy(in.set.texts, s.texts)
	for _, source := range sources {
		found, faults := sections(source)
		in.errs = append(in.errs, faults...)
		for _, section := range found {
			in.section(section)
		}
	}
	in.check()
	if in.own {
		in.set.own = hash(sources)
	}
	// The faults are in the order of the files.
	slices.SortStableFunc(in.errs, func(a, b fault) int {
		return cmp.Or(cmp.Compare(a.pos.File, b.pos.File), cmp.Compare(a.pos.Line, b.pos.Line))
	})
	var errs []error
	for _, f := range in.errs {
		errs = append(errs, fmt.Errorf("%s: %s", f.pos, f.text))
	}
	return in.set, errors.Join(errs...)
}

// hash returns a hash of the names and contents of files, which does not depend on the kind of line ends.
func hash(sources []Source) string {
	sum := sha256.New()
	for _, source := range slices.SortedFunc(slices.Values(sources), func(a, b Source) int { return strings.Compare(a.Name, b.Name) }) {
		fmt.Fprintf(sum, "%s\x00%s\x00", path.Base(source.Name), strings.ReplaceAll(string(source.Content), "\r\n", "\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// fail notes an error at a place.
func (in *reader) fail(pos Pos, symbol, format string, args ...any) {
	in.wrong[symbol] = true
	in.errs = append(in.errs, fault{pos, symbol + ": " + fmt.Sprintf(format, args...)})
}

var symbolForm = regexp.MustCompile(`^[A-Za-z_]\w*$`)

func (in *reader) section(s section) {
	if before, twice := in.seen[s.heading]; twice {
		in.fail(s.pos, s.heading, "a second record, the first is at %s; keep one", before)
		return
	}
	in.seen[s.heading] = s.pos
	if in.own && !in.isTopic(s.topic) {
		in.fail(s.pos, s.heading, "%s.txt would produce the Go file %s.go, whose name is reserved or invalid; name the file in lower-case letters and digits, such as fork.txt", s.topic, s.topic)
	}
	for _, t := range s.texts {
		if strings.TrimSpace(t.text) == "" {
			in.fail(t.pos, s.heading, "%s is empty; write it", named(t.label))
		}
	}
	what, name, _ := strings.Cut(s.heading, " ")
	switch {
	case name == "" && symbolForm.MatchString(what):
		in.record(s)
	case what == "type" && token.IsExported(name) && token.IsIdentifier(name) && len(s.attributes) > 0, what == "group":
		in.group(s, what, name)
	case what == "type" || what == "go" || what == "text":
		in.plainText(s, what, name)
	default:
		in.fail(s.pos, s.heading, "a heading is a symbol of zmq.h, or one of type, go, group and text with a name")
	}
}

var topicForm = regexp.MustCompile(`^[a-z][a-z0-9]*$`)

// isTopic reports whether a name is allowed for a user's file: it must also be suitable for a Go file.
func (in *reader) isTopic(topic string) bool {
	switch topic {
	case "cgo", "doc", "dlopen", "draft", "nocgo", "nodraft", "norace", "race":
		return false
	}
	return topicForm.MatchString(topic) || slices.ContainsFunc(in.known.list, func(r *Record) bool { return r.Topic == topic })
}

// plainText adds an entry that consists of a text only.
func (in *reader) plainText(s section, what, name string) {
	key := s.heading
	if what == "text" {
		key = name
	}
	if _, known := in.known.texts[key]; in.own && !known {
		in.fail(s.pos, s.heading, "nothing uses this text; correct the name or remove it")
	}
	for _, a := range s.attributes {
		in.fail(a.pos, s.heading, "%q is not an attribute of a text; leave a line empty before the text", a.text)
	}
	if len(s.texts) != 1 || s.texts[0].label != "" {
		in.fail(s.pos, s.heading, "it needs one text, without a label before it")
		return
	}
	in.set.texts[key] = s.texts[0].text
}

// group adds the entry of a group of constants.
func (in *reader) group(s section, what, name string) {
	g := &Group{Pos: s.pos, Name: name, Topic: s.topic}
	if what == "type" {
		g.Type = name
	}
	for _, a := range s.attributes {
		if err := g.read(a.text); err != nil {
			in.fail(a.pos, s.heading, "%v", err)
		}
	}
	key := "group " + name
	texts, needed := map[string]string{"": key, "drafts": key + " draft"}, []string(nil)
	if what == "type" {
		texts["constants"], texts[""], needed = key, s.heading, []string{"", "constants"}
	}
	for _, t := range s.texts {
		if texts[t.label] == "" {
			in.fail(t.pos, s.heading, "no text is called %q; use one of %s", t.label, alternatives(texts))
			continue
		}
		in.set.texts[texts[t.label]] = t.text
	}
	for _, label := range needed {
		if in.set.texts[texts[label]] == "" {
			in.fail(s.pos, s.heading, "it lacks %s; write it", named(label))
		}
	}
	if in.known.Group(name) != nil {
		in.fail(s.pos, s.heading, "zmqgen has this group; write records of the constants that you add to it")
	}
	in.set.groups = append(in.set.groups, g)
}

// record adds the entry of a symbol.
func (in *reader) record(s section) {
	r := &Record{Symbol: s.heading, Topic: s.topic}
	known := in.known.bySym[s.heading]
	if known != nil && !slices.ContainsFunc(s.attributes, isKindLine) {
		*r = *known
		r.Params = maps.Clone(r.Params)
	}
	r.Pos, r.Own, r.Replaces = s.pos, in.own, known
	r.texts = maps.Clone(r.texts)
	if r.texts == nil {
		r.texts = make(map[string]string)
	}
	given := make(map[string]bool)
	for _, a := range s.attributes {
		name, err := r.attribute(a.text, given)
		if err != nil {
			in.fail(a.pos, s.heading, "%v", err)
		}
		given[name] = true
	}
	if r.Kind == "" {
		in.fail(s.pos, s.heading, "the record does not say what it is; begin it with one of %s", alternatives(kindLines))
		return
	}
	for _, t := range s.texts {
		if err := r.checkLabel(t.label); err != nil {
			in.fail(t.pos, s.heading, "%v", err)
		}
		maps.DeleteFunc(r.texts, func(label, text string) bool { // also replace zmqgen's texts for some releases
			base, _, versioned := strings.Cut(" "+label, " since ")
			return versioned && strings.TrimSpace(base) == t.label && known != nil && text == known.texts[label]
		})
		r.texts[t.label] = t.text
	}
	if before := in.set.bySym[r.Symbol]; before != nil {
		in.set.list[slices.Index(in.set.list, before)] = r
	} else {
		in.set.list = append(in.set.list, r)
	}
	in.set.bySym[r.Symbol] = r
}

// labels returns the labels of a record's texts, and whether the record needs them.
func (r *Record) labels() map[string]bool {
	all := map[string]bool{"": r.Kind != Option && (r.Kind != Type || r.Go != "")}
	if r.Kind == Type {
		all["layout"] = false
	}
	for _, use := range r.Uses {
		if use.Holder != Socket || r.Deprecated {
			all[""] = true // the comment of its constant
		}
		prefix := r.prefix(use.Holder)
		for what, has := range map[string]bool{"set": use.Set, "get": use.Get} {
			if has {
				all[prefix+what] = true
			}
			if has && use.Value == Key {
				all[prefix+what+" bytes"] = true
			}
		}
	}
	return all
}

// checkLabel refuses a text that the record has no use for.
func (r *Record) checkLabel(label string) error {
	base, since, versioned := strings.Cut(" "+label, " since ")
	if _, known := r.labels()[strings.TrimSpace(base)]; !known {
		return fmt.Errorf("no text is called %q; use one of %s", label, alternatives(r.labels()))
	}
	if versioned {
		_, err := existing(since)
		return err
	}
	return nil
}

// check compares the records with each other.
func (in *reader) check() {
	for _, g := range in.set.groups {
		if g.Claims && g.Strip == "" {
			in.fail(g.Pos, g.Name, "it claims every symbol; name what they begin with, such as ZMQ_EVENT_*")
		}
	}
	for _, r := range in.set.list {
		if in.wrong[r.Symbol] {
			continue // what it lacks follows from that
		}
		labels := r.labels()
		for _, label := range slices.Sorted(maps.Keys(labels)) {
			if labels[label] && r.texts[label] == "" && r.Omit == "" {
				in.fail(r.Pos, r.Symbol, "it lacks %s; write it", named(label))
			}
		}
		if before := r.Replaces; r.Own && (r.Kind == Type || r.Kind == Macro) && r.Omit == "" && (before == nil || r.Go != before.Go) {
			in.fail(r.Pos, r.Symbol, "no rule gives a %s a Go name; write \"omit\" and why there is none", r.Kind)
		} else if before != nil && (before.Unlisted || before.Kind == Type && before.Go != "") && (r.Kind != before.Kind || r.Go != before.Go || r.Omit != "") {
			in.fail(r.Pos, r.Symbol, "hand-written code depends on it; it can be neither left out nor renamed")
		}
		texts := r.texts[""] + r.texts["since "+r.DeprecatedSince.String()]
		if deprecated := strings.Contains(texts, "Deprecated: "); deprecated != r.Deprecated && r.texts[""] != "" {
			in.fail(r.Pos, r.Symbol, "a deprecated symbol has a line \"deprecated\", and in its text, after \"Deprecated: \", what to use instead; correct one of the two")
		}
		if r.Kind == Constant && r.Omit == "" && in.set.Group(r.Group) == nil {
			in.fail(r.Pos, r.Symbol, "there is no group %q; begin it with \"== type %s\" or \"== group %s\"", r.Group, r.Group, r.Group)
		}
		for _, use := range r.Uses {
			if g := in.set.Group(string(use.Value)); use.Value != "" && !use.Value.isBasic() && (g == nil || g.Type == "") {
				in.fail(r.Pos, r.Symbol, "no option has a value %s; use one of %s, or the type of a group", use.Value, strings.Join(basicValues(), ", "))
			}
		}
		for _, other := range []string{r.Formerly, r.Renamed} {
			if other != "" && !in.set.Has(other) {
				in.fail(r.Pos, r.Symbol, "there is no record of %s", other)
			}
		}
		if r.Draft != (Release{}) && r.Since != (Release{}) && !r.Draft.Before(r.Since) {
			in.fail(r.Pos, r.Symbol, "stable since %s, but a draft only since %s; correct one of them", r.Since, r.Draft)
		}
	}
}

// named returns what a text is called in messages.
func named(label string) string {
	if label == "" {
		return "its text"
	}
	return fmt.Sprintf("the text %q", label)
}

// alternatives lists the keys of a map.
func alternatives[V any](of map[string]V) string {
	var words []string
	for _, key := range slices.Sorted(maps.Keys(of)) {
		if key != "" {
			words = append(words, strconv.Quote(key))
		}
	}
	return strings.Join(words, ", ")
}
