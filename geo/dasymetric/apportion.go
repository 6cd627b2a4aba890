package dasymetric

import (
	"cmp"
	"math/bits"
	"slices"
)

// Apportion parts a whole amount by weights so that the parts sum to it exactly:
// each gets the floor of its share, the rest goes one by one to the largest
// remainders (Hamilton's method), of equals to the earlier. Neither the amount
// nor a weight may be negative; the weights' sum is positive and below 2^63.
func Apportion(amount int64, weights []int64) []int64 {
	var total uint64
	for _, w := range weights {
		total += uint64(w)
	}
	out := make([]int64, len(weights))
	remainders := make([]uint64, len(weights))
	left := amount
	for i, w := range weights {
		hi, lo := bits.Mul64(uint64(amount), uint64(w))
		share, rem := bits.Div64(hi, lo, total) // w ≤ total: the quotient fits
		out[i], remainders[i] = int64(share), rem
		left -= out[i]
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainders[b], remainders[a]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}
