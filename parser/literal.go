package parser

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"modernc.org/cc/v4"
)

// suffixes are those of C's integer literals, in lower case.
var suffixes = map[string]bool{"": true, "u": true, "l": true, "ul": true, "lu": true, "ll": true, "ull": true, "llu": true}

// integer splits an integer literal into its value and its suffix.
func integer(word string) (value uint64, suffix string, err error) {
	digits := strings.TrimRight(word, "uUlL")
	suffix = word[len(digits):]
	if !suffixes[strings.ToLower(suffix)] || strings.Contains(suffix, "lL") || strings.Contains(suffix, "Ll") || strings.ContainsAny(digits, "_oO") {
		return 0, "", errInvolved
	}
	value, err = strconv.ParseUint(digits, 0, 64)
	return value, suffix, err
}

// lone returns the value of an expression of one literal, whatever its type.
func lone(word string) (cc.Value, error) {
	if isDigit(word[0]) {
		value, _, err := integer(word)
		return cc.UInt64Value(value), err
	}
	prefix, body, found := strings.Cut(word, "'")
	text, ok := unescape(strings.TrimSuffix(body, "'"))
	switch {
	case !found || !ok || text == "":
		return nil, errInvolved
	case prefix != "" && utf8.RuneCountInString(text) == 1:
		r, _ := utf8.DecodeRuneInString(text)
		return cc.Int64Value(r), nil
	case prefix != "" || len(text) > 4:
		return nil, errInvolved
	}
	value := int64(0)
	for _, c := range []byte(text) {
		if c >= utf8.RuneSelf {
			return nil, errInvolved // depends on whether char has a sign
		}
		value = value<<8 | int64(c)
	}
	return cc.Int64Value(value), nil
}

// inside returns an expression without the parentheses around the whole of it.
func inside(words []string) []string {
	for len(words) > 2 && closingParen(words, 0) == len(words)-1 {
		words = words[1 : len(words)-1]
	}
	return words
}

func isString(word string) bool {
	return word[0] == '"' || strings.HasPrefix(word, `u8"`)
}

// concatenate joins string literals, as C does.
func concatenate(words []string) (string, error) {
	var all strings.Builder
	for _, word := range words {
		if !isString(word) {
			return "", errInvolved
		}
		word = strings.TrimPrefix(word, "u8")
		text, ok := unescape(word[1 : len(word)-1])
		if !ok {
			return "", errInvolved
		}
		all.WriteString(text)
	}
	return all.String(), nil
}

var escape = whenUsed(`(?s)\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))`)

// escapes are C's escapes of one letter.
var escapes = map[string]string{
	"a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
	`\`: `\`, "'": "'", `"`: `"`, "?": "?",
}

// unescape returns what the inside of a literal means; ok is false where an escape has no meaning.
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
