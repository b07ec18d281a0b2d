package lower

import (
	"cmp"
	"go/token"
	"slices"
	"strconv"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/naming"
)

// otherGroup takes the constants that no group lists or claims.
var otherGroup = constGroup{text: "other", topic: "other"}

// constantGroups lowers every constant, group by group.
func (l *lowerer) constantGroups() {
	grouped := make(map[string]bool)
	for _, group := range constGroups {
		members := l.members(group)
		for _, c := range members {
			grouped[c.Name] = true
		}
		l.constantGroup(group, members)
	}
	l.otherConstants(grouped)
	l.macros()
}

// members returns the header's constants that belong to a group, in header order.
func (l *lowerer) members(group constGroup) []capi.Constant {
	listed := set(group.macros)
	var members []capi.Constant
	for _, c := range l.header.Constants {
		claimed := !listed[c.Name] && group.claims != nil && group.claims(c.Name)
		if claimed {
			l.unlisted[c.Name] = true
			l.reportUnknown(c.Pos, c.Name, "new in group "+group.text+"; list it in internal/lower/groups.go")
		}
		if listed[c.Name] || claimed {
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
			l.reportUnknown(c.Pos, c.Name, "not bound: each system numbers it in its own way; "+
				"list it in internal/lower/groups.go and internal/lower/errnos.go")
			continue
		}
		l.reportUnknown(c.Pos, c.Name, "no group lists this constant, so it stands in other.go; "+
			"list it in internal/lower/groups.go or internal/lower/option_rules.go")
		l.unlisted[c.Name] = true
		others = append(others, c)
	}
	l.constantGroup(otherGroup, others)
}

// constantGroup lowers one group: the type, the stable constants and the names for String, and the
// draft constants in a file of their own.
func (l *lowerer) constantGroup(group constGroup, members []capi.Constant) {
	if group.text == systemErrnoGroup {
		l.systemErrnoBlocks(group, members)
		return
	}
	if len(members) == 0 {
		return
	}
	if group.format == oneOf && slices.ContainsFunc(members, isFar) {
		group.format = oneOfFew
	}
	if group.typ == "SocketType" {
		l.checkDistinct(members)
	}
	position := l.order[members[0].Name]
	stable, draft := splitDraft(members)
	if len(stable) == 0 && group.under != "" {
		group.topic = "draft" // the type has no use without them
	}
	if group.typ != "" && group.under != "" {
		l.typeOfGroup(group, position)
	}
	if len(stable) > 0 {
		l.constBlock(group, group.topic, group.text, stable, position)
	}
	if len(draft) > 0 {
		l.constBlock(group, "draft", group.text+" draft", draft, position)
	}
	if group.format != noString {
		l.stringer(group, members, position)
	}
}

// checkDistinct refuses two constants of one number, but for other names of one: code tells them apart.
func (l *lowerer) checkDistinct(members []capi.Constant) {
	first := make(map[int64]string)
	for _, c := range members {
		switch before := first[c.Value]; {
		case c.Alias != "" || l.isDeprecated(c.Name):
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

func (l *lowerer) typeOfGroup(group constGroup, position int) {
	l.declare(group.typ, "type "+group.typ)
	l.file(group.topic).add(constRank, position, binding.TypeDecl{
		Doc:   l.doc(group.typ, "type "+group.typ),
		Name:  group.typ,
		Under: group.under,
	})
}

func (l *lowerer) constBlock(group constGroup, topic, text string, members []capi.Constant, position int) {
	block := binding.ConstGroup{Doc: l.groupText(group, text)}
	var deprecated []binding.Const
	for _, c := range members {
		lowered := l.constant(group, c)
		if l.isDeprecated(c.Name) {
			deprecated = append(deprecated, lowered)
		} else {
			block.Consts = append(block.Consts, lowered)
		}
	}
	block.Consts = append(block.Consts, deprecated...)
	l.file(topic).add(constRank, position, block)
}

// groupText returns the heading of a block. A group whose drafts are new has no heading for them yet.
func (l *lowerer) groupText(group constGroup, key string) string {
	if text, ok := l.texts.lookup("group " + key); ok {
		return wrapText(text)
	}
	return wrapText(l.text("group " + group.text))
}

func (l *lowerer) constant(group constGroup, c capi.Constant) binding.Const {
	name := constName(group, c.Name)
	if old, ok := oldNames[c.Name]; ok && l.symbols[old.newer] != nil {
		name = old.name
	}
	if _, taken := l.scope[name]; group.text == otherGroup.text && (taken || !token.IsIdentifier(name)) {
		name = "ZMQ" + name // nobody has chosen this name, so it gives way
	}
	l.declare(name, c.Name)
	l.checkFits(group, c)
	deprecated := l.isDeprecated(c.Name)
	l.bind(c.Name, name, deprecated)
	lowered := binding.Const{Name: name, Type: group.typ, Value: constValue(c), Comment: c.Name}
	switch {
	case group.text == otherGroup.text:
	case deprecated:
		lowered.Doc = l.doc(name, c.Name)
	case group.text != "SocketOption":
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
	if text, ok := l.texts.lookup(macro); ok {
		return strings.Join(strings.Fields(text), " ")
	}
	for _, group := range constGroups {
		if slices.Contains(group.macros, macro) {
			return l.text(macro)
		}
	}
	return "not described yet"
}

func constName(group constGroup, macro string) string {
	if name, ok := constNames[macro]; ok {
		return name
	}
	words, isZMQ := strings.CutPrefix(macro, "ZMQ_")
	if !isZMQ {
		return macro // an error number keeps C's name
	}
	return group.prefix + naming.Exported(strings.TrimPrefix(words, group.strip))
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
func (l *lowerer) checkFits(group constGroup, c capi.Constant) {
	width := cmp.Or(bits[group.under], bits["int"])
	switch {
	case group.text == "Errno system" && !c.Fallback:
		l.fail("%s%s: the system has its own; define it inside #ifndef %s", l.place(c.Name), c.Name, c.Name)
	case group.typ == "":
	case c.Kind != capi.Integer:
		l.fail("%s%s: no integer, as %s has them; correct the value", l.place(c.Name), c.Name, group.typ)
	case c.Unsigned || c.Value>>width != 0 && c.Value>>width != -1:
		l.fail("%s%s: %s does not fit the %d bits of %s; correct the value", l.place(c.Name), c.Name, c.Number(), width+1, group.typ)
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
