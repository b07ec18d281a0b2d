package lower

import (
	"cmp"

	"github.com/zmqgen/zmqgen/internal/records"
)

// valueKind describes how an option's value appears in Go.
type valueKind struct {
	goType string
	param  string
	c      string // the C value, as the documentation shows it
	setter string // the helper that sets it
	getter string // the helper that reads it
	as     string // the type that the getter's int becomes, or ""
}

// valueKinds holds the values that are not of a group's type.
var valueKinds = map[records.Value]valueKind{
	records.Bool:   {goType: "bool", param: "on", c: "int on", setter: "setBool", getter: "boolean"},
	records.Int:    {goType: "int", param: "n", c: "int n", setter: "SetOptionInt", getter: "OptionInt"},
	records.Int64:  {goType: "int64", param: "n", c: "int64_t n", setter: "SetOptionInt64", getter: "OptionInt64"},
	records.Uint64: {goType: "uint64", param: "n", c: "uint64_t n", setter: "SetOptionUint64", getter: "OptionUint64"},
	records.Milliseconds: {
		goType: "time.Duration", param: "d", c: "int milliseconds", setter: "setMilliseconds", getter: "milliseconds",
	},
	records.Seconds: {goType: "time.Duration", param: "d", c: "int seconds", setter: "setSeconds", getter: "seconds"},
	records.Filter:  {goType: "string", param: "filter", c: "char[]", setter: "setFilter"},
	records.Text:    {goType: "string", param: "text", c: "char[]", setter: "SetOptionString", getter: "OptionString"},
	records.Blob:    {goType: "[]byte", param: "b", c: "char[]", setter: "SetOption"},
	records.Bytes:   {goType: "[]byte", param: "b", c: "char[]", setter: "setBytes", getter: "bytes"},
	records.Key:     {goType: "string", param: "z85", c: "char[41], or uint8_t[32]", setter: "setKey", getter: "key"},
	records.FD:      {goType: "FD", c: "int fd", getter: "fd"},
}

// keyBytes is the second form of a key.
var keyBytes = valueKind{
	goType: "[]byte", param: "key", c: "uint8_t[32], or char[41]", setter: "setKeyBytes", getter: "keyBytes",
}

// valueOf returns how an option's value appears in Go. A value of a group's type is an int in C.
func valueOf(use records.Use) valueKind {
	kind, ok := valueKinds[use.Value]
	if !ok {
		typ, name := string(use.Value), cmp.Or(use.Param, "value")
		kind = valueKind{goType: typ, param: name, c: "int " + name, setter: "SetOptionInt", getter: "OptionInt", as: typ}
	}
	return kind
}
