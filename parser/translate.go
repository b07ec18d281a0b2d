package parser

import (
	"modernc.org/cc/v4"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Names of the parser's inputs, as its messages and positions give them. The C parser lets macros
// of the first define what it protects otherwise.
const (
	preambleName = "<predefined>"
	headerName   = "<header>"
	endName      = "<end>"
)

// endText follows the header: the C parser does not return when its input ends in the middle of
// some declarations.
const endText = "typedef int __zmqgen_eof;\n"

// translate parses the header, or a part of it, as one class of targets sees it.
func translate(o *outline, c *class, part reduced) (header *capi.Header, err error) {
	target := c.targets[0]
	defer func() {
		if cause := recover(); cause != nil {
			header, err = nil, ErrorList{o.errorf(0, "the C parser gave up (%v); simplify the header", cause)}
		}
	}()
	files := newSystem()
	config := &cc.Config{
		ABI:             c.abi,
		FS:              files,
		FSOnly:          true,
		IncludePaths:    []string{"."},
		SysIncludePaths: []string{"."},
		EvalAllMacros:   part.evaluate,
		Header:          true,
		ExpansionLimit:  64 * maxExpansion,
	}
	tree, err := cc.Translate(config, []cc.Source{
		{Name: preambleName, Value: preamble(target)},
		{Name: headerName, Value: part.text.String()},
		{Name: endName, Value: endText},
	})
	if missing := files.report(o, target); missing != nil {
		return nil, missing
	}
	if err != nil {
		return nil, o.diagnose(err, part, target)
	}
	k := newCollector(o, part, tree)
	k.declarations()
	k.macros()
	if k.involved {
		part.evaluate = true
		return translate(o, c, part)
	}
	return k.header, k.problems.err()
}
