package coverage

import (
	"context"
	"errors"
	"fmt"
	"math/bits"
)

// ErrNoDemand is wrapped by Evaluate's error when the study area holds no
// demand, so that no share of it exists.
var ErrNoDemand = errors.New("no demand in the study area")

// Areas says where demand is counted. Members must be those of the evaluated
// surface.
type Areas struct {
	Study *Members       // nil: the whole surface
	By    []NamedMembers // the breakdown; each counts its part of the study area
}

// NamedMembers is the demand of one area of a breakdown.
type NamedMembers struct {
	ID      string
	Members *Members
}

// Report is the answer. Shares are percent, 0 to 100, never NaN.
type Report struct {
	Amounts   []AmountShare // in the order of the surface's amounts
	Low, High float64       // the least and the greatest of their shares
	By        []AreaShare   // in the order of Areas.By
	Sites     []SiteShare   // in the order of the sites given
	NumSites  int           // sites that reach any demand point of the study area
}

// AmountShare is how much of one amount is covered.
type AmountShare struct {
	Name           string
	Covered, Total float64
	Share          float64 // percent
}

// AreaShare is how much is covered in one area of the breakdown, by the first
// amount; Low and High span all amounts. Shares are 0 where there is no demand.
type AreaShare struct {
	ID             string
	Covered, Total float64
	Share          float64 // percent
	Low, High      float64 // percent
}

// SiteShare is what one site covers of the first amount in the study area:
// Exclusive no other site covers, Shared others cover too.
type SiteShare struct {
	ID                string
	Members           []string
	Exclusive, Shared float64
	Points            int // demand points covered
}

// chunk is how many points are summed between looks at the context.
const chunk = 1 << 16

// Evaluate counts the demand that sites cover by rule. Each point counts once;
// sites outside the study area count where they reach in.
//
// Sums are exact, so that equal questions give equal bits whatever the order of
// sites and points, Covered never falls as the radius grows, and disjoint areas
// that make up the study area add up to it.
//
// The error wraps ErrNoDemand, the error of ctx, or names a bad radius or
// members of another surface.
func Evaluate(ctx context.Context, s *Surface, sites []Site, rule Rule, areas Areas) (Report, error) {
	report, err := evaluate(ctx, s, sites, rule, areas)
	if err != nil {
		return Report{}, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	return report, nil
}

func evaluate(ctx context.Context, s *Surface, sites []Site, rule Rule, areas Areas) (Report, error) {
	if err := rule.check(); err != nil {
		return Report{}, err
	}
	if m := areas.Study; m != nil && m.of != s {
		return Report{}, errors.New("the study area's members are of another surface")
	}
	for _, a := range areas.By {
		if a.Members == nil || a.Members.of != s {
			return Report{}, fmt.Errorf("the members of area %s are not of this surface", a.ID)
		}
	}

	reach, err := reachOf(ctx, s, sites, rule, areas.Study)
	if err != nil {
		return Report{}, err
	}
	report := Report{Sites: reach.sites(s, sites)}
	for _, site := range report.Sites {
		if site.Points > 0 {
			report.NumSites++
		}
	}
	if report.Amounts, err = reach.count(ctx, s, areas.Study, nil); err != nil {
		return Report{}, err
	}
	for _, a := range report.Amounts {
		if a.Total == 0 {
			return Report{}, fmt.Errorf("%w, by %s", ErrNoDemand, a.Name)
		}
	}
	report.Low, report.High = band(report.Amounts)
	for _, a := range areas.By {
		amounts, err := reach.count(ctx, s, areas.Study, a.Members)
		if err != nil {
			return Report{}, err
		}
		share := AreaShare{ID: a.ID, Covered: amounts[0].Covered, Total: amounts[0].Total, Share: amounts[0].Share}
		share.Low, share.High = band(amounts)
		report.By = append(report.By, share)
	}
	return report, nil
}

// reach is which points which site covers.
type reach struct {
	times  []uint32   // by point: how many sites cover it
	points [][]uint32 // by site: the points of the study area it covers, ascending
}

func reachOf(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) (reach, error) {
	r := reach{times: make([]uint32, len(s.points)), points: make([][]uint32, len(sites))}
	var all []uint32
	for i, site := range sites {
		if err := ctx.Err(); err != nil {
			return reach{}, err
		}
		start := len(all)
		rule.catch(s, site.At, func(pos int) {
			if study.has(pos) {
				r.times[pos]++
				all = append(all, uint32(pos))
			}
		})
		// A later append may move all; what is here stays as it is.
		r.points[i] = all[start:len(all):len(all)]
	}
	return r, nil
}

func (r reach) sites(s *Surface, sites []Site) []SiteShare {
	shares := make([]SiteShare, len(sites))
	first := &s.amounts[0]
	for i, site := range sites {
		var exclusive, shared int64
		for _, pos := range r.points[i] {
			if r.times[pos] == 1 {
				exclusive += first.parts[pos]
			} else {
				shared += first.parts[pos]
			}
		}
		shares[i] = SiteShare{
			ID: site.ID, Members: site.Members,
			Exclusive: first.value(exclusive), Shared: first.value(shared), Points: len(r.points[i]),
		}
	}
	return shares
}

// count sums every amount over the points that are in both sets.
func (r reach) count(ctx context.Context, s *Surface, study, part *Members) ([]AmountShare, error) {
	covered, total := make([]int64, len(s.amounts)), make([]int64, len(s.amounts))
	for word := range (len(s.points) + 63) / 64 {
		if word%(chunk/64) == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
		}
		for set := study.word(s, word) & part.word(s, word); set != 0; set &= set - 1 {
			pos := word*64 + bits.TrailingZeros64(set)
			for i := range s.amounts {
				total[i] += s.amounts[i].parts[pos]
				if r.times[pos] > 0 {
					covered[i] += s.amounts[i].parts[pos]
				}
			}
		}
	}
	shares := make([]AmountShare, len(s.amounts))
	for i := range shares {
		a := &s.amounts[i]
		shares[i] = AmountShare{Name: a.name, Covered: a.value(covered[i]), Total: a.value(total[i])}
		if total[i] > 0 {
			// Dividing first makes the whole exactly 100.
			shares[i].Share = shares[i].Covered / shares[i].Total * 100
		}
	}
	return shares, nil
}

// band is the span of the shares of amounts that have a total; 0, 0 if none.
func band(amounts []AmountShare) (low, high float64) {
	first := true
	for _, a := range amounts {
		if a.Total == 0 {
			continue
		}
		if first {
			low, high, first = a.Share, a.Share, false
		}
		low, high = min(low, a.Share), max(high, a.Share)
	}
	return low, high
}
