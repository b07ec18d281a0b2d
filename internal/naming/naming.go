// Package naming turns C identifiers into Go identifiers. It takes a macro or function name without
// its prefix and returns a MixedCaps name in which abbreviations are written out and initialisms keep
// their capitals. It never fails: a word it does not know is written with a capital.
package naming

import (
	"go/token"
	"strings"
)

// Exported returns the exported Go name for the words of a C identifier, such as "RecvTimeout" for
// "RCVTIMEO" or "XPubWelcomeMessage" for "XPUB_WELCOME_MSG".
func Exported(identifier string) string {
	var name strings.Builder
	for word := range strings.SplitSeq(identifier, "_") {
		name.WriteString(Word(word))
	}
	return name.String()
}

// Word returns one word of a C identifier as written in a Go name.
func Word(word string) string {
	upper := strings.ToUpper(word)
	if written, ok := words[upper]; ok {
		return written
	}
	if upper == "" {
		return ""
	}
	return upper[:1] + strings.ToLower(upper[1:])
}

// Unexported returns name with its first word in lower case, such as "ioThreads" for "IOThreads",
// for parameters and local names.
func Unexported(name string) string {
	for i := range name {
		if name[i] < 'A' || name[i] > 'Z' {
			if i > 1 { // the last capital begins the next word
				i--
			}
			return strings.ToLower(name[:i]) + name[i:]
		}
	}
	return strings.ToLower(name)
}

// Local returns the Go name of a C parameter: in MixedCaps, and never a keyword. One without a letter is an "arg".
func Local(identifier string) string {
	name := Unexported(Exported(identifier))
	if !token.IsIdentifier(name) && !token.IsKeyword(name) {
		return "arg" + name
	}
	if written, ok := insteadOfKeyword[name]; ok {
		return written
	}
	if token.IsKeyword(name) {
		return name + "Value"
	}
	return name
}
