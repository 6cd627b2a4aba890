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

// Count counts the boxes that meet b as far as holds agrees: it is asked only
// about those that b does not hold as a whole. Whole branches inside of b are
// counted without a visit, so that the work grows with the edge of b alone.
func (t *Tree) Count(b orb.Bound, holds func(pos int) bool) int {
	q := outward(b)
	if q.isNone() || len(t.order) == 0 {
		return 0
	}
	return t.count(len(t.levels)-2, 0, b, q, holds)
}

func (t *Tree) count(level, group int, b orb.Bound, q box, holds func(int) bool) int {
	start := t.levels[level]
	lo := start + group*fan
	hi := min(lo+fan, t.levels[level+1])
	n := 0
	for i := lo; i < hi; i++ {
		switch child := &t.boxes[i]; {
		case !child.meets(q):
		case child.inside(b):
			n += t.leaves(level, i-start)
		case level > 0:
			n += t.count(level-1, i-start, b, q, holds)
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
