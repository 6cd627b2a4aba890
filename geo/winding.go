package geo

import "github.com/paulmach/orb"

// Clockwise tells whether r runs clockwise with y up, as longitude and latitude
// do. A ring without area is not clockwise.
func Clockwise(r orb.Ring) bool { return twiceArea(r) < 0 }

// twiceArea is twice the signed planar area of r, counterclockwise positive,
// taken round its first position to keep the digits.
func twiceArea(r orb.Ring) float64 {
	var sum float64
	for i := 2; i < len(r); i++ {
		sum += (r[i-1][0]-r[0][0])*(r[i][1]-r[0][1]) - (r[i][0]-r[0][0])*(r[i-1][1]-r[0][1])
	}
	return sum
}

// RFC7946 gives g with the winding of RFC 7946, section 3.1.6: exterior rings
// counterclockwise, holes clockwise. It shares nothing with g. Rings without
// area stay as they are; a lone Ring is an exterior.
func RFC7946(g orb.Geometry) orb.Geometry {
	if g == nil {
		return nil
	}
	out := orb.Clone(g)
	eachRing(out, func(r orb.Ring, exterior bool) bool {
		if wronglyWound(r, exterior) {
			r.Reverse()
		}
		return true
	})
	return out
}

// IsRFC7946 tells whether every ring of g is wound as RFC 7946 says. Points,
// lines and rings without area are; so are nil and a Bound.
func IsRFC7946(g orb.Geometry) bool {
	return eachRing(g, func(r orb.Ring, exterior bool) bool { return !wronglyWound(r, exterior) })
}

func wronglyWound(r orb.Ring, exterior bool) bool {
	a := twiceArea(r)
	return exterior && a < 0 || !exterior && a > 0
}

// eachRing visits the rings of g and stops with false when visit does.
func eachRing(g orb.Geometry, visit func(r orb.Ring, exterior bool) bool) bool {
	switch g := g.(type) {
	case orb.Ring:
		return visit(g, true)
	case orb.Polygon:
		for i, r := range g {
			if !visit(r, i == 0) {
				return false
			}
		}
	case orb.MultiPolygon:
		for _, p := range g {
			if !eachRing(p, visit) {
				return false
			}
		}
	case orb.Collection:
		for _, m := range g {
			if !eachRing(m, visit) {
				return false
			}
		}
	}
	return true
}
