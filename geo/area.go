package geo

import (
	"fmt"
	"math"

	"github.com/paulmach/orb"

	"layoutmap/geo/index"
)

// Area is a polygon prepared for many point queries. It is immutable and may be
// used by several goroutines.
type Area struct {
	bound orb.Bound
	tree  *index.Tree
	edges [][2]orb.Point // by leaf position of tree
}

// NewArea prepares an orb.Polygon, MultiPolygon, Ring or Bound, in any plane.
// Rings count by the even-odd rule, so that winding does not matter; the parts
// of a MultiPolygon must not overlap, as OGC validity says. It is an error when
// g is of another type, has no ring, or a coordinate that is not finite.
func NewArea(g orb.Geometry) (*Area, error) {
	var rings []orb.Ring
	switch g := g.(type) {
	case orb.Ring:
		rings = []orb.Ring{g}
	case orb.Polygon:
		rings = g
	case orb.MultiPolygon:
		for _, p := range g {
			rings = append(rings, p...)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			rings = []orb.Ring{g.ToRing()}
		}
	case nil:
		return nil, fmt.Errorf("area: no geometry")
	default:
		return nil, fmt.Errorf("area: a %s has no area", g.GeoJSONType())
	}

	var edges [][2]orb.Point
	var boxes []orb.Bound
	for _, r := range rings {
		for _, p := range r {
			if !finite(p) {
				return nil, fmt.Errorf("area: coordinate not finite at %s", place(p))
			}
		}
		eachEdge(r, func(a, b orb.Point) bool {
			edges = append(edges, [2]orb.Point{a, b})
			boxes = append(boxes, orb.MultiPoint{a, b}.Bound())
			return true
		})
	}
	if len(edges) == 0 {
		return nil, fmt.Errorf("area: the %s is empty", g.GeoJSONType())
	}
	area := &Area{bound: boxes[0], tree: index.Build(boxes), edges: make([][2]orb.Point, len(edges))}
	for pos, in := range area.tree.Order() {
		area.edges[pos] = edges[in]
		area.bound = area.bound.Union(boxes[in])
	}
	return area, nil
}

// Bound is the least box that holds the area.
func (a *Area) Bound() orb.Bound { return a.bound }

// Contains tells whether p lies in the area or on its boundary, that of holes
// included. It is exact, and false for a p that is not finite. It looks only at
// edges level with p and east of it, and allocates nothing.
func (a *Area) Contains(p orb.Point) bool {
	if !a.bound.Contains(p) || math.IsNaN(p[0]) || math.IsNaN(p[1]) {
		return false
	}
	inside, on := false, false
	ray := orb.Bound{Min: p, Max: orb.Point{a.bound.Max[0], p[1]}}
	a.tree.Search(ray, func(pos int) bool {
		switch castRay(a.edges[pos][0], a.edges[pos][1], p) {
		case boundary:
			on = true
			return false
		case crosses:
			inside = !inside
		}
		return true
	})
	return inside || on
}

// Apart tells that no edge comes near b, so that all of b lies in the area or
// none of it does. It is sure when true; false, now and then, where an edge
// misses b by a rounding step of the index.
func (a *Area) Apart(b orb.Bound) bool {
	apart := true
	a.tree.Search(b, func(int) bool { apart = false; return false })
	return apart
}

func finite(p orb.Point) bool {
	// v-v is NaN for infinities and NaN.
	return p[0]-p[0] == 0 && p[1]-p[1] == 0
}

// place writes a position for people: "(116.65, 39.91)".
func place(p orb.Point) string { return fmt.Sprintf("(%v, %v)", p[0], p[1]) }
