package index

import (
	"slices"

	"github.com/paulmach/orb"
)

// HilbertOrder lists the places of points in the order of a Hilbert curve
// through their extent, so that neighbours in the list lie near each other.
// Equal keys keep the order of the input; points that are not finite go last.
// It is the order of Build without the tree, at a quarter of the memory.
func HilbertOrder(points []orb.Point) []uint32 {
	extent := none
	for _, p := range points {
		extent.grow(outward(p.Bound()))
	}
	keys := make([]uint64, len(points))
	for i, p := range points {
		keys[i] = uint64(hilbertKey(outward(p.Bound()), extent))<<32 | uint64(uint32(i))
	}
	slices.Sort(keys)
	order := make([]uint32, len(points))
	for pos, key := range keys {
		order[pos] = uint32(key)
	}
	return order
}
