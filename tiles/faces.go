package tiles

import (
	"cmp"
	"slices"
)

// A halfEdge is an edge seen from one of its ends; left tells whether the
// region lies to its left (counter-clockwise in raw tile coordinates).
type halfEdge struct {
	from, to     Point
	twin         int // where the other half stands
	first, count int // the half-edges of its vertex: half[first : first+count]
	left         side
	used         bool
}

type side uint8

const (
	unknown side = iota
	interior
	exterior
)

func (s side) opposite() side { return interior + exterior - s }

// faces finds the polygons that a set of noded edges encloses by the even-odd rule.
type faces struct {
	half    []halfEdge
	at      []int // where the halves of edge e stand: at[2e], at[2e+1]
	queue   []int
	stack   []int // half-edges of the walk at hand, one per vertex on it
	walk    []int
	outline []Point // rings found, one after the other
	found   []ringFound
	order   []int
}

type ringFound struct {
	lo, hi int
	area   int64 // doubleArea, negative for holes
	owner  int   // for holes, the index of their exterior; −1 until known
}

// trace appends the region's polygons to points and rings, exteriors positive
// and before their holes, and returns both. Rings are simple and touch each
// other at most at vertices, every interior is connected: valid in the sense of OGC
// Simple Features §6.1.11. A vertex on a straight run is dropped where nothing touches it.
func (f *faces) trace(edges []edge, points []Point, rings []span) ([]Point, []span) {
	f.connect(edges)
	f.classify(edges)
	f.outline, f.found = f.outline[:0], f.found[:0]
	for i := range f.half {
		if h := &f.half[i]; h.left == interior && !h.used {
			f.follow(i)
		}
	}
	f.assign()
	return f.collect(points, rings)
}

// connect sorts the half-edges by vertex, then counter-clockwise from east, and
// links the halves of each edge.
func (f *faces) connect(edges []edge) {
	n := 2 * len(edges)
	f.half, f.at = f.half[:0], slices.Grow(f.at[:0], n)[:n]
	for i, e := range edges {
		// twin holds the edge's number until the halves have their places
		f.half = append(f.half, halfEdge{from: e.a, to: e.b, twin: 2 * i}, halfEdge{from: e.b, to: e.a, twin: 2*i + 1})
	}
	slices.SortFunc(f.half, func(g, h halfEdge) int {
		return cmp.Or(cmp.Compare(g.from.X, h.from.X), cmp.Compare(g.from.Y, h.from.Y),
			cmp.Compare(g.lower(), h.lower()), cmp.Compare(0, cross(g.from, g.to, h.to)))
	})
	for i, h := range f.half {
		f.at[h.twin] = i
	}
	for first := 0; first < n; {
		end := first
		for end < n && f.half[end].from == f.half[first].from {
			end++
		}
		for i := first; i < end; i++ {
			h := &f.half[i]
			h.first, h.count, h.twin = first, end-first, f.at[h.twin^1]
		}
		first = end
	}
}

// lower is 0 for directions in [0°, 180°) and 1 for those in [180°, 360°).
func (h *halfEdge) lower() int {
	if h.to.Y < h.from.Y || h.to.Y == h.from.Y && h.to.X < h.from.X {
		return 1
	}
	return 0
}

// classify finds on which side of every half-edge the region lies. Around a
// vertex the sectors alternate, across an edge too, so one known sector settles
// all that is connected to it. The first half-edge not settled starts at the
// westernmost vertex of its component, whose western sector a ray decides.
func (f *faces) classify(edges []edge) {
	for i := range f.half {
		if f.half[i].left != unknown {
			continue
		}
		west := i + f.half[i].count - 1
		for west > i && f.half[west].lower() == 1 && f.half[i].lower() == 0 {
			west--
		}
		f.half[west].left = exterior
		if odd(edges, f.half[i].from) {
			f.half[west].left = interior
		}
		f.queue = append(f.queue[:0], west)
		for len(f.queue) > 0 {
			k := f.queue[len(f.queue)-1]
			f.queue = f.queue[:len(f.queue)-1]
			first, count, s := f.half[k].first, f.half[k].count, f.half[k].left
			for d := range count {
				h := &f.half[first+(k-first+d)%count]
				h.left = s
				if t := &f.half[h.twin]; t.left == unknown {
					t.left = s.opposite()
					f.queue = append(f.queue, h.twin)
				}
				s = s.opposite()
			}
		}
	}
}

// odd tells whether a ray from just west of p to the west crosses an odd number of edges.
func odd(edges []edge, p Point) bool {
	in := false
	for _, e := range edges {
		if e.a.X >= p.X { // edges are sorted by their western end
			break
		}
		if (e.a.Y > p.Y) != (e.b.Y > p.Y) && cross(e.a, e.b, p) != 0 &&
			(cross(e.a, e.b, p) < 0) == (e.b.Y > e.a.Y) {
			in = !in
		}
	}
	return in
}

// follow walks along the region's border with the region on its left and cuts
// the walk where it comes back to a vertex, which leaves simple rings: at most
// one exterior, and holes.
func (f *faces) follow(start int) {
	f.walk, f.stack = f.walk[:0], f.stack[:0]
	for h := start; !f.half[h].used; {
		f.half[h].used = true
		f.walk = append(f.walk, h)
		t := &f.half[f.half[h].twin]
		h = t.first + (f.half[h].twin-t.first+t.count-1)%t.count // next clockwise from where we came
	}
	begin := len(f.found)
	for _, h := range f.walk {
		if f.half[h].count > 2 { // only where more than two edges meet can a walk return
			if pos := f.onStack(f.half[h].from); pos >= 0 {
				f.emit(f.stack[pos:])
				f.stack = f.stack[:pos]
			}
		}
		f.stack = append(f.stack, h)
	}
	f.emit(f.stack)
	owner := -1
	for i := begin; i < len(f.found); i++ {
		if f.found[i].area > 0 {
			owner = i
		}
	}
	for i := begin; i < len(f.found); i++ {
		f.found[i].owner = owner
	}
}

func (f *faces) onStack(p Point) int {
	for i := len(f.stack) - 1; i >= 0; i-- {
		if f.half[f.stack[i]].from == p {
			return i
		}
	}
	return -1
}

// emit notes a ring, given by the half-edges that leave its vertices.
func (f *faces) emit(loop []int) {
	lo := len(f.outline)
	for i, h := range loop {
		before := f.half[loop[(i+len(loop)-1)%len(loop)]].from
		here := &f.half[h]
		if here.count > 2 || cross(before, here.from, here.to) != 0 {
			f.outline = append(f.outline, here.from)
		}
	}
	ring := f.outline[lo:]
	f.found = append(f.found, ringFound{lo: lo, hi: len(f.outline), area: doubleArea(ring), owner: -1})
}

// assign gives each hole that shares no vertex with its exterior the smallest
// exterior around it. The middle of an edge tells, for it lies on no other ring.
func (f *faces) assign() {
	for i := range f.found {
		h := &f.found[i]
		if h.area > 0 || h.owner >= 0 {
			continue
		}
		a, b := f.outline[h.lo], f.outline[h.lo+1]
		mid := Point{a.X + b.X, a.Y + b.Y}
		for j := range f.found {
			e := &f.found[j]
			if e.area > 0 && (h.owner < 0 || e.area < f.found[h.owner].area) && inRing(f.outline[e.lo:e.hi], mid, 2) {
				h.owner = j
			}
		}
	}
}

// collect writes the polygons out, in the order their exteriors were found.
func (f *faces) collect(points []Point, rings []span) ([]Point, []span) {
	f.order = f.order[:0]
	for i, r := range f.found {
		if r.area > 0 || r.owner >= 0 {
			f.order = append(f.order, i)
		}
	}
	slices.SortStableFunc(f.order, func(i, j int) int {
		a, b := f.found[i], f.found[j]
		oi, oj := i, j
		if a.area < 0 {
			oi = a.owner
		}
		if b.area < 0 {
			oj = b.owner
		}
		return cmp.Or(cmp.Compare(oi, oj), cmp.Compare(b.area>>63, a.area>>63))
	})
	for _, i := range f.order {
		r := f.found[i]
		lo := len(points)
		points = append(points, f.outline[r.lo:r.hi]...)
		rings = append(rings, span{lo: lo, hi: len(points), hole: r.area < 0})
	}
	return points, rings
}
