package coverage

import "math/bits"

// tally is what a survey counts, in parts of the surface's first amount.
type tally struct {
	s         *Surface
	study     *Members
	covered   []uint64 // points any site covers, in the study area or not
	caught    []int64  // by site: what it covers in the study area
	exclusive []int64  // by site: what it alone covers
	points    []int    // by site
}

func newTally(s *Surface, study *Members, sites int) *tally {
	return &tally{
		s: s, study: study, covered: make([]uint64, s.words()),
		caught: make([]int64, sites), exclusive: make([]int64, sites), points: make([]int, sites),
	}
}

// gather lets workers count side by side and adds up what they found: whole
// numbers, in any order the same.
func (t *tally) gather(run func(worker func() visitor) error) error {
	var all []*tally
	err := run(func() visitor {
		own := t
		if len(all) > 0 {
			own = newTally(&Surface{}, t.study, len(t.caught))
			own.s, own.covered = t.s, t.covered
		}
		all = append(all, own)
		return own
	})
	for _, o := range all[min(1, len(all)):] {
		for i := range t.caught {
			t.caught[i] += o.caught[i]
			t.exclusive[i] += o.exclusive[i]
			t.points[i] += o.points[i]
		}
	}
	return err
}

func (t *tally) whole(lo, hi int, full []int32) {
	fill(t.covered, lo, hi)
	parts, n := t.study.stretch(&t.s.amounts[0], lo, hi)
	for _, site := range full {
		t.caught[site] += parts
		t.points[site] += n
	}
	if len(full) == 1 {
		t.exclusive[full[0]] += parts
	}
}

func (t *tally) leaf(lo, hi int, full, sites []int32, masks []uint8) {
	everyone := ^uint8(0) >> (fan - (hi - lo))
	study := t.study.byte(lo)
	var once, twice uint8
	for _, m := range masks {
		twice |= once & m
		once |= m
	}
	if len(full) > 0 {
		t.covered[lo/64] |= uint64(everyone) << (lo % 64)
		parts, n := t.parts(lo, everyone&study), bits.OnesCount8(everyone&study)
		for _, site := range full {
			t.caught[site] += parts
			t.points[site] += n
		}
		if len(full) == 1 {
			t.exclusive[full[0]] += t.parts(lo, everyone&study&^once)
		}
	} else {
		t.covered[lo/64] |= uint64(once) << (lo % 64)
	}
	for i, m := range masks {
		t.caught[sites[i]] += t.parts(lo, m&study)
		t.points[sites[i]] += bits.OnesCount8(m & study)
		if len(full) == 0 {
			t.exclusive[sites[i]] += t.parts(lo, m&study&^twice)
		}
	}
}

// parts sums the points lo + i of the bits i of mask.
func (t *tally) parts(lo int, mask uint8) (parts int64) {
	upTo := t.s.amounts[0].upTo[lo:]
	for mask != 0 {
		from := bits.TrailingZeros8(mask)
		to := from + bits.TrailingZeros8(^(mask >> from))
		parts += upTo[to] - upTo[from]
		mask &^= ^uint8(0) >> (8 - (to - from)) << from
	}
	return parts
}

// covering sets the points that any site covers.
type covering []uint64

func (c covering) whole(lo, hi int, _ []int32) { fill(c, lo, hi) }

func (c covering) leaf(lo, hi int, full, _ []int32, masks []uint8) {
	if len(full) > 0 {
		fill(c, lo, hi)
		return
	}
	for _, m := range masks {
		c[lo/64] |= uint64(m) << (lo % 64)
	}
}
