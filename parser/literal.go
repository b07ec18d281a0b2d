package parser

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"modernc.org/cc/v4"
)

// characters returns the value of a character constant of any form. The result is false for anything else, and for
// constants that depend on whether char is signed.
func characters(word string) (cc.Value, bool) {
	prefix, body, found := strings.Cut(word, "'")
	text, ok := unescape(strings.TrimSuffix(body, "'"))
	if !found || !ok || text == "" || !slices.Contains([]string{"", "L", "u", "U"}, prefix) {
		return nil, false
	}
	if prefix != "" {
		r, size := utf8.DecodeRuneInString(text)
		return cc.Int64Value(r), size == len(text)
	}
	value := int64(0)
	for _, c := range []byte(text) {
		if c >= utf8.RuneSelf || len(text) > 4 {
			return nil, false
		}
		value = value<<8 | int64(c)
	}
	return cc.Int64Value(value), true
}

var escape = whenUsed(`(?s)\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))`)

// escapes are C's escapes of one letter.
var escapes = map[string]string{
	"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
	`\`: `\`, "'": "'", `"`: `"`, "?": "?",
}

// unescape returns the characters that the inside of a literal denotes; ok is false if an escape has no meaning.
func unescape(text string) (meaning string, ok bool) {
	if !strings.Contains(text, `\`) {
		return text, true
	}
	ok = true
	meaning = escape().ReplaceAllStringFunc(text, func(match string) string {
		group := escape().FindStringSubmatch(match)
		base, digits := 16, group[2]
		if group[1] != "" {
			base, digits = 8, group[1]
		}
		switch {
		case digits != "":
			value, err := strconv.ParseUint(digits, base, 8)
			ok = ok && err == nil
			return string([]byte{byte(value)})
		case group[3]+group[4] != "":
			value, err := strconv.ParseUint(group[3]+group[4], 16, 31)
			ok = ok && err == nil && utf8.ValidRune(rune(value))
			return string(rune(value))
		}
		letter, known := escapes[group[5]]
		ok = ok && known
		return letter
	})
	return meaning, ok
}
