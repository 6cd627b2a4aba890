package main

import (
	"cmp"
	"math/big"
	"slices"
)

// apportion parts a whole amount by weights so that the parts sum to it exactly:
// each gets the floor of its share, the rest goes one by one to the largest
// remainders (Hamilton's method), of equals to the earlier. Weights are positive.
func apportion(amount int64, weights []int64) []int64 {
	total := new(big.Int)
	for _, w := range weights {
		total.Add(total, big.NewInt(w))
	}
	out := make([]int64, len(weights))
	remainders := make([]*big.Int, len(weights))
	left := amount
	for i, w := range weights {
		share, rem := new(big.Int).QuoRem(new(big.Int).Mul(big.NewInt(amount), big.NewInt(w)), total, new(big.Int))
		out[i], remainders[i] = share.Int64(), rem
		left -= out[i]
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return remainders[b].Cmp(remainders[a]) })
	for _, i := range order[:left] {
		out[i]++
	}
	return out
}

func sortCells(cells []cell) {
	slices.SortFunc(cells, func(a, b cell) int { return cmp.Or(cmp.Compare(a.col, b.col), cmp.Compare(a.row, b.row)) })
}
