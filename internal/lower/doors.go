package lower

import (
	"slices"
	"strconv"
	"strings"

	"github.com/zmqgen/zmqgen/internal/capi"
	"github.com/zmqgen/zmqgen/internal/naming"
	"github.com/zmqgen/zmqgen/internal/records"
)

// door is a small Go function through which the package calls one C function. Each way between Go and C has
// its own body for it, and both have the same signature.
type door struct {
	name     string // in Go
	function capi.Function
	params   []doorParam
	result   doorResult
	goResult string // the Go type of the result, or "" for none
	rule     *records.Record
}

// doorParam is a parameter of a door.
type doorParam struct {
	name   string // in Go
	c      string // in C
	goType string
	cType  string // as the bridge takes it
	cast   string // what the bridge puts before it, or ""
	// byAddress says that the C function takes the address of the handle, which it sets to NULL.
	byAddress bool
}

// doorResult says how a door returns its result.
type doorResult int

const (
	noResult     doorResult = iota
	checkedInt              // the call's result, or the negated error number
	plainNumber             // the call's result, which is never an error
	plainText               // a copy of the C string
	handleResult            // 0 or the negated error number, with the handle in a last parameter
	okPointer               // 0, or the negated error number where the call returns NULL
)

// doorName is the name of the door to a C function.
func doorName(function string) string {
	name := "zmq"
	for word := range strings.SplitSeq(strings.TrimPrefix(function, "zmq_"), "_") {
		switch word {
		case "":
		case "fd", "id":
			name += strings.ToUpper(word)
		default:
			name += strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return name
}

// newDoor returns the door to a C function, if there is a rule for the types of its declaration.
func newDoor(f capi.Function, rule *records.Record) (door, bool) {
	d := door{name: doorName(f.Name), function: f, rule: rule}
	for i, p := range f.Params {
		param, ok := passed(f.Params[i:])
		if !ok {
			return door{}, false
		}
		local := naming.Local(p.Name)
		if shorter, ok := doorLocals[local]; ok {
			local = shorter
		}
		param.name = freeName(local, func(name string) bool {
			return doorNames[name] || slices.ContainsFunc(d.params, func(p doorParam) bool { return p.name == name })
		})
		param.c = freeName(strings.TrimRight(p.Name, "_"), func(name string) bool {
			return doorNames[name] || slices.ContainsFunc(d.params, func(p doorParam) bool { return p.c == name })
		})
		d.params = append(d.params, param)
	}
	var ok bool
	d.result, d.goResult, ok = resultOf(f, d.rule)
	if d.result == handleResult {
		d.params = append(d.params, doorParam{name: "result", c: "result", goType: "*uintptr", cType: "uintptr_t *"})
	}
	return d, ok
}

// doorNames are names that a door's body uses: a parameter of the same name would hide them.
var doorNames = wordSet(`C unsafe result rc handle int uint32 uint64 string uintptr byte message pollItem pollerEvent
	iovec descriptor c lib call loaded onNegative onNull interrupted goString longResult unsignedLongResult`)

// doorLocals holds replacements for names of parameters that are also a Go type or function.
var doorLocals = map[string]string{"message": "msg", "len": "size", "string": "text"}

// freeName returns a name for a parameter that is not taken: its own, if that is free.
func freeName(name string, taken func(string) bool) string {
	free := name
	for n := 1; free == "" || taken(free); n++ {
		switch {
		case name == "":
			name, free = "arg", "arg"
		case n == 1:
			free = name + "Arg"
		default:
			free = name + strconv.Itoa(n)
		}
	}
	return free
}

// passedTypes holds how a parameter of a C type is passed. Handles are numbers and memory is char *, because
// cgo would inspect a void *, and the pointers in a struct, on every call.
var passedTypes = map[string]doorParam{
	"void *":               {goType: "uintptr", cType: "uintptr_t", cast: "(void *)"},
	"void **":              {goType: "uintptr", cType: "uintptr_t", byAddress: true},
	"const void *":         {goType: "*byte", cType: "const char *"},
	"char *":               {goType: "*byte", cType: "char *"},
	"const char *":         {goType: "*byte", cType: "const char *"},
	"uint8_t *":            {goType: "*byte", cType: "char *", cast: "(uint8_t *)"},
	"const uint8_t *":      {goType: "*byte", cType: "const char *", cast: "(const uint8_t *)"},
	"int":                  {goType: "int", cType: "int"},
	"short":                {goType: "int", cType: "short"},
	"long":                 {goType: "int", cType: "long"},
	"size_t":               {goType: "int", cType: "size_t"},
	"uint32_t":             {goType: "uint32", cType: "uint32_t"},
	"uint64_t":             {goType: "uint64", cType: "uint64_t"},
	"int *":                {goType: "*int32", cType: "int *"},
	"size_t *":             {goType: "*uintptr", cType: "size_t *"},
	"zmq_fd_t":             {goType: "descriptor", cType: descriptorType},
	"zmq_fd_t *":           {goType: "*descriptor", cType: descriptorType + " *"},
	"zmq_msg_t *":          {goType: "*message", cType: "zmq_msg_t *"},
	"const zmq_msg_t *":    {goType: "*message", cType: "const zmq_msg_t *"},
	"zmq_pollitem_t *":     {goType: "*pollItem", cType: "char *", cast: "(zmq_pollitem_t *)"},
	"zmq_poller_event_t *": {goType: "*pollerEvent", cType: "char *", cast: "(zmq_poller_event_t *)"},
	"struct iovec *":       {goType: "*iovec", cType: "char *", cast: "(struct iovec *)"},
}

// descriptorType is the bridge's type for a descriptor, whose width depends on the system.
const descriptorType = "bridge_fd_t"

// passed returns how the first of the parameters is passed. It is memory if a size follows.
func passed(params []capi.Param) (doorParam, bool) {
	typ := params[0].Type.String()
	switch {
	case typ == "void *" && len(params) > 1 && (params[1].Type.Name == "size_t" || params[1].Type.IsPointerTo("size_t")):
		return doorParam{goType: "*byte", cType: "char *"}, true
	case typ == "int" && strings.TrimRight(params[0].Name, "_") == "fd":
		return passedTypes["zmq_fd_t"], true
	}
	param, ok := passedTypes[typ]
	return param, ok
}

// resultOf returns how the door to a function returns its result, and the Go type.
func resultOf(f capi.Function, rule *records.Record) (doorResult, string, bool) {
	switch f.Result.String() {
	case "void":
		return noResult, "", true
	case "int":
		if rule.Result == records.Plain || rule.Result == records.Truth {
			return plainNumber, "int", true
		}
		return checkedInt, "int", true
	case "long", "size_t":
		return plainNumber, "int", true
	case "uint32_t":
		return plainNumber, "uint32", true
	case "unsigned long", "uint64_t":
		return plainNumber, "uint64", true
	case "const char *":
		return plainText, "string", true
	case "char *", "uint8_t *":
		return okPointer, "int", true
	case "void *":
		return handleResult, "int", true
	}
	return noResult, "", false
}
