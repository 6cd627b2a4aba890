package cql2

import (
	"fmt"
	"math"
	"slices"

	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// compiler turns a tree into functions, checking types on the way. Trees are
// at most MaxDepth deep, which bounds its recursion and that of the functions.
type compiler struct {
	schema  Schema
	columns []int
}

func wrong(pos int, format string, args ...any) error {
	return &TypeError{pos, fmt.Sprintf(format, args...)}
}

func (c *compiler) compile(e Expr) (*value, error) {
	switch e := e.(type) {
	case *Text:
		return constText(e.Pos, e.Value), nil
	case *Number:
		n := e.Value
		return &value{typ: TypeNumber, pos: e.Pos, constant: true, num: func(*run) (float64, bool) { return n, true }}, nil
	case *Boolean:
		t := truthOf(e.Value)
		return &value{typ: TypeBoolean, pos: e.Pos, constant: true, truth: func(*run) truth { return t }}, nil
	case *Time:
		s := Span{Start: e.Value, End: e.Value}
		return &value{typ: typeOf(e.Value), pos: e.Pos, constant: true, span: func(*run) (Span, bool) { return s, true }}, nil
	case *Property:
		return c.property(e)
	case *Geometry:
		if err := inDegrees(e.Pos, e.Value.Bound()); err != nil {
			return nil, err
		}
		if err := geo.Validate(e.Value); err != nil {
			return nil, wrong(e.Pos, "the geometry is not valid: %v", err)
		}
		return constGeometry(e.Pos, e.Value), nil
	case *Box:
		if err := checkBox(e); err != nil {
			return nil, err
		}
		return constGeometry(e.Pos, shapeOfBox(e.Value)), nil
	case *Interval:
		return c.interval(e)
	case *List:
		return c.list(e)
	case *Op:
		return c.op(e)
	}
	return nil, wrong(e.At(), "stands where it means nothing") // an Open outside of an interval
}

// inDegrees refuses what cannot be longitude and latitude: mostly axes in the
// wrong order, or another CRS. It also bounds what measures have to walk along.
func inDegrees(pos int, b orb.Bound) error {
	for _, p := range [...]orb.Point{b.Min, b.Max} {
		if !(math.Abs(p[0]) <= 360 && math.Abs(p[1]) <= 90) {
			return wrong(pos, "(%v, %v) is not longitude and latitude in degrees; longitude comes first, filter-crs names other systems", p[0], p[1])
		}
	}
	return nil
}

// checkBox wants longitudes and latitudes in order; only longitudes may be
// turned round, across the antimeridian.
func checkBox(e *Box) error {
	half := len(e.Value) / 2
	sw, ne := orb.Point{e.Value[0], e.Value[1]}, orb.Point{e.Value[half], e.Value[half+1]}
	if err := inDegrees(e.Pos, orb.Bound{Min: sw, Max: ne}); err != nil {
		return err
	}
	if sw[1] > ne[1] {
		return wrong(e.Pos, "the box's south %v is greater than its north %v", sw[1], ne[1])
	}
	if sw[0] > ne[0] && (sw[0] > 180 || ne[0] < -180) {
		return wrong(e.Pos, "a box from %v east to %v does not cross the antimeridian", sw[0], ne[0])
	}
	return nil
}

func constText(pos int, s string) *value {
	return &value{typ: TypeText, pos: pos, constant: true, text: func(*run) (string, bool) { return s, true }}
}

func constGeometry(pos int, g orb.Geometry) *value {
	return &value{typ: TypeGeometry, pos: pos, constant: true, geom: func(*run) (orb.Geometry, bool) { return g, true }}
}

func typeOf(i Instant) Type {
	if i.IsDate() {
		return TypeDate
	}
	return TypeTimestamp
}

// property reads a column.
func (c *compiler) property(e *Property) (*value, error) {
	q, ok := c.schema.Queryable(e.Name)
	if !ok {
		return nil, wrong(e.Pos, "there is no queryable %q", clip(e.Name))
	}
	if !slices.Contains(c.columns, q.Column) {
		c.columns = append(c.columns, q.Column)
	}
	column := q.Column
	v := &value{typ: q.Type, pos: e.Pos, indexed: q.Indexed && q.Type == TypeGeometry}
	switch q.Type {
	case TypeText:
		v.text = func(r *run) (string, bool) {
			s, ok := r.record.Value(column).(string)
			return s, ok
		}
	case TypeNumber:
		v.num = func(r *run) (float64, bool) {
			switch n := r.record.Value(column).(type) {
			case float64:
				return n, true
			case int64:
				return float64(n), true
			}
			return 0, false
		}
	case TypeBoolean:
		v.truth = func(r *run) truth {
			if b, ok := r.record.Value(column).(bool); ok {
				return truthOf(b)
			}
			return unknown
		}
	case TypeDate, TypeTimestamp:
		v.span = func(r *run) (Span, bool) {
			i, ok := r.record.Value(column).(Instant)
			return Span{Start: i, End: i}, ok
		}
		e := edge{is: columnEdge, column: column, typ: q.Type}
		v.ends = [2]edge{e, e}
	case TypeGeometry:
		v.geom = func(r *run) (orb.Geometry, bool) {
			g, ok := r.record.Value(column).(orb.Geometry)
			return g, ok
		}
	case TypeList:
		v.list = func(r *run) ([]any, bool) {
			s, ok := r.record.Value(column).([]string)
			out := make([]any, len(s))
			for i := range s {
				out[i] = s[i]
			}
			return out, ok
		}
	default:
		return nil, wrong(e.Pos, "%q cannot be filtered by", clip(e.Name))
	}
	return v, nil
}

// interval is null when one of its ends is.
func (c *compiler) interval(e *Interval) (*value, error) {
	var ends [2]*value // nil: open
	var args []*value
	for i, end := range [...]Expr{e.Start, e.End} {
		if _, open := end.(*Open); open {
			continue
		}
		v, err := c.compile(end)
		if err != nil {
			return nil, err
		}
		if !v.typ.instant() {
			return nil, wrong(v.pos, "the end of an interval is a date or a timestamp, not a %s", v.typ)
		}
		ends[i] = v
		args = append(args, v)
	}
	start, end := ends[0], ends[1]
	v := &value{typ: TypeInterval, pos: e.Pos, span: func(r *run) (Span, bool) {
		out := Span{OpenStart: start == nil, OpenEnd: end == nil}
		if start != nil {
			s, ok := start.span(r)
			if !ok {
				return out, false
			}
			out.Start = s.Start
		}
		if end != nil {
			s, ok := end.span(r)
			if !ok {
				return out, false
			}
			out.End = s.End
		}
		return out, true
	}}
	v.ends = [2]edge{{is: fixedEdge, at: bound{inf: -1}}, {is: fixedEdge, at: bound{inf: 1}}}
	for i, e := range ends {
		if e != nil {
			v.ends[i] = e.edges()[i]
		}
	}
	v, err := v.fold(args...)
	if err == nil && v.constant && start != nil && end != nil {
		if s, _ := v.span(nil); s.Start.Compare(s.End) > 0 {
			return nil, wrong(e.Pos, "the interval ends before it starts")
		}
	}
	return v, err
}

// all compiles arguments.
func (c *compiler) all(list []Expr) ([]*value, error) {
	out := make([]*value, len(list))
	for i, e := range list {
		v, err := c.compile(e)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (c *compiler) op(e *Op) (*value, error) {
	switch e.Name {
	case "in":
		return c.in(e)
	case "like":
		return c.like(e)
	}
	args, err := c.all(e.Args)
	if err != nil {
		return nil, err
	}
	v, err := c.apply(e, args)
	if err != nil {
		return nil, err
	}
	v.pos = e.Pos
	return v.fold(args...)
}

// apply dispatches by the kind of operator.
func (c *compiler) apply(e *Op, args []*value) (*value, error) {
	switch e.Name {
	case "and", "or", "not":
		for _, a := range args {
			if a.typ != TypeBoolean {
				return nil, wrong(a.pos, "%s joins what is true or false, this is a %s", e.Name, a.typ)
			}
		}
		return logical(e.Name, args), nil
	case "isNull":
		a := args[0]
		return &value{typ: TypeBoolean, truth: func(r *run) truth { return truthOf(a.null(r)) }}, nil
	case "between":
		return between(args)
	}
	for _, kind := range [...]struct {
		names []string
		build func(string, []*value) (*value, error)
	}{
		{comparisonNames[:], comparison}, {arithmeticNames[:], arithmetic}, {spatialNames[:], spatial},
		{temporalNames[:], temporal}, {arrayNames[:], arrays},
	} {
		if slices.Contains(kind.names, e.Name) {
			return kind.build(e.Name, args)
		}
	}
	return call(e, args)
}

// logical is AND, OR and NOT.
func logical(name string, args []*value) *value {
	v := &value{typ: TypeBoolean}
	switch name {
	case "not":
		a := args[0]
		v.truth = func(r *run) truth { return yes - a.truth(r) }
	case "and":
		v.truth = func(r *run) truth {
			least := yes
			for _, a := range args {
				if least = min(least, a.truth(r)); least == no {
					break
				}
			}
			return least
		}
		for _, a := range args {
			if a.bounded {
				v.meet(a.boxes)
			}
			v.meetTimes(a.windows)
		}
	case "or":
		v.truth = func(r *run) truth {
			most := no
			for _, a := range args {
				if most = max(most, a.truth(r)); most == yes {
					break
				}
			}
			return most
		}
		v.join(args)
		v.joinTimes(args)
	}
	return v
}
