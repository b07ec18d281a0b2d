package lower

import (
	"cmp"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/records"
)

// holder describes how Go sets and reads the options of one kind.
type holder struct {
	of        records.Holder
	typ, name string // the Go type and its receiver's name
	topic     string
	setCall   string // the C call that sets an option, up to the option
	getCall   string
	intSetter string // what sets and reads an int
	intGetter string
}

// holders lists the types that options belong to.
var holders = []holder{
	{
		of: records.Context, typ: "Context", name: "ctx", topic: "context_option",
		setCall: "zmq_ctx_set(context, ", getCall: "zmq_ctx_get(context, ",
		intSetter: "SetOption", intGetter: "Option",
	},
	{
		of: records.Message, typ: "Message", name: "msg", topic: "message_option",
		getCall: "zmq_msg_get(msg, ", intGetter: "Property",
	},
	{
		of: records.Socket, typ: "Socket", name: "s", topic: "socket_option",
		setCall: "zmq_setsockopt(s, ", getCall: "zmq_getsockopt(s, ",
		intSetter: "SetOptionInt", intGetter: "OptionInt",
	},
}

// options lowers the methods that set and read the options of the header, and notes those that the header lacks.
func (l *lowerer) options(groups []group) {
	for _, h := range holders {
		for _, c := range groupOf(groups, h.of.Group()).members {
			if use := c.record.Of(h.of); use != nil && use.Value != "" && l.symbols[c.record.Renamed] == nil {
				l.option(h, c, *use)
			}
		}
		for _, r := range l.records.All() {
			if use := r.Of(h.of); use != nil && (l.symbols[r.Symbol] == nil || r.Omit != "") {
				name, setter := h.methods(r)
				l.absent[h.typ+"."+name], l.absent[h.typ+"."+setter] = r.Symbol, r.Symbol
			}
		}
	}
}

// methods returns the names of the methods for an option.
func (h holder) methods(option *records.Record) (getter, setter string) {
	name := optionName(option)
	return name, cmp.Or(option.Setter, "Set"+name)
}

func (l *lowerer) option(h holder, c constant, use records.Use) {
	r, constant := c.record, c.name
	name, setter := h.methods(r)
	value := valueOf(use)
	forms := []struct {
		value        valueKind
		suffix, text string
	}{{value: value}}
	if use.Value == records.Key {
		forms = append(forms, struct {
			value        valueKind
			suffix, text string
		}{keyBytes, "Bytes", " bytes"})
	}
	for _, form := range forms {
		if use.Set {
			declaration := h.setCall + r.Symbol + ", " + value.c + ")"
			l.accessor(h, r, h.setter(r.Check, form.value, setter+form.suffix, constant), r.TextKey(h.of, "set"+form.text), declaration)
		}
		if use.Get && !l.release.Before(use.GetSince) {
			declaration := h.getCall + r.Symbol + ")"
			if h.of == records.Socket {
				declaration = h.getCall + r.Symbol + ", " + pointerTo(value.c) + ")"
			}
			l.accessor(h, r, h.getter(form.value, name+form.suffix, constant), r.TextKey(h.of, "get"+form.text), declaration)
		}
	}
}

func (l *lowerer) accessor(h holder, r *records.Record, fn binding.Func, key, declaration string) {
	fn.Doc = l.docOf(r.Symbol, fn.Name, key, declaration)
	l.declare(h.typ+"."+fn.Name, r.Symbol)
	symbol := l.symbols[r.Symbol]
	symbol.Accessors = append(symbol.Accessors, h.typ+"."+fn.Name)
	topic := h.topic
	if symbol.Draft {
		topic = draftTopic + "_" + topic
	}
	l.file(topic).add(funcRank, l.line(r.Symbol), fn)
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

func (h holder) setter(check records.Check, value valueKind, name, constant string) binding.Func {
	param := value.param
	var body []binding.Stmt
	if check != "" {
		body = append(body, binding.If{
			Init: binding.Define{Names: []string{"err"}, Value: call(string(check), binding.Name(param))},
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
