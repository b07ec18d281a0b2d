package parser_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/zmqgen/zmqgen/internal/capi"
)

var (
	comment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	blanks  = regexp.MustCompile(` +`)
)

// TestFingerprintIsBlind changes everything about the pinned header that is not its interface.
func TestFingerprintIsBlind(t *testing.T) {
	src := string(pinned(t))
	want := capi.Fingerprint(parse(t, src))
	for name, changed := range map[string]string{
		"no comments":     comment.ReplaceAllString(src, " "),
		"more comments":   strings.ReplaceAll(src, ";\n", "; /* \xff not in UTF-8 */ // end\n"),
		"wide":            strings.ReplaceAll(strings.ReplaceAll(src, "(", " ( "), ")define", ") define"),
		"blanks":          blanks.ReplaceAllString(src, " \t "),
		"line ends":       strings.ReplaceAll(src, "\n", "\r\n"),
		"byte order mark": "\xef\xbb\xbf" + src,
		"no last newline": strings.TrimSpace(src),
		"blank lines":     strings.ReplaceAll(src, "\n", "\n\n"),
		"guard":           strings.ReplaceAll(src, "__ZMQ_H_INCLUDED__", "ZMQ_H"),
		"pragma once":     "#pragma once\n" + strings.Replace(src, "#define __ZMQ_H_INCLUDED__\n", "", 1),
		"conditions":      strings.ReplaceAll(strings.ReplaceAll(src, "#ifdef ZMQ_BUILD_DRAFT_API", "#if defined(ZMQ_BUILD_DRAFT_API)"), "#ifndef E", "#if !defined E"),
		"quoted includes": strings.ReplaceAll(src, "<stddef.h>", `"stddef.h"`),
		"continued lines": strings.ReplaceAll(src, ", ", ", \\\n"),
		"export kept":     strings.Replace(src, "#undef ZMQ_EXPORT\n", "", 1),
	} {
		if name == "wide" {
			// A blank before the parenthesis makes another macro of a function-like one.
			changed = strings.ReplaceAll(changed, "#define ZMQ_MAKE_VERSION ( ", "#define ZMQ_MAKE_VERSION(")
		}
		if got := capi.Fingerprint(parse(t, changed)); got != want {
			t.Errorf("%s: fingerprint is %s, want %s", name, got, want)
		}
	}
}

// TestFingerprintSees changes the interface in one place each.
func TestFingerprintSees(t *testing.T) {
	src := string(pinned(t))
	seen := map[string]string{capi.Fingerprint(parse(t, src)): "nothing"}
	for name, change := range map[string][2]string{
		"value":          {"ZMQ_PAIR 0", "ZMQ_PAIR 12"},
		"spelling":       {"ZMQ_POLLIN 1", "ZMQ_POLLIN 0x1"},
		"constant name":  {"ZMQ_PAIR 0", "ZMQ_PEER 0"},
		"alias":          {"ZMQ_XREQ ZMQ_DEALER", "ZMQ_XREQ 5"},
		"order":          {"#define ZMQ_PAIR 0\n#define ZMQ_PUB 1\n", "#define ZMQ_PUB 1\n#define ZMQ_PAIR 0\n"},
		"result":         {"int zmq_close(", "void zmq_close("},
		"parameter":      {"zmq_bind(void *s", "zmq_bind(void *socket"},
		"parameter type": {"zmq_sleep(int", "zmq_sleep(long"},
		"const":          {"zmq_send(void *s, const void", "zmq_send(void *s, void"},
		"field":          {"short revents", "int revents"},
		"windows field":  {"    SOCKET fd;\n#else\n    int fd;\n#endif\n    short", "    int fd;\n#else\n    int fd;\n#endif\n    short"},
		"draft":          {"#ifdef ZMQ_BUILD_DRAFT_API", "#if 1"},
		"fallback":       {"#ifndef ENOTSUP", "#ifndef ENOTSUPP"},
		"function type":  {"(zmq_thread_fn)(void *)", "(zmq_thread_fn)(void *arg)"},
		"macro body":     {"(minor) * 100 ", "(minor) * 10 "},
	} {
		if !strings.Contains(src, change[0]) {
			t.Errorf("%s: the header has no %q", name, change[0])
		}
		print := capi.Fingerprint(parse(t, strings.Replace(src, change[0], change[1], 1)))
		if other, ok := seen[print]; ok {
			t.Errorf("%s: same fingerprint as for %s", name, other)
		}
		seen[print] = name
	}
}
