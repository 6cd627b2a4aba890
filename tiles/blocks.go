package tiles

import (
	"iter"

	"layoutmap/layers"
)

// blockLen is how many consecutive vertices have a box in common: long enough
// that the boxes cost little, short enough that a tile passes over most of a
// border that is longer than the tile is wide.
const blockLen = 16

// A block is the box around XY[k·blockLen:(k+1)·blockLen] of layers.Shapes,
// whichever parts those vertices belong to.
type block struct{ min, max [2]float64 }

// blocksOf gives the boxes of the full blocks; nil where no part is that long.
func blocksOf(s *layers.Shapes) []block {
	long := false
	for _, p := range s.Parts {
		long = long || p.Hi-p.Lo >= blockLen
	}
	if !long {
		return nil
	}
	blocks := make([]block, len(s.XY)/blockLen)
	for k := range blocks {
		xy := s.XY[k*blockLen : (k+1)*blockLen]
		b := block{xy[0], xy[0]}
		for _, p := range xy[1:] {
			for axis := range 2 {
				b.min[axis], b.max[axis] = min(b.min[axis], p[axis]), max(b.max[axis], p[axis])
			}
		}
		blocks[k] = b
	}
	return blocks
}

// The sides of a window, as bits.
const (
	west = 1 << iota
	east
	north
	south
)

// beside tells beyond which sides of any window of the tile, as bits, the block
// lies that begins at the i-th vertex; 0 where it lies beyond none, or none
// begins there that ends before hi.
func (p *pass) beside(i, hi uint32) (sides int) {
	if i%blockLen != 0 || i+blockLen > hi || p.blocks == nil {
		return 0
	}
	b := &p.blocks[i/blockLen]
	if b.max[0] < p.reach.min[0] {
		sides |= west
	}
	if b.min[0] > p.reach.max[0] {
		sides |= east
	}
	if b.max[1] < p.reach.min[1] {
		sides |= north
	}
	if b.min[1] > p.reach.max[1] {
		sides |= south
	}
	return sides
}

// reachOf is around all that a window of the tile holds, with a unit of the grid to spare for rounding.
func (p *pass) reachOf() (b block) {
	for axis, o := range [2]float64{p.ox, p.oy} {
		b.min[axis], b.max[axis] = (o-maxBuffer-1)/p.scale, (o+Extent+maxBuffer+1)/p.scale
	}
	return b
}

// trace fills verts with the vertices of a part on the grid, without repeats:
// those that the tolerance keeps and, of blocks in a row beyond one side of the
// window, of them the first and the last. What lies between those two lies
// beyond the same side, as does the straight line that takes its place: clipping
// cuts both off.
func (p *pass) trace(part layers.Part, tolerance float32) []vertex {
	v := p.verts[:0]
	for i := part.Lo; i < part.Hi; {
		sides := p.beside(i, part.Hi)
		if sides == 0 {
			next := min(part.Hi, i-i%blockLen+blockLen)
			v = p.snapped(v, i, next, tolerance)
			i = next
			continue
		}
		first := i
		for both := sides; both != 0; both = sides & p.beside(i, part.Hi) {
			sides = both
			i += blockLen
		}
		last := i - 1
		for first < last && p.keep[first] < tolerance {
			first++
		}
		for first < last && p.keep[last] < tolerance {
			last--
		}
		if p.keep[first] >= tolerance {
			v = p.snapped(v, first, first+1, tolerance)
			v = p.snapped(v, last, last+1, tolerance)
		}
	}
	p.verts = v
	return v
}

// snapped appends the vertices lo to hi-1 that the tolerance keeps, on the grid,
// without repeats.
func (p *pass) snapped(v []vertex, lo, hi uint32, tolerance float32) []vertex {
	for u := range p.kept(layers.Part{Lo: lo, Hi: hi}, tolerance) {
		if q := p.snap(u); len(v) == 0 || v[len(v)-1] != q {
			v = append(v, q)
		}
	}
	return v
}

// kept visits the vertices of a part that the tolerance keeps.
func (p *pass) kept(part layers.Part, tolerance float32) iter.Seq[[2]float64] {
	return func(yield func([2]float64) bool) {
		keep := p.keep[part.Lo:part.Hi]
		for i, u := range p.shapes.XY[part.Lo:part.Hi] {
			if keep[i] >= tolerance && !yield(u) {
				return
			}
		}
	}
}
