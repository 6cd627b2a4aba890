package index

import "github.com/paulmach/orb"

// SearchAny is Search for several boxes: it visits once what meets any of them.
func (t *Tree) SearchAny(bs []orb.Bound, visit func(pos int) bool) {
	if len(bs) == 1 {
		t.Search(bs[0], visit)
		return
	}
	var qs []box
	for _, b := range bs {
		if q := outward(b); !q.isNone() {
			qs = append(qs, q)
		}
	}
	if len(qs) > 0 && len(t.order) > 0 {
		t.searchAny(len(t.levels)-2, 0, qs, visit)
	}
}

func (t *Tree) searchAny(level, group int, qs []box, visit func(int) bool) bool {
	start := t.levels[level]
	lo := start + group*fan
	hi := min(lo+fan, t.levels[level+1])
	for i := lo; i < hi; i++ {
		meets := false
		for k := 0; k < len(qs) && !meets; k++ {
			meets = t.boxes[i].meets(qs[k])
		}
		switch {
		case !meets:
		case level > 0:
			if !t.searchAny(level-1, i-start, qs, visit) {
				return false
			}
		case !visit(i):
			return false
		}
	}
	return true
}

// Box is the box at a leaf position, rounded outward to float32.
func (t *Tree) Box(pos int) orb.Bound {
	b := &t.boxes[pos]
	return orb.Bound{Min: orb.Point{float64(b.minX), float64(b.minY)}, Max: orb.Point{float64(b.maxX), float64(b.maxY)}}
}

// Inside tells that the box at a leaf position lies in b, its edge included:
// what it was built around meets b without another look. False says nothing,
// as the tree's boxes are rounded outward.
func (t *Tree) Inside(pos int, b orb.Bound) bool { return t.boxes[pos].inside(b) }

func (a *box) inside(b orb.Bound) bool {
	return float64(a.minX) >= b.Min[0] && float64(a.minY) >= b.Min[1] && float64(a.maxX) <= b.Max[0] && float64(a.maxY) <= b.Max[1]
}

// Region is what Count counts in: a Rect or a Disc.
type Region interface{ side(*box) side }

// side is how a box lies to a region.
type side uint8

const (
	across  side = iota // or not known
	outside             // nothing in the box meets the region
	inside              // everything in the box does
)

// Rect is a box as a region; its edge belongs to it.
type Rect orb.Bound

func (r *Rect) side(b *box) side {
	switch {
	case !(float64(b.minX) <= r.Max[0] && float64(b.maxX) >= r.Min[0] && float64(b.minY) <= r.Max[1] && float64(b.maxY) >= r.Min[1]):
		return outside
	case b.inside(orb.Bound(*r)):
		return inside
	}
	return across
}

// Count counts the boxes that meet a region, as far as holds agrees: it is
// asked only about those that may lie across its edge. Whole branches inside
// are counted without a visit, so that the work grows with the edge alone.
func (t *Tree) Count(r Region, holds func(pos int) bool) int {
	if len(t.order) == 0 {
		return 0
	}
	return t.count(len(t.levels)-2, 0, r, holds)
}

func (t *Tree) count(level, group int, r Region, holds func(int) bool) int {
	start := t.levels[level]
	lo := start + group*fan
	hi := min(lo+fan, t.levels[level+1])
	n := 0
	for i := lo; i < hi; i++ {
		switch s := r.side(&t.boxes[i]); {
		case s == outside:
		case s == inside:
			n += t.leaves(level, i-start)
		case level > 0:
			n += t.count(level-1, i-start, r, holds)
		case holds(i):
			n++
		}
	}
	return n
}

// leaves counts the leaves below node i of a level. Leaves without a box lie
// behind all others: a node that holds some counts those before them.
func (t *Tree) leaves(level, i int) int {
	size := 1
	for range level {
		size *= fan
	}
	return max(0, min((i+1)*size, t.filled)-i*size)
}
