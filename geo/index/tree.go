package index

import (
	"slices"

	"github.com/paulmach/orb"
)

// fan is the number of children of a node. 16 boxes are 256 bytes, four cache
// lines.
const fan = 16

// Tree is an immutable packed Hilbert R-tree in the layout of mourner/flatbush:
// all boxes in one array, leaves first, then level by level up to the root.
type Tree struct {
	boxes  []box
	levels []int // where each level starts in boxes, and the end of the last
	order  []uint32
	filled int // leaves that have a box; those without stand behind them
}

// noBox in a sort key puts what has no box behind everything else.
const noBox = 1 << 31

// Build makes a tree over boxes. A box that is empty (its minimum above its
// maximum, as the Bound of an empty geometry) or holds a NaN keeps a leaf
// position, behind the others, but is never visited. At most 2^31 boxes. The result depends on nothing but the input.
func Build(boxes []orb.Bound) *Tree {
	n := len(boxes)
	rounded := make([]box, n)
	extent := none
	for i, b := range boxes {
		rounded[i] = outward(b)
		extent.grow(rounded[i])
	}
	// The input place in the low half makes equal Hilbert keys sort stably.
	keys := make([]uint64, n)
	for i, b := range rounded {
		keys[i] = uint64(hilbertKey(b, extent))<<32 | uint64(uint32(i))
		if b.isNone() {
			keys[i] |= noBox
		}
	}
	slices.Sort(keys)

	total := n
	for m := n; m > 1; {
		m = (m + fan - 1) / fan
		total += m
	}
	t := &Tree{boxes: make([]box, 0, total), levels: []int{0, n}, order: make([]uint32, n)}
	for pos, key := range keys {
		in := uint32(key &^ noBox)
		t.order[pos] = in
		t.boxes = append(t.boxes, rounded[in])
		if key&noBox == 0 {
			t.filled++
		}
	}
	for lo, hi := 0, n; hi-lo > 1; lo, hi = hi, len(t.boxes) {
		for i := lo; i < hi; i += fan {
			parent := none
			for _, child := range t.boxes[i:min(i+fan, hi)] {
				parent.grow(child)
			}
			t.boxes = append(t.boxes, parent)
		}
		t.levels = append(t.levels, len(t.boxes))
	}
	return t
}

// Len is the number of boxes the tree was built over.
func (t *Tree) Len() int { return len(t.order) }

// Order gives for each leaf position the place of its box in Build's input.
// The slice belongs to the tree: read it only.
func (t *Tree) Order() []uint32 { return t.order }

// Search calls visit with the leaf position of every box that meets b,
// touching included, in ascending order, and stops when visit returns false.
// It may add boxes that miss b by float32 rounding. An empty b, or one with a
// NaN, meets nothing; infinite sides are allowed. It allocates nothing.
func (t *Tree) Search(b orb.Bound, visit func(pos int) bool) {
	q := outward(b)
	if !q.isNone() && len(t.order) > 0 {
		t.search(len(t.levels)-2, 0, q, visit)
	}
}

// search walks the fan of nodes that starts at group×fan in level.
func (t *Tree) search(level, group int, q box, visit func(int) bool) bool {
	start := t.levels[level]
	lo := start + group*fan
	hi := min(lo+fan, t.levels[level+1])
	for i := lo; i < hi; i++ {
		if !t.boxes[i].meets(q) {
			continue
		}
		if level == 0 {
			if !visit(i) {
				return false
			}
		} else if !t.search(level-1, i-start, q, visit) {
			return false
		}
	}
	return true
}
