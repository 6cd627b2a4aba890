package geo

import (
	"fmt"

	"github.com/paulmach/orb"

	"layoutmap/geo/index"
)

// Barriers are lines that a straight way may not meet, such as rivers: lines as
// they are, areas by their boundary. They are immutable and may be used by
// several goroutines.
type Barriers struct {
	tree  *index.Tree
	edges [][2]orb.Point // by leaf position of tree
}

// NewBarriers prepares geometries of any type; points and nil are passed over.
// A coordinate that is not finite is an error.
func NewBarriers(list []orb.Geometry) (*Barriers, error) {
	var edges [][2]orb.Point
	var boxes []orb.Bound
	edge := func(a, b orb.Point) bool {
		edges = append(edges, [2]orb.Point{a, b})
		boxes = append(boxes, orb.MultiPoint{a, b}.Bound())
		return finite(a) && finite(b)
	}
	for i, g := range list {
		if g == nil {
			continue
		}
		ok := true
		_ = eachPart(g, func(part orb.Geometry) error {
			switch part := part.(type) {
			case orb.LineString:
				for k := 1; k < len(part); k++ {
					ok = edge(part[k-1], part[k]) && ok
				}
			case orb.Polygon:
				for _, r := range part {
					ok = eachEdge(r, edge) && ok
				}
			}
			return nil
		})
		if !ok {
			return nil, fmt.Errorf("barrier %d: %w", i, errNotFinite)
		}
	}
	b := &Barriers{tree: index.Build(boxes), edges: make([][2]orb.Point, len(edges))}
	for pos, in := range b.tree.Order() {
		b.edges[pos] = edges[in]
	}
	return b, nil
}

// Cut tells whether the straight way from a to b, in longitude and latitude,
// meets a barrier, touching included. It is exact and allocates nothing. Nil
// barriers cut nothing.
func (s *Barriers) Cut(a, b orb.Point) bool {
	if s == nil {
		return false
	}
	cut := false
	s.tree.Search(orb.Bound{
		Min: orb.Point{min(a[0], b[0]), min(a[1], b[1])},
		Max: orb.Point{max(a[0], b[0]), max(a[1], b[1])},
	}, func(pos int) bool {
		cut = segmentsMeet(a, b, s.edges[pos][0], s.edges[pos][1])
		return !cut
	})
	return cut
}
