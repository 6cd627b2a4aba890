package tiles

import (
	"cmp"
	"math"
	"slices"

	"layoutmap/layers"
)

// borderThresholds fills keep for the rings of all polygons, so that neighbours
// are simplified to the same vertices: a border that two of them share is cut at
// the vertices where it begins and ends to be shared, and each piece is
// simplified by itself, from the same end whichever way a ring runs. Shared is
// what has the same vertices, to the bit.
func borderThresholds(s *layers.Shapes, keep []float32) {
	b := borders{xy: s.XY, keep: keep}
	for _, sh := range s.Shapes {
		if sh.Kind != layers.PolygonShape {
			continue
		}
		for _, p := range s.Parts[sh.Lo:sh.Hi] {
			if p.Hi-p.Lo > 3 { // the last vertex is the first once more
				b.rings = append(b.rings, ringSpan{p.Lo, p.Hi - 1})
			}
		}
	}
	b.findNodes()
	for _, r := range b.rings {
		b.ring(r)
	}
}

type borders struct {
	xy    [][2]float64
	keep  []float32
	rings []ringSpan
	node  []bool // by vertex: pieces of border end here
	piece [][2]float64
	kept  []float32
	stack [][2]int
}

// ringSpan is a ring's vertices, xy[lo:hi], the repeated last one left out.
type ringSpan struct{ lo, hi uint32 }

func (r ringSpan) next(i uint32) uint32 {
	if i++; i == r.hi {
		return r.lo
	}
	return i
}

func (r ringSpan) previous(i uint32) uint32 {
	if i == r.lo {
		i = r.hi
	}
	return i - 1
}

func compareXY(a, b [2]float64) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1]))
}

// findNodes marks the vertices that do not have the same two neighbours in all
// rings they stand in.
func (b *borders) findNodes() {
	b.node = make([]bool, len(b.xy))
	type occurrence struct{ at, ring uint32 }
	var all []occurrence
	for k, r := range b.rings {
		for i := r.lo; i < r.hi; i++ {
			all = append(all, occurrence{i, uint32(k)})
		}
	}
	slices.SortFunc(all, func(p, q occurrence) int { return compareXY(b.xy[p.at], b.xy[q.at]) })
	neighbours := func(o occurrence) (p, q [2]float64) {
		r := b.rings[o.ring]
		p, q = b.xy[r.previous(o.at)], b.xy[r.next(o.at)]
		if compareXY(p, q) > 0 {
			p, q = q, p
		}
		return p, q
	}
	for lo := 0; lo < len(all); {
		hi := lo + 1
		p, q := neighbours(all[lo])
		same := true
		for ; hi < len(all) && b.xy[all[hi].at] == b.xy[all[lo].at]; hi++ {
			p2, q2 := neighbours(all[hi])
			same = same && p == p2 && q == q2
		}
		if !same {
			for _, o := range all[lo:hi] {
				b.node[o.at] = true
			}
		}
		lo = hi
	}
}

// ring fills the thresholds of one ring, piece by piece.
func (b *borders) ring(r ringSpan) {
	start, nodes := r.lo, 0
	for i := r.lo; i < r.hi; i++ {
		if b.node[i] {
			if nodes++; nodes == 1 {
				start = i
			}
		} else if nodes == 0 && compareXY(b.xy[i], b.xy[start]) < 0 {
			start = i // without nodes: where every copy of the ring would begin
		}
	}
	if nodes < 2 {
		b.simplify(r, start, start)
	} else {
		for from, first := start, true; first || from != start; first = false {
			to := r.next(from)
			for !b.node[to] {
				to = r.next(to)
			}
			b.simplify(r, from, to)
			from = to
		}
	}
	b.keep[r.hi] = b.keep[r.lo]
}

// simplify fills the thresholds of the piece of a ring between two vertices; the
// whole ring where they are the same.
func (b *borders) simplify(r ringSpan, from, to uint32) {
	b.piece = append(b.piece[:0], b.xy[from])
	for i := r.next(from); ; i = r.next(i) {
		b.piece = append(b.piece, b.xy[i])
		if i == to {
			break
		}
	}
	n := len(b.piece)
	order := compareXY(b.piece[0], b.piece[n-1])
	if order == 0 {
		order = compareXY(b.piece[1], b.piece[n-2])
	}
	if order > 0 {
		slices.Reverse(b.piece)
	}
	b.kept = append(b.kept[:0], make([]float32, n)...)
	b.stack = peucker(b.piece, b.kept, b.stack)
	if from == to {
		keepTriangle(b.kept)
	}
	if order > 0 {
		slices.Reverse(b.kept)
	}
	i := from
	for _, k := range b.kept[:n-1] {
		b.keep[i] = k
		i = r.next(i)
	}
	b.keep[i] = b.kept[n-1]
}

// keepTriangle lets a ring by itself keep its two main vertices besides the
// first: whether it is too small to be seen is for the grid to decide.
func keepTriangle(kept []float32) {
	inf := float32(math.Inf(1))
	for range 2 {
		best, at := float32(-1), 0
		for i, k := range kept {
			if k < inf && k > best {
				best, at = k, i
			}
		}
		kept[at] = inf
	}
}
