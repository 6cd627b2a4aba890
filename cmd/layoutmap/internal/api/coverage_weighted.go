package api

import (
	"context"
	"fmt"

	"layoutmap/geo/coverage"
)

// weighted is a surface's share with demand weighed by its distance.
type weighted struct {
	Demand  string  `json:"demand"`
	Unit    string  `json:"unit"`
	Covered float64 `json:"covered"`
	Total   float64 `json:"total"`
	Share   float64 `json:"share"` // percent
	Band    band    `json:"band"`
}

// weighted works the decay out, nothing without one.
func (d *coverageData) weighted(ctx context.Context, q coverageQuery, set siteSet) ([]weighted, error) {
	if q.decay == nil {
		return nil, nil
	}
	var out []weighted
	for _, s := range q.demand {
		rule, err := q.rule(ctx, s)
		if err != nil {
			return nil, err
		}
		amounts, err := coverage.Weighted(ctx, s.surface, set.sites, rule, q.decay, d.membersOf(s, q.area))
		if err != nil {
			return nil, err
		}
		first := amounts[0]
		w := weighted{s.spec.ID, s.spec.Unit, whole(first.Covered), whole(first.Total), first.Share, band{first.Share, first.Share}}
		for _, a := range amounts {
			w.Band = band{min(w.Band.Low, a.Share), max(w.Band.High, a.Share)}
		}
		out = append(out, w)
	}
	return out, nil
}

// walkWarnings says what a walk on this network is worth.
func walkWarnings(q coverageQuery, n *networkPart) []warning {
	if n == nil {
		return nil
	}
	var out []warning
	if q.walk.builtIn {
		out = append(out, warning{"coarse-network",
			fmt.Sprintf("步行依据的是骨干道路（%.2f 公里/平方公里），对 %g 米步行过于粗略；请提供步行路网。", n.KmPerKm2, float64(q.radius)),
			fmt.Sprintf("The walk is along trunk roads (%.2f km/km²), too coarse for %g m on foot: supply a walking network.", n.KmPerKm2, float64(q.radius))})
	}
	if n.LongLegs > 10 {
		out = append(out, warning{"long-legs",
			fmt.Sprintf("%.1f %% 的需求距路网超过 100 米，这一段按直线计。", n.LongLegs),
			fmt.Sprintf("%.1f %% of the demand is more than 100 m off the network; that leg is a straight line.", n.LongLegs)})
	}
	return out
}
