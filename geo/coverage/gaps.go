package coverage

import (
	"context"
	"fmt"
)

// Split parts the demand points of the study area (nil: the whole surface) into
// those that sites cover by rule and the gaps, that no site covers. Their points
// and amounts are in [Members.All]; the two sets make the study area. Errors are
// those of Evaluate but for ErrNoDemand: no demand has no gaps.
func Split(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) (covered, gaps *Members, err error) {
	if err := checkQuestion(s, rule, study); err != nil {
		return nil, nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	set, err := rule.union(ctx, s, sites)
	if err != nil {
		return nil, nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	all := study.and(nil, s)
	open := make([]uint64, len(all.bits))
	for i, w := range all.bits {
		open[i] = w &^ set[i]
		set[i] &= w
	}
	return s.members(set), s.members(open), nil
}

// Distances gives each point's distance in metres to the nearest site as the
// rule measures it, by place in SurfaceSpec.Points: +Inf beyond the rule's reach.
// They are good to 2 mm up to 50 km, and on the right side of the reach.
func Distances(ctx context.Context, s *Surface, sites []Site, rule Rule) ([]float64, error) {
	if err := rule.check(s); err != nil {
		return nil, fmt.Errorf("distances on %s: %w", s.id, err)
	}
	far, err := rule.distances(ctx, s, sites)
	if err != nil {
		return nil, fmt.Errorf("distances on %s: %w", s.id, err)
	}
	out := make([]float64, len(far))
	for pos, in := range s.order {
		out[in] = far[pos]
	}
	return out, nil
}
