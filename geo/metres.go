package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// Metres is a length on the ground.
type Metres float64

// Distance is the length of the geodesic between a and b on the WGS 84
// ellipsoid, to about 15 nm: Geodesic, but between places that are near each
// other the chord tells it as well, seven times as fast.
func Distance(a, b orb.Point) Metres {
	if areNear(a, b) {
		return Metres(shortDistance(spotOf(a), b))
	}
	return Geodesic(a, b)
}

func areNear(a, b orb.Point) bool {
	return abs(a[0]-b[0]) < shortDegrees && abs(a[1]-b[1]) < shortDegrees && abs(a[1]) < 85
}

// Geodesic is the same length by the geodesic itself, always: what decides at
// the very edge of a circle. Method: C. F. F. Karney, "Algorithms for
// geodesics", J. Geodesy 87 (2013), in tidwall/geodesic.
func Geodesic(a, b orb.Point) Metres {
	d, _ := inverse(a, b)
	return Metres(d)
}

// inverse gives the length in metres of the geodesic from a to b and its azimuth
// in degrees at b.
func inverse(a, b orb.Point) (length, azimuth float64) {
	geodesic.WGS84.Inverse(roundTiny(a[1]), a[0], roundTiny(b[1]), b[0], &length, nil, &azimuth)
	return length, azimuth
}

// roundTiny rounds an angle near 0 to a multiple of 2⁻⁵⁷ degrees, a
// picometre: what Karney's AngRound does, and the package leaves out. Without it
// antipodes at latitudes of 10⁻¹⁸ are 0 or a negative length apart.
func roundTiny(degrees float64) float64 {
	const z = 1.0 / 16
	if y := abs(degrees); y < z {
		return math.Copysign(z-(z-y), degrees)
	}
	return degrees
}

// shortDegrees is how far apart, in longitude and in latitude, shortDistance is
// used for: under 10 km.
const shortDegrees = 0.06

// spot is a position, and what its distance to others near it is worked out
// from. A struct of more than four fields would go through memory.
type spot struct {
	lon      float64 // degrees
	sin, cos float64 // of the latitude
	n        float64 // radius of curvature across the meridian, metres
}

func spotOf(p orb.Point) spot {
	sin, cos := math.Sincos(p[1] * radian)
	return spot{p[0], sin, cos, semiMajor / math.Sqrt(1-eccSq*sin*sin)}
}

// shortDistance takes the straight chord c through the Earth and adds what the
// arc over it is longer, as on a circle of radius ρ: c³/24ρ² + 3c⁵/640ρ⁴. With ρ
// the ellipsoid's radius of curvature in the direction of b (Euler's theorem),
// what is left out grows with c⁴e²/R³ and stays below 10 nm at 10 km.
func shortDistance(a spot, to orb.Point) float64 {
	b := spotOf(to)
	pA, pB := a.n*a.cos, b.n*b.cos // from the Earth's axis
	dp, dz := pB-pA, (1-eccSq)*(b.n*b.sin-a.n*a.sin)
	half := math.Sin((b.lon - a.lon) * radian / 2)
	east2 := 4 * pA * pB * half * half // squared, of the chord across the meridians
	north2 := dp*dp + dz*dz            // squared, of the chord along them
	c2 := east2 + north2
	if c2 == 0 {
		return 0
	}
	sin, n := (a.sin+b.sin)/2, (a.n+b.n)/2
	m := n * (1 - eccSq) / (1 - eccSq*sin*sin)
	bend := (north2/m + east2/n) / c2 // 1/ρ
	x := c2 * bend * bend
	return math.Sqrt(c2) * (1 + x/24 + 3*x*x/640)
}

// DegreeAt is how many metres a degree of longitude and one of latitude are at
// a latitude, on the WGS 84 ellipsoid. A plane scaled by them is true to about
// d²/2R near that latitude: 2 cm over 500 m here.
func DegreeAt(latitude float64) (lon, lat Metres) {
	m, n := curvature(latitude)
	return Metres(n * math.Cos(latitude*radian) * radian), Metres(m * radian)
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
