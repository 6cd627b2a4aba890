// Package index finds which of many boxes may meet a given box: a packed
// Hilbert R-tree, built once and read by any number of goroutines.
//
// It answers with candidates only. Boxes are kept as float32, rounded outward,
// at half the memory of float64; every box that meets the query is visited,
// and now and then one that misses it by a rounding step (up to 8e-6 degrees
// in longitude, 0.7 m here). The caller does the exact test.
//
// The tree numbers boxes by leaf position, not by their place in the input.
// A caller who stores its data in [Tree.Order] reads memory forward while a
// search walks.
//
//	tree := index.Build(boxes)
//	for pos, in := range tree.Order() {
//		features[pos] = input[in]
//	}
//	tree.Search(query, func(pos int) bool { ...features[pos]...; return true })
//
// Coordinates may be in any plane; x and y of boxes and queries in the same.
// Nothing wraps at the antimeridian.
package index
