package coverage

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// relaxation is an upper bound on what k candidates can cover.
type relaxation struct {
	bound int64
	// For branch and bound: no choice S of k candidates covers more than
	// rest + Σ worth over S, both in parts shifted right by shift.
	rest  int64
	worth []int64 // by candidate
	shift int
}

// relax bounds the best by Lagrangian relaxation: whoever counts a point
// without covering it pays the point's price, a candidate earns the prices of
// what it covers. For any prices between 0 and a point's demand,
//
//	Σ (demand - price) + the k best earnings
//
// is at least the best coverage; subgradient steps look for prices that make it
// small (Galvão & ReVelle 1996). All sums are of whole parts, demand rounded up,
// so that the bound holds to the last bit.
func (c *choice) relax() (relaxation, error) {
	k := min(c.spec.K, len(c.order))
	r := relaxation{shift: bits.Len(uint(k)) + 1, worth: make([]int64, len(c.alone))}
	if k == 0 {
		return r, nil
	}
	n := len(c.s.points)
	demand, price := make([]int64, n), make([]float64, n)
	for pos := range demand {
		if c.start[pos/64]>>(pos%64)&1 == 1 {
			v := c.s.amounts[0].between(pos, pos+1)
			demand[pos] = (v + 1<<r.shift - 1) >> r.shift
		}
	}
	// Only what some candidate covers can be covered.
	times := make([]int32, n+1)
	for _, i := range c.order {
		for _, s := range c.reach[i] {
			times[s.lo]++
			times[s.hi]--
		}
	}
	var run int32
	for pos := range demand {
		if run += times[pos]; run == 0 {
			demand[pos] = 0
		}
		price[pos] = float64(demand[pos])
	}
	have := c.total() >> r.shift // what is reached already
	step := 1.0
	earned, upTo := make([]int64, len(c.alone)), make([]int64, n+1)
	top := slices.Clone(c.order)
	best, still := int64(math.MaxInt64), 0
	const iterations = 200
	for range iterations {
		if err := c.ctx.Err(); err != nil {
			return r, err
		}
		var rest int64
		for pos := range demand {
			p := int64(price[pos])
			rest += demand[pos] - p
			upTo[pos+1] = upTo[pos] + p
		}
		for _, i := range c.order {
			var sum int64
			for _, s := range c.reach[i] {
				sum += upTo[s.hi] - upTo[s.lo]
			}
			earned[i] = sum
		}
		slices.SortFunc(top, func(a, b int32) int { return cmp.Or(cmp.Compare(earned[b], earned[a]), cmp.Compare(a, b)) })
		value := rest
		for _, i := range top[:k] {
			value += earned[i]
		}
		if value < best {
			best, still = value, 0
			r.rest = rest
			copy(r.worth, earned)
		} else if still++; still >= 8 {
			still, step = 0, step/2
		}
		if best <= have || step < 1e-4 {
			break
		}
		// How often each point is covered, less once if it is counted.
		clear(times)
		for _, i := range top[:k] {
			for _, s := range c.reach[i] {
				times[s.lo]++
				times[s.hi]--
			}
		}
		var norm float64
		run = 0
		for pos := range demand {
			run += times[pos]
			if g := slope(run, demand[pos], price[pos]); g != 0 {
				norm += g * g
			}
		}
		if norm == 0 {
			break
		}
		length := step * float64(value-have) / norm
		run = 0
		for pos := range demand {
			run += times[pos]
			if g := slope(run, demand[pos], price[pos]); g != 0 {
				price[pos] = max(0, min(float64(demand[pos]), price[pos]-length*g))
			}
		}
	}
	r.bound = c.s.amounts[0].sum(c.start) // nothing more is open
	if best < r.bound>>r.shift {
		r.bound = best << r.shift
	}
	return r, nil
}

// slope is how the relaxation's value changes with a point's price.
func slope(times int32, demand int64, price float64) float64 {
	if demand == 0 {
		return 0
	}
	g := float64(times)
	if price < float64(demand) || times == 0 {
		g-- // counted
	}
	return g
}
