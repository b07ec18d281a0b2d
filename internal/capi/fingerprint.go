package capi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
)

// Fingerprint returns the SHA-256 of a header's canonical form, in hexadecimal. Two headers have
// the same fingerprint if they declare the same interface: comments, white space, the relative order of
// declarations of different kinds, include guards and the spelling of conditions do not matter.
func Fingerprint(h *Header) string {
	sum := sha256.Sum256([]byte(Canonical(h)))
	return hex.EncodeToString(sum[:])
}

// Canonical returns the text that Fingerprint sums up: one line per declaration, field and
// variant, constants first, then macros, types and functions, each in the header's order.
func Canonical(h *Header) string {
	var c canonical
	c.line("zmqgen interface 1")
	for _, constant := range h.Constants {
		c.constant(constant)
	}
	for _, m := range h.Macros {
		c.line("macro", m.Name+"("+strings.Join(m.Params, ", ")+")", strconv.Quote(m.Body), flag(m.Draft, "draft"))
	}
	for _, t := range h.Types {
		c.typeDecl(t)
	}
	for _, f := range h.Functions {
		c.line("function", f.Declaration(), flag(f.Draft, "draft"))
		for _, v := range f.Variants {
			f.Result, f.Params = v.Result, v.Params
			c.line("\ton", strings.Join(TargetNames(v.Targets), " "), f.Declaration())
		}
	}
	return c.text.String()
}

type canonical struct{ text strings.Builder }

// line writes the words that are not empty.
func (c *canonical) line(words ...string) {
	first := true
	for _, word := range words {
		if word == "" {
			continue
		}
		if !first {
			c.text.WriteByte(' ')
		}
		c.text.WriteString(word)
		first = false
	}
	c.text.WriteByte('\n')
}

func flag(set bool, word string) string {
	if set {
		return word
	}
	return ""
}

func (c *canonical) constant(k Constant) {
	value := ""
	switch k.Kind {
	case Integer:
		value = k.Number()
	case String:
		value = strconv.Quote(k.Text)
	}
	c.line("constant", k.Name, string(k.Kind), value, strconv.Quote(k.Expr), flag(k.Alias != "", "alias"), k.Alias,
		flag(k.Fallback, "fallback"), flag(k.Draft, "draft"))
}

func (c *canonical) typeDecl(t TypeDecl) {
	c.line("type", t.Name, string(t.Kind), flag(t.Tag != "", "tag "+t.Tag), flag(t.Typedef, "typedef"), flag(t.Draft, "draft"))
	switch t.Kind {
	case Typedef:
		c.line("\tis", t.Under.String())
	case FunctionType:
		c.line("\tis", Function{Name: t.Name, Result: t.Result, Params: t.Params}.Declaration())
	case Struct:
		c.layout(t.Layout, t.Fields)
	}
	for _, v := range t.Variants {
		c.line("\ton", strings.Join(TargetNames(v.Targets), " "))
		if t.Kind == Typedef {
			c.line("\tis", v.Under.String())
		} else {
			c.layout(v.Layout, v.Fields)
		}
	}
}

func (c *canonical) layout(l Layout, fields []Field) {
	c.line("\tlayout", fmt.Sprintf("size %d align %d", l.Size, l.Align))
	for _, f := range fields {
		c.line("\tfield", f.Type.Declare(f.Name), "at", strconv.FormatInt(f.Offset, 10))
	}
}
