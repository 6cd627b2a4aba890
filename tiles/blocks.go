package tiles

import "layoutmap/layers"

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

// beside tells whether the i-th vertex begins a block that ends before hi and lies, on
// the grid, wholly beyond one side of the window.
func (p *pass) beside(i, hi uint32, w window) bool {
	if i%blockLen != 0 || i+blockLen > hi || p.blocks == nil {
		return false
	}
	b := &p.blocks[i/blockLen]
	lo, up := p.snap(b.min), p.snap(b.max)
	return up[0] < w.lo || lo[0] > w.hi || up[1] < w.lo || lo[1] > w.hi
}

// trace fills verts with the vertices of a part on the grid, without repeats:
// those that the tolerance keeps and, of a block beside the window, of them the
// first and the last. What lies between those two lies beyond the same side, as
// does the straight line that takes its place: clipping cuts both off.
func (p *pass) trace(part layers.Part, tolerance float32, w window) []vertex {
	v := p.verts[:0]
	add := func(i uint32) {
		if q := p.snap(p.shapes.XY[i]); len(v) == 0 || v[len(v)-1] != q {
			v = append(v, q)
		}
	}
	for i := part.Lo; i < part.Hi; i++ {
		if p.beside(i, part.Hi, w) {
			first, last := i, i+blockLen-1
			for first < last && p.keep[first] < tolerance {
				first++
			}
			for first < last && p.keep[last] < tolerance {
				last--
			}
			if p.keep[first] >= tolerance {
				add(first)
				add(last)
			}
			i += blockLen - 1
		} else if p.keep[i] >= tolerance {
			add(i)
		}
	}
	p.verts = v
	return v
}
