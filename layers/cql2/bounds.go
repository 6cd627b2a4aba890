package cql2

import (
	"layoutmap/geo"

	"github.com/paulmach/orb"
)

// maxBoxes is how many boxes a filter's bound keeps apart; more are united.
const maxBoxes = 16

// meet narrows the bound of an AND by that of one of its parts. A geometry may
// meet two boxes that do not meet each other, so that their intersection would
// bound nothing but points: the smaller boxes stand for both.
func (v *value) meet(boxes []orb.Bound) {
	if !v.bounded || total(boxes) < total(v.boxes) {
		v.boxes, v.bounded = boxes, true
	}
}

// join gives an OR the bounds of all its parts, if all have one.
func (v *value) join(args []*value) {
	for _, a := range args {
		if !a.bounded {
			v.boxes, v.bounded = nil, false
			return
		}
		v.boxes, v.bounded = append(v.boxes[:len(v.boxes):len(v.boxes)], a.boxes...), true
	}
	if len(v.boxes) > maxBoxes {
		all := v.boxes[0]
		for _, b := range v.boxes {
			all = all.Union(b)
		}
		v.boxes = []orb.Bound{all}
	}
}

func total(boxes []orb.Bound) float64 {
	sum := 0.0
	for _, b := range boxes {
		sum += (b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1])
	}
	return sum
}

// boxesOf are the boxes of a geometry; each member has its own, so that a box
// across the antimeridian is not taken for the whole world.
func boxesOf(g orb.Geometry) []orb.Bound {
	if m, ok := g.(orb.MultiPolygon); ok && len(m) <= maxBoxes {
		var out []orb.Bound
		for _, p := range m {
			out = append(out, p.Bound())
		}
		return out
	}
	return []orb.Bound{g.Bound()}
}

// around is the box of all places within metres of a box.
func around(b orb.Bound, metres float64) orb.Bound {
	out := b
	for _, corner := range b.ToRing() {
		out = out.Union(geo.CircleBound(corner, geo.Metres(metres)))
	}
	return out
}

// shapeOfBox is a BBOX as a geometry: two polygons where it crosses the
// antimeridian, a line or a point where it has no area. Heights fall away.
func shapeOfBox(v []float64) orb.Geometry {
	half := len(v) / 2
	west, south, east, north := v[0], v[1], v[half], v[half+1]
	if west > east {
		a, b := upright(west, south, 180, north), upright(-180, south, east, north)
		if p, ok := a.(orb.Polygon); ok {
			if q, ok := b.(orb.Polygon); ok {
				return orb.MultiPolygon{p, q}
			}
		}
		return orb.Collection{a, b}
	}
	return upright(west, south, east, north)
}

func upright(west, south, east, north float64) orb.Geometry {
	sw, ne := orb.Point{west, south}, orb.Point{east, north}
	switch {
	case sw == ne:
		return sw
	case west == east || south == north:
		return orb.LineString{sw, ne}
	}
	return orb.Bound{Min: sw, Max: ne}.ToPolygon()
}
