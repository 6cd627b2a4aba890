package crs

import (
	"math"

	"github.com/paulmach/orb"
)

const (
	// reach is how far from its meridian and the equator a transverse Mercator
	// is asked about, metres: 30° at the equator, and latitude 84°.
	reachEast, reachNorth = 3.3e6, 9.3e6
	// boundSteps is the number of points looked at along each edge of a box.
	boundSteps = 64
	// shiftReach is more than GCJ-02 or BD-09 is off by anywhere, degrees.
	shiftReach = 0.05
)

// Cover takes a box in c's x (east), y (north) to a box in CRS84 that holds all
// of it. exact tells that the two are the same area; otherwise CRS84's is
// larger, and who wants the box itself must compare in c. Of a transverse
// Mercator only what lies within 3 300 km of the meridian and latitude ±84° is
// looked at; a box beyond gives an empty bound (IsEmpty).
func (c CRS) Cover(b orb.Bound) (cover orb.Bound, exact bool) {
	switch t := c.def().projection.(type) {
	case nil:
		return b, true
	case webMercator:
		return orb.Bound{Min: t.inverse(b.Min), Max: t.inverse(b.Max)}, true
	case *transverseMercator:
		b = orb.Bound{
			Min: orb.Point{max(b.Min[0], t.falseE-reachEast), max(b.Min[1], -reachNorth)},
			Max: orb.Point{min(b.Max[0], t.falseE+reachEast), min(b.Max[1], reachNorth)},
		}
		if b.Min[0] > b.Max[0] || b.Min[1] > b.Max[1] {
			return orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}, true
		}
		return t.cover(b), false
	}
	return b.Pad(shiftReach), false
}

// cover walks around a box without a pole in it. Longitude and isometric
// latitude are harmonic there, so that their extremes lie on its edges; what
// lies between two points of the walk is covered by the padding, since an arc
// cut into n leaves less than its own extent / n² beside each chord.
func (t *transverseMercator) cover(b orb.Bound) orb.Bound {
	out := orb.Bound{Min: orb.Point{math.Inf(1), math.Inf(1)}, Max: orb.Point{math.Inf(-1), math.Inf(-1)}}
	for i := range boundSteps + 1 {
		s := float64(i) / boundSteps
		x, y := b.Min[0]+s*(b.Max[0]-b.Min[0]), b.Min[1]+s*(b.Max[1]-b.Min[1])
		for _, p := range [...]orb.Point{{x, b.Min[1]}, {x, b.Max[1]}, {b.Min[0], y}, {b.Max[0], y}} {
			out = out.Extend(t.inverse(p))
		}
	}
	const share, least = 1.0 / 256, 1e-9 // of the extent; degrees
	dx, dy := (out.Max[0]-out.Min[0])*share+least, (out.Max[1]-out.Min[1])*share+least
	return orb.Bound{Min: orb.Point{out.Min[0] - dx, out.Min[1] - dy}, Max: orb.Point{out.Max[0] + dx, out.Max[1] + dy}}
}
