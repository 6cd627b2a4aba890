package geo

import "github.com/paulmach/orb"

// IntersectsBound tells whether any point of g lies in b or on its edge. It is
// exact for every orb type, in any plane; a Ring counts as the area it
// encloses, unclosed rings are closed. Empty and nil geometries, empty bounds
// and coordinates that are NaN meet nothing.
func IntersectsBound(g orb.Geometry, b orb.Bound) bool {
	if !(b.Min[0] <= b.Max[0] && b.Min[1] <= b.Max[1]) {
		return false
	}
	switch g := g.(type) {
	case orb.Point:
		return inBound(g, b)
	case orb.MultiPoint:
		for _, p := range g {
			if inBound(p, b) {
				return true
			}
		}
	case orb.LineString:
		return lineMeets(g, b)
	case orb.MultiLineString:
		for _, l := range g {
			if lineMeets(l, b) {
				return true
			}
		}
	case orb.Ring:
		return ringsMeet([]orb.Ring{g}, b)
	case orb.Polygon:
		return ringsMeet(g, b)
	case orb.MultiPolygon:
		for _, p := range g {
			if ringsMeet(p, b) {
				return true
			}
		}
	case orb.Bound:
		return g.Min[0] <= g.Max[0] && g.Min[1] <= g.Max[1] && overlap(g, b)
	case orb.Collection:
		for _, m := range g {
			if IntersectsBound(m, b) {
				return true
			}
		}
	}
	return false
}

func lineMeets(l orb.LineString, b orb.Bound) bool {
	if len(l) == 1 {
		return inBound(l[0], b)
	}
	for i := 1; i < len(l); i++ {
		if segmentMeets(l[i-1], l[i], b) {
			return true
		}
	}
	return false
}

func ringsMeet(rings []orb.Ring, b orb.Bound) bool {
	for _, r := range rings {
		if !eachEdge(r, func(p, q orb.Point) bool { return !segmentMeets(p, q, b) }) {
			return true
		}
	}
	// No edge comes near: the box lies wholly inside the area or wholly outside.
	return inRings(rings, b.Min)
}

// segmentMeets decides exactly: the segment's box must overlap b, and the
// corners of b must not lie strictly on one side of the segment's line.
func segmentMeets(p, q orb.Point, b orb.Bound) bool {
	if max(p[0], q[0]) < b.Min[0] || min(p[0], q[0]) > b.Max[0] ||
		max(p[1], q[1]) < b.Min[1] || min(p[1], q[1]) > b.Max[1] {
		return false
	}
	if inBound(p, b) || inBound(q, b) {
		return true
	}
	if !finite(p) || !finite(q) {
		return false
	}
	// Only the two corners that a line of this slope reaches first and last
	// matter.
	low, high := orb.Point{b.Min[0], b.Max[1]}, orb.Point{b.Max[0], b.Min[1]}
	if (p[0] < q[0]) != (p[1] < q[1]) {
		low, high = b.Min, b.Max
	}
	return orientation(p, q, low)*orientation(p, q, high) <= 0
}

func inBound(p orb.Point, b orb.Bound) bool {
	return b.Min[0] <= p[0] && p[0] <= b.Max[0] && b.Min[1] <= p[1] && p[1] <= b.Max[1]
}

func overlap(a, b orb.Bound) bool {
	return a.Min[0] <= b.Max[0] && a.Max[0] >= b.Min[0] && a.Min[1] <= b.Max[1] && a.Max[1] >= b.Min[1]
}
