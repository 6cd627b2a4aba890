package cql2

import (
	"slices"

	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// spatial compiles the predicates on two geometries. A constant one is
// prepared once; where it comes first, the predicate is turned round.
func spatial(name string, args []*value) (*value, error) {
	for _, a := range args {
		if a.typ != TypeGeometry {
			return nil, wrong(a.pos, "%s takes geometries, this is a %s", name, a.typ)
		}
	}
	relation := map[string]geo.Relation{
		"s_intersects": geo.Intersects, "s_disjoint": geo.Disjoint, "s_equals": geo.Equals, "s_touches": geo.Touches,
		"s_crosses": geo.Crosses, "s_within": geo.Within, "s_contains": geo.Contains, "s_overlaps": geo.Overlaps,
	}[name]
	a, b := args[0], args[1]
	if a.constant && !b.constant {
		a, b = b, a
		switch relation {
		case geo.Within:
			relation = geo.Contains
		case geo.Contains:
			relation = geo.Within
		}
	}
	v := &value{typ: TypeBoolean}
	if !b.constant {
		v.truth = func(r *run) truth {
			first, ok := a.geom(r)
			second, also := b.geom(r)
			if !ok || !also {
				return unknown
			}
			shape, err := geo.NewShape(second)
			if err != nil {
				r.fail(err)
				return unknown
			}
			return relate(r, relation, first, shape)
		}
		return v, nil
	}
	g, ok := b.geom(nil)
	if !ok {
		v.truth = func(*run) truth { return unknown }
		return v, nil
	}
	shape, err := geo.NewShape(g)
	if err != nil {
		return nil, wrong(b.pos, "%v", err)
	}
	v.truth = func(r *run) truth {
		first, ok := a.geom(r)
		if !ok {
			return unknown
		}
		return relate(r, relation, first, shape)
	}
	if a.indexed && relation != geo.Disjoint {
		v.boxes, v.bounded = boxesOf(g), true
	}
	return v, nil
}

func relate(r *run, relation geo.Relation, g orb.Geometry, shape *geo.Shape) truth {
	holds, err := shape.Relate(relation, g)
	if err != nil {
		r.fail(err)
		return unknown
	}
	return truthOf(holds)
}

// temporal compiles the predicates on two instants or intervals.
func temporal(name string, args []*value) (*value, error) {
	for _, a := range args {
		if !a.typ.temporal() {
			return nil, wrong(a.pos, "%s takes dates, timestamps and intervals, this is a %s", name, a.typ)
		}
	}
	a, b := args[0], args[1]
	disjoint := name == "t_disjoint"
	if disjoint {
		name = "t_intersects"
	}
	rules := allenRules(name)
	v := &value{typ: TypeBoolean, truth: func(r *run) truth {
		x, ok := a.span(r)
		y, also := b.span(r)
		if !ok || !also {
			return unknown
		}
		return truthOf(allHold(rules, x, y) != disjoint)
	}}
	if disjoint {
		return v, nil
	}
	x, y := a.edges(), b.edges()
	for _, r := range rules {
		if w, ok := window(x[r.a], r.op, y[r.b]); ok {
			v.meetTimes([]Window{w})
		}
	}
	return v, nil
}

// list compiles an array. It is null when one of its items is.
func (c *compiler) list(e *List) (*value, error) {
	items, err := c.all(e.Items)
	if err != nil {
		return nil, err
	}
	for _, i := range items {
		if i.typ == TypeGeometry {
			return nil, wrong(i.pos, "an array of geometries cannot be compared")
		}
	}
	v := &value{typ: TypeList, pos: e.Pos, list: func(r *run) ([]any, bool) {
		out := make([]any, len(items))
		for i, item := range items {
			var ok bool
			if out[i], ok = item.any(r); !ok {
				return nil, false
			}
		}
		return out, true
	}}
	return v.fold(items...)
}

// any gives the value as an item of an array.
func (v *value) any(r *run) (any, bool) {
	switch {
	case v.text != nil:
		return anyOf(v.text(r))
	case v.num != nil:
		return anyOf(v.num(r))
	case v.span != nil:
		return anyOf(v.span(r))
	case v.list != nil:
		return anyOf(v.list(r))
	}
	t := v.truth(r)
	return t == yes, t != unknown
}

func anyOf[T any](v T, ok bool) (any, bool) { return v, ok }

// sameItem compares items of arrays; those of different types differ.
func sameItem(a, b any) bool {
	x, ok := a.([]any)
	y, also := b.([]any)
	if ok || also {
		return ok && also && slices.EqualFunc(x, y, sameItem)
	}
	if x, ok := a.(Span); ok {
		y, ok := b.(Span)
		return ok && allHold(allenRules("t_equals"), x, y)
	}
	return a == b
}

// holdsAll tells whether every item of b is one of a.
func holdsAll(a, b []any) bool {
	for _, item := range b {
		if !slices.ContainsFunc(a, func(i any) bool { return sameItem(i, item) }) {
			return false
		}
	}
	return true
}

// arrays compiles the predicates on two arrays, which count as sets.
func arrays(name string, args []*value) (*value, error) {
	for _, a := range args {
		if a.typ != TypeList {
			return nil, wrong(a.pos, "%s takes arrays, this is a %s", name, a.typ)
		}
	}
	a, b := args[0], args[1]
	holds := map[string]func(x, y []any) bool{
		"a_equals":      func(x, y []any) bool { return holdsAll(x, y) && holdsAll(y, x) },
		"a_contains":    holdsAll,
		"a_containedBy": func(x, y []any) bool { return holdsAll(y, x) },
		"a_overlaps": func(x, y []any) bool {
			return slices.ContainsFunc(y, func(item any) bool { return holdsAll(x, []any{item}) })
		},
	}[name]
	return &value{typ: TypeBoolean, truth: func(r *run) truth {
		x, ok := a.list(r)
		y, also := b.list(r)
		if !ok || !also {
			return unknown
		}
		return truthOf(holds(x, y))
	}}, nil
}
