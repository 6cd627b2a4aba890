package tiles

import "slices"

// A chain is a stretch of a ring whose vertices strictly ascend in the order of
// Point.less. Along a segment that order ascends too, so edges of one chain meet
// only at their common vertices, and two chains are compared in one walk along both.
type chain struct {
	box
	ring    int // index into the spans
	from, n int // first vertex within the ring, number of edges
	step    int // +1 where the ring runs along the chain, −1 where against it
}

type box struct{ min, max Point }

func (b *box) add(p Point) {
	b.min = Point{min(b.min.X, p.X), min(b.min.Y, p.Y)}
	b.max = Point{max(b.max.X, p.X), max(b.max.Y, p.Y)}
}

func (b *box) contains(p Point) bool {
	return b.min.X <= p.X && p.X <= b.max.X && b.min.Y <= p.Y && p.Y <= b.max.Y
}

// simplicity is scratch memory for the check that rings need no repair.
type simplicity struct {
	chains []chain
	boxes  []box // one per ring
	depth  []int
}

// simple tells whether the rings form a valid polygon or multipolygon in the
// cheapest way there is: no two edges have a point in common but neighbours in
// their ring, which share one vertex, and every hole lies directly in its own
// exterior. It is stricter than OGC validity, which lets rings touch at points;
// such polygons pass through repair unharmed. Rings must be tidy, with ≥ 3 vertices.
func (s *simplicity) simple(points []Point, rings []span) bool {
	if len(rings) == 1 && convex(points[rings[0].lo:rings[0].hi]) {
		return true
	}
	s.chains, s.boxes = s.chains[:0], s.boxes[:0]
	for i, r := range rings {
		s.cut(points[r.lo:r.hi], i)
	}
	slices.SortFunc(s.chains, func(a, b chain) int { return int(a.min.X - b.min.X) })
	for i := range s.chains {
		a := &s.chains[i]
		for j := i + 1; j < len(s.chains); j++ {
			b := &s.chains[j]
			if b.min.X > a.max.X {
				break
			}
			if a.min.Y > b.max.Y || b.min.Y > a.max.Y {
				continue
			}
			if meets(points, rings, a, b) {
				return false
			}
		}
	}
	return len(rings) == 1 || s.nested(points, rings)
}

// convex tells whether the corners of a ring all turn the same way, none
// straight, and it goes round but once: as most buildings do. Going round is
// rising, in the order of Point.less, once and falling once.
func convex(r []Point) bool {
	n := len(r)
	left, right, changes := false, false, 0
	a, b := r[n-2], r[n-1]
	rising := a.less(b)
	for _, c := range r {
		turn := cross(a, b, c)
		left, right = left || turn >= 0, right || turn <= 0
		if left == right {
			return false
		}
		if up := b.less(c); up != rising {
			rising = up
			changes++
		}
		a, b = b, c
	}
	return changes == 2
}

// cut appends the chains of a ring, and its box. Every ring has a lowest and a highest
// vertex, so it has at least two.
func (s *simplicity) cut(r []Point, ring int) {
	n := len(r)
	start := 0
	for i := range r {
		if r[i].less(r[start]) {
			start = i
		}
	}
	whole := box{r[0], r[0]}
	for i := 0; i < n; {
		a := (start + i) % n
		up := r[a].less(r[(a+1)%n])
		c := chain{box: box{r[a], r[a]}, ring: ring, from: a, step: 1}
		for i < n && r[a].less(r[(a+1)%n]) == up {
			a = (a + 1) % n
			c.add(r[a])
			c.n++
			i++
		}
		if !up {
			c.from, c.step = a, -1
		}
		s.chains = append(s.chains, c)
		whole.add(c.min)
		whole.add(c.max)
	}
	s.boxes = append(s.boxes, whole)
}

// meets tells whether two chains have a point in common that is not a vertex
// shared by consecutive edges of one ring.
func meets(points []Point, rings []span, a, b *chain) bool {
	ra, rb := points[rings[a.ring].lo:rings[a.ring].hi], points[rings[b.ring].lo:rings[b.ring].hi]
	ia, ib := a.from, b.from
	na, nb := wrap(ia+a.step, len(ra)), wrap(ib+b.step, len(rb))
	for i, j := 0, 0; i < a.n && j < b.n; {
		p, q, u, v := ra[ia], ra[na], rb[ib], rb[nb]
		var bad bool
		if a.ring != b.ring {
			bad = segmentsMeet(p, q, u, v)
		} else {
			switch {
			case ia == ib: // both leave the same vertex
				bad = folded(q, p, v)
			case na == nb:
				bad = folded(p, q, u)
			case ia == nb:
				bad = folded(q, p, u)
			case na == ib:
				bad = folded(p, q, v)
			default:
				bad = segmentsMeet(p, q, u, v)
			}
		}
		if bad {
			return true
		}
		if q.less(v) {
			i++
			ia, na = na, wrap(na+a.step, len(ra))
		} else {
			j++
			ib, nb = nb, wrap(nb+b.step, len(rb))
		}
	}
	return false
}

func wrap(i, n int) int {
	switch {
	case i < 0:
		return i + n
	case i >= n:
		return i - n
	}
	return i
}

// folded tells whether the corner a-b-c turns straight back.
func folded(a, b, c Point) bool {
	return cross(a, b, c) == 0 &&
		int64(a.X-b.X)*int64(c.X-b.X)+int64(a.Y-b.Y)*int64(c.Y-b.Y) > 0
}

// segmentsMeet tells whether pq and uv have a point in common, ends included.
func segmentsMeet(p, q, u, v Point) bool {
	if max(p.X, q.X) < min(u.X, v.X) || max(u.X, v.X) < min(p.X, q.X) ||
		max(p.Y, q.Y) < min(u.Y, v.Y) || max(u.Y, v.Y) < min(p.Y, q.Y) {
		return false
	}
	a, b := cross(p, q, u), cross(p, q, v)
	if a > 0 && b > 0 || a < 0 && b < 0 {
		return false
	}
	c, d := cross(u, v, p), cross(u, v, q)
	return !(c > 0 && d > 0 || c < 0 && d < 0)
}

// nested tells whether each hole of rings that do not touch lies directly in
// its exterior, and each exterior in no polygon's interior.
func (s *simplicity) nested(points []Point, rings []span) bool {
	s.depth = s.depth[:0]
	owner := 0
	for i, r := range rings {
		if !r.hole {
			owner = i
		}
		depth, inOwner := 0, false
		for j, o := range rings {
			if i != j && s.boxes[j].contains(points[r.lo]) && inRing(points[o.lo:o.hi], points[r.lo], 1) {
				depth++
				inOwner = inOwner || j == owner
			}
		}
		s.depth = append(s.depth, depth)
		if r.hole && (!inOwner || depth != s.depth[owner]+1) || !r.hole && depth%2 == 1 {
			return false
		}
	}
	return true
}
