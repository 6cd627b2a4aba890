package geo

import (
	"math"

	"github.com/paulmach/orb"
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
	return ReachOf(p).DistanceTo(g)
}

// distanceTo is DistanceTo from the plane's point to what is not a point. The
// plane picks the piece of edge that is likely nearest, the ellipsoid measures
// it, and then only the few pieces that may still lie nearer are measured as well.
func (f plane) distanceTo(g orb.Geometry) float64 {
	if inArea(f.p, g) {
		return 0
	}
	seen := f.look(g)
	nearest := seen.nearest
	if !(seen.extent < longestPiece) { // from there on edges go in pieces, and round the Earth
		best := math.Inf(1)
		eachPiece(g, func(s piece) {
			if _, d2 := f.foot(s); d2 < best {
				nearest, best = s, d2
			}
		})
		seen.squared, seen.second = best, 0
	}
	if math.IsInf(seen.squared, 1) {
		return seen.squared
	}
	least := f.measure(nearest)
	if f.isBeyond(seen.second, least) && (!seen.corner || f.footIsTrue(least)) {
		return least
	}
	eachPiece(g, func(s piece) {
		if s != nearest && f.mayBeWithin(s, least) {
			least = min(least, f.measure(s))
		}
	})
	return least
}

// sight is what a walk over the edges of a geometry has found in the plane.
type sight struct {
	nearest         piece
	squared, second float64 // of the distance to the nearest and to the next one, plane metres; +Inf without
	corner          bool    // a piece that begins where another ends is nearest there: only one of them is counted
	extent          float64 // degrees that the farthest position is away in longitude or latitude; NaN where one is
}

// look walks over the edges of g as they are, on this side of the antimeridian.
func (f plane) look(g orb.Geometry) sight {
	seen := sight{squared: math.Inf(1), second: math.Inf(1)}
	eachRun(g, func(run []orb.Point) { seen.walk(f, run) })
	return seen
}

func (seen *sight) walk(f plane, run []orb.Point) {
	if len(run) == 0 {
		return
	}
	from, x, y := run[0], run[0][0]-f.p[0], run[0][1]-f.p[1]
	extent := max(seen.extent, abs(x), abs(y))
	if len(run) > 1 {
		run = run[1:]
	}
	x, y = x*f.kx, y*f.ky
	before := 0.0
	for _, to := range run {
		u, v := to[0]-f.p[0], to[1]-f.p[1]
		extent = max(extent, abs(u), abs(v))
		u, v = u*f.kx, v*f.ky
		t, d2 := footFromOrigin(x, y, u-x, v-y)
		if before == 1 && t == 0 {
			seen.corner = true
		} else if d2 < seen.squared {
			seen.nearest, seen.squared, seen.second = piece{from, to}, d2, seen.squared
		} else if d2 < seen.second {
			seen.second = d2
		}
		from, x, y, before = to, u, v, t
	}
	seen.extent = extent
}

// footFromOrigin gives the point of a segment that is nearest to the origin: its
// place along the segment, 0 at (x, y) and 1 at its end (dx, dy) further, and
// the square of its distance.
func footFromOrigin(x, y, dx, dy float64) (t, squared float64) {
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, -(x*dx+y*dy)/l))
	}
	x, y = x+t*dx, y+t*dy
	return t, x*x + y*y
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
	eachRun(g, func(run []orb.Point) {
		if len(run) == 1 {
			visit(piece{run[0], run[0]})
		}
		for i := 1; i < len(run); i++ {
			a, b := run[i-1], run[i]
			n := math.Ceil(max(abs(b[0]-a[0]), abs(b[1]-a[1])) / longestPiece)
			if !(n > 1) {
				visit(piece{a, b})
				continue
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
		}
	})
}

// eachRun visits the chains of edges of g, and single positions: points, and
// lines of one position. A ring that is not closed is closed by a chain of its own.
func eachRun(g orb.Geometry, visit func([]orb.Point)) {
	switch g := g.(type) {
	case orb.Point:
		visit([]orb.Point{g})
	case orb.MultiPoint:
		for i := range g {
			visit(g[i : i+1])
		}
	case orb.LineString:
		visit(g)
	case orb.MultiLineString:
		for _, l := range g {
			visit(l)
		}
	case orb.Ring:
		ringRuns(g, visit)
	case orb.Polygon:
		for _, r := range g {
			ringRuns(r, visit)
		}
	case orb.MultiPolygon:
		for _, part := range g {
			for _, r := range part {
				ringRuns(r, visit)
			}
		}
	case orb.Bound:
		if !g.IsEmpty() {
			visit(g.ToRing())
		}
	case orb.Collection:
		for _, m := range g {
			eachRun(m, visit)
		}
	}
}

func ringRuns(r orb.Ring, visit func([]orb.Point)) {
	visit(r)
	if n := len(r); n > 1 && r[0] != r[n-1] {
		visit([]orb.Point{r[n-1], r[0]})
	}
}

// plane is the tangent plane at p: metres east and north with the scales that
// hold at p.
type plane struct {
	p      orb.Point
	at     spot    // p
	kx, ky float64 // metres per degree of longitude and latitude
	slant  float64 // 2(|tan latitude| + 1)
}

func newPlane(p orb.Point) plane {
	m, n := curvature(p[1])
	s, c := math.Sincos(p[1] * radian)
	return plane{p: p, at: spotOf(p), kx: n * c * radian, ky: m * radian, slant: 2 * (abs(s/c) + 1)}
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
	return footFromOrigin((s.a[0]-f.p[0])*f.kx, (s.a[1]-f.p[1])*f.ky, (s.b[0]-s.a[0])*f.kx, (s.b[1]-s.a[1])*f.ky)
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
	if f.isNear(r) {
		_, d2 := f.foot(s)
		return !f.isBeyond(d2, r)
	}
	s = f.turned(s)
	gap := func(axis int) float64 {
		lo, hi := min(s.a[axis], s.b[axis]), max(s.a[axis], s.b[axis])
		return max(0, lo-f.p[axis], f.p[axis]-hi) * radian
	}
	toMeridian := f.kx / radian * math.Sin(min(gap(0), math.Pi/2))
	return leastMeridional*gap(1) <= r && toMeridian*(1-1e-12) <= r
}

// isNear tells whether the plane says something about what lies r metres away.
func (f plane) isNear(r float64) bool { return r < 200e3 && abs(f.p[1]) < 80 }

// isBeyond tells of what lies d away in the plane, given d², that it is more
// than r metres away on the ellipsoid; false says nothing.
func (f plane) isBeyond(squared, r float64) bool {
	shrink := max(0, 1-f.slant*r/leastMeridional-1e-9)
	return f.isNear(r) && squared*shrink*shrink > r*r
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
	distanceAt := func(t float64) (length, slope, speed float64) {
		q := orb.Point{s.a[0] + t*(s.b[0]-s.a[0]), s.a[1] + t*(s.b[1]-s.a[1])}
		d, azimuth := inverse(f.p, q)
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

// footIsTrue tells that a foot in the plane, d metres away, is as good as the
// true one. Around it the scales are wrong by e = slant/2·d/R at most, distances
// by e·d, and so their slope along an edge by 2e. A distance bends as 1/d there:
// the true foot is no more than 2ed off, and nearer by less than 2e²d.
func (f plane) footIsTrue(d float64) bool {
	const nearer = 5e-5 // metres: half a tenth of a millimetre, the last digit that files state
	e := f.slant / 2 * d / leastMeridional
	return 2*e*e*d < nearer
}

// measureShort is measure near p. There the squared distance along s is a
// parabola but for parts in a thousand: its vertex through three places around
// the foot in the plane is nearer to the true foot by that factor, and the
// second round ends within millimetres of it, where the distance is least and
// so errs far less.
func (f plane) measureShort(s piece, t float64) float64 {
	length := math.Hypot((s.b[0]-s.a[0])*f.kx, (s.b[1]-s.a[1])*f.ky)
	squared := func(t float64) float64 {
		d := shortDistance(f.at, orb.Point{s.a[0] + t*(s.b[0]-s.a[0]), s.a[1] + t*(s.b[1]-s.a[1])})
		return d * d
	}
	here := squared(t)
	if d := math.Sqrt(here); length < 1e-3 || f.footIsTrue(d) { // 1 mm: nowhere to go
		return d
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
