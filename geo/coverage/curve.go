package coverage

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"layoutmap/geo"
)

// CurvePoint is the coverage at one radius.
type CurvePoint struct {
	Radius    geo.Metres
	Amounts   []AmountShare // in the order of the surface's amounts
	Low, High float64       // the least and the greatest of their shares
}

// Curve is the share against the radius: for each of radii, which must ascend,
// exactly what Evaluate says with that radius, in one pass over the demand. The
// rule's own radius does not matter. For several horizons call it for each.
// Errors are those of Evaluate; no radii, or radii that do not ascend, are one.
func Curve(ctx context.Context, s *Surface, sites []Site, rule Rule, radii []geo.Metres, study *Members) ([]CurvePoint, error) {
	points, err := curve(ctx, s, sites, rule, radii, study)
	if err != nil {
		return nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	return points, nil
}

func curve(ctx context.Context, s *Surface, sites []Site, rule Rule, radii []geo.Metres, study *Members) ([]CurvePoint, error) {
	parts, err := ringSums(ctx, s, sites, rule, radii, study)
	if err != nil {
		return nil, err
	}
	points := make([]CurvePoint, len(radii))
	within := make([]int64, len(s.amounts))
	for k := range radii {
		for i := range within {
			within[i] += parts[k][i]
		}
		p := CurvePoint{Radius: radii[k], Amounts: s.sharesOf(within, study)}
		for _, a := range p.Amounts {
			if a.Total == 0 {
				return nil, fmt.Errorf("%w, by %s", ErrNoDemand, a.Name)
			}
		}
		p.Low, p.High = band(p.Amounts)
		points[k] = p
	}
	return points, nil
}

// ringSums is the demand of the study area in each ring, by amount: farther from
// the nearest site than the radius before, and no farther than the ring's own.
func ringSums(ctx context.Context, s *Surface, sites []Site, rule Rule, radii []geo.Metres, study *Members) ([][]int64, error) {
	if len(radii) == 0 {
		return nil, errors.New("no radii")
	}
	for i, r := range radii {
		if err := checkRadius(r); err != nil {
			return nil, err
		}
		if i > 0 && r <= radii[i-1] {
			return nil, fmt.Errorf("radius %v m does not come after %v m", float64(r), float64(radii[i-1]))
		}
	}
	rule = rule.with(radii[len(radii)-1])
	if err := checkQuestion(s, rule, study); err != nil {
		return nil, err
	}
	var mu sync.Mutex
	var all [][][]int64
	err := rule.rings(ctx, s, sites, radii, func() func(ring, lo, hi int) {
		own := make([][]int64, len(radii))
		for k := range own {
			own[k] = make([]int64, len(s.amounts))
		}
		mu.Lock()
		all = append(all, own)
		mu.Unlock()
		return func(ring, lo, hi int) {
			for i := range s.amounts {
				parts, _ := study.stretch(&s.amounts[i], lo, hi)
				own[ring][i] += parts
			}
		}
	})
	if err != nil {
		return nil, err
	}
	sums := make([][]int64, len(radii))
	for k := range sums {
		sums[k] = make([]int64, len(s.amounts))
		for _, own := range all {
			for i := range own[k] {
				sums[k][i] += own[k][i]
			}
		}
	}
	return sums, nil
}
