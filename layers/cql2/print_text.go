package cql2

import (
	"math"
	"strconv"
	"strings"

	"github.com/paulmach/orb"
)

// The ranks of the grammar: what binds weaker stands in parentheses below what
// binds stronger.
const (
	rankOr = iota
	rankAnd
	rankNot
	rankPredicate
	rankSum
	rankProduct
	rankPower
	rankPrimary
)

// AppendText appends the filter in the text encoding; ParseText gives an equal tree.
func AppendText(dst []byte, e Expr) []byte { return appendText(dst, e, rankOr) }

// TextOf is AppendText as a string.
func TextOf(e Expr) string { return string(AppendText(nil, e)) }

// appendText writes e where the grammar wants something of a rank at the least.
func appendText(dst []byte, e Expr, least int) []byte {
	switch e := e.(type) {
	case *Text:
		return appendQuoted(dst, e.Value)
	case *Number:
		return append(dst, formatNumber(e.Value)...)
	case *Boolean:
		return append(dst, strings.ToUpper(strconv.FormatBool(e.Value))...)
	case *Time:
		word := "TIMESTAMP('"
		if e.Value.IsDate() {
			word = "DATE('"
		}
		return append(append(append(dst, word...), e.Value.String()...), "')"...)
	case *Property:
		return appendProperty(dst, e.Name)
	case *Geometry:
		w := wktWriter{dst: dst, z: e.Z}
		w.geometry(e.Value)
		return w.dst
	case *Box:
		dst = append(dst, "BBOX("...)
		for i, v := range e.Value {
			if i > 0 {
				dst = append(dst, ", "...)
			}
			dst = append(dst, formatNumber(v)...)
		}
		return append(dst, ')')
	case *Interval:
		dst = appendEnd(append(dst, "INTERVAL("...), e.Start)
		return append(appendEnd(append(dst, ", "...), e.End), ')')
	case *List:
		return appendList(dst, e.Items)
	case *Op:
		rank := rankOf(e.Name)
		if rank >= least {
			return appendOp(dst, e, rank)
		}
		return append(appendOp(append(dst, '('), e, rank), ')')
	}
	return dst
}

func appendList(dst []byte, items []Expr) []byte {
	dst = append(dst, '(')
	for i, a := range items {
		if i > 0 {
			dst = append(dst, ", "...)
		}
		dst = appendText(dst, a, rankOr)
	}
	return append(dst, ')')
}

func appendEnd(dst []byte, e Expr) []byte {
	switch e := e.(type) {
	case *Open:
		return append(dst, "'..'"...)
	case *Time:
		return append(append(append(dst, '\''), e.Value.String()...), '\'')
	}
	return appendText(dst, e, rankPrimary)
}

func rankOf(name string) int {
	switch name {
	case "or":
		return rankOr
	case "and":
		return rankAnd
	case "not":
		return rankNot
	case "=", "<>", "<", ">", "<=", ">=", "like", "between", "in", "isNull":
		return rankPredicate
	case "+", "-":
		return rankSum
	case "*", "/", "%", "div":
		return rankProduct
	case "^":
		return rankPower
	}
	return rankPrimary
}

func appendOp(dst []byte, e *Op, rank int) []byte {
	infix := func(between string, left, right int) []byte {
		for i, a := range e.Args {
			if i > 0 {
				dst = append(append(append(dst, ' '), between...), ' ')
				left = right
			}
			dst = appendText(dst, a, left)
		}
		return dst
	}
	switch e.Name {
	case "and", "or":
		return infix(strings.ToUpper(e.Name), rank+1, rank+1)
	case "not":
		return appendText(append(dst, "NOT "...), e.Args[0], rankPredicate)
	case "like":
		return infix("LIKE", rankSum, rankPrimary)
	case "in":
		return infix("IN", rankSum, rankPrimary)
	case "isNull":
		return append(appendText(dst, e.Args[0], rankSum), " IS NULL"...)
	case "between":
		dst = append(appendText(dst, e.Args[0], rankSum), " BETWEEN "...)
		dst = append(appendText(dst, e.Args[1], rankSum), " AND "...)
		return appendText(dst, e.Args[2], rankSum)
	case "^":
		return infix("^", rankPrimary, rankPrimary)
	}
	switch {
	case rank == rankPredicate:
		return infix(e.Name, rankSum, rankSum)
	case rank < rankPrimary: // arithmetic, from left to right
		return infix(e.Name, rank, rank+1)
	}
	name := e.Name
	if _, known := operator(name); known {
		name = strings.ToUpper(name)
	}
	return appendList(append(dst, name...), e.Args)
}

// appendQuoted writes a text literal. A quote is doubled; a run of backslashes
// is doubled only where it would escape what follows, see lexer.quoted.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '\'')
	slashes := 0
	for i := range len(s) {
		if _, special := escaped[s[i]]; special {
			dst = append(dst, strings.Repeat(`\`, slashes)...)
		}
		if slashes++; s[i] != '\\' {
			slashes = 0
		}
		if s[i] == '\'' {
			dst = append(dst, '\'')
		}
		dst = append(dst, s[i])
	}
	return append(append(dst, strings.Repeat(`\`, slashes)...), '\'')
}

func appendProperty(dst []byte, name string) []byte {
	if isIdentifier(name) && !isKeyword(name) {
		return append(dst, name...)
	}
	return append(append(append(dst, '"'), strings.ReplaceAll(name, `"`, `""`)...), '"')
}

// formatNumber writes the shortest text that reads back as the same number.
func formatNumber(f float64) string {
	if a := math.Abs(f); a != 0 && (a < 1e-7 || a >= 1e21) {
		return strconv.FormatFloat(f, 'E', -1, 64)
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// wktWriter writes geometries with their heights.
type wktWriter struct {
	dst []byte
	z   []float64
}

func (w *wktWriter) geometry(g orb.Geometry) {
	w.dst = append(w.dst, strings.ToUpper(g.GeoJSONType())...)
	if w.z != nil {
		w.dst = append(w.dst, " Z"...)
	}
	w.coordinates(g)
}

func (w *wktWriter) coordinates(g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		w.dst = append(w.dst, '(')
		w.point(g)
		w.dst = append(w.dst, ')')
	case orb.MultiPoint:
		writeMany(w, g, func(p orb.Point) { w.coordinates(p) })
	case orb.LineString:
		writeMany(w, g, w.point)
	case orb.MultiLineString:
		writeMany(w, g, func(l orb.LineString) { w.coordinates(l) })
	case orb.Polygon:
		writeMany(w, g, func(r orb.Ring) { writeMany(w, r, w.point) })
	case orb.MultiPolygon:
		writeMany(w, g, func(p orb.Polygon) { w.coordinates(p) })
	case orb.Collection:
		writeMany(w, g, w.geometry)
	}
}

func (w *wktWriter) point(p orb.Point) {
	w.dst = append(append(append(w.dst, formatNumber(p[0])...), ' '), formatNumber(p[1])...)
	if len(w.z) > 0 {
		w.dst = append(append(w.dst, ' '), formatNumber(w.z[0])...)
		w.z = w.z[1:]
		if len(w.z) == 0 {
			w.z = []float64{} // not nil: the type's Z stays
		}
	}
}

func writeMany[T any](w *wktWriter, list []T, one func(T)) {
	w.dst = append(w.dst, '(')
	for i, v := range list {
		if i > 0 {
			w.dst = append(w.dst, ", "...)
		}
		one(v)
	}
	w.dst = append(w.dst, ')')
}
