package parser

import (
	"io/fs"
	"maps"

	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Names of the parser's inputs, as its messages and positions give them. The C parser lets the
// first one define macros that it otherwise protects.
const (
	preambleName = "<predefined>"
	headerName   = "<header>"
	endName      = "<end>"
)

// endText follows the header: the C parser does not return when its input ends in the middle of
// some declarations.
const endText = "typedef int __zmqgen_eof;\n"

// translate parses the header as one class of targets sees it. The values of macros are evaluated on request.
func translate(o *outline, c *class, evaluate bool) (header *capi.Header, err error) {
	target := c.targets[0]
	defer func() {
		if cause := recover(); cause != nil {
			header, err = nil, ErrorList{o.errorf(0, "the C parser gave up (%v); simplify the header", cause)}
		}
	}()
	files := newSystem()
	tree, err := parseC(c.abi, files, target, o.flat.text, evaluate)
	if missing := files.report(o, target); missing != nil {
		return nil, missing
	}
	if err != nil {
		return nil, o.diagnose(err, target)
	}
	k := &collector{
		outline: o, header: &capi.Header{Name: o.name}, tree: tree, evaluated: evaluate,
		defined: map[string]bool{}, functions: map[string]int{}, types: map[string]bool{},
	}
	k.declarations()
	k.macros()
	return k.header, k.problems.err()
}

func parseC(abi *cc.ABI, files fs.FS, target capi.Target, text string, evaluate bool) (*cc.AST, error) {
	config := &cc.Config{
		ABI:             abi,
		FS:              files,
		FSOnly:          true,
		IncludePaths:    []string{"."},
		SysIncludePaths: []string{"."},
		EvalAllMacros:   evaluate,
		Header:          true,
		ExpansionLimit:  64 * maxExpansion,
	}
	return cc.Translate(config, []cc.Source{
		{Name: preambleName, Value: preamble(target)},
		{Name: headerName, Value: text},
		{Name: endName, Value: endText},
	})
}

// evaluate returns the values of the macros as they are where an int has 64 bits. The C parser lets an int of 32 bits
// overflow silently.
func (o *outline) evaluate(c *class) (values map[string]int64) {
	defer func() { _ = recover() }() // translate reports what is wrong with the header
	wide := *c.abi
	wide.Types = maps.Clone(c.abi.Types)
	wide.Types[cc.Int] = wide.Types[cc.LongLong]
	tree, err := parseC(&wide, newSystem(), c.targets[0], o.flatten(true).text, true)
	if err != nil {
		return nil
	}
	values = make(map[string]int64)
	for name, m := range tree.Macros {
		if value, ok := m.Value().(cc.Int64Value); ok {
			values[name] = int64(value)
		}
	}
	return values
}
