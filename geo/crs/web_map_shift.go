package crs

import (
	"math"

	"github.com/paulmach/orb"
)

// The two systems of Chinese web maps. Both bend WGS 84 longitudes and
// latitudes by some hundred metres with formulas nobody has published
// officially; these are the ones in common use (the open "EvilTransform"
// reconstruction of GCJ-02, Baidu's own step from there to BD-09). They place
// data on such a map and take places read off one; nothing is measured in them.

// Constants of GCJ-02: Krasovsky 1940 semi-major axis in metres, e² as the
// formula writes it.
const (
	gcjAxis = 6378245.0
	gcjE2   = 0.00669342162296594323
)

// gcjArea is where GCJ-02 is bent; outside of it, it is WGS 84.
var gcjArea = use(72.004, 0.8293, 137.8347, 55.8271)

// shiftTolerance is when an inverse has converged, degrees: 0.1 µm on the ground.
const shiftTolerance = 1e-12

type gcj02 struct{}

func (gcj02) forward(p orb.Point) orb.Point {
	if !gcjArea.Contains(p) {
		return p
	}
	x, y := p[0]-105, p[1]-35
	root := math.Sqrt(math.Abs(x))
	wave := 20 * (math.Sin(6*math.Pi*x) + math.Sin(2*math.Pi*x))
	east := 300 + x + 2*y + 0.1*x*x + 0.1*x*y + 0.1*root +
		2.0/3*(wave+20*math.Sin(math.Pi*x)+40*math.Sin(math.Pi/3*x)+150*math.Sin(math.Pi/12*x)+300*math.Sin(math.Pi/30*x))
	north := -100 + 2*x + 3*y + 0.2*y*y + 0.1*x*y + 0.2*root +
		2.0/3*(wave+20*math.Sin(math.Pi*y)+40*math.Sin(math.Pi/3*y)+160*math.Sin(math.Pi/12*y)+320*math.Sin(math.Pi/30*y))
	s, c := math.Sincos(p[1] * radian)
	m := 1 - gcjE2*s*s
	return orb.Point{
		p[0] + east/(gcjAxis/math.Sqrt(m)*c*radian),
		p[1] + north/(gcjAxis*(1-gcjE2)/(m*math.Sqrt(m))*radian),
	}
}

func (g gcj02) inverse(p orb.Point) orb.Point { return invertShift(p, g.forward) }

type bd09 struct{}

func (bd09) forward(p orb.Point) orb.Point { return baidu(gcj02{}.forward(p)) }

func (b bd09) inverse(p orb.Point) orb.Point {
	return gcj02{}.inverse(invertShift(p, baidu))
}

// baidu leads from GCJ-02 to BD-09.
func baidu(p orb.Point) orb.Point {
	const wave = math.Pi * 3000 / 180 // per degree
	radius := math.Hypot(p[0], p[1]) + 0.00002*math.Sin(p[1]*wave)
	angle := math.Atan2(p[1], p[0]) + 0.000003*math.Cos(p[0]*wave)
	s, c := math.Sincos(angle)
	return orb.Point{radius*c + 0.0065, radius*s + 0.006}
}

// invertShift finds the point that shift leads to p. The shifts are smooth and
// small, so that stepping back by what is missing converges; where a border of
// gcjArea lies between the two, the nearest step is taken.
func invertShift(p orb.Point, shift func(orb.Point) orb.Point) orb.Point {
	q := p
	for range 50 {
		got := shift(q)
		dx, dy := p[0]-got[0], p[1]-got[1]
		q = orb.Point{q[0] + dx, q[1] + dy}
		if !(math.Abs(dx) > shiftTolerance || math.Abs(dy) > shiftTolerance) { // NaN ends it too
			break
		}
	}
	return q
}
