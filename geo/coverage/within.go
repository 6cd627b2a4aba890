package coverage

import (
	"context"
	"fmt"
	"math"

	"layoutmap/geo"
)

// Within covers the points whose geodesic distance on WGS 84 from the site is
// at most so many metres; from the nearest of its entrances where it has some.
// The radius is positive and finite.
type Within geo.Metres

func (r Within) String() string { return fmt.Sprintf("within %v m on the WGS 84 geodesic", float64(r)) }

// Reach is the radius.
func (r Within) Reach() geo.Metres { return geo.Metres(r) }

func (r Within) with(radius geo.Metres) Rule { return Within(radius) }

func (r Within) check(*Surface) error { return checkRadius(geo.Metres(r)) }

func checkRadius(r geo.Metres) error {
	if !(r > 0) || math.IsInf(float64(r), 1) {
		return fmt.Errorf("radius %v m is not positive and finite", float64(r))
	}
	return nil
}

// chordLimits gives the chords in metres at or below which a point surely lies
// within r metres on the geodesic and above which it surely does not.
//
// The chord is no longer than the geodesic: beyond r, outside. A geodesic of
// length s is a curve in space whose curvature nowhere exceeds 1/ρ, ρ =
// leastCurvature; by Schur's comparison theorem its chord is then at least that
// of the circle of radius ρ over the same length, 2ρ·sin(s/2ρ). So a chord up to
// 2ρ·sin(r/2ρ) means a geodesic up to r. The two differ by r³/24ρ²: 0.13 µm at
// 500 m, 0.13 m at 50 km. slack is far above the rounding of coordinates in
// space (3 nm) and the error of the geodesic (15 nm).
func chordLimits(r float64) (inside, outside float64) {
	const slack = 1e-5          // metres
	const farthest = 19_000_000 // metres, below πρ, where the theorem ends
	return 2*leastCurvature*math.Sin(min(r, farthest)/(2*leastCurvature)) - slack, r + slack
}

// squareLimit is v², or what nothing is at or below where v is negative.
func squareLimit(v float64) float64 {
	if v < 0 {
		return -1
	}
	return v * v
}

func (r Within) catch(ctx context.Context, s *Surface, site *Site, visit func(lo, hi int)) error {
	return descend(ctx, s, []Site{*site}, geo.Metres(r), false, func() visitor { return spans(visit) })
}

func (r Within) survey(ctx context.Context, s *Surface, sites []Site, t *tally) error {
	return t.gather(func(worker func() visitor) error { return descend(ctx, s, sites, geo.Metres(r), false, worker) })
}

func (r Within) union(ctx context.Context, s *Surface, sites []Site) ([]uint64, error) {
	set := make([]uint64, s.words())
	return set, descend(ctx, s, sites, geo.Metres(r), true, func() visitor { return covering(set) })
}

func (r Within) sum(ctx context.Context, s *Surface, sites []Site, study *Members) ([]int64, error) {
	var workers []*adding
	err := descend(ctx, s, sites, geo.Metres(r), true, func() visitor {
		workers = append(workers, &adding{s: s, study: study, parts: make([]int64, len(s.amounts))})
		return workers[len(workers)-1]
	})
	parts := make([]int64, len(s.amounts))
	for _, w := range workers {
		w.done()
		for i, p := range w.parts {
			parts[i] += p
		}
	}
	return parts, err
}
