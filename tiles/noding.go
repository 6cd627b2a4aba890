package tiles

import (
	"cmp"
	"slices"
)

// An edge is an undirected segment between two different grid points, a.less(b).
type edge struct{ a, b Point }

func newEdge(p, q Point) edge {
	if q.less(p) {
		p, q = q, p
	}
	return edge{p, q}
}

func compareEdges(e, f edge) int {
	return cmp.Or(cmp.Compare(e.a.X, f.a.X), cmp.Compare(e.a.Y, f.a.Y), cmp.Compare(e.b.X, f.b.X), cmp.Compare(e.b.Y, f.b.Y))
}

// A split asks for an edge to pass through a grid point inside its box.
type split struct {
	edge int
	at   Point
}

// mender turns rings that cross, touch or overlap into a valid polygon. Its
// slices are scratch memory, kept between calls.
type mender struct {
	edges, next []edge
	splits      []split
	faces
}

// node replaces the edges by ones that meet at their ends only. Where edges
// cross, both are led through the closest grid point; where a vertex lies on
// another edge, that edge is split there; edges that lie on each other an even
// number of times cancel, for the even-odd rule does not see them. Moving an edge
// may make new crossings, so this repeats until nothing changes. It ends: every
// split replaces an edge by two whose boxes together are no longer in X + Y, and
// no edge is shorter than one unit.
func (m *mender) node() {
	for {
		m.cancel()
		m.findSplits()
		if len(m.splits) == 0 {
			return
		}
		m.split()
	}
}

// cancel sorts the edges and keeps one of each that stands an odd number of times.
func (m *mender) cancel() {
	slices.SortFunc(m.edges, compareEdges)
	out := m.edges[:0]
	for i := 0; i < len(m.edges); {
		j := i + 1
		for j < len(m.edges) && m.edges[j] == m.edges[i] {
			j++
		}
		if (j-i)%2 == 1 {
			out = append(out, m.edges[i])
		}
		i = j
	}
	m.edges = out
}

// findSplits sweeps the sorted edges from west to east.
func (m *mender) findSplits() {
	m.splits = m.splits[:0]
	for i, e := range m.edges {
		lo, hi := min(e.a.Y, e.b.Y), max(e.a.Y, e.b.Y)
		for j := i + 1; j < len(m.edges) && m.edges[j].a.X <= e.b.X; j++ {
			f := m.edges[j]
			if max(f.a.Y, f.b.Y) >= lo && min(f.a.Y, f.b.Y) <= hi {
				m.splitPair(i, j)
			}
		}
	}
}

// splitPair notes where two edges have to be split for each other.
func (m *mender) splitPair(i, j int) {
	e, f := m.edges[i], m.edges[j]
	a, b := cross(e.a, e.b, f.a), cross(e.a, e.b, f.b)
	c, d := cross(f.a, f.b, e.a), cross(f.a, f.b, e.b)
	m.splitAtVertex(i, f.a, a)
	m.splitAtVertex(i, f.b, b)
	m.splitAtVertex(j, e.a, c)
	m.splitAtVertex(j, e.b, d)
	if a != 0 && b != 0 && c != 0 && d != 0 && (a > 0) != (b > 0) && (c > 0) != (d > 0) {
		x := crossing(e, c, d)
		m.splitAtVertex(i, x, 0)
		m.splitAtVertex(j, x, 0)
	}
}

// splitAtVertex splits edge i at p when p, off the edge's line by side, lies on
// it between its ends.
func (m *mender) splitAtVertex(i int, p Point, side int64) {
	e := m.edges[i]
	if side == 0 && p != e.a && p != e.b && between(e.a, e.b, p) {
		m.splits = append(m.splits, split{i, p})
	}
}

// crossing is the grid point closest to where e crosses the line that its ends
// lie c and d to the two sides of; halves round up. Exact in 64 bits for
// coordinates below 2^19, and inside e's box.
func crossing(e edge, c, d int64) Point {
	den := c - d
	if den < 0 {
		c, den = -c, -den
	}
	along := func(from, to int32) int32 {
		return from + int32(floorDiv(2*int64(to-from)*c+den, 2*den))
	}
	return Point{along(e.a.X, e.b.X), along(e.a.Y, e.b.Y)}
}

// floorDiv rounds down; b > 0.
func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// split carries the splits out. Rounding keeps the order of points along an
// edge in X as in Y, so sorting by both finds it.
func (m *mender) split() {
	slices.SortFunc(m.splits, func(s, t split) int {
		y := cmp.Compare(s.at.Y, t.at.Y)
		if e := m.edges[s.edge]; e.b.Y < e.a.Y {
			y = -y
		}
		return cmp.Or(cmp.Compare(s.edge, t.edge), cmp.Compare(s.at.X, t.at.X), y)
	})
	m.next = m.next[:0]
	k := 0
	for i, e := range m.edges {
		from := e.a
		for ; k < len(m.splits) && m.splits[k].edge == i; k++ {
			if at := m.splits[k].at; at != from {
				m.next = append(m.next, newEdge(from, at))
				from = at
			}
		}
		m.next = append(m.next, newEdge(from, e.b))
	}
	m.edges, m.next = m.next, m.edges
}
