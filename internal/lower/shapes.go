package lower

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/zmqgen/zmqgen/internal/binding"
	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// functions lowers the functions that have no hand-written declaration.
func (l *lowerer) functions() {
	for _, f := range l.header.Functions {
		if l.symbols[f.Name].Go != "" || l.omitted(f.Name) {
			continue
		}
		rule := l.records.Of(f.Name)
		for _, name := range slices.Sorted(maps.Keys(rule.Params)) {
			named := slices.ContainsFunc(f.Params, func(p capi.Param) bool { return strings.TrimSuffix(p.Name, "_") == name })
			if rule.Params[name].Type != "" && !named { // other code relies on it
				l.fail("%s%s: no parameter is called %s; give libzmq's own header", l.place(f.Name), f.Name, name)
			}
		}
		fn, err := newShape(f, rule).function()
		if err != nil {
			l.reportUnknown(f.Pos, f.Name, "not bound: "+err.Error()+"; "+giveRecord)
			continue
		}
		if !l.records.Has(f.Name) {
			l.reportUnknown(f.Pos, f.Name, "bound by its shape alone; check it and "+giveRecord)
		}
		l.placeFunction(f, rule, fn)
	}
}

func (l *lowerer) placeFunction(f capi.Function, rule *records.Record, fn binding.Func) {
	qualified := fn.Name
	if fn.Recv != nil {
		qualified = strings.TrimPrefix(fn.Recv.Type, "*") + "." + fn.Name
	}
	if strings.Contains(rule.Go, ".") && rule.Go != qualified {
		l.failRecord(rule, "by its declaration this is %s, and its record says %s; correct that", qualified, rule.Go)
	}
	l.declare(qualified, f.Name)
	fn.Doc = document(fn.Name, "calls "+f.Name+", which is not described yet.", "", f.Declaration())
	if l.records.Has(f.Name) {
		fn.Doc = l.docOf(f.Name, fn.Name, f.Name, f.Declaration())
	}
	l.bind(f.Name, qualified)
	topic := cmp.Or(rule.Topic, otherGroup)
	if f.Draft {
		topic = draftTopic + "_" + topic
	}
	l.file(topic).add(funcRank, l.line(f.Name), fn)
}

// shape builds the Go function for one C function, parameter by parameter.
type shape struct {
	f       capi.Function
	rule    *records.Record
	recv    *binding.Param
	params  []binding.Param
	tooLong binding.Expr   // whether a number does not fit a C int, or nil
	setup   []binding.Stmt // before the call
	args    []binding.Expr
	results []binding.Param
}

func newShape(f capi.Function, rule *records.Record) *shape { return &shape{f: f, rule: rule} }

// receivers holds the Go types for the prefixes of C functions, and the names of their receivers.
var receivers = []struct{ prefix, typ, name string }{
	{"zmq_ctx_", "Context", "ctx"},
	{"zmq_msg_", "Message", "msg"},
	{"zmq_poller_", "Poller", "p"},
	{"zmq_timers_", "Timers", "t"},
}

// function returns the Go function, or an error that says what the shapes do not cover.
func (s *shape) function() (binding.Func, error) {
	name := strings.TrimPrefix(s.f.Name, "zmq_")
	params := s.f.Params
	for _, r := range receivers {
		if strings.HasPrefix(s.f.Name, r.prefix) && len(params) > 0 {
			name = strings.TrimPrefix(s.f.Name, r.prefix)
			s.receive(r.name, r.typ)
			params = params[1:]
		}
	}
	if s.recv == nil && len(params) > 0 && roleOf(params[0]) == calledOn {
		s.receive("s", "Socket")
		params = params[1:]
	}
	for i := 0; i < len(params); i++ {
		taken, err := s.param(params[i:])
		if err != nil {
			return binding.Func{}, err
		}
		i += taken - 1
	}
	body, err := s.body()
	if err != nil {
		return binding.Func{}, err
	}
	if d, ok := newDoor(s.f, s.rule); ok && !d.fitsCall() {
		return binding.Func{}, errors.New("a call without cgo takes up to six arguments, of which one of 64 bits counts twice, and memory only among the first four")
	}
	name = naming.Exported(name)
	if s.rule.Go != "" {
		name = s.rule.Go[strings.LastIndex(s.rule.Go, ".")+1:]
	}
	return binding.Func{Recv: s.recv, Name: name, Params: s.params, Results: s.results, Body: body}, nil
}

func (s *shape) receive(name, typ string) {
	s.recv = &binding.Param{Name: name, Type: "*" + typ}
	if typ != "Message" {
		s.args = append(s.args, call(name+".use"))
		return
	}
	// A message may have to be initialised before C sees it, and that can fail.
	s.define("m", call(name+".use"))
	s.args = append(s.args, binding.Name("m"))
}

// socketRole says how a function uses a socket.
type socketRole int

const (
	noSocket       socketRole = iota
	calledOn                  // the function is about this socket
	oneOfSeveral              // the function takes several
	optionalSocket            // and libzmq does without this one
)

func roleOf(p capi.Param) socketRole {
	if p.Type.IsPointerTo("void") {
		switch strings.TrimSuffix(p.Name, "_") {
		case "s", "socket":
			return calledOn
		case "frontend", "backend":
			return oneOfSeveral
		case "capture", "control":
			return optionalSocket
		}
	}
	return noSocket
}

// param lowers the first of the parameters, with those that belong to it, and returns how many it lowered.
func (s *shape) param(params []capi.Param) (int, error) {
	p := params[0]
	rule := s.rule.Params[strings.TrimSuffix(p.Name, "_")]
	name := freeName(cmp.Or(rule.Name, naming.Local(p.Name)), func(name string) bool {
		return bodyNames[name] || s.recv != nil && s.recv.Name == name ||
			slices.ContainsFunc(s.params, func(p binding.Param) bool { return p.Name == name })
	})
	switch {
	case p.Name == "":
		return 0, fmt.Errorf("a parameter without a name has no Go form by rule")
	case roleOf(p) == optionalSocket:
		s.define(name+"Handle", call(name+".optional"))
		s.add(name, "*Socket", binding.Name(name+"Handle"))
	case roleOf(p) != noSocket:
		s.add(name, "*Socket", binding.Call{Fun: name + ".use"})
	case p.Type.String() == "const char *":
		// The text passes through memory on the stack, unless it is long.
		buffer, pointer := name+"Buf", name+"Text"
		s.setup = append(s.setup, binding.Var{Name: buffer, Type: "[shortText]byte"})
		s.define(pointer, call("terminated", binding.Name(name), binding.Empty{X: buffer}))
		s.add(name, "string", binding.Name(pointer))
	case p.Type.String() == "const void *" && len(params) > 1 && params[1].Type.Name == "size_t":
		s.add(name, "[]byte", call("chars", binding.Name(name)))
		s.args = append(s.args, call("len", binding.Name(name)))
		return 2, nil
	default:
		return 1, s.number(name, rule.Type, p.Type)
	}
	return 1, nil
}

// bodyNames are names that the body of a shape uses: a parameter of the same name would hide them.
var bodyNames = wordSet(`err m nil len int error string bool byte true false failure count chars
	terminated fitsInt shortText`)

func wordSet(list string) map[string]bool {
	members := make(map[string]bool)
	for word := range strings.FieldsSeq(list) {
		members[word] = true
	}
	return members
}

// goNumbers holds the Go type of each C integer type that a parameter can have, and the type that its door
// takes.
var goNumbers = map[string]struct{ goType, door string }{
	"int":      {"int", "int"},
	"short":    {"int16", "int"},
	"uint32_t": {"uint32", "uint32"},
	"uint64_t": {"uint64", "uint64"},
}

func (s *shape) number(name, typ string, c capi.Type) error {
	number, ok := goNumbers[c.Name]
	if !ok || c.Kind == capi.Pointer {
		return fmt.Errorf("a parameter of type %s has no Go form by rule", c)
	}
	if typ == "" {
		typ = number.goType
	}
	arg := binding.Expr(binding.Name(name))
	if typ != number.door {
		arg = call(number.door, arg)
	}
	if number.goType == "int" {
		misfit := binding.Expr(binding.Unary{Op: "!", X: call("fitsInt", arg)})
		if s.tooLong != nil {
			misfit = binding.Binary{Op: "||", X: s.tooLong, Y: misfit}
		}
		s.tooLong = misfit
	}
	s.add(name, typ, arg)
	return nil
}

func (s *shape) add(name, typ string, arg binding.Expr) {
	s.params = append(s.params, binding.Param{Name: name, Type: typ})
	s.args = append(s.args, arg)
}

// define declares a variable by a call that may fail.
func (s *shape) define(name string, value binding.Expr) {
	s.setup = append(
		s.setup,
		binding.Define{Names: []string{name, "err"}, Value: value},
		binding.If{
			Cond: binding.Binary{Op: "!=", X: binding.Name("err"), Y: binding.Name("nil")},
			Then: []binding.Stmt{binding.Return{Values: s.failed("err")}},
		},
	)
}

// failed returns the results if the call could not be made.
func (s *shape) failed(err string) []binding.Expr {
	switch s.rule.Result {
	case records.Truth:
		return []binding.Expr{binding.Name("false")}
	case records.Count:
		return []binding.Expr{binding.Int(0), binding.Name(err)}
	}
	return []binding.Expr{binding.Name(err)}
}

func call(fun string, args ...binding.Expr) binding.Call { return binding.Call{Fun: fun, Args: args} }

// body returns the statements: what the arguments need, the call, and what its result means.
func (s *shape) body() ([]binding.Stmt, error) {
	if s.f.Result.Name != "int" || s.f.Result.Kind == capi.Pointer {
		return nil, fmt.Errorf("a result of type %s has no Go form by rule", s.f.Result)
	}
	crossing := call(doorName(s.f.Name), s.args...)
	var result binding.Expr
	switch s.rule.Result {
	case records.Truth:
		s.results = []binding.Param{{Type: "bool"}}
		result = binding.Binary{Op: "!=", X: crossing, Y: binding.Int(0)}
	case records.Count:
		s.results = []binding.Param{{Type: "int"}, {Type: "error"}}
		result = call("count", crossing)
	default:
		s.results = []binding.Param{{Type: "error"}}
		result = call("failure", crossing)
	}
	body := append(s.setup, binding.Return{Values: []binding.Expr{result}})
	if s.tooLong != nil {
		check := binding.If{Cond: s.tooLong, Then: []binding.Stmt{binding.Return{Values: s.failed("EINVAL")}}}
		body = append([]binding.Stmt{check}, body...)
	}
	return body, nil
}
