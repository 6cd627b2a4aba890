package main

import (
	"fmt"

	"github.com/paulmach/orb"

	"layoutmap/geo"
)

// tidy rounds a geometry to 6 decimals, drops vertices the rounding made equal,
// winds rings as RFC 7946 asks (exterior counter-clockwise, holes clockwise),
// and refuses what is not valid afterwards.
func tidy(g orb.Geometry) (orb.Geometry, error) {
	var out orb.Geometry
	switch g := g.(type) {
	case nil:
		return nil, nil
	case orb.Point:
		out = roundPoint(g)
	case orb.MultiPoint:
		m := make(orb.MultiPoint, len(g))
		for i, p := range g {
			m[i] = roundPoint(p)
		}
		out = m
	case orb.LineString:
		out = orb.LineString(roundLine(g))
	case orb.MultiLineString:
		m := make(orb.MultiLineString, len(g))
		for i, l := range g {
			m[i] = roundLine(l)
		}
		out = m
	case orb.Polygon:
		out = roundPolygon(g)
	case orb.MultiPolygon:
		m := make(orb.MultiPolygon, len(g))
		for i, p := range g {
			m[i] = roundPolygon(p)
		}
		out = m
	default:
		return nil, fmt.Errorf("cannot tidy %T", g)
	}
	if err := geo.Validate(out); err != nil {
		return nil, fmt.Errorf("after rounding: %w", err)
	}
	return out, nil
}

func roundPoint(p orb.Point) orb.Point { return orb.Point{round6(p[0]), round6(p[1])} }

func roundLine(l []orb.Point) []orb.Point {
	out := make([]orb.Point, 0, len(l))
	for _, p := range l {
		q := roundPoint(p)
		if len(out) == 0 || out[len(out)-1] != q {
			out = append(out, q)
		}
	}
	return out
}

func roundPolygon(p orb.Polygon) orb.Polygon {
	out := make(orb.Polygon, 0, len(p))
	for i, r := range p {
		ring := orb.Ring(roundLine(r))
		if i > 0 && len(ring) < 4 {
			continue // a hole thinner than the grid
		}
		want := orb.CCW
		if i > 0 {
			want = orb.CW
		}
		if ring.Orientation() != want {
			ring.Reverse()
		}
		out = append(out, ring)
	}
	return out
}
