package cql2

import (
	"math"
	"slices"
)

// Window says that a filter needs a temporal column to lie between two
// moments, both of them in it: microseconds of Unix time, math.MinInt64 and
// math.MaxInt64 where a side is open. A date lies in it with its whole day.
type Window struct {
	Column   int
	Min, Max int64
}

// edge is what is known of one end of a temporal value before any record is seen.
type edge struct {
	is     edgeKind
	column int   // where it is the value of a column
	typ    Type  // of that column
	at     bound // where it is the same for every record
}

type edgeKind uint8

const (
	anyEdge edgeKind = iota
	columnEdge
	fixedEdge
)

// edges gives the ends of a temporal value.
func (v *value) edges() [2]edge {
	if v.constant && v.span != nil {
		if s, ok := v.span(nil); ok {
			start, end := s.bounds()
			return [2]edge{{is: fixedEdge, at: start}, {is: fixedEdge, at: end}}
		}
	}
	return v.ends
}

// window is what x op y asks of the column among the two, if one is a column
// and the other fixed.
func window(x edge, op string, y edge) (Window, bool) {
	if x.is == fixedEdge && y.is == columnEdge {
		x, y = y, x
		op = map[string]string{"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}[op]
	}
	if x.is != columnEdge || y.is != fixedEdge || op == "<>" {
		return Window{}, false
	}
	w := Window{x.column, math.MinInt64, math.MaxInt64}
	low, high := y.at.micros(x.typ == TypeDate)
	if op != "<" && op != "<=" {
		w.Min = low
	}
	if op != ">" && op != ">=" {
		w.Max = high
	}
	return w, true
}

// micros are the first and last microsecond that may count as equal to the end.
func (b bound) micros(days bool) (first, last int64) {
	switch {
	case b.inf < 0:
		return math.MinInt64, math.MinInt64
	case b.inf > 0:
		return math.MaxInt64, math.MaxInt64
	case days || b.at.date:
		first = b.at.day().sec * 1e6
		return first, first + secondsPerDay*1e6 - 1
	}
	at := b.at.sec*1e6 + int64(b.at.nsec)/1e3
	return at, at
}

// meetTimes narrows the windows of an AND by those of one of its parts.
func (v *value) meetTimes(windows []Window) {
	for _, w := range windows {
		i := slices.IndexFunc(v.windows, func(o Window) bool { return o.Column == w.Column })
		if i < 0 {
			v.windows = append(slices.Clip(v.windows), w)
			continue
		}
		v.windows = slices.Clone(v.windows)
		v.windows[i].Min, v.windows[i].Max = max(v.windows[i].Min, w.Min), min(v.windows[i].Max, w.Max)
	}
}

// joinTimes gives an OR the windows around those of all its parts, for the
// columns that all of them bound.
func (v *value) joinTimes(args []*value) {
	if len(args) == 0 {
		return
	}
	v.windows = slices.Clone(args[0].windows)
	for _, a := range args[1:] {
		v.windows = slices.DeleteFunc(v.windows, func(w Window) bool {
			return !slices.ContainsFunc(a.windows, func(o Window) bool { return o.Column == w.Column })
		})
		for i := range v.windows {
			for _, o := range a.windows {
				if w := &v.windows[i]; o.Column == w.Column {
					w.Min, w.Max = min(w.Min, o.Min), max(w.Max, o.Max)
				}
			}
		}
	}
}

// Windows are what every record that matches has in its temporal columns, none
// of them null; at most one for each column, and none where nothing is known.
func (f *Filter) Windows() []Window { return f.root.windows }
