package cql2

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// like compiles x LIKE pattern. In the pattern % stands for any characters, _
// for one, and \ takes the meaning from the character behind it.
func (c *compiler) like(e *Op) (*value, error) {
	x, err := c.compile(e.Args[0])
	if err != nil {
		return nil, err
	}
	if x.typ != TypeText {
		return nil, wrong(x.pos, "LIKE takes a text, this is a %s", x.typ)
	}
	p, err := c.compile(e.Args[1])
	if err != nil {
		return nil, err
	}
	if p.typ != TypeText || !p.constant {
		return nil, wrong(p.pos, "the pattern of LIKE is a text in '…', as it is or in CASEI or ACCENTI")
	}
	text, _ := p.text(nil)
	pattern := parsePattern(text)
	v := &value{typ: TypeBoolean, pos: e.Pos, truth: func(r *run) truth {
		s, ok := x.text(r)
		if !ok {
			return unknown
		}
		return truthOf(pattern.matches(s))
	}}
	return v.fold(x)
}

// pattern is a LIKE pattern, cut into its characters.
type pattern []patternRune

type patternRune struct {
	r    rune
	wild bool // r is % or _ with its meaning
}

func parsePattern(s string) pattern {
	var out pattern
	escaped := false
	for _, r := range s {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		out = append(out, patternRune{r, !escaped && (r == '%' || r == '_')})
		escaped = false
	}
	if escaped {
		out = append(out, patternRune{r: '\\'})
	}
	return out
}

// matches tells whether the whole of s fits. On a mismatch it goes back to the
// last %, lets it take one character more and tries again: time is bounded by
// the product of the lengths.
func (p pattern) matches(s string) bool {
	at, star, from := 0, -1, 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case at < len(p) && p[at].wild && p[at].r == '%':
			star, from = at, i
			at++
		case at < len(p) && (p[at].wild || p[at].r == r):
			at++
			i += n
		case star >= 0:
			_, n := utf8.DecodeRuneInString(s[from:])
			from += n
			i, at = from, star+1
		default:
			return false
		}
	}
	for at < len(p) && p[at].wild && p[at].r == '%' {
		at++
	}
	return at == len(p)
}

// foldCase is full case folding of Unicode: STRASSE, Straße and strasse are one.
func foldCase(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	return cases.Fold().String(s)
}

// foldAccents takes away what Unicode can take apart from a letter: é becomes
// e, ș becomes s; ø is a letter of its own and stays.
func foldAccents(s string) string {
	if isASCII(s) {
		return s
	}
	return norm.NFC.String(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s)))
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
