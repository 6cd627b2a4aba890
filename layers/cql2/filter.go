package cql2

import (
	"fmt"

	"github.com/paulmach/orb"
)

// Type is the type of a property or of an expression.
type Type uint8

// The types, and what Record.Value gives for them beside nil.
const (
	TypeText      Type = iota + 1 // string
	TypeNumber                    // float64 or int64
	TypeBoolean                   // bool
	TypeDate                      // Instant
	TypeTimestamp                 // Instant
	TypeInterval                  // of no property
	TypeGeometry                  // orb.Geometry, CRS84
	TypeList                      // []string
)

func (t Type) String() string {
	return [...]string{"nothing", "text", "number", "boolean", "date", "timestamp", "interval", "geometry", "array"}[t]
}

func (t Type) temporal() bool { return t == TypeDate || t == TypeTimestamp || t == TypeInterval }

func (t Type) instant() bool { return t == TypeDate || t == TypeTimestamp }

// Queryable is a property as a filter sees it.
type Queryable struct {
	Column  int // what Record.Value is asked for
	Type    Type
	Indexed bool // the geometry that Filter.Bounds is about
}

// Schema finds the properties that a filter may name.
type Schema interface {
	Queryable(name string) (Queryable, bool)
}

// Record is a feature to be judged. Value gives nil for null.
type Record interface {
	Value(column int) any
}

// Filter is a filter that fits a schema. It never changes and may be used by
// several goroutines.
type Filter struct {
	expr    Expr
	root    *value
	columns []int
}

// Compile checks a filter against a schema. The error is a *TypeError.
func Compile(e Expr, s Schema) (*Filter, error) {
	c := &compiler{schema: s}
	v, err := c.compile(e)
	if err != nil {
		return nil, err
	}
	if v.typ != TypeBoolean {
		return nil, &TypeError{e.At(), fmt.Sprintf("a filter is true or false, this is a %s", v.typ)}
	}
	return &Filter{expr: e, root: v, columns: c.columns}, nil
}

// Expr is the tree the filter was made from.
func (f *Filter) Expr() Expr { return f.expr }

// Columns are those the filter reads, in the order it names them, each once.
func (f *Filter) Columns() []int { return f.columns }

// Matches tells whether the filter is true of a record: neither false nor
// unknown. The error says that a spatial predicate has no answer, because a
// geometry has too many vertices or is not valid.
func (f *Filter) Matches(r Record) (bool, error) {
	m := Matcher{f: f}
	return m.Matches(r)
}

// Matcher asks a filter of one record after the other without allocating.
// It is of one goroutine.
type Matcher struct {
	f   *Filter
	run run
}

// Matcher starts a series of questions.
func (f *Filter) Matcher() *Matcher { return &Matcher{f: f} }

// Matches is Filter.Matches.
func (m *Matcher) Matches(r Record) (bool, error) {
	m.run.record, m.run.err = r, nil
	t := m.f.root.truth(&m.run)
	return t == yes && m.run.err == nil, m.run.err
}

// Bounds are boxes of which every feature that matches meets one with its
// indexed geometry: a feature outside of all of them, or without geometry, does
// not match. ok is false where the filter says nothing of the kind; no boxes
// and ok mean that nothing can match.
func (f *Filter) Bounds() (boxes []orb.Bound, ok bool) { return f.root.boxes, f.root.bounded }

// run is one evaluation.
type run struct {
	record Record
	err    error
}

func (r *run) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

// truth is three-valued, ordered so that AND is the least and OR the greatest.
type truth uint8

const (
	no truth = iota
	unknown
	yes
)

func truthOf(b bool) truth {
	if b {
		return yes
	}
	return no
}

// value is a compiled expression: the function of its type is set. The second
// result is false for null.
type value struct {
	typ   Type
	pos   int
	truth func(*run) truth
	text  func(*run) (string, bool)
	num   func(*run) (float64, bool)
	span  func(*run) (Span, bool)
	geom  func(*run) (orb.Geometry, bool)
	list  func(*run) ([]any, bool)

	constant bool     // the same for every record
	indexed  bool     // the indexed geometry itself
	ends     [2]edge  // of a temporal value that depends on the record
	windows  []Window // truth needs them
	boxes    []orb.Bound
	bounded  bool       // truth needs the indexed geometry to meet one of boxes
	near     *orb.Bound // of a distance from the indexed geometry: the box of the other geometry
}

// null tells whether the value is null.
func (v *value) null(r *run) bool {
	ok := false
	switch {
	case v.truth != nil:
		ok = v.truth(r) != unknown
	case v.text != nil:
		_, ok = v.text(r)
	case v.num != nil:
		_, ok = v.num(r)
	case v.span != nil:
		_, ok = v.span(r)
	case v.geom != nil:
		_, ok = v.geom(r)
	case v.list != nil:
		_, ok = v.list(r)
	}
	return !ok
}

// fold evaluates what depends on no record once and for all.
func (v *value) fold(args ...*value) (*value, error) {
	for _, a := range args {
		if !a.constant {
			return v, nil
		}
	}
	v.constant = true
	r := &run{}
	switch {
	case v.truth != nil:
		t := v.truth(r)
		v.truth = func(*run) truth { return t }
	case v.text != nil:
		s, ok := v.text(r)
		v.text = func(*run) (string, bool) { return s, ok }
	case v.num != nil:
		n, ok := v.num(r)
		v.num = func(*run) (float64, bool) { return n, ok }
	case v.span != nil:
		s, ok := v.span(r)
		v.span = func(*run) (Span, bool) { return s, ok }
	case v.geom != nil:
		g, ok := v.geom(r)
		v.geom = func(*run) (orb.Geometry, bool) { return g, ok }
	case v.list != nil:
		l, ok := v.list(r)
		v.list = func(*run) ([]any, bool) { return l, ok }
	}
	if r.err != nil {
		return nil, &TypeError{v.pos, r.err.Error()}
	}
	return v, nil
}
