package layers

import (
	"cmp"
	"fmt"
	"strings"

	"layoutmap/layers/cql2"

	"github.com/paulmach/orb"
)

// Columns that are not among Layer.Columns: for filters and for sorting.
const (
	IDColumn       = -1 // the feature's id
	GeometryColumn = -2 // its geometry
	DistanceColumn = -3 // distance_m of a radius query
)

// geometryNames are what a filter may call the geometry; the second only where
// the layer has no property of that name. It is what GeoPackages say.
var geometryNames = [...]string{"geometry", "geom"}

// Queryable tells how a filter sees a property: the id, the geometry, or any
// property of the schema. A position among the properties is a geometry.
func (l *Layer) Queryable(name string) (cql2.Queryable, bool) {
	if c, ok := l.column[name]; ok {
		return cql2.Queryable{Column: c, Type: filterType(l.columns[c].Type)}, true
	}
	switch name {
	case "id":
		return cql2.Queryable{Column: IDColumn, Type: cql2.TypeText}, true
	case geometryNames[0], geometryNames[1]:
		return cql2.Queryable{Column: GeometryColumn, Type: cql2.TypeGeometry, Indexed: true}, true
	}
	return cql2.Queryable{}, false
}

func filterType(t Type) cql2.Type {
	switch t {
	case Integer, Number:
		return cql2.TypeNumber
	case Boolean:
		return cql2.TypeBoolean
	case Strings:
		return cql2.TypeList
	case Point:
		return cql2.TypeGeometry
	case Date:
		return cql2.TypeDate
	case DateTime:
		return cql2.TypeTimestamp
	}
	return cql2.TypeText
}

// rowView shows a layer's rows to a filter, one after the other.
type rowView struct {
	layer    *Layer
	row      uint32
	instants map[uint32]any // by ref: dates and times are kept as text
}

// Value implements cql2.Record.
func (r *rowView) Value(column int) any {
	switch column {
	case IDColumn:
		return r.layer.features[r.row].ID
	case GeometryColumn:
		return r.layer.features[r.row].Geometry
	}
	ref := r.layer.Ref(int(r.row), column)
	v := r.layer.values[ref]
	switch r.layer.columns[column].Type {
	case Point:
		if at, ok := v.([2]float64); ok {
			return orb.Point(at)
		}
	case Date, DateTime:
		return r.instant(ref, v)
	}
	return v
}

func (r *rowView) instant(ref uint32, v any) any {
	text, ok := v.(string)
	if !ok {
		return nil
	}
	if i, ok := r.instants[ref]; ok {
		return i
	}
	i, err := cql2.ParseInstant(text)
	if err != nil {
		return nil // unreachable: loading has parsed it
	}
	if r.instants == nil {
		r.instants = map[uint32]any{}
	}
	r.instants[ref] = i
	return i
}

// judge asks a filter of rows.
type judge struct {
	matcher *cql2.Matcher
	record  rowView
}

func (l *Layer) judge(f *cql2.Filter) *judge {
	return &judge{matcher: f.Matcher(), record: rowView{layer: l}}
}

// matches tells whether the filter is true of a row.
func (j *judge) matches(row uint32) (bool, error) {
	j.record.row = row
	ok, err := j.matcher.Matches(&j.record)
	if err != nil {
		return false, fmt.Errorf("%w: feature %s: %w", ErrFilter, j.record.layer.features[row].ID, err)
	}
	return ok, nil
}

// narrower gives the smaller of two lists of boxes that both hold every match.
func narrower(a, b []orb.Bound) []orb.Bound {
	size := func(boxes []orb.Bound) (sum float64) {
		for _, b := range boxes {
			sum += (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
		}
		return sum
	}
	if size(a) < size(b) {
		return a
	}
	return b
}

// SortKey is a property to sort by. Nulls come last, whatever the direction.
type SortKey struct {
	Column     int // in Layer.Columns, or IDColumn, DistanceColumn
	Descending bool
}

// compare orders matches by the keys, then as without keys: by distance and
// place in the file.
func (l *Layer) compare(keys []SortKey) func(a, b Match) int {
	if len(keys) == 0 {
		return compareMatches
	}
	return func(a, b Match) int {
		for _, k := range keys {
			var order int
			switch k.Column {
			case IDColumn:
				order = strings.Compare(l.features[a.at].ID, l.features[b.at].ID)
			case DistanceColumn:
				order = cmp.Compare(a.Distance, b.Distance)
			default:
				x, y := l.Ref(int(a.at), k.Column), l.Ref(int(b.at), k.Column)
				if x == y {
					continue
				}
				if x == 0 || y == 0 {
					if x == 0 {
						return 1
					}
					return -1
				}
				order = compareValues(l.values[x], l.values[y])
			}
			if k.Descending {
				order = -order
			}
			if order != 0 {
				return order
			}
		}
		return compareMatches(a, b)
	}
}

// compareValues orders two values of one property: texts, dates and times by
// code points, false before true. Lists and positions have no order.
func compareValues(a, b any) int {
	switch a := a.(type) {
	case string:
		if b, ok := b.(string); ok {
			return strings.Compare(a, b)
		}
	case int64:
		if b, ok := b.(int64); ok {
			return cmp.Compare(a, b)
		}
	case float64:
		if b, ok := b.(float64); ok {
			return cmp.Compare(a, b)
		}
	case bool:
		if b, ok := b.(bool); ok && a != b {
			if b {
				return -1
			}
			return 1
		}
	}
	return 0
}
