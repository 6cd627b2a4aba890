package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// Map returns a copy of g with every vertex led through f, such as c.Forward,
// c.Inverse or c.Wire. Edges stay straight between their vertices. nil stays
// nil; g is not touched.
func Map(g orb.Geometry, f func(orb.Point) orb.Point) orb.Geometry {
	switch g := g.(type) {
	case orb.Point:
		return f(g)
	case orb.MultiPoint:
		return orb.MultiPoint(mapPoints(g, f))
	case orb.LineString:
		return orb.LineString(mapPoints(g, f))
	case orb.Ring:
		return orb.Ring(mapPoints(g, f))
	case orb.MultiLineString:
		return mapEach(g, func(l orb.LineString) orb.LineString { return mapPoints(l, f) })
	case orb.Polygon:
		return mapPolygon(g, f)
	case orb.MultiPolygon:
		return mapEach(g, func(p orb.Polygon) orb.Polygon { return mapPolygon(p, f) })
	case orb.Collection:
		return mapEach(g, func(m orb.Geometry) orb.Geometry { return Map(m, f) })
	case orb.Bound:
		return Map(g.ToPolygon(), f)
	}
	return nil
}

func mapPolygon(p orb.Polygon, f func(orb.Point) orb.Point) orb.Polygon {
	return mapEach(p, func(r orb.Ring) orb.Ring { return mapPoints(r, f) })
}

func mapPoints(list []orb.Point, f func(orb.Point) orb.Point) []orb.Point { return mapEach(list, f) }

func mapEach[S ~[]T, T any](list S, f func(T) T) S {
	out := make(S, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

// Decimals kept on the wire. Degrees that are already CRS84's pass unrounded.
const (
	wireMetres  = 1e4 // per metre: 0.1 mm
	wireDegrees = 1e9 // per degree: 0.1 mm
)

// Wire takes a CRS84 point to what a document in c carries: c's coordinates in
// c's axis order, projected ones rounded to 0.1 mm. In CRS84, EPSG:4326 and
// EPSG:4490 the numbers stay as they are.
func (c CRS) Wire(p orb.Point) orb.Point {
	if c.def().projection == nil {
		return c.Ordered(p)
	}
	unit := wireMetres
	if c.Geographic() {
		unit = wireDegrees
	}
	q := c.Ordered(c.Forward(p))
	return orb.Point{math.Round(q[0]*unit) / unit, math.Round(q[1]*unit) / unit}
}
