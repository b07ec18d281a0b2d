// Package parser reads a C header such as zmq.h.
//
// Its input is the header's bytes and the name to use for it in messages; it starts no program and opens no file, and
// the system headers come from package headers. Its output is the interface that the header declares, as package capi
// describes it, for all targets: differences between targets are in the declarations' variants. Its errors are an
// ErrorList, with positions in the header. Time, memory and depth of recursion are bounded for any input.
package parser

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/zmqgen/zmqgen/internal/capi"
)

// Parse reads a header for all targets. Drafts are included and marked.
func Parse(name string, src []byte) (*capi.Header, error) {
	o, list, err := prepare(name, src)
	if err != nil {
		return nil, err
	}
	read := make([]*capi.Header, len(list))
	errs := make([]error, len(list))
	varies := o.constantsVary()
	var exact map[string]int64
	var group sync.WaitGroup
	for i, c := range list {
		group.Go(func() { read[i], errs[i] = translate(o, c, i == 0 || varies) })
	}
	group.Go(func() { exact = o.evaluate(list[0]) })
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	header, err := merge(o, list, read, varies, exact)
	if err != nil {
		return nil, err
	}
	return header, o.checkPurpose(header)
}

// ParseTarget reads a header as one target sees it, with or without drafts. It has no variants.
func ParseTarget(name string, src []byte, target capi.Target, draft bool) (*capi.Header, error) {
	o, list, err := prepare(name, src)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(c *class) bool { return slices.Contains(c.targets, target) })
	if i < 0 {
		return nil, fmt.Errorf("target %s is unknown; choose one of Targets", target)
	}
	header, err := translate(o, list[i], true)
	if err != nil {
		return nil, err
	}
	if !draft {
		header.Constants = slices.DeleteFunc(header.Constants, func(c capi.Constant) bool { return c.Draft })
		header.Macros = slices.DeleteFunc(header.Macros, func(m capi.Macro) bool { return m.Draft })
		header.Functions = slices.DeleteFunc(header.Functions, func(f capi.Function) bool { return f.Draft })
		header.Types = slices.DeleteFunc(header.Types, func(t capi.TypeDecl) bool { return t.Draft })
	}
	return header, o.checkPurpose(header)
}

// checkPurpose rejects C that does not declare anything of libzmq.
func (o *outline) checkPurpose(h *capi.Header) error {
	for _, f := range h.Functions {
		if strings.HasPrefix(f.Name, "zmq_") {
			return nil
		}
	}
	return ErrorList{o.errorf(0, "the header declares no zmq_ function; give libzmq's zmq.h")}
}

// prepare scans a header, and finds the classes of targets to read it for.
func prepare(name string, src []byte) (*outline, []*class, error) {
	s, problem := newSource(name, src)
	if problem != nil {
		return nil, nil, ErrorList{problem}
	}
	if strings.TrimSpace(s.text) == "" {
		return nil, nil, ErrorList{s.errorf(0, "the header is empty; give a zmq.h")}
	}
	o, err := scan(s)
	if err != nil {
		return nil, nil, err
	}
	if err := o.checkText(); err != nil {
		return nil, nil, err
	}
	o.flat = o.flatten(false)
	list, err := classes(o)
	if err == nil && len(o.tokens)*len(list) > maxRead {
		err = ErrorList{o.errorf(int(o.tokens[maxRead/len(list)].start),
			"more than %d tokens that %d kinds of systems may read differently; zmqgen reads a header like zmq.h", maxRead/len(list), len(list))}
	}
	return o, list, err
}
