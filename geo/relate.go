package geo

import (
	"errors"
	"fmt"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"
)

// Relation is a spatial predicate of the OGC simple-features model (OGC
// 06-103r4, 6.1.15), defined on interiors, boundaries and exteriors.
type Relation uint8

// The relations.
const (
	Intersects Relation = iota // have a point in common
	Disjoint                   // have none
	Equals                     // are the same set of points
	Touches                    // meet, but not with their interiors
	Crosses                    // the interiors meet in something of less dimension, and none holds the other
	Within                     // the first lies in the second, not only on its boundary
	Contains                   // the second lies in the first, not only on its boundary
	Overlaps                   // share a part of their own dimension, and none holds the other
)

var (
	errEmpty     = errors.New("the geometry is empty")
	errNotFinite = errors.New("the geometry has a coordinate that is not finite")
)

// Relate tells whether g stands in the relation to the shape: Relate(Within, g)
// is g within the shape. It is exact; edges are straight in the coordinates as
// they are. An empty or nil g is disjoint from everything. The error says that g
// has too many vertices, or is so invalid that no answer exists.
func (s *Shape) Relate(r Relation, g orb.Geometry) (bool, error) {
	if g == nil {
		return r == Disjoint, nil
	}
	b := g.Bound()
	switch r {
	case Intersects:
		return s.Intersects(g), nil
	case Disjoint:
		return !s.Intersects(g), nil
	case Equals:
		if b != s.bound {
			return false, nil
		}
	case Within:
		if !inBound(b.Min, s.bound) || !inBound(b.Max, s.bound) {
			return false, nil
		}
		if s.box && s.bound.Min[0] < b.Min[0] && b.Max[0] < s.bound.Max[0] && s.bound.Min[1] < b.Min[1] && b.Max[1] < s.bound.Max[1] {
			return true, nil
		}
	case Contains:
		if !inBound(s.bound.Min, b) || !inBound(s.bound.Max, b) {
			return false, nil
		}
	}
	if !s.Intersects(g) {
		return false, nil
	}
	if p, ok := g.(orb.Point); ok && len(s.areas) == 1 && len(s.probes) == 1 && !s.meetsEdge(p, p) {
		return r == Within, nil // inside of a polygon without holes
	}
	first, err := toSF(g)
	if err != nil {
		return false, fmt.Errorf("relate: %w", err)
	}
	matrix, err := sf.Relate(first, s.whole)
	if err != nil {
		return false, fmt.Errorf("relate: %w", err)
	}
	for _, pattern := range r.patterns(first.Dimension(), s.whole.Dimension()) {
		if ok, err := sf.RelateMatches(matrix, pattern); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// patterns are the DE-9IM matrices of the relation between geometries of the
// two dimensions, any of which will do.
func (r Relation) patterns(a, b int) []string {
	switch r {
	case Equals:
		return []string{"T*F**FFF*"}
	case Touches:
		return []string{"FT*******", "F**T*****", "F***T****"}
	case Within:
		return []string{"T*F**F***"}
	case Contains:
		return []string{"T*****FF*"}
	case Crosses:
		switch {
		case a < b:
			return []string{"T*T******"}
		case a > b:
			return []string{"T*****T**"}
		case a == 1:
			return []string{"0********"}
		}
	case Overlaps:
		switch {
		case a != b:
		case a == 1:
			return []string{"1*T***T**"}
		default:
			return []string{"T*T***T**"}
		}
	}
	return nil
}
