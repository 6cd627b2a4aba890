package cql2

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

type tokenKind uint8

const (
	endToken tokenKind = iota
	wordToken
	quotedToken // "property"
	textToken   // 'characters'
	numberToken
	signToken // ( ) , + - * / % ^ = <> < > <= >=
)

// token is a word of a filter. text is unquoted and unescaped.
type token struct {
	kind   tokenKind
	text   string
	number float64
	pos    int // character, counted from 1
	match  int // of "(": the place of its ")" among the tokens
}

// String names the token for an error message.
func (t token) String() string {
	switch t.kind {
	case endToken:
		return "the end of the filter"
	case textToken:
		return "the text '" + clip(t.text) + "'"
	case quotedToken:
		return `the property "` + clip(t.text) + `"`
	}
	return clip(t.text)
}

func clip(s string) string {
	if utf8.RuneCountInString(s) <= 40 {
		return s
	}
	return string([]rune(s)[:40]) + "…"
}

type lexer struct {
	rest   string
	pos    int
	tokens []token
	open   []int // places of "(" not yet closed
}

// lex cuts a filter into tokens, an endToken last, with all parentheses matched.
func lex(s string) ([]token, error) {
	l := &lexer{rest: s, pos: 1}
	for {
		l.skipSpace()
		if l.rest == "" {
			break
		}
		if err := l.next(); err != nil {
			return nil, err
		}
	}
	if len(l.open) > 0 {
		return nil, &SyntaxError{l.pos, fmt.Sprintf("expected ) for the ( at character %d", l.tokens[l.open[len(l.open)-1]].pos)}
	}
	return append(l.tokens, token{kind: endToken, pos: l.pos}), nil
}

func (l *lexer) skipSpace() {
	for l.rest != "" {
		r, n := utf8.DecodeRuneInString(l.rest)
		if !isSpace(r) {
			return
		}
		l.rest, l.pos = l.rest[n:], l.pos+1
	}
}

// take cuts n bytes off as a token.
func (l *lexer) take(t token, n int) {
	t.pos = l.pos
	l.pos += utf8.RuneCountInString(l.rest[:n])
	l.rest = l.rest[n:]
	l.tokens = append(l.tokens, t)
}

func (l *lexer) next() error {
	c := l.rest[0]
	switch {
	case c == '\'', c == '"':
		return l.quoted(c)
	case '0' <= c && c <= '9', c == '.':
		return l.number()
	case c == '(':
		l.open = append(l.open, len(l.tokens))
		if len(l.open) > MaxDepth+wktDepth {
			return &SyntaxError{l.pos, fmt.Sprintf("nested more than %d deep", MaxDepth)}
		}
	case c == ')':
		if len(l.open) == 0 {
			return &SyntaxError{l.pos, "this ) has no ("}
		}
		l.tokens[l.open[len(l.open)-1]].match = len(l.tokens)
		l.open = l.open[:len(l.open)-1]
	}
	switch two := l.rest[:min(2, len(l.rest))]; two {
	case "<>", "<=", ">=":
		l.take(token{kind: signToken, text: two}, 2)
		return nil
	}
	if strings.IndexByte("(),+-*/%^=<>", c) >= 0 {
		l.take(token{kind: signToken, text: l.rest[:1]}, 1)
		return nil
	}
	end := 0
	for i, r := range l.rest {
		if i == 0 && !identifierStart(r) || !identifierPart(r) {
			break
		}
		end = i + utf8.RuneLen(r)
	}
	if end == 0 {
		r, _ := utf8.DecodeRuneInString(l.rest)
		return &SyntaxError{l.pos, fmt.Sprintf("%q has no meaning here; texts stand in '…', properties with unusual names in \"…\"", r)}
	}
	l.take(token{kind: wordToken, text: l.rest[:end]}, end)
	return nil
}

// wktDepth is how many parentheses a geometry literal nests by itself.
const wktDepth = 4

// escaped is what a backslash before a character means in a text
// (/req/cql2-text/escaping). Never changed.
var escaped = map[byte]byte{'\'': '\'', 'a': '\a', 'b': '\b', 't': '\t', 'n': '\n', 'v': '\v', 'f': '\f', 'r': '\r'}

// quoted reads 'text' or "name". The quote doubled is the quote itself. In a
// text \' is the quote too and \n a new line, with the other escapes; before
// these characters \\ is one backslash, so that a text may end in one.
// Elsewhere backslashes are themselves: LIKE reads them again.
func (l *lexer) quoted(quote byte) error {
	var out strings.Builder
	for i := 1; i < len(l.rest); i++ {
		if n := len(l.rest[i:]) - len(strings.TrimLeft(l.rest[i:], `\`)); n > 0 && quote == '\'' {
			if i+n == len(l.rest) {
				break
			}
			meant, special := escaped[l.rest[i+n]]
			if special {
				out.WriteString(l.rest[i : i+n/2])
			} else {
				out.WriteString(l.rest[i : i+n])
			}
			i += n
			if special && n%2 == 1 {
				out.WriteByte(meant)
				continue
			}
		}
		switch c := l.rest[i]; {
		case c == quote && i+1 < len(l.rest) && l.rest[i+1] == quote:
			out.WriteByte(quote)
			i++
		case c == quote:
			kind := textToken
			if quote == '"' {
				kind = quotedToken
				if out.Len() == 0 {
					return &SyntaxError{l.pos, "a property's name is empty"}
				}
			}
			l.take(token{kind: kind, text: out.String()}, i+1)
			return nil
		default:
			out.WriteByte(c)
		}
	}
	return &SyntaxError{l.pos, fmt.Sprintf("this %c is not closed", quote)}
}

// number reads an unsigned number; signs are the parser's.
func (l *lexer) number() error {
	digits := func(i int) int {
		for i < len(l.rest) && '0' <= l.rest[i] && l.rest[i] <= '9' {
			i++
		}
		return i
	}
	end := digits(0)
	if end < len(l.rest) && l.rest[end] == '.' {
		end = digits(end + 1)
	}
	if end < len(l.rest) && (l.rest[end] == 'e' || l.rest[end] == 'E') {
		from := end + 1
		if from < len(l.rest) && (l.rest[from] == '+' || l.rest[from] == '-') {
			from++
		}
		if to := digits(from); to > from {
			end = to
		}
	}
	v, err := strconv.ParseFloat(l.rest[:end], 64)
	if err != nil {
		return &SyntaxError{l.pos, fmt.Sprintf("%s is not a number that fits 64 bits", clip(l.rest[:end]))}
	}
	l.take(token{kind: numberToken, text: l.rest[:end], number: v}, end)
	return nil
}
