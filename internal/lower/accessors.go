package lower

import (
	"cmp"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/naming"
)

// holder is what an option belongs to.
type holder struct {
	typ, name  string // the Go type and its receiver's name
	topic      string
	textPrefix string // before the macro in the keys of texts
	constant   string // before the option's name in its constant
	setCall    string // the C call that sets it, with its first argument
	getCall    string
	intSetter  string // what sets and reads an int
	intGetter  string
}

// The holders of options.
var (
	socketHolder = holder{
		typ: "Socket", name: "s", topic: "socket_option", constant: "Opt",
		setCall: "zmq_setsockopt(s, ", getCall: "zmq_getsockopt(s, ",
		intSetter: "SetOptionInt", intGetter: "OptionInt",
	}
	contextHolder = holder{
		typ: "Context", name: "ctx", topic: "context_option", textPrefix: "ctx ", constant: "Ctx",
		setCall: "zmq_ctx_set(context, ", getCall: "zmq_ctx_get(context, ",
		intSetter: "SetOption", intGetter: "Option",
	}
	messageHolder = holder{
		typ: "Message", name: "msg", topic: "message_option", textPrefix: "msg ", constant: "Msg",
		getCall: "zmq_msg_get(msg, ", intGetter: "Property",
	}
)

// options lowers the accessors of every option that the header has.
func (l *lowerer) options() {
	l.optionsOf(contextHolder, contextOptions)
	l.optionsOf(messageHolder, messageProperties)
	l.optionsOf(socketHolder, socketOptions)
}

func (l *lowerer) optionsOf(h holder, rules []optionRule) {
	for _, rule := range rules {
		if l.symbols[rule.macro] == nil {
			name := naming.Exported(strings.TrimPrefix(rule.macro, "ZMQ_"))
			l.absent[h.typ+"."+name], l.absent[h.typ+"."+cmp.Or(rule.setter, "Set"+name)] = rule.macro, rule.macro
		}
		if l.symbols[rule.macro] == nil || l.symbols[rule.renamed] != nil {
			continue
		}
		l.accessors(h, rule, rule.value, "")
		if rule.value == keyValue {
			l.accessors(h, rule, keyBytesValue, "Bytes")
		}
	}
}

// accessors lowers the setter and the getter of one option, in one form.
func (l *lowerer) accessors(h holder, rule optionRule, value valueKind, form string) {
	name := naming.Exported(strings.TrimPrefix(rule.macro, "ZMQ_"))
	key := h.textPrefix + rule.macro
	suffix := ""
	if form != "" {
		suffix = " " + strings.ToLower(form)
	}
	if rule.set {
		setter := rule.setter
		if setter == "" {
			setter = "Set" + name
		}
		l.accessor(h, rule, h.setter(rule, value, setter+form, h.constant+name), key+" set"+suffix)
	}
	if rule.get && !l.release.before(rule.getSince) {
		l.accessor(h, rule, h.getter(value, name+form, h.constant+name), key+" get"+suffix)
	}
}

func (l *lowerer) accessor(h holder, rule optionRule, fn binding.Func, key string) {
	call, value := h.getCall, rule.value.c
	if len(fn.Params) > 0 {
		call = h.setCall
	}
	switch {
	case strings.HasPrefix(call, "zmq_getsockopt"):
		value = pointerTo(value)
	case strings.HasPrefix(call, "zmq_ctx_get"), strings.HasPrefix(call, "zmq_msg_get"):
		call, value = strings.TrimSuffix(call, ", "), ""
	}
	declaration := call + ", " + rule.macro + ")"
	if value != "" {
		declaration = call + rule.macro + ", " + value + ")"
	}
	fn.Doc = l.docOf(rule.macro, fn.Name, key, declaration)
	l.declare(h.typ+"."+fn.Name, rule.macro)
	l.symbols[rule.macro].Accessors = append(l.symbols[rule.macro].Accessors, h.typ+"."+fn.Name)
	topic := h.topic
	if l.symbols[rule.macro].Draft {
		topic = "draft_" + topic
	}
	l.file(topic).add(funcRank, l.order[rule.macro], fn)
	l.file(topic).need("time")
}

// pointerTo writes a C value as the getter takes it: by address.
func pointerTo(value string) string {
	typ, name, _ := strings.Cut(value, " ")
	if strings.Contains(value, "[") {
		return value
	}
	return typ + " *" + name
}

// helper returns what sets or reads a value of this kind on the holder.
func (h holder) helper(name string) string {
	switch name {
	case "SetOptionInt":
		name = h.intSetter
	case "OptionInt":
		name = h.intGetter
	}
	return h.name + "." + name
}

func (h holder) setter(rule optionRule, value valueKind, name, constant string) binding.Func {
	param := value.param
	var body []binding.Stmt
	if rule.check != "" {
		body = append(body, binding.If{
			Init: binding.Define{Names: []string{"err"}, Value: call(rule.check, binding.Name(param))},
			Cond: binding.Binary{Op: "!=", X: binding.Name("err"), Y: binding.Name("nil")},
			Then: []binding.Stmt{binding.Return{Values: []binding.Expr{binding.Name("err")}}},
		})
	}
	argument := binding.Expr(binding.Name(param))
	if value.as != "" {
		argument = call("int", argument)
	}
	set := call(h.helper(value.setter), binding.Name(constant), argument)
	return binding.Func{
		Recv:    &binding.Param{Name: h.name, Type: "*" + h.typ},
		Name:    name,
		Params:  []binding.Param{{Name: param, Type: value.goType}},
		Results: []binding.Param{{Type: "error"}},
		Body:    append(body, binding.Return{Values: []binding.Expr{set}}),
	}
}

func (h holder) getter(value valueKind, name, constant string) binding.Func {
	get := call(h.helper(value.getter), binding.Name(constant))
	body := []binding.Stmt{binding.Return{Values: []binding.Expr{get}}}
	if value.as != "" {
		body = []binding.Stmt{
			binding.Define{Names: []string{"n", "err"}, Value: get},
			binding.Return{Values: []binding.Expr{call(value.as, binding.Name("n")), binding.Name("err")}},
		}
	}
	return binding.Func{
		Recv:    &binding.Param{Name: h.name, Type: "*" + h.typ},
		Name:    name,
		Results: []binding.Param{{Type: value.goType}, {Type: "error"}},
		Body:    body,
	}
}
