package lower

import (
	"cmp"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// otherGroup is the name of the group that takes the constants without a record that no other group claims.
const otherGroup = "other"

// giveRecord says what to do about a symbol without a record.
const giveRecord = "give it a record; zmqgen symbols --missing prints one to fill in"

// group is the constants of the header that belong together.
type group struct {
	*records.Group
	members []constant
}

// constant is a constant of the header with its Go name.
type constant struct {
	capi.Constant
	name       string
	record     *records.Record
	deprecated bool
}

// groupConstants puts the constants of the header into groups and gives them their Go names. A constant without a
// record belongs to the group that claims it, or else to otherGroup.
func (l *lowerer) groupConstants() []group {
	var groups []group
	others := group{Group: l.records.Group(otherGroup)}
	grouped := make(map[string]bool)
	for _, known := range l.records.Groups() {
		g := group{Group: known}
		for _, c := range l.header.Constants {
			r := l.records.Of(c.Name)
			claimed := g.Claims && !l.records.Has(c.Name) && strings.HasPrefix(c.Name, "ZMQ_"+g.Strip)
			if claimed {
				l.reportUnknown(c.Pos, c.Name, "new in group "+g.Name+"; "+giveRecord)
			}
			if claimed || r.In(known) && r.Omit == "" {
				grouped[c.Name] = true
				g.members = append(g.members, l.member(g, c))
			}
		}
		if g.Name == otherGroup {
			others = g
		} else {
			groups = append(groups, g)
		}
	}
	for _, c := range l.header.Constants {
		switch {
		case grouped[c.Name] || l.omitted(c.Name):
		case c.Fallback:
			l.reportUnknown(c.Pos, c.Name, "not bound: each system numbers it in its own way; "+giveRecord)
		default:
			l.reportUnknown(c.Pos, c.Name, "no group lists this constant, so it goes into other.go; "+giveRecord)
			others.members = append(others.members, l.member(others, c))
		}
	}
	return l.declareConstants(append(groups, others))
}

// member returns a constant as part of a group.
func (l *lowerer) member(g group, c capi.Constant) constant {
	r := &records.Record{Symbol: c.Name} // all that is known of it
	if l.records.Has(c.Name) {
		r = l.records.Of(c.Name)
	}
	return constant{c, l.constName(g.Group, r), r, r.IsDeprecated(l.release)}
}

// declareConstants declares the names of all constants. Names that were chosen take precedence over derived ones.
func (l *lowerer) declareConstants(groups []group) []group {
	for _, g := range groups {
		if g.Under != "" && len(g.members) > 0 {
			l.declare(g.Type, "type "+g.Type)
		}
		for i := range g.members {
			c := &g.members[i]
			if _, taken := l.scope[c.name]; !l.records.Has(c.Name) && g.Name == otherGroup && (taken || !token.IsIdentifier(c.name)) {
				c.name = "ZMQ" + c.name
			}
			l.declare(c.name, c.Name)
		}
	}
	return groups
}

// groupOf returns the group of a name.
func groupOf(groups []group, name string) group {
	return groups[slices.IndexFunc(groups, func(g group) bool { return g.Name == name })]
}

// constants lowers the constants of the header, group by group.
func (l *lowerer) constants(groups []group) {
	for _, g := range groups {
		switch {
		case g.Name == records.SystemErrors:
			l.systemErrnoBlocks(g)
		case len(g.members) > 0:
			l.constantGroup(g)
		}
	}
}

// constantGroup lowers one group: the type, the stable constants and the names for String, and the
// draft constants in a file of their own.
func (l *lowerer) constantGroup(g group) {
	if g.Type == "SocketType" {
		l.checkDistinct(g)
	}
	position := l.line(g.members[0].Name)
	stable, draft := g.byDraft()
	topic := g.Topic
	if len(stable) == 0 && g.Under != "" {
		topic = draftTopic // the type has no use without them
	}
	if g.Under != "" {
		l.file(topic).add(constRank, position, binding.TypeDecl{Doc: l.doc(g.Type, "type "+g.Type), Name: g.Type, Under: g.Under})
	}
	if len(stable) > 0 {
		l.file(topic).add(constRank, position, l.constBlock(g, g.Name, stable))
	}
	if len(draft) > 0 {
		l.file(draftTopic).add(constRank, position, l.constBlock(g, g.Name+" draft", draft))
	}
	if rows := nameRows(g); g.Format != records.NoString && len(rows) > 0 {
		table := binding.NameTable{Name: namesOf(g), Type: "[...]string", Rows: rows}
		if !g.isIndex() {
			table.Type, table.Bits = "[]bitName["+g.Type+"]", true
		}
		l.file(topic).add(constRank, position, table)
		l.file(topic).add(constRank, position, l.stringer(g, rows))
	}
}

// checkDistinct refuses two constants with the same number, except other names of one constant, because code
// distinguishes constants by their numbers.
func (l *lowerer) checkDistinct(g group) {
	first := make(map[int64]string)
	for _, c := range g.members {
		switch before := first[c.Value]; {
		case c.Alias != "" || c.deprecated:
		case before != "":
			l.fail("%s%s: %d is %s already; correct the value", l.place(c.Name), c.Name, c.Value, before)
		default:
			first[c.Value] = c.Name
		}
	}
}

func (g group) byDraft() (stable, draft []constant) {
	for _, c := range g.members {
		if c.Draft {
			draft = append(draft, c)
		} else {
			stable = append(stable, c)
		}
	}
	return stable, draft
}

// constBlock returns a block of constants, those that are deprecated last. A group whose drafts are new has no heading
// for them yet.
func (l *lowerer) constBlock(g group, key string, members []constant) binding.ConstGroup {
	heading, ok := l.texts.lookup("group " + key)
	if !ok {
		heading = l.text("group " + g.Name)
	}
	block := binding.ConstGroup{Doc: wrapText(heading)}
	var deprecated []binding.Const
	for _, c := range members {
		if c.deprecated {
			deprecated = append(deprecated, l.constant(g, c))
		} else {
			block.Consts = append(block.Consts, l.constant(g, c))
		}
	}
	block.Consts = append(block.Consts, deprecated...)
	return block
}

func (l *lowerer) constant(g group, c constant) binding.Const {
	l.checkFits(g, c)
	l.bind(c.Name, c.name)
	lowered := binding.Const{Name: c.name, Type: g.Type, Value: constValue(c.Constant), Comment: c.Name}
	switch {
	case !l.records.Has(c.Name) && g.Name == otherGroup:
	case c.deprecated:
		lowered.Doc = l.doc(c.name, c.Name)
	default:
		lowered.Comment = l.constComment(c.name, c.Name)
	}
	if since := l.sinceClause(c.Name); since != "" {
		lowered.Comment += "; " + since
	}
	return lowered
}

// docLink finds links, which only documentation before a declaration shows as such.
var docLink = regexp.MustCompile(`\[([A-Z][\w.]*)\]`)

// constComment names the C macro, unless Go has the same name, and states what the constant means.
func (l *lowerer) constComment(name, macro string) string {
	text, ok := l.texts.lookup(macro)
	switch {
	case !ok && l.records.Of(macro).Kind == records.Option:
		return macro // a user's record of an option needs no text
	case !ok:
		text = "not described yet" // a constant that a group only claims
	default:
		text, _, _ = strings.Cut(text, "\n\n") // and leave out what later releases call it
		text = docLink.ReplaceAllString(strings.Join(strings.Fields(text), " "), "$1")
	}
	if name == macro {
		return text
	}
	return macro + ": " + text
}

// constName returns the Go name of a constant.
func (l *lowerer) constName(group *records.Group, record *records.Record) string {
	words, isZMQ := strings.CutPrefix(record.Symbol, "ZMQ_")
	switch {
	case record.Kind == records.Option && l.symbols[record.Renamed] != nil:
		return record.RenamedGo
	case record.Kind == records.Option:
		return group.Prefix + optionName(record)
	case record.Go != "":
		return record.Go
	case !isZMQ:
		return record.Symbol // an error number keeps C's name
	}
	return group.Prefix + naming.Exported(strings.TrimPrefix(words, group.Strip))
}

// optionName returns the part that the names of an option's constant and methods share.
func optionName(option *records.Record) string {
	return cmp.Or(option.Go, naming.Exported(strings.TrimPrefix(option.Symbol, "ZMQ_")))
}

// constValue returns the pinned value as Go source, in the base the header writes it in.
func constValue(c capi.Constant) string {
	switch {
	case c.Kind == capi.String:
		return strconv.Quote(c.Text)
	case c.Kind == capi.Flag:
		return "true"
	}
	if digits, isHex := strings.CutPrefix(strings.ToLower(c.Expr), "0x"); isHex {
		digits = strings.TrimRight(digits, "ul")
		if _, err := strconv.ParseUint(digits, 16, 64); err == nil { // one literal
			return "0x" + digits
		}
	}
	return c.Number()
}

// bits holds how many bits the types of constants have apart from the sign. C passes all of them as int or
// short.
var bits = map[string]int{"int": 31, "int16": 15}

// checkFits refuses a constant that the type of its group cannot hold, on any system.
func (l *lowerer) checkFits(g group, c constant) {
	width := cmp.Or(bits[g.Under], bits["int"])
	switch {
	case g.Name == records.SystemErrors && !c.Fallback:
		l.fail("%s%s: the system has its own; define it inside #ifndef %s", l.place(c.Name), c.Name, c.Name)
	case g.Type == "":
	case c.Kind != capi.Integer:
		l.fail("%s%s: not an integer, as %s has them; correct the value", l.place(c.Name), c.Name, g.Type)
	case c.Unsigned || c.Value>>width != 0 && c.Value>>width != -1:
		l.fail("%s%s: %s does not fit the %d bits of %s; correct the value", l.place(c.Name), c.Name, c.Number(), width+1, g.Type)
	}
}
