package geo

import (
	"math"

	"layoutmap/geo/index"

	"github.com/paulmach/orb"
)

// Reach tells cheaply how far things can be from a point, so that only the
// undecided need to be measured.
type Reach struct{ from plane }

// spare is what the bounds hold with, metres.
const spare = 0.01

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
	return r.Between(nearX*nearX+nearY*nearY, farX*farX+farY*farY)
}

// To gives two lengths that DistanceTo(point, g) lies between, for lines and
// areas some hundred metres away no more than decimetres apart. It costs a walk
// over the edges in the plane.
func (r Reach) To(g orb.Geometry) (low, high Metres) {
	if at, ok := g.(orb.Point); ok {
		d := r.DistanceTo(at)
		return d, d
	}
	if inArea(r.from.p, g) {
		return 0, 0
	}
	seen := r.from.look(g)
	if !(seen.extent < widest) || abs(r.from.p[1]) >= 80 {
		return 0, Metres(math.Inf(1))
	}
	return r.Between(seen.squared, seen.squared)
}

// DistanceTo is DistanceTo(point, g).
func (r Reach) DistanceTo(g orb.Geometry) Metres {
	if at, ok := g.(orb.Point); ok {
		if areNear(r.from.p, at) {
			return Metres(shortDistance(r.from.at, at))
		}
		return Geodesic(r.from.p, at)
	}
	return Metres(r.from.distanceTo(g))
}

// Disc is the circle around the point on its plane, for an index over degrees:
// in it is what surely lies within the radius, outside what surely does not.
// False where the plane says too little: near the poles and the antimeridian,
// and for radii of hundreds of kilometres.
func (r Reach) Disc(radius Metres) (index.Disc, bool) {
	bound := CircleBound(r.from.p, radius)
	if !(bound.Min[0] > -180 && bound.Max[0] < 180) || !r.from.isNear(2*float64(radius)) {
		return index.Disc{}, false
	}
	in, out := r.Squares(radius)
	return index.Disc{X: r.from.p[0], Y: r.from.p[1], KX: r.from.kx, KY: r.from.ky, In: in, Out: out}, true
}

// Squares is Between solved for the plane: the squares of two distances there,
// all that is nearer than in lies within the radius and nothing beyond out does.
func (r Reach) Squares(radius Metres) (in, out float64) {
	s := r.from.slant / leastMeridional
	in, out = max(0, float64(radius)-spare), float64(radius)+spare
	in /= 1 + in*s
	if out*s > 0.5 {
		return in * in, math.Inf(1)
	}
	out /= 1 - out*s
	return in * in, out * out
}

// Between gives what a distance on the ellipsoid lies between, for squares of
// distances on the plane that it lies between there.
func (r Reach) Between(nearSquared, farSquared float64) (low, high Metres) {
	// From mayBeWithin: r ≥ (1 - slant·r/R)·plane and, by the same bound on the
	// scales, r ≤ (1 + slant·r/R)·plane; both solved for r.
	near, far, s := math.Sqrt(nearSquared), math.Sqrt(farSquared), r.from.slant/leastMeridional
	if far*s > 0.5 {
		return 0, Metres(math.Inf(1))
	}
	return Metres(max(0, near/(1+near*s)-spare)), Metres(far/(1-far*s) + spare)
}
