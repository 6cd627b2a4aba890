package coverage

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// CoveredArea is [Ground.Covered] and [Ground.Total] for an area asked about once.
func CoveredArea(centres []orb.Point, r float64, area orb.MultiPolygon) (covered, total float64) {
	g := NewGround(area)
	covered, _ = g.Covered(context.Background(), centres, r) // which never ends
	return covered, g.Total()
}

// Ground is an area of a plane, EPSG:4548 metres as a rule, prepared to tell how
// much of it discs cover. It is immutable and may be shared.
type Ground struct {
	edges    []edge // in leaf order of onEdge
	onEdge   *index.Tree
	middle   orb.Point
	prepared *geo.Area // in the caller's coordinates; nil: no area
	total    float64
}

// edge of the area, with the area on its left, relative to a middle of the
// area, where coordinates are small and products lose few digits.
type edge struct{ a, b orb.Point }

// NewGround prepares an area. Its parts must not overlap; rings may be wound
// either way. What is no area, for want of rings or of finite coordinates, is
// ground of size 0.
func NewGround(area orb.MultiPolygon) *Ground {
	prepared, err := geo.NewArea(area)
	if err != nil {
		return &Ground{}
	}
	g := &Ground{prepared: prepared, middle: prepared.Bound().Center()}
	var edges []edge
	var boxes []orb.Bound
	for _, polygon := range area {
		for i, ring := range polygon {
			if geo.Clockwise(ring) == (i == 0) {
				ring = ring.Clone()
				ring.Reverse()
			}
			for j, p := range ring {
				q := ring[(j+1)%len(ring)]
				if p != q {
					e := edge{a: g.shift(p), b: g.shift(q)}
					edges = append(edges, e)
					boxes = append(boxes, orb.MultiPoint{e.a, e.b}.Bound())
					g.total += cross(e.a, e.b) / 2
				}
			}
		}
	}
	g.onEdge = index.Build(boxes)
	g.edges = make([]edge, len(edges))
	for pos, in := range g.onEdge.Order() {
		g.edges[pos] = edges[in]
	}
	return g
}

func (g *Ground) shift(p orb.Point) orb.Point {
	return orb.Point{p[0] - g.middle[0], p[1] - g.middle[1]}
}

// Total is the size of the ground in squared units of its plane.
func (g *Ground) Total() float64 { return g.total }

// Covered is the area of the ground within r of a centre, in squared units of
// the plane that centres and ground share. Discs are true discs and may overlap.
// No centres or an r that is not positive cover nothing; centres that are not
// finite do not count. The only error is that of ctx.
//
// Method: Green's theorem on the boundary of the part in common, that is the
// arcs of circles that lie in no other disc but in the area, and the pieces of
// the area's edges that lie in a disc. Exact up to rounding: about 1e-10 of the
// result.
func (g *Ground) Covered(ctx context.Context, centres []orb.Point, r float64) (float64, error) {
	if g.prepared == nil || !(r > 0) {
		return 0, nil
	}
	f := newDiscField(centres, r, g)
	if math.IsInf(r, 1) {
		if len(f.centres) > 0 {
			return g.total, nil
		}
		return 0, nil
	}
	var covered float64
	for i := range f.centres {
		if i%64 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		covered += f.arcs(i)
	}
	for i := range f.edges {
		if i%64 == 0 && ctx.Err() != nil {
			return 0, ctx.Err()
		}
		covered += f.inside(&f.edges[i])
	}
	return max(0, min(covered, g.total)), nil
}

// span is an interval of angles in radians or of places along an edge.
type span struct{ lo, hi float64 }

// discField holds discs over ground, relative to its middle.
type discField struct {
	*Ground
	r       float64
	centres []orb.Point // distinct
	near    *index.Tree // over centres
	start   float64     // how far around a centre its neighbours are first looked for
}

func newDiscField(centres []orb.Point, r float64, g *Ground) *discField {
	f := &discField{Ground: g, r: r}
	for _, c := range centres {
		if c = g.shift(c); c[0]-c[0] == 0 && c[1]-c[1] == 0 { // finite
			f.centres = append(f.centres, c)
		}
	}
	// The same disc twice would hide its own boundary.
	slices.SortFunc(f.centres, func(a, b orb.Point) int {
		return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
	})
	f.centres = slices.Compact(f.centres)
	boxes := make([]orb.Bound, len(f.centres))
	for i, c := range f.centres {
		boxes[i] = c.Bound()
	}
	f.near = index.Build(boxes)
	if n := len(f.centres); n > 0 {
		b := orb.MultiPoint(f.centres).Bound()
		spacing := math.Sqrt((b.Max[0] - b.Min[0]) * (b.Max[1] - b.Min[1]) / float64(n))
		f.start = max(2*spacing, r/512)
	}
	return f
}

// arcs gives the share of disc i's exposed arcs inside the area.
func (f *discField) arcs(i int) float64 {
	exposed := f.exposed(i)
	if len(exposed) == 0 {
		return 0
	}
	c := f.centres[i]
	cuts := f.cutEdges(c)
	var sum float64
	for _, s := range exposed {
		from := s.lo
		for _, cut := range append(cuts, s.hi) {
			if cut <= from {
				continue
			}
			to := min(cut, s.hi)
			sin, cos := math.Sincos((from + to) / 2)
			if f.prepared.Contains(orb.Point{f.middle[0] + c[0] + f.r*cos, f.middle[1] + c[1] + f.r*sin}) {
				sum += arcIntegral(c, f.r, from, to)
			}
			if from = to; from >= s.hi {
				break
			}
		}
	}
	return sum
}

// exposed gives the angles of disc i's circle that lie in no other disc, from
// -π to π. Where discs lie close, a few neighbours hide the whole circle; so the
// nearer are asked first.
func (f *discField) exposed(i int) (open []span) {
	for reach := f.start; ; reach *= 2 {
		all := reach >= 2*f.r
		if open = f.exposedBy(i, min(reach, 2*f.r)); all || len(open) == 0 {
			return open
		}
	}
}

// exposedBy is exposed among the neighbours in a square around the centre.
func (f *discField) exposedBy(i int, reach float64) []span {
	c := f.centres[i]
	var hidden []span
	f.near.Search(square(c, reach), func(pos int) bool {
		j := int(f.near.Order()[pos])
		x, y := f.centres[j][0]-c[0], f.centres[j][1]-c[1]
		d := math.Hypot(x, y)
		if j == i || d >= 2*f.r {
			return true
		}
		towards, half := math.Atan2(y, x), math.Acos(d/(2*f.r))
		lo, hi := towards-half, towards+half
		switch {
		case lo < -math.Pi:
			hidden = append(hidden, span{lo + 2*math.Pi, math.Pi}, span{-math.Pi, hi})
		case hi > math.Pi:
			hidden = append(hidden, span{lo, math.Pi}, span{-math.Pi, hi - 2*math.Pi})
		default:
			hidden = append(hidden, span{lo, hi})
		}
		return true
	})
	slices.SortFunc(hidden, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	var open []span
	end := -math.Pi
	for _, h := range append(hidden, span{math.Pi, math.Pi}) {
		if h.lo > end {
			open = append(open, span{end, h.lo})
		}
		end = max(end, h.hi)
	}
	return open
}

// cutEdges gives the angles, ascending, where edges cross the circle round c.
func (f *discField) cutEdges(c orb.Point) []float64 {
	// Where an edge or a corner comes this near the circle, the arc is cut even
	// if rounding has them miss each other: the middle of an arc must not lie
	// on the boundary. A cut too many does no harm.
	const beyond = 1e-6 // plane units

	var cuts []float64
	f.onEdge.Search(square(c, f.r+beyond), func(pos int) bool {
		e := &f.edges[pos]
		if math.Abs(math.Hypot(e.a[0]-c[0], e.a[1]-c[1])-f.r) <= beyond {
			cuts = append(cuts, math.Atan2(e.a[1]-c[1], e.a[0]-c[0]))
		}
		lo, hi, length := e.chord(c, f.r, beyond)
		for _, t := range [2]float64{lo, hi} {
			if t >= -beyond/length && t <= 1+beyond/length {
				cuts = append(cuts, math.Atan2(e.a[1]-c[1]+t*(e.b[1]-e.a[1]), e.a[0]-c[0]+t*(e.b[0]-e.a[0])))
			}
		}
		return true
	})
	slices.Sort(cuts)
	return cuts
}

// chord is where the line of e enters and leaves the disc of radius r round c,
// 0 at a and 1 at b, and the length of e. A line that misses it by less than
// beyond touches it; one by more gives NaN.
func (e *edge) chord(c orb.Point, r, beyond float64) (lo, hi, length float64) {
	dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
	x, y := e.a[0]-c[0], e.a[1]-c[1]
	length = math.Hypot(dx, dy)
	away := math.Abs(x*dy-y*dx) / length
	if away > r+beyond {
		return math.NaN(), math.NaN(), length
	}
	foot := -(x*dx + y*dy) / (length * length) // the place nearest c
	half := math.Sqrt(max(0, (r-away)*(r+away))) / length
	return foot - half, foot + half, length
}

// inside integrates along the parts of e that lie in any disc.
func (f *discField) inside(e *edge) float64 {
	// x dy - y dx is the same everywhere along a straight line.
	whole := cross(e.a, e.b) / 2
	var pieces []span
	f.near.Search(orb.MultiPoint{e.a, e.b}.Bound().Pad(f.r), func(pos int) bool {
		lo, hi, _ := e.chord(f.centres[f.near.Order()[pos]], f.r, 0)
		if lo, hi = max(lo, 0), min(hi, 1); lo < hi {
			if lo == 0 && hi == 1 {
				pieces = append(pieces[:0], span{0, 1})
				return false
			}
			pieces = append(pieces, span{lo, hi})
		}
		return true
	})
	slices.SortFunc(pieces, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	var part, end float64
	for _, s := range pieces {
		part += max(0, s.hi-max(s.lo, end))
		end = max(end, s.hi)
	}
	return part * whole
}

// arcIntegral is half the integral of x dy - y dx along an arc round c.
func arcIntegral(c orb.Point, r, from, to float64) float64 {
	sinFrom, cosFrom := math.Sincos(from)
	sinTo, cosTo := math.Sincos(to)
	return r / 2 * (c[0]*(sinTo-sinFrom) - c[1]*(cosTo-cosFrom) + r*(to-from))
}

func cross(a, b orb.Point) float64 { return a[0]*b[1] - a[1]*b[0] }

func square(c orb.Point, half float64) orb.Bound {
	return orb.Bound{Min: orb.Point{c[0] - half, c[1] - half}, Max: orb.Point{c[0] + half, c[1] + half}}
}
