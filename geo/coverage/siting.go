package coverage

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"layoutmap/geo"
)

// SitingSpec asks for the best places for new sites: the K of Candidates that
// together cover the most of the first amount that Existing leave uncovered
// (Church & ReVelle's maximal covering location problem, 1974).
type SitingSpec struct {
	K          int
	Candidates []Site
	Existing   []Site
	Rule       Rule
	Study      *Members // nil: the whole surface
	// Spacing is the least distance between two new sites, and between a new
	// one and an existing; 0: none.
	Spacing geo.Metres
	// MaxNodes bounds the search for a proof that the answer is the best there
	// is; 0: none is tried, the answer is that of greedy choice and exchange.
	MaxNodes int
	// Progress, if not nil, is called now and then from the calling goroutine
	// with the share of the work done, 0 to 1, never falling.
	Progress func(done float64)
}

// Limits of a siting, so that it ends and fits in memory.
const (
	MaxNewSites   = 1000
	MaxCandidates = 1_000_000
	maxStretches  = 60_000_000 // of all candidates, 8 bytes each
)

// Siting is the answer. Gains are of the study area, in the surface's unit.
type Siting struct {
	Chosen      []NewSite     // the one that brings most first, then the one that adds most to it, and so on
	Base, After []AmountShare // by the existing sites; with the chosen ones too
	Gain        float64       // by the first amount
	// Bound is a gain that no choice of K candidates exceeds: the best there is
	// lies between Gain and Bound. It does not know of Spacing.
	Bound float64
	// Optimal: no choice within the spacing is better.
	Optimal bool
	Nodes   int // nodes searched for the proof
}

// NewSite is one of the chosen.
type NewSite struct {
	Candidate int // place in SitingSpec.Candidates
	Site      Site
	Gain      []float64 // what it adds to the ones before it, by amount
	Alone     float64   // what it would add to the existing sites alone, by the first amount
}

// BestSites finds the best k sites out of candidates. Fewer are chosen where no
// further candidate brings anything. The same question has the same answer, bit
// for bit: of equals the earlier candidate is taken.
//
// It chooses greedily, looking again only at candidates that may still be the
// best (Minoux 1978); exchanges one chosen site for another as long as that
// helps; bounds the best by Lagrangian relaxation; and, if MaxNodes allows,
// proves or improves the answer by branch and bound. Errors are those of
// Evaluate, or name what is wrong with the spec.
func BestSites(ctx context.Context, s *Surface, spec SitingSpec) (Siting, error) {
	answer, err := bestSites(ctx, s, spec)
	if err != nil {
		return Siting{}, fmt.Errorf("siting on %s: %w", s.id, err)
	}
	return answer, nil
}

func bestSites(ctx context.Context, s *Surface, spec SitingSpec) (Siting, error) {
	switch {
	case spec.K < 1 || spec.K > MaxNewSites:
		return Siting{}, fmt.Errorf("%d new sites, want 1 to %d", spec.K, MaxNewSites)
	case len(spec.Candidates) == 0:
		return Siting{}, errors.New("no candidates")
	case len(spec.Candidates) > MaxCandidates:
		return Siting{}, fmt.Errorf("%d candidates are more than %d", len(spec.Candidates), MaxCandidates)
	case !(spec.Spacing >= 0) || math.IsInf(float64(spec.Spacing), 1):
		return Siting{}, fmt.Errorf("spacing %v m is not finite and at least 0", float64(spec.Spacing))
	}
	for i := range spec.Candidates {
		for _, p := range spec.Candidates[i].from() {
			if !(math.Abs(p[0]) <= 180 && math.Abs(p[1]) <= 90) {
				return Siting{}, fmt.Errorf("candidate %d at (%v, %v) is no longitude and latitude", i, p[0], p[1])
			}
		}
	}
	if err := checkQuestion(s, spec.Rule, spec.Study); err != nil {
		return Siting{}, err
	}
	if spec.Progress == nil {
		spec.Progress = func(float64) {}
	}
	spec.Progress(0)
	c := &choice{ctx: ctx, s: s, spec: &spec}
	base, err := c.open0()
	if err != nil {
		return Siting{}, err
	}
	if err := c.catchAll(); err != nil {
		return Siting{}, err
	}
	spec.Progress(0.4)
	if err := c.greedy(); err != nil {
		return Siting{}, err
	}
	spec.Progress(0.5)
	if err := c.exchange(); err != nil {
		return Siting{}, err
	}
	spec.Progress(0.7)
	relaxed, err := c.relax()
	if err != nil {
		return Siting{}, err
	}
	spec.Progress(0.9)
	answer := Siting{Base: base}
	bound := relaxed.bound
	if c.total() >= bound {
		answer.Optimal = true
	} else if spec.MaxNodes > 0 {
		if answer.Optimal, answer.Nodes, err = c.prove(relaxed); err != nil {
			return Siting{}, err
		}
	}
	if answer.Optimal && spec.Spacing == 0 {
		bound = c.total()
	}
	c.report(&answer)
	answer.Bound = max(answer.Gain, s.amounts[0].value(bound))
	spec.Progress(1)
	return answer, nil
}

// choice is a siting under way. Amounts are parts of the first amount.
type choice struct {
	ctx   context.Context
	s     *Surface
	spec  *SitingSpec
	start []uint64    // demand points of the study area that the existing sites leave open
	reach [][]stretch // by candidate: the points it covers, ascending
	alone []int64     // by candidate: the open demand it covers
	order []int32     // candidates that cover any and keep the spacing from existing sites, by alone
	best  []int32     // the choice so far
}

// stretch is points lo to hi-1.
type stretch struct{ lo, hi uint32 }

// open0 finds the demand that is open at the start.
func (c *choice) open0() ([]AmountShare, error) {
	covered, err := c.spec.Rule.union(c.ctx, c.s, c.spec.Existing)
	if err != nil {
		return nil, err
	}
	all := c.spec.Study.and(nil, c.s)
	c.start = make([]uint64, len(all.bits))
	for i, w := range all.bits {
		c.start[i] = w &^ covered[i]
	}
	return c.s.shares(covered, c.spec.Study)
}

// catchAll finds what each candidate covers.
func (c *choice) catchAll() error {
	n := len(c.spec.Candidates)
	c.reach, c.alone = make([][]stretch, n), make([]int64, n)
	near := newNeighbours(c.spec.Existing)
	const some = 64 // candidates a task
	var stretches counter
	err := eachTask(processors(), (n+some-1)/some, func(_, task int) error {
		var found []stretch
		for i := task * some; i < min((task+1)*some, n); i++ {
			site := &c.spec.Candidates[i]
			if near.within(site.At, c.spec.Spacing) {
				continue
			}
			found = found[:0]
			if err := c.spec.Rule.catch(c.ctx, c.s, site, func(lo, hi int) { found = append(found, stretch{uint32(lo), uint32(hi)}) }); err != nil {
				return err
			}
			c.reach[i] = slices.Clone(joined(found))
			if stretches.add(len(c.reach[i])) > maxStretches {
				return errors.New("the candidates cover too much demand to choose from: take fewer of them or a smaller radius")
			}
			c.alone[i] = c.gain(c.start, i)
		}
		return c.ctx.Err()
	})
	if err != nil {
		return err
	}
	for i, v := range c.alone {
		if v > 0 {
			c.order = append(c.order, int32(i))
		}
	}
	slices.SortStableFunc(c.order, func(a, b int32) int { return cmp.Compare(c.alone[b], c.alone[a]) })
	return nil
}

// joined sorts stretches and makes one of those that meet.
func joined(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Compare(a.lo, b.lo) })
	n := 0
	for i, s := range list {
		if i > 0 && s.lo <= list[n-1].hi {
			list[n-1].hi = max(list[n-1].hi, s.hi)
			continue
		}
		list[n] = s
		n++
	}
	return list[:n]
}

// gain is how much of the open demand candidate i covers.
func (c *choice) gain(open []uint64, i int) (parts int64) {
	m := Members{bits: open}
	for _, s := range c.reach[i] {
		v, _ := m.stretch(&c.s.amounts[0], int(s.lo), int(s.hi))
		parts += v
	}
	return parts
}

// close takes what candidate i covers out of open.
func (c *choice) close(open []uint64, i int32) {
	for _, s := range c.reach[i] {
		unset(open, int(s.lo), int(s.hi))
	}
}

// left is what the chosen leave open, one of them left out (-1: none).
func (c *choice) left(chosen []int32, out int) []uint64 {
	open := slices.Clone(c.start)
	for k, i := range chosen {
		if k != out {
			c.close(open, i)
		}
	}
	return open
}

// total is what the choice covers of the open demand.
func (c *choice) total() int64 {
	return c.s.amounts[0].sum(c.start) - c.s.amounts[0].sum(c.left(c.best, -1))
}

// apart tells whether candidate i keeps the spacing from the chosen, one of
// them left out (-1: none).
func (c *choice) apart(i int32, chosen []int32, out int) bool {
	for k, j := range chosen {
		if k != out && (i == j || c.spec.Spacing > 0 && geo.Distance(c.spec.Candidates[i].At, c.spec.Candidates[j].At) < c.spec.Spacing) {
			return false
		}
	}
	return true
}

// greedy takes the candidate that adds most, again and again. What a candidate
// adds never grows, so that one still ahead of the others' last known is best.
func (c *choice) greedy() error {
	open := slices.Clone(c.start)
	queue := newLazyQueue(c.order, c.alone)
	for len(c.best) < c.spec.K && queue.len() > 0 {
		i, fresh := queue.top()
		switch {
		case !c.apart(i, c.best, -1):
			queue.drop()
		case fresh != len(c.best):
			if err := c.ctx.Err(); err != nil {
				return err
			}
			queue.update(c.gain(open, int(i)), len(c.best))
		case queue.value() == 0:
			return nil
		default:
			queue.drop()
			c.best = append(c.best, i)
			c.close(open, i)
		}
	}
	return nil
}

// exchange replaces a chosen site by a better one until none is: the first
// whose exchange helps most, in rounds.
func (c *choice) exchange() error {
	const rounds = 50
	for range rounds {
		better := false
		for out := range c.best {
			open := c.left(c.best, out)
			now := c.gain(open, int(c.best[out]))
			in := int32(-1)
			for n, i := range c.order {
				if c.alone[i] <= now {
					break // nor do those that follow
				}
				if n%64 == 0 {
					if err := c.ctx.Err(); err != nil {
						return err
					}
				}
				if !c.apart(i, c.best, out) {
					continue
				}
				if v := c.gain(open, int(i)); v > now {
					now, in = v, i
				}
			}
			if in >= 0 {
				c.best[out], better = in, true
			}
		}
		if !better {
			return nil
		}
	}
	return nil
}

// report puts the chosen in order and says what each adds.
func (c *choice) report(a *Siting) {
	open := slices.Clone(c.start)
	rest := slices.Clone(c.best)
	slices.Sort(rest)
	var parts int64
	for len(rest) > 0 {
		best, most := 0, int64(-1)
		for k, i := range rest {
			if v := c.gain(open, int(i)); v > most {
				best, most = k, v
			}
		}
		i := rest[best]
		rest = slices.Delete(rest, best, best+1)
		site := NewSite{Candidate: int(i), Site: c.spec.Candidates[i], Alone: c.s.amounts[0].value(c.alone[i])}
		m := Members{bits: open}
		for k := range c.s.amounts {
			var sum int64
			for _, s := range c.reach[i] {
				v, _ := m.stretch(&c.s.amounts[k], int(s.lo), int(s.hi))
				sum += v
			}
			site.Gain = append(site.Gain, c.s.amounts[k].value(sum))
		}
		parts += most
		c.close(open, i)
		a.Chosen = append(a.Chosen, site)
	}
	a.Gain = c.s.amounts[0].value(parts)
	all := c.spec.Study.and(nil, c.s)
	covered := make([]uint64, len(open))
	for i, w := range all.bits {
		covered[i] = w &^ open[i]
	}
	a.After = c.s.sharesIn(covered, c.spec.Study)
}
