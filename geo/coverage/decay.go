package coverage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"

	"layoutmap/geo"
)

// Decay weighs demand by its distance to the nearest site: 1 counts whole, 0
// not at all. The ways are those of this package: [Steps], [Linear] and
// [Exponential].
type Decay interface {
	// String says the weights in words.
	String() string
	check() error
	// reach is the distance beyond which the weight is 0.
	reach() geo.Metres
	// weight of demand d metres away, d no more than reach.
	weight(d float64) float64
}

// Step is a weight for distances up to a radius, the radius included.
type Step struct {
	Radius geo.Metres
	Weight float64 // 0 to 1
}

// Steps are weights by ring: radii ascend, weights do not.
type Steps []Step

// Linear weighs whole up to Full and falls in a straight line to nothing at Zero.
type Linear struct{ Full, Zero geo.Metres }

// Exponential halves the weight with every Half metres; beyond Cut it is nothing.
type Exponential struct{ Half, Cut geo.Metres }

func (l Linear) String() string {
	return fmt.Sprintf("linear from 1 at %v m to 0 at %v m", float64(l.Full), float64(l.Zero))
}

func (e Exponential) String() string {
	return fmt.Sprintf("halved every %v m, 0 beyond %v m", float64(e.Half), float64(e.Cut))
}

func (s Steps) String() string {
	text := "in steps"
	for _, step := range s {
		text += fmt.Sprintf(" %v up to %v m", step.Weight, float64(step.Radius))
	}
	return text
}

func (s Steps) check() error {
	if len(s) == 0 {
		return errors.New("no steps")
	}
	for i, step := range s {
		if err := checkRadius(step.Radius); err != nil {
			return err
		}
		if !(step.Weight >= 0 && step.Weight <= 1) {
			return fmt.Errorf("weight %v is not between 0 and 1", step.Weight)
		}
		if i > 0 && (step.Radius <= s[i-1].Radius || step.Weight > s[i-1].Weight) {
			return fmt.Errorf("step %d: radii must grow and weights must not", i)
		}
	}
	return nil
}

func (l Linear) check() error {
	if !(l.Full >= 0 && l.Zero > l.Full) || math.IsInf(float64(l.Zero), 1) {
		return fmt.Errorf("linear decay from %v m to %v m: want 0 ≤ full < zero", float64(l.Full), float64(l.Zero))
	}
	return nil
}

func (e Exponential) check() error {
	if err := checkRadius(e.Half); err != nil {
		return err
	}
	return checkRadius(e.Cut)
}

func (s Steps) reach() geo.Metres       { return s[len(s)-1].Radius }
func (l Linear) reach() geo.Metres      { return l.Zero }
func (e Exponential) reach() geo.Metres { return e.Cut }

func (s Steps) weight(d float64) float64 {
	for _, step := range s {
		if d <= float64(step.Radius) {
			return step.Weight
		}
	}
	return 0
}

func (l Linear) weight(d float64) float64 {
	return max(0, min(1, (float64(l.Zero)-d)/float64(l.Zero-l.Full)))
}

func (e Exponential) weight(d float64) float64 { return math.Exp2(-d / float64(e.Half)) }

// Weighted is the demand of the study area weighed by decay, each point by its
// distance to the nearest site as the rule measures it; the rule's own radius
// does not matter. Covered is the weighted sum. Steps with the one weight 1 say
// what Evaluate says. Weights are taken to 2^-32, sums are exact and so do not
// depend on any order. Errors are those of Evaluate, or name what is wrong with
// the decay.
func Weighted(ctx context.Context, s *Surface, sites []Site, rule Rule, decay Decay, study *Members) ([]AmountShare, error) {
	shares, err := weighted(ctx, s, sites, rule, decay, study)
	if err != nil {
		return nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	return shares, nil
}

func weighted(ctx context.Context, s *Surface, sites []Site, rule Rule, decay Decay, study *Members) ([]AmountShare, error) {
	if err := decay.check(); err != nil {
		return nil, err
	}
	rule = rule.with(decay.reach())
	if err := checkQuestion(s, rule, study); err != nil {
		return nil, err
	}
	sums := make([]weightedSum, len(s.amounts))
	if steps, ok := decay.(Steps); ok { // the edge of a ring is decided exactly
		var radii []geo.Metres
		for _, step := range steps {
			radii = append(radii, step.Radius)
		}
		parts, err := ringSums(ctx, s, sites, rule, radii, study)
		if err != nil {
			return nil, err
		}
		for k, step := range steps {
			for i := range sums {
				sums[i].add(parts[k][i], step.Weight)
			}
		}
	} else {
		far, err := rule.distances(ctx, s, sites)
		if err != nil {
			return nil, err
		}
		for pos, d := range far {
			if d > float64(decay.reach()) || !study.has(pos) {
				continue
			}
			w := decay.weight(d)
			for i := range sums {
				sums[i].add(s.amounts[i].between(pos, pos+1), w)
			}
		}
	}
	parts := make([]int64, len(sums))
	for i := range parts {
		parts[i] = sums[i].parts()
	}
	shares := s.sharesOf(parts, study)
	for _, a := range shares {
		if a.Total == 0 {
			return nil, fmt.Errorf("%w, by %s", ErrNoDemand, a.Name)
		}
	}
	return shares, nil
}

// weightedSum adds parts times weights in 128 bits, where nothing rounds.
type weightedSum struct{ hi, lo uint64 }

const weightBits = 32

func (w *weightedSum) add(parts int64, weight float64) {
	hi, lo := bits.Mul64(uint64(parts), uint64(math.RoundToEven(math.Ldexp(weight, weightBits))))
	var carry uint64
	w.lo, carry = bits.Add64(w.lo, lo, 0)
	w.hi += hi + carry
}

func (w *weightedSum) parts() int64 { return int64(w.hi<<(64-weightBits) | w.lo>>weightBits) }
