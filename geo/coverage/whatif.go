package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Base is coverage as it stands, kept so that changes to it are answered from
// what they touch alone. It is immutable and may be shared.
type Base struct {
	s       *Surface
	rule    Rule
	study   *Members
	sites   map[string]Site
	times   []uint32 // by point: how many sites cover it
	covered []int64  // by amount, in the study area
}

// Edit is one change that is decided as a whole: a station added, removed or
// moved (Remove with Add), or all those of a line.
type Edit struct {
	Remove []string // ids of sites of the base
	Add    []Site
}

// Change is what edits do. Shares are of the study area.
type Change struct {
	Base, After []AmountShare // before and after all edits, in the order of the surface's amounts
	Gain        []float64     // covered after less covered before, by amount; negative for a loss
	Edits       []EditGain    // in the order of the edits
	// Gained and Lost are the demand points of the study area that become
	// covered and that no longer are.
	Gained, Lost *Members
}

// EditGain is what one edit brings, by amount.
type EditGain struct {
	Alone []float64 // this edit and no other, against the base
	Last  []float64 // all edits, against all but this one: what it adds to the others
}

// NewBase surveys sites for later changes. Errors are those of Evaluate; two
// sites of the same id are one.
func NewBase(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) (*Base, error) {
	b, err := newBase(ctx, s, sites, rule, study)
	if err != nil {
		return nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	return b, nil
}

func newBase(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) (*Base, error) {
	if err := checkQuestion(s, rule, study); err != nil {
		return nil, err
	}
	b := &Base{
		s: s, rule: rule, study: study, sites: make(map[string]Site, len(sites)),
		times: make([]uint32, len(s.points)), covered: make([]int64, len(s.amounts)),
	}
	for _, site := range sites {
		if _, twice := b.sites[site.ID]; twice {
			return nil, fmt.Errorf("two sites have the id %q", site.ID)
		}
		b.sites[site.ID] = site
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		err := rule.catch(ctx, s, &site, func(lo, hi int) {
			for pos := lo; pos < hi; pos++ {
				b.times[pos]++
			}
		})
		if err != nil {
			return nil, err
		}
	}
	set := make([]uint64, s.words())
	for pos, n := range b.times {
		if n > 0 && study.has(pos) {
			set[pos/64] |= 1 << (pos % 64)
		}
	}
	for i := range s.amounts {
		b.covered[i] = s.amounts[i].sum(set)
	}
	_, err := s.shares(set, study)
	return b, err
}

// WhatIf answers what edits would change, from the demand they touch. An edit
// that removes a site the base does not have, or one that another edit removes
// too, or adds a site without a place, is an error.
func (b *Base) WhatIf(ctx context.Context, edits []Edit) (Change, error) {
	c, err := b.whatIf(ctx, edits)
	if err != nil {
		return Change{}, fmt.Errorf("what if: %w", err)
	}
	return c, nil
}

// delta is a change of the number of sites over points lo to hi-1 by one edit.
type delta struct {
	lo, hi, edit int
	by           int32
}

func (b *Base) whatIf(ctx context.Context, edits []Edit) (Change, error) {
	deltas, err := b.deltas(ctx, edits)
	if err != nil {
		return Change{}, err
	}
	sum := newChangeSum(b, len(edits))
	sum.sweep(deltas)
	after := make([]int64, len(b.covered))
	c := Change{Base: b.s.sharesOf(b.covered, b.study)}
	value := func(parts []int64) []float64 {
		out := make([]float64, len(parts))
		for i, v := range parts {
			out[i] = b.s.amounts[i].value(v)
		}
		return out
	}
	for i := range after {
		after[i] = b.covered[i] + sum.all[i]
	}
	c.After, c.Gain = b.s.sharesOf(after, b.study), value(sum.all)
	for e := range edits {
		c.Edits = append(c.Edits, EditGain{Alone: value(sum.alone[e]), Last: value(sum.last[e])})
	}
	c.Gained, c.Lost = b.s.members(sum.gained), b.s.members(sum.lost)
	return c, nil
}

func (b *Base) deltas(ctx context.Context, edits []Edit) ([]delta, error) {
	removedBy := make(map[string]int)
	var deltas []delta
	for e, edit := range edits {
		change := func(site *Site, by int32) error {
			return b.rule.catch(ctx, b.s, site, func(lo, hi int) { deltas = append(deltas, delta{lo, hi, e, by}) })
		}
		for _, id := range edit.Remove {
			site, ok := b.sites[id]
			if !ok {
				return nil, fmt.Errorf("edit %d removes %q, which is no site of the base", e, id)
			}
			if before, twice := removedBy[id]; twice {
				return nil, fmt.Errorf("edits %d and %d both remove %q", before, e, id)
			}
			removedBy[id] = e
			if err := change(&site, -1); err != nil {
				return nil, err
			}
		}
		for i := range edit.Add {
			site := &edit.Add[i]
			for _, p := range site.from() {
				if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
					return nil, fmt.Errorf("edit %d adds %q at (%v, %v), which is no longitude and latitude", e, site.ID, p[0], p[1])
				}
			}
			if err := change(site, 1); err != nil {
				return nil, err
			}
		}
	}
	return deltas, nil
}

// changeSum adds up gains and losses, in parts by amount.
type changeSum struct {
	b            *Base
	all          []int64
	alone, last  [][]int64 // by edit
	gained, lost []uint64
	by           []int32 // by edit: the change of the number of sites here
}

func newChangeSum(b *Base, edits int) *changeSum {
	n := len(b.s.amounts)
	c := &changeSum{b: b, all: make([]int64, n), by: make([]int32, edits), gained: make([]uint64, b.s.words()), lost: make([]uint64, b.s.words())}
	for range edits {
		c.alone, c.last = append(c.alone, make([]int64, n)), append(c.last, make([]int64, n))
	}
	return c
}

// sweep goes along the points from one end of a stretch to the next; between
// two ends the edits change every point alike.
func (c *changeSum) sweep(deltas []delta) {
	type end struct {
		at, edit int
		by       int32
	}
	ends := make([]end, 0, 2*len(deltas))
	for _, d := range deltas {
		ends = append(ends, end{d.lo, d.edit, d.by}, end{d.hi, d.edit, -d.by})
	}
	slices.SortFunc(ends, func(a, b end) int { return cmp.Compare(a.at, b.at) })
	touched := make(map[int]int32) // edit → how many of its stretches are open here
	var all int32
	var active []int
	for i := 0; i < len(ends); {
		at := ends[i].at
		for ; i < len(ends) && ends[i].at == at; i++ {
			e := ends[i]
			all += e.by
			c.by[e.edit] += e.by
			if c.by[e.edit] != 0 {
				touched[e.edit] = 1
			} else {
				delete(touched, e.edit)
			}
		}
		if i == len(ends) || len(touched) == 0 {
			continue
		}
		active = active[:0]
		for e := range touched {
			active = append(active, e)
		}
		slices.Sort(active)
		for pos := at; pos < ends[i].at; pos++ {
			c.point(pos, all, active)
		}
	}
}

func (c *changeSum) point(pos int, all int32, active []int) {
	if !c.b.study.has(pos) {
		return
	}
	times := int64(c.b.times[pos])
	add := func(sums []int64, before, after bool) {
		if before == after {
			return
		}
		for k := range sums {
			if v := c.b.s.amounts[k].between(pos, pos+1); after {
				sums[k] += v
			} else {
				sums[k] -= v
			}
		}
	}
	before, after := times > 0, times+int64(all) > 0
	add(c.all, before, after)
	switch {
	case after && !before:
		c.gained[pos/64] |= 1 << (pos % 64)
	case before && !after:
		c.lost[pos/64] |= 1 << (pos % 64)
	}
	for _, e := range active {
		add(c.alone[e], before, times+int64(c.by[e]) > 0)
		add(c.last[e], times+int64(all-c.by[e]) > 0, after)
	}
}
