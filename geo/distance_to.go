package geo

import (
	"math"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// WGS 84, EPSG 7030.
const (
	semiMajor = 6378137.0                 // metres
	flatness  = 1 / 298.257223563         // of the ellipsoid
	eccSq     = flatness * (2 - flatness) // first eccentricity squared
	// leastMeridional is the least radius of curvature along a meridian, at the
	// equator, in metres: no path of length d changes latitude by more than
	// d / leastMeridional.
	leastMeridional = semiMajor * (1 - eccSq)
	radian          = math.Pi / 180
)

// DistanceTo is the least geodesic distance from p to any point of g: 0 in an
// area or on its boundary, +Inf for nil and empty geometries. Edges are the
// RFC 7946 ones, straight in longitude and latitude; between far apart
// positions they run hundreds of metres off the geodesic. The result is within
// 1 mm of the truth up to 1000 km.
func DistanceTo(p orb.Point, g orb.Geometry) Metres {
	if at, ok := g.(orb.Point); ok {
		return Distance(p, at)
	}
	if inArea(p, g) {
		return 0
	}
	// The plane of p picks the piece of edge that is likely nearest, the
	// ellipsoid measures it, and then only the few pieces that may still lie
	// nearer are measured as well.
	from := newPlane(p)
	nearest, best := piece{}, math.Inf(1)
	eachPiece(g, func(s piece) {
		if _, d2 := from.foot(s); d2 < best {
			nearest, best = s, d2
		}
	})
	if math.IsInf(best, 1) {
		return Metres(best)
	}
	least := from.measure(nearest)
	eachPiece(g, func(s piece) {
		if s != nearest && from.mayBeWithin(s, least) {
			least = min(least, from.measure(s))
		}
	})
	return Metres(least)
}

// inArea tells whether p lies in one of the areas of g.
func inArea(p orb.Point, g orb.Geometry) bool {
	switch g := g.(type) {
	case orb.Ring:
		return inRings([]orb.Ring{g}, p)
	case orb.Polygon:
		return inRings(g, p)
	case orb.MultiPolygon:
		for _, part := range g {
			if inRings(part, p) {
				return true
			}
		}
	case orb.Bound:
		return inBound(p, g)
	case orb.Collection:
		for _, m := range g {
			if inArea(p, m) {
				return true
			}
		}
	}
	return false
}

// piece is a part of an edge, or a single position where a and b are equal.
type piece struct{ a, b orb.Point }

// longestPiece in degrees keeps pieces so short that the distance from a point
// has one minimum along each.
const longestPiece = 1.0

// eachPiece visits points and edges of g, long edges in pieces.
func eachPiece(g orb.Geometry, visit func(piece)) {
	edge := func(a, b orb.Point) bool {
		n := math.Ceil(max(abs(b[0]-a[0]), abs(b[1]-a[1])) / longestPiece)
		if !(n > 1) {
			visit(piece{a, b})
			return true
		}
		start := a
		for i := 1.0; i <= n; i++ {
			end := b
			if i < n {
				end = orb.Point{a[0] + (b[0]-a[0])*i/n, a[1] + (b[1]-a[1])*i/n}
			}
			visit(piece{start, end})
			start = end
		}
		return true
	}
	switch g := g.(type) {
	case orb.Point:
		visit(piece{g, g})
	case orb.MultiPoint:
		for _, p := range g {
			visit(piece{p, p})
		}
	case orb.LineString:
		if len(g) == 1 {
			visit(piece{g[0], g[0]})
		}
		for i := 1; i < len(g); i++ {
			edge(g[i-1], g[i])
		}
	case orb.MultiLineString:
		for _, l := range g {
			eachPiece(l, visit)
		}
	case orb.Ring:
		eachEdge(g, edge)
	case orb.Polygon:
		for _, r := range g {
			eachEdge(r, edge)
		}
	case orb.MultiPolygon:
		for _, part := range g {
			eachPiece(part, visit)
		}
	case orb.Bound:
		if !g.IsEmpty() {
			eachEdge(g.ToRing(), edge)
		}
	case orb.Collection:
		for _, m := range g {
			eachPiece(m, visit)
		}
	}
}

// plane is the tangent plane at p: metres east and north with the scales that
// hold at p.
type plane struct {
	p      orb.Point
	kx, ky float64 // metres per degree of longitude and latitude
	slant  float64 // 2(|tan latitude| + 1)
}

func newPlane(p orb.Point) plane {
	m, n := curvature(p[1])
	s, c := math.Sincos(p[1] * radian)
	return plane{p: p, kx: n * c * radian, ky: m * radian, slant: 2 * (abs(s/c) + 1)}
}

// curvature gives the radii of curvature in metres along the meridian and
// across it at a latitude in degrees.
func curvature(lat float64) (meridional, transverse float64) {
	s := math.Sin(lat * radian)
	w := 1 - eccSq*s*s
	transverse = semiMajor / math.Sqrt(w)
	return transverse * (1 - eccSq) / w, transverse
}

// turned moves s by whole turns to the side of the Earth p is on.
func (f plane) turned(s piece) piece {
	if turn := 360 * math.Round((f.p[0]-(s.a[0]+s.b[0])/2)/360); turn != 0 {
		s.a[0] += turn
		s.b[0] += turn
	}
	return s
}

// foot gives the nearest point of s in the plane: its place along s, 0 at a and
// 1 at b, and the square of its distance in plane metres.
func (f plane) foot(s piece) (t, squared float64) {
	s = f.turned(s)
	return f.footOf(s.a[0]-f.p[0], s.a[1]-f.p[1], s.b[0]-f.p[0], s.b[1]-f.p[1])
}

// footOf is foot for ends given in degrees east and north of p.
func (f plane) footOf(ax, ay, bx, by float64) (t, squared float64) {
	dx, dy := (bx-ax)*f.kx, (by-ay)*f.ky
	ax, ay = ax*f.kx, ay*f.ky
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, -(ax*dx+ay*dy)/l))
	}
	ax, ay = ax+t*dx, ay+t*dy
	return t, ax*ax + ay*ay
}

// mayBeWithin is false only when no point of s is within r metres of p.
//
// Near p: along a path of length r the scales of latitude and longitude change
// by less than a factor 1 ± (tan φ' + 0.01)·r/R, φ' the steepest latitude it
// reaches; slant is twice tan φ + 1, more than that as long as r is below
// 200 km and the latitude below 80°. So a point at distance r lies at least at
// (1 - slant·r/R)·(its plane distance).
//
// Elsewhere: the path crosses the latitudes between, at leastMeridional at the
// least, and its end lies on a meridian whose plane is N cos φ sin Δλ from p.
func (f plane) mayBeWithin(s piece, r float64) bool {
	if r < 200e3 && abs(f.p[1]) < 80 {
		_, d2 := f.foot(s)
		shrink := max(0, 1-f.slant*r/leastMeridional-1e-9)
		return d2*shrink*shrink <= r*r
	}
	s = f.turned(s)
	gap := func(axis int) float64 {
		lo, hi := min(s.a[axis], s.b[axis]), max(s.a[axis], s.b[axis])
		return max(0, lo-f.p[axis], f.p[axis]-hi) * radian
	}
	toMeridian := f.kx / radian * math.Sin(min(gap(0), math.Pi/2))
	return leastMeridional*gap(1) <= r && toMeridian*(1-1e-12) <= r
}

// measure is the least distance in metres from p to s on the ellipsoid. From
// the foot in the plane it walks along s by the projection of the geodesic on
// it, which near p is Newton's method for the foot of the perpendicular.
func (f plane) measure(s piece) float64 {
	const tolerance = 1e-5 // metres along s; the distance errs by no more
	t, _ := f.foot(s)
	if f.isShort(s) {
		return f.measureShort(s, t)
	}
	distanceAt := func(t float64) (d, slope, speed float64) {
		q := orb.Point{s.a[0] + t*(s.b[0]-s.a[0]), s.a[1] + t*(s.b[1]-s.a[1])}
		var azimuth float64
		geodesic.WGS84.Inverse(f.p[1], f.p[0], q[1], q[0], &d, nil, &azimuth)
		m, n := curvature(q[1])
		east := (s.b[0] - s.a[0]) * radian * n * math.Cos(q[1]*radian)
		north := (s.b[1] - s.a[1]) * radian * m
		sa, ca := math.Sincos(azimuth * radian)
		return d, east*sa + north*ca, math.Hypot(east, north)
	}
	d, slope, speed := distanceAt(t)
	for range 12 {
		if speed == 0 {
			return d
		}
		next := max(0, min(1, t-d*slope/(speed*speed)))
		if abs(next-t)*speed < tolerance {
			return d
		}
		t = next
		d, slope, speed = distanceAt(t)
	}
	// Thousands of kilometres away the walk may swing about the minimum.
	lo, hi := 0.0, 1.0
	for range 60 {
		l, r := lo+(hi-lo)/3, hi-(hi-lo)/3
		dl, _, _ := distanceAt(l)
		dr, _, _ := distanceAt(r)
		if dl < dr {
			hi = r
		} else {
			lo = l
		}
	}
	d, _, _ = distanceAt((lo + hi) / 2)
	return d
}

// isShort tells whether all of s lies within shortDistance's reach of p.
func (f plane) isShort(s piece) bool {
	return max(abs(s.a[0]-f.p[0]), abs(s.b[0]-f.p[0]), abs(s.a[1]-f.p[1]), abs(s.b[1]-f.p[1])) < shortDegrees && abs(f.p[1]) < 85
}

// measureShort is measure near p. There the squared distance along s is a
// parabola but for parts in a thousand: its vertex through three places around
// the foot in the plane is nearer to the true foot by that factor, and the
// second round ends within millimetres of it, where the distance is least and
// so errs far less.
func (f plane) measureShort(s piece, t float64) float64 {
	length := math.Hypot((s.b[0]-s.a[0])*f.kx, (s.b[1]-s.a[1])*f.ky)
	squared := func(t float64) float64 {
		d := shortDistance(f.p, orb.Point{s.a[0] + t*(s.b[0]-s.a[0]), s.a[1] + t*(s.b[1]-s.a[1])})
		return d * d
	}
	here := squared(t)
	if length < 1e-3 { // 1 mm: nowhere to go
		return math.Sqrt(here)
	}
	for _, step := range [...]float64{50, 5} { // metres
		h := step / length
		before, after := squared(t-h), squared(t+h)
		bend := before - 2*here + after
		if !(bend > 0) {
			break
		}
		next := max(0, min(1, t+h*(before-after)/(2*bend)))
		moved := abs(next-t) * length
		if there := squared(next); there < here {
			t, here = next, there
		}
		if moved < 1 { // metre: a thousandth of it is left
			break
		}
	}
	return math.Sqrt(here)
}
