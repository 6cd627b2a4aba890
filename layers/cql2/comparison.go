package cql2

import (
	"cmp"
	"math"

	"github.com/paulmach/orb"
)

// comparison compiles = <> < > <= >=.
func comparison(name string, args []*value) (*value, error) {
	order, err := comparable(args[0], args[1])
	if err != nil {
		return nil, err
	}
	var holds [3]truth // for less, equal, greater
	for i, names := range [3][3]string{{"<", "<=", "<>"}, {"=", "<=", ">="}, {">", ">=", "<>"}} {
		for _, n := range names {
			if n == name {
				holds[i] = yes
			}
		}
	}
	v := &value{typ: TypeBoolean, truth: func(r *run) truth {
		o, ok := order(r)
		if !ok {
			return unknown
		}
		return holds[o+1]
	}}
	distance, limit, within := args[0], args[1], name == "<" || name == "<=" || name == "="
	if distance.near == nil {
		distance, limit, within = limit, distance, name == ">" || name == ">=" || name == "="
	}
	if distance.near != nil && limit.constant && within {
		metres, _ := limit.num(nil)
		v.boxes, v.bounded = []orb.Bound{around(*distance.near, metres)}, true
	}
	if args[0].typ.instant() {
		if w, ok := window(args[0].edges()[0], name, args[1].edges()[0]); ok {
			v.windows = []Window{w}
		}
	}
	return v, nil
}

// comparable gives the order of two values, -1, 0 or 1; false where one is null.
// Texts are ordered by code points.
func comparable(a, b *value) (func(*run) (int, bool), error) {
	switch {
	case a.typ.instant() && b.typ.instant():
		return func(r *run) (int, bool) {
			x, ok := a.span(r)
			y, also := b.span(r)
			if !ok || !also {
				return 0, false
			}
			return x.Start.Compare(y.Start), true
		}, nil
	case a.typ != b.typ:
		hint := ""
		if a.typ.temporal() && b.typ == TypeText || b.typ.temporal() && a.typ == TypeText {
			hint = "; instants are written DATE('…') and TIMESTAMP('…')"
		}
		return nil, wrong(b.pos, "a %s cannot be compared with a %s%s", a.typ, b.typ, hint)
	case a.typ == TypeText:
		return func(r *run) (int, bool) {
			x, ok := a.text(r)
			if !ok {
				return 0, false
			}
			y, ok := b.text(r)
			return cmp.Compare(x, y), ok
		}, nil
	case a.typ == TypeNumber:
		return func(r *run) (int, bool) {
			x, ok := a.num(r)
			if !ok {
				return 0, false
			}
			y, ok := b.num(r)
			return cmp.Compare(x, y), ok
		}, nil
	case a.typ == TypeBoolean:
		return func(r *run) (int, bool) {
			x, y := a.truth(r), b.truth(r)
			return cmp.Compare(x, y), x != unknown && y != unknown
		}, nil
	}
	return nil, wrong(b.pos, "a %s cannot be compared; there are predicates for it", a.typ)
}

// between is low ≤ x and x ≤ high, of numbers, and beyond the grammar of texts
// and instants.
func between(args []*value) (*value, error) {
	low, err := comparison(">=", []*value{args[0], args[1]})
	if err != nil {
		return nil, err
	}
	high, err := comparison("<=", []*value{args[0], args[2]})
	if err != nil {
		return nil, err
	}
	return logical("and", []*value{low, high}), nil
}

// in is an OR of equals; a set of constants is looked up.
func (c *compiler) in(e *Op) (*value, error) {
	x, err := c.compile(e.Args[0])
	if err != nil {
		return nil, err
	}
	items, err := c.all(e.Args[1].(*List).Items)
	if err != nil {
		return nil, err
	}
	texts, numbers, constant := map[string]bool{}, map[float64]bool{}, len(items) > 0 // in nothing is no one, null neither
	var equals []*value
	for _, i := range items {
		eq, err := comparison("=", []*value{x, i})
		if err != nil {
			return nil, err
		}
		equals = append(equals, eq)
		constant = constant && i.constant && !i.null(nil)
		if constant && i.typ == TypeText {
			s, _ := i.text(nil)
			texts[s] = true
		} else if constant && i.typ == TypeNumber {
			n, _ := i.num(nil)
			numbers[n] = true
		}
	}
	v := logical("or", equals)
	v.pos = e.Pos
	switch {
	case constant && x.typ == TypeText:
		v.truth = func(r *run) truth {
			s, ok := x.text(r)
			if !ok {
				return unknown
			}
			return truthOf(texts[s])
		}
	case constant && x.typ == TypeNumber:
		v.truth = func(r *run) truth {
			n, ok := x.num(r)
			if !ok {
				return unknown
			}
			return truthOf(numbers[n])
		}
	}
	return v.fold(append(items, x)...)
}

// arithmetic is null where the result is no number: division by 0, overflow.
func arithmetic(name string, args []*value) (*value, error) {
	for _, a := range args {
		if a.typ != TypeNumber {
			return nil, wrong(a.pos, "%s takes numbers, this is a %s", name, a.typ)
		}
	}
	a, b := args[0].num, args[1].num
	f := map[string]func(x, y float64) float64{
		"+": func(x, y float64) float64 { return x + y },
		"-": func(x, y float64) float64 { return x - y },
		"*": func(x, y float64) float64 { return x * y },
		"/": func(x, y float64) float64 { return x / y },
		"%": math.Mod,
		"^": math.Pow,
		"div": func(x, y float64) float64 {
			return math.Trunc(x / y)
		},
	}[name]
	return &value{typ: TypeNumber, num: func(r *run) (float64, bool) {
		x, ok := a(r)
		if !ok {
			return 0, false
		}
		y, ok := b(r)
		if !ok {
			return 0, false
		}
		n := f(x, y)
		return n, n-n == 0 // NaN for NaN and infinities
	}}, nil
}
