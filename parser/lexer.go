package parser

import (
	"strings"
	"unicode/utf8"
)

// kind is the kind of a token.
type kind uint8

const (
	ident kind = iota
	number
	quoted    // a string literal
	character // a character constant
	punct     // one character, or ##
	hash      // the # that starts a directive
	newline   // the end of a directive
)

// token is one preprocessing token.
type token struct {
	start, end uint32
	kind       kind
}

// lexer splits a source into tokens, without comments. It keeps the ends of lines only where they
// are significant, which is after a directive.
type lexer struct {
	*source
	at          int
	lineStart   bool // no token on this line yet
	inDirective bool
	tokens      []token
}

// lex returns the source's tokens, or the first position where it is not C.
func lex(s *source) ([]token, *Error) {
	l := &lexer{source: s, lineStart: true, tokens: make([]token, 0, len(s.text)/4+16)}
	for l.at < len(l.text) {
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	if l.inDirective {
		l.add(newline, l.at)
	}
	return l.tokens, nil
}

func (l *lexer) next() *Error {
	c := l.text[l.at]
	switch {
	case c == '\n':
		if l.inDirective {
			l.add(newline, l.at)
		}
		l.at++
		l.lineStart, l.inDirective = true, false
	case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
		l.at++
	case l.splice(l.at) > 0:
		l.at += l.splice(l.at)
	case c == '/':
		return l.slash()
	case c == '"' || c == '\'':
		return l.literal(c)
	case isLetter(c):
		l.add(ident, l.identifier(l.at))
	case isDigit(c) || c == '.' && l.at+1 < len(l.text) && isDigit(l.text[l.at+1]):
		l.add(number, l.numeral(l.at))
	case c == '#' && l.lineStart:
		l.inDirective = true
		l.add(hash, l.at+1)
	case c == '#' && strings.HasPrefix(l.text[l.at:], "##"):
		l.add(punct, l.at+2)
	case strings.IndexByte("!#%&()*+,-.:;<=>?[]^{|}~", c) >= 0:
		l.add(punct, l.at+1)
	default:
		return l.stray()
	}
	return nil
}

// add appends the token that ends at end, and continues there.
func (l *lexer) add(k kind, end int) {
	l.tokens = append(l.tokens, token{start: uint32(l.at), end: uint32(end), kind: k})
	l.at = end
	l.lineStart = false
}

// splice returns the length of the backslash and line end at offset i, or 0 if there are none.
func (l *lexer) splice(i int) int {
	if l.text[i] != '\\' {
		return 0
	}
	switch rest := l.text[i+1:]; {
	case strings.HasPrefix(rest, "\n"):
		return 2
	case strings.HasPrefix(rest, "\r\n"):
		return 3
	}
	return 0
}

// slash reads what starts with a slash: a comment or the operator.
func (l *lexer) slash() *Error {
	switch rest := l.text[l.at+1:]; {
	case strings.HasPrefix(rest, "*"):
		end := strings.Index(rest[1:], "*/")
		if end < 0 {
			return l.errorf(l.at, "comment is never closed; end it with */")
		}
		l.at += 2 + end + 2
	case strings.HasPrefix(rest, "/"):
		for l.at < len(l.text) && l.text[l.at] != '\n' {
			l.at += max(1, l.splice(l.at))
		}
	default:
		l.add(punct, l.at+1)
	}
	return nil
}

// literal reads a string literal or a character constant.
func (l *lexer) literal(quote byte) *Error {
	for i := l.at + 1; i < len(l.text) && l.text[i] != '\n'; i++ {
		switch c := l.text[i]; {
		case c == '\\':
			i += max(1, l.splice(i)-1)
		case c != quote:
		case !utf8.ValidString(l.text[l.at:i]):
			return l.errorf(l.at, "literal is not UTF-8; convert the file to UTF-8")
		case quote == '"':
			l.add(quoted, i+1)
			return nil
		default:
			l.add(character, i+1)
			return nil
		}
	}
	return l.errorf(l.at, "literal is never closed; end it with %c on the same line", quote)
}

// identifier returns the end of the identifier at i.
func (l *lexer) identifier(i int) int {
	for i < len(l.text) {
		switch c := l.text[i]; {
		case isLetter(c) || isDigit(c):
			i++
		case l.splice(i) > 0:
			i += l.splice(i)
		default:
			return i
		}
	}
	return i
}

// numeral returns the end of the preprocessing number at i.
func (l *lexer) numeral(i int) int {
	for i < len(l.text) {
		switch c := l.text[i]; {
		case (c == '+' || c == '-') && strings.IndexByte("eEpP", l.text[i-1]) >= 0:
			i++
		case isLetter(c) || isDigit(c) || c == '.':
			i++
		case l.splice(i) > 0:
			i += l.splice(i)
		default:
			return i
		}
	}
	return i
}

func (l *lexer) stray() *Error {
	r, size := utf8.DecodeRuneInString(l.text[l.at:])
	if r == utf8.RuneError && size == 1 {
		return l.errorf(l.at, "byte %#x is not UTF-8; convert the file to UTF-8", l.text[l.at])
	}
	return l.errorf(l.at, "unexpected character %q; remove it, or put it into a comment", r)
}

func isLetter(c byte) bool { return c == '_' || 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// unspliced replaces the line continuations inside a token.
var unspliced = strings.NewReplacer("\\\n", "", "\\\r\n", "")

// word returns the token's text.
func (s *source) word(t token) string {
	text := s.text[t.start:t.end]
	if strings.IndexByte(text, '\\') >= 0 {
		return unspliced.Replace(text)
	}
	return text
}
