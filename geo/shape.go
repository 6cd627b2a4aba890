package geo

import (
	"slices"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"

	"layoutmap/geo/index"
)

// Shape is a geometry of any type prepared for predicates against many others.
// It is immutable and may be used by several goroutines.
type Shape struct {
	bound  orb.Bound
	points []orb.Point // of points and multipoints
	edges  [][2]orb.Point
	tree   *index.Tree // of edges, whose order it gave
	areas  []*Area     // one for each polygon
	probes []orb.Point // a position of each part: what lies in another's area without meeting its edges
	whole  sf.Geometry
	box    bool // the geometry is one upright rectangle
}

// NewShape prepares g, in any plane. It is an error when g is nil or empty, has
// more than MaxOverlayVertices positions, or a coordinate that is not finite.
func NewShape(g orb.Geometry) (*Shape, error) {
	if b, ok := g.(orb.Bound); ok {
		g = b.ToPolygon()
	}
	whole, err := toSF(g)
	if err != nil {
		return nil, err
	}
	s := &Shape{bound: g.Bound(), whole: whole}
	p, ok := g.(orb.Polygon)
	s.box = ok && isUpright(p)
	var boxes []orb.Bound
	var edges [][2]orb.Point
	edge := func(a, b orb.Point) {
		edges = append(edges, [2]orb.Point{a, b})
		boxes = append(boxes, orb.MultiPoint{a, b}.Bound())
	}
	err = eachPart(g, func(part orb.Geometry) error {
		switch part := part.(type) {
		case orb.Point:
			s.points = append(s.points, part)
			s.probes = append(s.probes, part)
		case orb.LineString:
			s.probes = append(s.probes, part[0])
			for i := 1; i < len(part); i++ {
				if !finite(part[i]) {
					return errNotFinite
				}
				edge(part[i-1], part[i])
			}
		case orb.Polygon:
			area, err := NewArea(part)
			if err != nil {
				return err
			}
			s.areas = append(s.areas, area)
			for _, r := range part {
				if len(r) > 0 {
					s.probes = append(s.probes, r[0])
				}
				eachEdge(r, func(a, b orb.Point) bool { edge(a, b); return true })
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(s.probes) == 0 {
		return nil, errEmpty
	}
	for _, p := range s.probes {
		if !finite(p) {
			return nil, errNotFinite
		}
	}
	s.tree = index.Build(boxes)
	s.edges = make([][2]orb.Point, len(edges))
	for pos, in := range s.tree.Order() {
		s.edges[pos] = edges[in]
	}
	return s, nil
}

// Bound is the least box that holds the shape.
func (s *Shape) Bound() orb.Bound { return s.bound }

// Intersects tells whether g and the shape have a point in common, boundaries
// included. It is exact; nil and empty geometries meet nothing.
func (s *Shape) Intersects(g orb.Geometry) bool {
	if g == nil || !overlap(g.Bound(), s.bound) {
		return false
	}
	if s.box {
		return IntersectsBound(g, s.bound)
	}
	met := false
	_ = eachPart(g, func(part orb.Geometry) error {
		if met {
			return nil
		}
		switch part := part.(type) {
		case orb.Point:
			met = s.has(part)
		case orb.LineString:
			met = s.inAreas(part[0])
			for i := 1; i < len(part) && !met; i++ {
				met = s.meetsEdge(part[i-1], part[i])
			}
		case orb.Polygon:
			for _, r := range part {
				met = met || len(r) > 0 && s.inAreas(r[0]) || !eachEdge(r, func(a, b orb.Point) bool { return !s.meetsEdge(a, b) })
			}
			met = met || slices.ContainsFunc(s.probes, func(p orb.Point) bool { return inRings(part, p) })
		}
		return nil
	})
	return met
}

// has tells whether p is a point of the shape.
func (s *Shape) has(p orb.Point) bool {
	return slices.Contains(s.points, p) || s.inAreas(p) || s.meetsEdge(p, p)
}

func (s *Shape) inAreas(p orb.Point) bool {
	return slices.ContainsFunc(s.areas, func(a *Area) bool { return a.Contains(p) })
}

// meetsEdge tells whether the segment from a to b meets an edge or a point of the shape.
func (s *Shape) meetsEdge(a, b orb.Point) bool {
	met := false
	s.tree.Search(orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}, func(pos int) bool {
		met = segmentsMeet(a, b, s.edges[pos][0], s.edges[pos][1])
		return !met
	})
	return met || slices.ContainsFunc(s.points, func(p orb.Point) bool { return segmentsMeet(a, b, p, p) })
}

// segmentsMeet decides exactly whether the segments ab and cd share a point:
// their boxes overlap, and neither lies strictly on one side of the other's line.
func segmentsMeet(a, b, c, d orb.Point) bool {
	if max(a[0], b[0]) < min(c[0], d[0]) || max(c[0], d[0]) < min(a[0], b[0]) ||
		max(a[1], b[1]) < min(c[1], d[1]) || max(c[1], d[1]) < min(a[1], b[1]) {
		return false
	}
	if !finite(a) || !finite(b) {
		return false
	}
	return orientation(a, b, c)*orientation(a, b, d) <= 0 && orientation(c, d, a)*orientation(c, d, b) <= 0
}

// eachPart visits the points, lines and polygons a geometry is made of; a ring
// counts as the area it encloses, a line of one position as a point. Empty
// parts are passed over.
func eachPart(whole orb.Geometry, visit func(orb.Geometry) error) error {
	switch g := whole.(type) {
	case orb.Point:
		return visit(whole) // not g, which would have to be put into an interface anew
	case orb.MultiPoint:
		return eachOf(g, visit)
	case orb.LineString:
		switch len(g) {
		case 0:
			return nil
		case 1:
			return visit(g[0])
		}
		return visit(whole)
	case orb.MultiLineString:
		return eachOf(g, visit)
	case orb.Ring:
		return eachPart(orb.Polygon{g}, visit)
	case orb.Polygon:
		if len(g) > 0 && len(g[0]) > 0 {
			return visit(whole)
		}
	case orb.MultiPolygon:
		return eachOf(g, visit)
	case orb.Bound:
		if !g.IsEmpty() {
			return visit(g.ToPolygon())
		}
	case orb.Collection:
		return eachOf(g, visit)
	}
	return nil
}

func eachOf[G orb.Geometry](list []G, visit func(orb.Geometry) error) error {
	for _, m := range list {
		if err := eachPart(m, visit); err != nil {
			return err
		}
	}
	return nil
}

// isUpright tells whether p is a rectangle along the axes, of some area.
func isUpright(p orb.Polygon) bool {
	if len(p) != 1 || len(p[0]) != 5 || p[0][0] != p[0][4] {
		return false
	}
	b := p.Bound()
	for i := range 4 {
		at, next := p[0][i], p[0][i+1]
		if at[0] != b.Min[0] && at[0] != b.Max[0] || at[1] != b.Min[1] && at[1] != b.Max[1] || (at[0] == next[0]) == (at[1] == next[1]) {
			return false
		}
	}
	return true
}
