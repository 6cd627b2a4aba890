package geo

import (
	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// Metres is a length on the ground.
type Metres float64

// Distance is the length of the geodesic between a and b on the WGS 84
// ellipsoid, exact to about 15 nm. Method: C. F. F. Karney, "Algorithms for
// geodesics", J. Geodesy 87 (2013), in tidwall/geodesic.
func Distance(a, b orb.Point) Metres {
	var d float64
	geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0], &d, nil, nil)
	return Metres(d)
}

// Length is the sum of the geodesic distances between neighbouring positions:
// the length of lines, the perimeter of areas with their holes, 0 for points,
// the sum over a collection.
func Length(g orb.Geometry) Metres {
	var sum Metres
	switch g := g.(type) {
	case orb.LineString:
		for i := 1; i < len(g); i++ {
			sum += Distance(g[i-1], g[i])
		}
	case orb.MultiLineString:
		for _, l := range g {
			sum += Length(l)
		}
	case orb.Ring:
		eachEdge(g, func(a, b orb.Point) bool { sum += Distance(a, b); return true })
	case orb.Polygon:
		for _, r := range g {
			sum += Length(r)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			sum += Length(p)
		}
	case orb.Bound:
		sum = Length(g.ToRing())
	case orb.Collection:
		for _, m := range g {
			sum += Length(m)
		}
	}
	return sum
}

// AreaOf is the area of g in square metres on the WGS 84 ellipsoid, edges taken
// as geodesics; holes are taken off, parts and members of a collection add up,
// points and lines have none. Winding does not matter.
func AreaOf(g orb.Geometry) float64 {
	var sum float64
	switch g := g.(type) {
	case orb.Ring:
		return ringArea(g)
	case orb.Polygon:
		for i, r := range g {
			if i == 0 {
				sum = ringArea(r)
			} else {
				sum -= ringArea(r)
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			sum += AreaOf(p)
		}
	case orb.Bound:
		sum = ringArea(g.ToRing())
	case orb.Collection:
		for _, m := range g {
			sum += AreaOf(m)
		}
	}
	return sum
}

func ringArea(r orb.Ring) float64 {
	polygon := geodesic.WGS84.PolygonInit(false)
	for i, p := range r {
		if i == 0 || p != r[0] || i < len(r)-1 {
			polygon.AddPoint(p[1], p[0])
		}
	}
	var area float64
	polygon.Compute(false, true, &area, nil)
	return abs(area)
}
