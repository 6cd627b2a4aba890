package cql2

import (
	"fmt"
	"slices"

	"github.com/paulmach/orb"
)

// Limits of a filter. They bound time and memory before anything is evaluated.
const (
	MaxLength = 512 << 10 // bytes of text or JSON
	MaxDepth  = 100       // operations, lists and parentheses inside of each other
)

// Expr is a node of a filter's tree: one of the types of this file. Trees are
// never changed once parsed.
type Expr interface {
	// At is the node's place in what was parsed: the character, counted from 1.
	At() int
	// depth is the number of nodes on the longest way down, this one included.
	depth() int
}

// The leaves.
type (
	// Text is a character literal.
	Text struct {
		Value string
		Pos   int
	}
	// Number is a numeric literal, finite.
	Number struct {
		Value float64
		Pos   int
	}
	// Boolean is TRUE or FALSE.
	Boolean struct {
		Value bool
		Pos   int
	}
	// Time is a DATE or TIMESTAMP literal, and the end of an interval written as one.
	Time struct {
		Value Instant
		Pos   int
	}
	// Open is the '..' of an interval that has no start or no end.
	Open struct{ Pos int }
	// Property is the value of one of the feature's properties.
	Property struct {
		Name string
		Pos  int
	}
	// Geometry is a geometry literal.
	Geometry struct {
		Value orb.Geometry // Point to Collection, never nested collections
		Z     []float64    // heights in the order of the positions, nil without; kept for printing, never evaluated
		Pos   int
	}
	// Box is a BBOX literal: west, south, east, north, or with the least and
	// greatest height as third and sixth. West > east crosses the antimeridian.
	Box struct {
		Value []float64
		Pos   int
	}
)

// The nodes with others below them.
type (
	// Op is an operator, predicate or function with its arguments. Name is the
	// one of the JSON encoding ("and", "<>", "isNull", "s_intersects", "casei");
	// any other name is a function.
	Op struct {
		Name string
		Args []Expr
		Pos  int
		deep int
	}
	// Interval is an INTERVAL. Its ends are *Time, *Open, *Property or a function's *Op.
	Interval struct {
		Start, End Expr
		Pos        int
		deep       int
	}
	// List is an array literal, and the list of IN.
	List struct {
		Items []Expr
		Pos   int
		deep  int
	}
)

func (e *Text) At() int     { return e.Pos }
func (e *Number) At() int   { return e.Pos }
func (e *Boolean) At() int  { return e.Pos }
func (e *Time) At() int     { return e.Pos }
func (e *Open) At() int     { return e.Pos }
func (e *Property) At() int { return e.Pos }
func (e *Geometry) At() int { return e.Pos }
func (e *Box) At() int      { return e.Pos }
func (e *Op) At() int       { return e.Pos }
func (e *Interval) At() int { return e.Pos }
func (e *List) At() int     { return e.Pos }

func (e *Text) depth() int     { return 1 }
func (e *Number) depth() int   { return 1 }
func (e *Boolean) depth() int  { return 1 }
func (e *Time) depth() int     { return 1 }
func (e *Open) depth() int     { return 1 }
func (e *Property) depth() int { return 1 }
func (e *Geometry) depth() int { return 1 }
func (e *Box) depth() int      { return 1 }
func (e *Op) depth() int       { return e.deep }
func (e *Interval) depth() int { return e.deep }
func (e *List) depth() int     { return e.deep }

func below(exprs ...Expr) int {
	most := 0
	for _, e := range exprs {
		most = max(most, e.depth())
	}
	return most + 1
}

func newOp(pos int, name string, args ...Expr) (*Op, error) {
	op := &Op{Name: name, Args: args, Pos: pos, deep: below(args...)}
	return op, tooDeep(op)
}

func newList(pos int, items []Expr) (*List, error) {
	l := &List{Items: items, Pos: pos, deep: below(items...)}
	return l, tooDeep(l)
}

func newInterval(pos int, start, end Expr) (*Interval, error) {
	i := &Interval{Start: start, End: end, Pos: pos, deep: below(start, end)}
	return i, tooDeep(i)
}

func tooDeep(e Expr) error {
	if e.depth() > MaxDepth {
		return &SyntaxError{e.At(), fmt.Sprintf("nested more than %d deep", MaxDepth)}
	}
	return nil
}

// Equal tells whether two trees say the same, wherever they were read from.
func Equal(a, b Expr) bool {
	switch a := a.(type) {
	case *Text:
		b, ok := b.(*Text)
		return ok && a.Value == b.Value
	case *Number:
		b, ok := b.(*Number)
		return ok && a.Value == b.Value
	case *Boolean:
		b, ok := b.(*Boolean)
		return ok && a.Value == b.Value
	case *Time:
		b, ok := b.(*Time)
		return ok && a.Value == b.Value
	case *Open:
		_, ok := b.(*Open)
		return ok
	case *Property:
		b, ok := b.(*Property)
		return ok && a.Name == b.Name
	case *Geometry:
		b, ok := b.(*Geometry)
		return ok && orb.Equal(a.Value, b.Value) && slices.Equal(a.Z, b.Z)
	case *Box:
		b, ok := b.(*Box)
		return ok && slices.Equal(a.Value, b.Value)
	case *Op:
		b, ok := b.(*Op)
		return ok && a.Name == b.Name && slices.EqualFunc(a.Args, b.Args, Equal)
	case *Interval:
		b, ok := b.(*Interval)
		return ok && Equal(a.Start, b.Start) && Equal(a.End, b.End)
	case *List:
		b, ok := b.(*List)
		return ok && slices.EqualFunc(a.Items, b.Items, Equal)
	}
	return false
}
