package lower

import (
	"cmp"
	"go/token"
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

// constantGroups lowers every constant, group by group.
func (l *lowerer) constantGroups() {
	grouped := make(map[string]bool)
	for _, group := range l.records.Groups() {
		members := l.members(group)
		for _, c := range members {
			grouped[c.Name] = true
		}
		if group.Name != otherGroup {
			l.constantGroup(group, members)
		}
	}
	l.otherConstants(grouped)
	l.macros()
}

// members returns the header's constants that belong to a group, in header order.
func (l *lowerer) members(group *records.Group) []capi.Constant {
	var members []capi.Constant
	for _, c := range l.header.Constants {
		claimed := group.Claims && !l.records.Has(c.Name) && strings.HasPrefix(c.Name, "ZMQ_"+group.Strip)
		if claimed {
			l.unlisted[c.Name] = true
			l.reportUnknown(c.Pos, c.Name, "new in group "+group.Name+"; "+giveRecord)
		}
		if r := l.records.Of(c.Name); claimed || r.In(group) && r.Omit == "" {
			members = append(members, c)
		}
	}
	return members
}

func (l *lowerer) otherConstants(grouped map[string]bool) {
	var others []capi.Constant
	for _, c := range l.header.Constants {
		if grouped[c.Name] || l.fold(c.Name) {
			continue
		}
		if c.Fallback {
			l.reportUnknown(c.Pos, c.Name, "not bound: each system numbers it in its own way; "+giveRecord)
			continue
		}
		if !l.records.Has(c.Name) {
			l.reportUnknown(c.Pos, c.Name, "no group lists this constant, so it stands in other.go; "+giveRecord)
			l.unlisted[c.Name] = true
		}
		others = append(others, c)
	}
	l.constantGroup(l.records.Group(otherGroup), others)
}

// constantGroup lowers one group: the type, the stable constants and the names for String, and the
// draft constants in a file of their own.
func (l *lowerer) constantGroup(group *records.Group, members []capi.Constant) {
	if group.Name == records.SystemErrors {
		l.systemErrnoBlocks(group, members)
		return
	}
	if len(members) == 0 {
		return
	}
	if group.Type == "SocketType" {
		l.checkDistinct(members)
	}
	position := l.order[members[0].Name]
	stable, draft := splitDraft(members)
	if len(stable) == 0 && group.Under != "" {
		inDraft := *group
		inDraft.Topic = draftTopic // the type has no use without them
		group = &inDraft
	}
	if group.Under != "" {
		l.typeOfGroup(group, position)
	}
	if len(stable) > 0 {
		l.constBlock(group, group.Topic, group.Name, stable, position)
	}
	if len(draft) > 0 {
		l.constBlock(group, draftTopic, group.Name+" draft", draft, position)
	}
	if group.Format != records.NoString {
		l.stringer(group, members, position)
	}
}

// checkDistinct refuses two constants of one number, but for other names of one: code tells them apart.
func (l *lowerer) checkDistinct(members []capi.Constant) {
	first := make(map[int64]string)
	for _, c := range members {
		switch before := first[c.Value]; {
		case c.Alias != "" || l.records.Of(c.Name).IsDeprecated(l.release):
		case before != "":
			l.fail("%s%s: %d is %s already; correct the value", l.place(c.Name), c.Name, c.Value, before)
		default:
			first[c.Value] = c.Name
		}
	}
}

// isFar reports whether a number is no index of a table of names.
func isFar(c capi.Constant) bool { return c.Unsigned || c.Value < 0 || c.Value > 9999 }

func splitDraft(members []capi.Constant) (stable, draft []capi.Constant) {
	for _, c := range members {
		if c.Draft {
			draft = append(draft, c)
		} else {
			stable = append(stable, c)
		}
	}
	return stable, draft
}

func (l *lowerer) typeOfGroup(group *records.Group, position int) {
	l.declare(group.Type, "type "+group.Type)
	l.file(group.Topic).add(constRank, position, binding.TypeDecl{
		Doc:   l.doc(group.Type, "type "+group.Type),
		Name:  group.Type,
		Under: group.Under,
	})
}

func (l *lowerer) constBlock(group *records.Group, topic, text string, members []capi.Constant, position int) {
	block := binding.ConstGroup{Doc: l.groupText(group, text)}
	var deprecated []binding.Const
	for _, c := range members {
		lowered := l.constant(group, c)
		if l.records.Of(c.Name).IsDeprecated(l.release) {
			deprecated = append(deprecated, lowered)
		} else {
			block.Consts = append(block.Consts, lowered)
		}
	}
	block.Consts = append(block.Consts, deprecated...)
	l.file(topic).add(constRank, position, block)
}

// groupText returns the heading of a block. A group whose drafts are new has no heading for them yet.
func (l *lowerer) groupText(group *records.Group, key string) string {
	if text, ok := l.texts.lookup("group " + key); ok {
		return wrapText(text)
	}
	return wrapText(l.text("group " + group.Name))
}

func (l *lowerer) constant(group *records.Group, c capi.Constant) binding.Const {
	record := l.record(c.Name)
	name := l.constName(group, record)
	if _, taken := l.scope[name]; group.Name == otherGroup && record.Go == "" && (taken || !token.IsIdentifier(name)) {
		name = "ZMQ" + name // nobody has chosen this name, so it gives way
	}
	l.declare(name, c.Name)
	l.checkFits(group, c)
	deprecated := record.IsDeprecated(l.release)
	l.bind(c.Name, name)
	lowered := binding.Const{Name: name, Type: group.Type, Value: constValue(c), Comment: c.Name}
	switch {
	case !l.records.Has(c.Name) && group.Name == otherGroup:
	case deprecated:
		lowered.Doc = l.doc(name, c.Name)
	case group.Name != records.Socket.Group():
		lowered.Comment = l.constComment(name, c.Name)
	}
	if since := l.sinceClause(c.Name); since != "" {
		lowered.Comment += "; " + since
	}
	return lowered
}

// constComment names the C macro, unless Go has the very name, and says what the constant means.
func (l *lowerer) constComment(name, macro string) string {
	if name == macro {
		return l.constText(macro)
	}
	return macro + ": " + l.constText(macro)
}

// constText returns a constant's clause. A constant that a group only claims may have none yet.
func (l *lowerer) constText(macro string) string {
	text, ok := l.texts.lookup(macro)
	if !ok {
		return "not described yet"
	}
	text, _, _ = strings.Cut(text, "\n\n") // and leave out what later releases call it
	return strings.Join(strings.Fields(text), " ")
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

// optionName returns the name of an option in those of its constant and its methods.
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
	if digits, ok := hexDigits(c.Expr); ok {
		return "0x" + digits
	}
	return c.Number()
}

// hexDigits returns the digits of an expression that is one hexadecimal literal.
func hexDigits(expr string) (string, bool) {
	digits, isHex := strings.CutPrefix(strings.ToLower(expr), "0x")
	digits = strings.TrimRight(digits, "ul")
	_, err := strconv.ParseUint(digits, 16, 64)
	return digits, isHex && err == nil
}

// bits holds how many bits the types of constants have besides the sign. C passes all of them as int or
// short.
var bits = map[string]int{"int": 31, "int16": 15}

// checkFits refuses a constant that the type of its group cannot hold, on any system.
func (l *lowerer) checkFits(group *records.Group, c capi.Constant) {
	width := cmp.Or(bits[group.Under], bits["int"])
	switch {
	case group.Name == records.SystemErrors && !c.Fallback:
		l.fail("%s%s: the system has its own; define it inside #ifndef %s", l.place(c.Name), c.Name, c.Name)
	case group.Type == "":
	case c.Kind != capi.Integer:
		l.fail("%s%s: no integer, as %s has them; correct the value", l.place(c.Name), c.Name, group.Type)
	case c.Unsigned || c.Value>>width != 0 && c.Value>>width != -1:
		l.fail("%s%s: %s does not fit the %d bits of %s; correct the value", l.place(c.Name), c.Name, c.Number(), width+1, group.Type)
	}
}

// macros lowers the function-like macros: each is written by hand, or reported.
func (l *lowerer) macros() {
	for _, m := range l.header.Macros {
		if l.symbols[m.Name].Go == "" && !l.fold(m.Name) {
			l.reportUnknown(m.Pos, m.Name, "a function-like macro has no Go form by rule; "+
				"write one in templates/runtime with //zmqgen:bind "+m.Name)
		}
	}
}
