package coverage

import (
	"cmp"
	"math"
	"slices"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/index"
)

// CoveredArea is the area of ground within r of a centre, inside area, and the
// whole of area, in squared units of the plane they all share, EPSG:4548 metres
// as a rule. Discs are true discs and may overlap; the parts of area must not.
// Rings may be wound either way. No centres, an r that is not positive or an
// empty area cover nothing; centres that are not finite do not count.
//
// Method: Green's theorem on the boundary of the part in common, that is the
// arcs of circles that lie in no other disc but in the area, and the pieces of
// the area's edges that lie in a disc. Exact up to rounding: about 1e-10 of the
// result.
func CoveredArea(centres []orb.Point, r float64, area orb.MultiPolygon) (covered, total float64) {
	prepared, err := geo.NewArea(area)
	if err != nil {
		return 0, 0 // no rings, or coordinates that mean no area
	}
	f := newDiscField(centres, r, area, prepared)
	for _, e := range f.edges {
		total += cross(e.a, e.b) / 2
	}
	if !(r > 0) || math.IsInf(r, 1) {
		if r > 0 && len(f.centres) > 0 {
			return total, total
		}
		return 0, total
	}
	for i := range f.centres {
		covered += f.arcs(i)
	}
	for _, e := range f.edges {
		covered += e.insideDiscs()
	}
	return max(0, min(covered, total)), total
}

// span is an interval of angles in radians or of places along an edge.
type span struct{ lo, hi float64 }

// edge of the area, with the area on its left.
type edge struct {
	a, b   orb.Point
	inside []span // pieces in a disc, 0 at a and 1 at b
}

// discField holds discs and edges relative to a middle of the area, where
// coordinates are small and products lose few digits.
type discField struct {
	r        float64
	centres  []orb.Point // distinct
	near     *index.Tree // over centres
	edges    []edge      // in leaf order of onEdge
	onEdge   *index.Tree
	middle   orb.Point
	prepared *geo.Area // in the caller's coordinates
}

func newDiscField(centres []orb.Point, r float64, area orb.MultiPolygon, prepared *geo.Area) *discField {
	f := &discField{r: r, prepared: prepared, middle: prepared.Bound().Center()}
	shift := func(p orb.Point) orb.Point { return orb.Point{p[0] - f.middle[0], p[1] - f.middle[1]} }

	for _, c := range centres {
		if c = shift(c); c[0]-c[0] == 0 && c[1]-c[1] == 0 { // finite
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

	var edges []edge
	boxes = boxes[:0:0]
	for _, polygon := range area {
		for i, ring := range polygon {
			if geo.Clockwise(ring) == (i == 0) {
				ring = ring.Clone()
				ring.Reverse()
			}
			for j, p := range ring {
				q := ring[(j+1)%len(ring)]
				if p != q {
					e := edge{a: shift(p), b: shift(q)}
					edges = append(edges, e)
					boxes = append(boxes, orb.MultiPoint{e.a, e.b}.Bound())
				}
			}
		}
	}
	f.onEdge = index.Build(boxes)
	f.edges = make([]edge, len(edges))
	for pos, in := range f.onEdge.Order() {
		f.edges[pos] = edges[in]
	}
	return f
}

// arcs gives the share of disc i's exposed arcs inside the area, and notes on
// each edge the piece that lies in the disc.
func (f *discField) arcs(i int) float64 {
	c := f.centres[i]
	cuts := f.cutEdges(c)
	var sum float64
	for _, s := range f.exposed(i) {
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
// -π to π.
func (f *discField) exposed(i int) []span {
	c := f.centres[i]
	var hidden []span
	f.near.Search(square(c, 2*f.r), func(pos int) bool {
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

// cutEdges notes on every edge the piece inside the disc round c and returns
// the angles, ascending, where edges cross its circle.
func (f *discField) cutEdges(c orb.Point) []float64 {
	// Where an edge or a corner comes this near the circle, the arc is cut even
	// if rounding has them miss each other: the middle of an arc must not lie
	// on the boundary. A cut too many does no harm.
	const beyond = 1e-6 // plane units

	var cuts []float64
	f.onEdge.Search(square(c, f.r+beyond), func(pos int) bool {
		e := &f.edges[pos]
		dx, dy := e.b[0]-e.a[0], e.b[1]-e.a[1]
		x, y := e.a[0]-c[0], e.a[1]-c[1]
		if math.Abs(math.Hypot(x, y)-f.r) <= beyond {
			cuts = append(cuts, math.Atan2(y, x))
		}
		length := math.Hypot(dx, dy)
		foot := -(x*dx + y*dy) / (length * length) // the place nearest c
		away := math.Abs(x*dy-y*dx) / length       // its distance
		if away > f.r+beyond {
			return true
		}
		half := math.Sqrt(max(0, (f.r-away)*(f.r+away))) / length
		lo, hi := foot-half, foot+half
		for _, t := range [2]float64{lo, hi} {
			if t >= -beyond/length && t <= 1+beyond/length {
				cuts = append(cuts, math.Atan2(y+t*dy, x+t*dx))
			}
		}
		if lo, hi = max(lo, 0), min(hi, 1); lo < hi {
			e.inside = append(e.inside, span{lo, hi})
		}
		return true
	})
	slices.Sort(cuts)
	return cuts
}

// insideDiscs integrates along the parts of e that lie in any disc.
func (e *edge) insideDiscs() float64 {
	slices.SortFunc(e.inside, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	var part, end float64 // of the edge, 0 to 1
	for _, s := range e.inside {
		part += max(0, s.hi-max(s.lo, end))
		end = max(end, s.hi)
	}
	// x dy - y dx is the same everywhere along a straight line.
	return part * cross(e.a, e.b) / 2
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
