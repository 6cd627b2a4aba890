package cql2

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// ParseText reads a filter in the text encoding, after cql2.bnf of OGC
// 21-065r2. Keywords and the names of predicates may be of any case. Beyond the
// grammar, predicates may be compared and minus may stand before parentheses;
// an argument of a function or array that stands in parentheses as a whole is
// an array. The error is a *SyntaxError.
func ParseText(s string) (Expr, error) {
	if len(s) > MaxLength {
		return nil, &SyntaxError{1, fmt.Sprintf("the filter has %d bytes; at most %d are read", len(s), MaxLength)}
	}
	if !utf8.ValidString(s) {
		return nil, &SyntaxError{1, "the filter is not UTF-8"}
	}
	tokens, err := lex(s)
	if err != nil {
		return nil, err
	}
	p := &parser{tokens: tokens}
	e, err := p.expression()
	if err != nil {
		return nil, err
	}
	if p.peek().kind != endToken {
		return nil, p.expected("AND, OR or the end of the filter")
	}
	return e, nil
}

// parser goes down the grammar. Its recursion is bounded by the parentheses,
// of which the lexer lets only MaxDepth stand inside of each other.
type parser struct {
	tokens []token
	at     int
}

func (p *parser) peek() token { return p.tokens[p.at] }

func (p *parser) next() token {
	t := p.tokens[p.at]
	if t.kind != endToken {
		p.at++
	}
	return t
}

func (p *parser) expected(what string) error {
	t := p.peek()
	return &SyntaxError{t.pos, "expected " + what + ", not " + t.String()}
}

// sign steps over a sign if it comes next.
func (p *parser) sign(s string) bool {
	if !p.peek().isSign(s) {
		return false
	}
	p.at++
	return true
}

func (p *parser) need(s string) error {
	if !p.sign(s) {
		return p.expected(s)
	}
	return nil
}

func (t token) isSign(s string) bool { return t.kind == signToken && t.text == s }

func (t token) isWord(w string) bool { return t.kind == wordToken && strings.EqualFold(t.text, w) }

// word steps over a keyword if it comes next.
func (p *parser) word(w string) bool {
	if !p.peek().isWord(w) {
		return false
	}
	p.at++
	return true
}

func (p *parser) expression() (Expr, error) { return p.chain("or", p.conjunction) }

func (p *parser) conjunction() (Expr, error) { return p.chain("and", p.negation) }

// chain reads one or several of what stands between AND or OR.
func (p *parser) chain(name string, link func() (Expr, error)) (Expr, error) {
	first, err := link()
	if err != nil || !p.peek().isWord(name) {
		return first, err
	}
	pos, args := p.peek().pos, []Expr{first}
	for p.word(name) {
		e, err := link()
		if err != nil {
			return nil, err
		}
		args = append(args, e)
	}
	return newOp(pos, name, args...)
}

func (p *parser) negation() (Expr, error) {
	t := p.peek()
	if !p.word("not") {
		return p.predicate()
	}
	e, err := p.predicate()
	if err != nil {
		return nil, err
	}
	return newOp(t.pos, "not", e)
}

// predicate reads an operand and what is said of it.
func (p *parser) predicate() (Expr, error) {
	left, err := p.sum()
	if err != nil {
		return nil, err
	}
	t := p.peek()
	if t.kind == signToken {
		if name, ok := find(comparisonNames[:], t.text); ok {
			p.at++
			right, err := p.sum()
			if err != nil {
				return nil, err
			}
			return newOp(t.pos, name, left, right)
		}
		return left, nil
	}
	if p.word("is") {
		not := p.word("not")
		if !p.word("null") {
			return nil, p.expected("NULL")
		}
		return p.perhapsNot(not, t.pos, "isNull", left)
	}
	not := t.isWord("not")
	if not {
		p.at++
	}
	switch {
	case p.word("like"):
		pattern, err := p.primary()
		if err != nil {
			return nil, err
		}
		return p.perhapsNot(not, t.pos, "like", left, pattern)
	case p.word("between"):
		low, err := p.sum()
		if err != nil {
			return nil, err
		}
		if !p.word("and") {
			return nil, p.expected("AND and the upper end of BETWEEN")
		}
		high, err := p.sum()
		if err != nil {
			return nil, err
		}
		return p.perhapsNot(not, t.pos, "between", left, low, high)
	case p.word("in"):
		open := p.peek().pos
		if err := p.need("("); err != nil {
			return nil, err
		}
		items, err := p.list(p.expression)
		if err != nil {
			return nil, err
		}
		list, err := newList(open, items)
		if err != nil {
			return nil, err
		}
		return p.perhapsNot(not, t.pos, "in", left, list)
	case not:
		return nil, p.expected("LIKE, BETWEEN or IN")
	}
	return left, nil
}

func (p *parser) perhapsNot(not bool, pos int, name string, args ...Expr) (Expr, error) {
	op, err := newOp(pos, name, args...)
	if err != nil || !not {
		return op, err
	}
	return newOp(pos, "not", op)
}

// list reads items to the closing parenthesis; the opening one is past.
func (p *parser) list(item func() (Expr, error)) ([]Expr, error) {
	var items []Expr
	if p.sign(")") {
		return items, nil
	}
	for {
		e, err := item()
		if err != nil {
			return nil, err
		}
		items = append(items, e)
		if p.sign(")") {
			return items, nil
		}
		if !p.sign(",") {
			return nil, p.expected(", or )")
		}
	}
}

func (p *parser) sum() (Expr, error) { return p.binary(p.product, "+", "-") }

func (p *parser) product() (Expr, error) { return p.binary(p.power, "*", "/", "%", "div") }

// binary reads operators of one rank, from left to right.
func (p *parser) binary(operand func() (Expr, error), names ...string) (Expr, error) {
	left, err := operand()
	for err == nil {
		t := p.peek()
		name, ok := find(names, t.text)
		if !ok || t.kind != signToken && t.kind != wordToken {
			return left, nil
		}
		p.at++
		var right Expr
		if right, err = operand(); err == nil {
			left, err = newOp(t.pos, name, left, right)
		}
	}
	return nil, err
}

func (p *parser) power() (Expr, error) {
	base, err := p.factor()
	if err != nil {
		return nil, err
	}
	t := p.peek()
	if !p.sign("^") {
		return base, nil
	}
	exponent, err := p.factor()
	if err != nil {
		return nil, err
	}
	return newOp(t.pos, "^", base, exponent)
}

// factor reads an operand with a sign. -5 is a number; -x is -1 * x, as the
// JSON encoding has no other way to say it.
func (p *parser) factor() (Expr, error) {
	t := p.peek()
	switch {
	case p.sign("-"):
		if n := p.peek(); n.kind == numberToken {
			p.at++
			return &Number{-n.number, t.pos}, nil
		}
		e, err := p.primary()
		if err != nil {
			return nil, err
		}
		return newOp(t.pos, "*", &Number{-1, t.pos}, e)
	case p.sign("+"):
		if p.peek().kind != numberToken {
			return nil, p.expected("a number after +")
		}
	}
	return p.primary()
}

// primary reads an operand: a literal, a property, a function or predicate, or
// an expression in parentheses.
func (p *parser) primary() (Expr, error) {
	t := p.next()
	switch t.kind {
	case textToken:
		return &Text{t.text, t.pos}, nil
	case quotedToken:
		return &Property{t.text, t.pos}, nil
	case numberToken:
		return &Number{t.number, t.pos}, nil
	case signToken:
		if t.isSign("(") {
			e, err := p.expression()
			if err != nil {
				return nil, err
			}
			return e, p.need(")")
		}
	case wordToken:
		return p.named(t)
	}
	p.at = max(0, p.at-1)
	if t.kind == endToken {
		p.at = len(p.tokens) - 1
	}
	return nil, p.expected("a property, a literal or a function")
}

// named reads what begins with a word.
func (p *parser) named(t token) (Expr, error) {
	if name, ok := find(geometryWords[:], t.text); ok && (p.peek().isSign("(") || p.peek().isWord("Z")) {
		return p.wkt(t.pos, name)
	}
	call := p.peek().isSign("(")
	if word, ok := find(reservedWords[:], t.text); ok {
		switch word {
		case "TRUE", "FALSE":
			return &Boolean{word == "TRUE", t.pos}, nil
		}
		p.at--
		return nil, p.expected(`a property, a literal or a function (a property of this name stands in "…")`)
	}
	if !call {
		return &Property{t.text, t.pos}, nil
	}
	p.at++
	if word, ok := find(literalWords[:], t.text); ok {
		return p.literal(t, word)
	}
	name, known := operator(t.text)
	if !known {
		name = t.text
	}
	item := p.argument
	if known && !isArrayName(name) {
		item = p.expression
	}
	args, err := p.list(item)
	if err != nil {
		return nil, err
	}
	if want, ok := arity(name); ok && len(args) != want {
		return nil, &SyntaxError{t.pos, fmt.Sprintf("%s takes %d arguments, not %d", t.text, want, len(args))}
	}
	return newOp(t.pos, name, args...)
}

// argument reads an argument of a function, or an item of an array: where it
// stands in parentheses as a whole, it is an array.
func (p *parser) argument() (Expr, error) {
	t := p.peek()
	if t.isSign("(") {
		if after := p.tokens[t.match+1]; after.isSign(",") || after.isSign(")") {
			p.at++
			items, err := p.list(p.argument)
			if err != nil {
				return nil, err
			}
			return newList(t.pos, items)
		}
	}
	return p.expression()
}

func isArrayName(name string) bool {
	_, ok := find(arrayNames[:], name)
	return ok
}

// arity is the number of arguments of an operator, where that is fixed.
func arity(name string) (int, bool) {
	switch name {
	case "and", "or":
		return 0, false
	case "not", "isNull", "casei", "accenti":
		return 1, true
	case "between":
		return 3, true
	}
	_, ok := operator(name)
	return 2, ok
}
