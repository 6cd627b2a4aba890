package geo

import (
	"math"

	"github.com/paulmach/orb"
)

// Reach tells cheaply how far things can be from a point, so that only the
// undecided need to be measured.
type Reach struct{ from plane }

// ReachOf is the reach of p.
func ReachOf(p orb.Point) Reach { return Reach{newPlane(p)} }

// widest is how far the plane's bound on the change of scale is used, degrees:
// below the 200 km of mayBeWithin at every latitude it holds for.
const widest = 1.0

// Bounds gives two lengths that the distance from the point to anything inside
// of b lies between: no less than low, and no more than high to all of it. They
// hold with a centimetre to spare; far away, and near the poles, they are 0 and +Inf.
func (r Reach) Bounds(b orb.Bound) (low, high Metres) {
	west, east := b.Min[0]-r.from.p[0], b.Max[0]-r.from.p[0]
	south, north := b.Min[1]-r.from.p[1], b.Max[1]-r.from.p[1]
	if !(west > -widest && east < widest && south > -widest && north < widest && abs(r.from.p[1]) < 80) {
		return 0, Metres(math.Inf(1))
	}
	nearX, nearY := max(0, west, -east)*r.from.kx, max(0, south, -north)*r.from.ky
	farX, farY := max(east, -west)*r.from.kx, max(north, -south)*r.from.ky
	return r.between(math.Sqrt(nearX*nearX+nearY*nearY), math.Sqrt(farX*farX+farY*farY))
}

// To gives two lengths that DistanceTo(point, g) lies between, for lines and
// areas some hundred metres away no more than decimetres apart. It costs a walk
// over the edges in the plane.
func (r Reach) To(g orb.Geometry) (low, high Metres) {
	if inArea(r.from.p, g) {
		return 0, 0
	}
	least, wide := math.Inf(1), abs(r.from.p[1]) >= 80
	eachPiece(g, func(s piece) {
		ax, ay, bx, by := s.a[0]-r.from.p[0], s.a[1]-r.from.p[1], s.b[0]-r.from.p[0], s.b[1]-r.from.p[1]
		wide = wide || !(max(abs(ax), abs(ay), abs(bx), abs(by)) < widest)
		_, squared := r.from.footOf(ax, ay, bx, by)
		least = min(least, squared)
	})
	if wide {
		return 0, Metres(math.Inf(1))
	}
	least = math.Sqrt(least)
	return r.between(least, least)
}

// between turns the least and the greatest distance in the plane into bounds on
// the ellipsoid.
func (r Reach) between(near, far float64) (low, high Metres) {
	const spare = 0.01 // metres
	// From mayBeWithin: r ≥ (1 - slant·r/R)·plane and, by the same bound on the
	// scales, r ≤ (1 + slant·r/R)·plane; both solved for r.
	s := r.from.slant / leastMeridional
	if far*s > 0.5 {
		return 0, Metres(math.Inf(1))
	}
	return Metres(max(0, near/(1+near*s)-spare)), Metres(far/(1-far*s) + spare)
}
