package coverage

import (
	"errors"
	"fmt"
	"math"
)

// Amount is the demand of every point by one spreading rule.
type Amount struct {
	Name   string    // such as "people_even"
	Values []float64 // one for each point, in the surface's unit, finite and not negative
}

// count is an amount in whole parts of its unit, 2^-scale each, so fine that
// all points together make less than 2^63 of them. Integers add without
// rounding: sums do not depend on any order, the parts of a whole make exactly
// the whole, and more points never sum to less. A value is kept to 2^-62 of the
// total. Running sums give the parts of any stretch of points at once.
type count struct {
	name  string
	scale int
	upTo  []int64 // by point: the parts of all points before it; one more at the end
}

// count checks a and cuts it up; order[pos] is the input place of point pos.
func (a Amount) count(order []uint32) (count, error) {
	if len(a.Values) != len(order) {
		return count{}, fmt.Errorf("%d values for %d points", len(a.Values), len(order))
	}
	var total float64
	for i, v := range a.Values {
		if !(v >= 0) || math.IsInf(v, 1) {
			return count{}, fmt.Errorf("value %d is %v, want finite and not negative", i, v)
		}
		total += v
	}
	if math.IsInf(total, 1) {
		return count{}, errors.New("the total is not finite")
	}
	_, exponent := math.Frexp(total) // total < 2^exponent
	c := count{name: a.Name, scale: 62 - exponent, upTo: make([]int64, len(order)+1)}
	for pos, in := range order {
		c.upTo[pos+1] = c.upTo[pos] + int64(math.RoundToEven(math.Ldexp(a.Values[in], c.scale)))
	}
	return c, nil
}

// between is the parts of points lo to hi-1.
func (c *count) between(lo, hi int) int64 { return c.upTo[hi] - c.upTo[lo] }

// value is a number of parts in the surface's unit.
func (c *count) value(parts int64) float64 { return math.Ldexp(float64(parts), -c.scale) }
