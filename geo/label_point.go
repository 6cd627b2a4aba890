package geo

import (
	"container/heap"
	"math"

	"github.com/paulmach/orb"
)

// LabelPoint is where a name sits best in a polygon: the pole of
// inaccessibility, the inner point farthest from any edge, to 1 % of that
// distance. Distances are those of a plane scaled at the middle latitude, fit
// for anything smaller than a country. A polygon without area gives one of its
// positions, one without positions (NaN, NaN).
//
// Method: V. Agafonkin, mapbox/polylabel, after D. Garcia-Castellanos and
// U. Lombardo, "Poles of inaccessibility", Scottish Geographical Journal 123
// (2007). Ties go to the cell made first, so that the answer never changes.
func LabelPoint(p orb.Polygon) orb.Point {
	if len(p) == 0 || len(p[0]) == 0 {
		return orb.Point{math.NaN(), math.NaN()}
	}
	bound := p.Bound()
	scale := newPlane(bound.Center())
	rings := make([]orb.Ring, len(p)) // in metres round the middle
	for i, r := range p {
		rings[i] = make(orb.Ring, len(r))
		for j, q := range r {
			rings[i][j] = orb.Point{(q[0] - scale.p[0]) * scale.kx, (q[1] - scale.p[1]) * scale.ky}
		}
	}
	width, height := (bound.Max[0]-bound.Min[0])*scale.kx, (bound.Max[1]-bound.Min[1])*scale.ky
	if !(width > 0 && height > 0) {
		return p[0][0]
	}
	side := max(min(width, height), max(width, height)/100) // at most 100 cells to begin with

	search := poleSearch{rings: rings}
	for x := -width / 2; x < width/2; x += side {
		for y := -height / 2; y < height/2; y += side {
			search.add(orb.Point{x + side/2, y + side/2}, side/2)
		}
	}
	search.add(centroid(rings[0]), 0) // often good enough to cut the search short
	// A sliver of no width never yields an inner point; this bounds its search.
	const mostCells = 20_000
	for len(search.cells) > 0 && search.made < mostCells {
		c := heap.Pop(&search.cells).(cell)
		if b := search.best.depth; b > 0 && c.most <= 1.01*b {
			break
		}
		h := c.half / 2
		for _, d := range [4]orb.Point{{-h, -h}, {h, -h}, {-h, h}, {h, h}} {
			search.add(orb.Point{c.centre[0] + d[0], c.centre[1] + d[1]}, h)
		}
	}
	if !(search.best.depth > 0) {
		return p[0][0]
	}
	c := search.best.centre
	return orb.Point{scale.p[0] + c[0]/scale.kx, scale.p[1] + c[1]/scale.ky}
}

// cell is a square that may hold the pole.
type cell struct {
	centre orb.Point // plane metres
	half   float64   // half its side
	depth  float64   // distance from centre to the nearest edge, negative outside
	most   float64   // no point of the cell lies deeper
	made   int       // how many cells were made before it
}

type poleSearch struct {
	rings []orb.Ring
	cells cellQueue
	best  cell
	made  int
}

func (s *poleSearch) add(centre orb.Point, half float64) {
	depth := math.Inf(1)
	for _, r := range s.rings {
		eachEdge(r, func(a, b orb.Point) bool {
			depth = min(depth, planeDistance(centre, a, b))
			return true
		})
	}
	if !inRings(s.rings, centre) {
		depth = -depth
	}
	c := cell{centre, half, depth, depth + half*math.Sqrt2, s.made}
	if s.made == 0 || depth > s.best.depth {
		s.best = c
	}
	s.made++
	if c.most > s.best.depth && half > 0 {
		heap.Push(&s.cells, c)
	}
}

func planeDistance(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	return math.Hypot(a[0]+t*dx-p[0], a[1]+t*dy-p[1])
}

// centroid is the centre of mass of r, or its first position when it has no
// area.
func centroid(r orb.Ring) orb.Point {
	var x, y, twice float64
	for i := 1; i < len(r); i++ {
		cross := r[i-1][0]*r[i][1] - r[i][0]*r[i-1][1]
		x += (r[i-1][0] + r[i][0]) * cross
		y += (r[i-1][1] + r[i][1]) * cross
		twice += cross
	}
	if twice == 0 {
		return r[0]
	}
	return orb.Point{x / (3 * twice), y / (3 * twice)}
}

// cellQueue is a heap with the most promising cell on top.
type cellQueue []cell

func (q cellQueue) Len() int      { return len(q) }
func (q cellQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q cellQueue) Less(i, j int) bool {
	if q[i].most != q[j].most {
		return q[i].most > q[j].most
	}
	return q[i].made < q[j].made
}
func (q *cellQueue) Push(c any) { *q = append(*q, c.(cell)) }
func (q *cellQueue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}
