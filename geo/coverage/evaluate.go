package coverage

import (
	"context"
	"errors"
	"fmt"
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
	Points            int  // demand points covered
	FromCentre        bool // measured from its centre: it has no entrances
}

// Evaluate counts the demand that sites cover by rule. Each point counts once;
// sites outside the study area count where they reach in. No sites cover nothing.
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
	if err := checkQuestion(s, rule, areas.Study); err != nil {
		return Report{}, err
	}
	for _, a := range areas.By {
		if a.Members == nil || a.Members.of != s {
			return Report{}, fmt.Errorf("the members of area %s are not of this surface", a.ID)
		}
	}
	t := newTally(s, areas.Study, len(sites))
	if err := rule.survey(ctx, s, sites, t); err != nil {
		return Report{}, err
	}
	report := Report{Sites: make([]SiteShare, len(sites))}
	first := &s.amounts[0]
	for i, site := range sites {
		report.Sites[i] = SiteShare{
			ID: site.ID, Members: site.Members, FromCentre: len(site.Access) == 0,
			Exclusive: first.value(t.exclusive[i]), Shared: first.value(t.caught[i] - t.exclusive[i]), Points: t.points[i],
		}
		if t.points[i] > 0 {
			report.NumSites++
		}
	}
	var err error
	if report.Amounts, err = s.shares(t.covered, areas.Study); err != nil {
		return Report{}, err
	}
	report.Low, report.High = band(report.Amounts)
	for _, a := range areas.By {
		if err := ctx.Err(); err != nil {
			return Report{}, err
		}
		amounts := s.sharesIn(t.covered, a.Members.and(areas.Study, s))
		share := AreaShare{ID: a.ID, Covered: amounts[0].Covered, Total: amounts[0].Total, Share: amounts[0].Share}
		share.Low, share.High = band(amounts)
		report.By = append(report.By, share)
	}
	return report, nil
}

// Share is the covered share alone, by each amount: what Evaluate says in
// Report.Amounts, bit for bit, without what each site and area has of it, and
// quicker where sites overlap. Errors are those of Evaluate.
func Share(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) ([]AmountShare, error) {
	shares, err := share(ctx, s, sites, rule, study)
	if err != nil {
		return nil, fmt.Errorf("coverage of %s: %w", s.id, err)
	}
	return shares, nil
}

func share(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members) ([]AmountShare, error) {
	if err := checkQuestion(s, rule, study); err != nil {
		return nil, err
	}
	parts, err := rule.sum(ctx, s, sites, study)
	if err != nil {
		return nil, err
	}
	return someDemand(s.sharesOf(parts, study))
}

// checkQuestion finds what is wrong with a question.
func checkQuestion(s *Surface, rule Rule, study *Members) error {
	if study != nil && study.of != s {
		return errors.New("the study area's members are of another surface")
	}
	return rule.check(s)
}

// shares is how much of the study area's demand a set holds; ErrNoDemand where
// an amount has none.
func (s *Surface) shares(covered []uint64, study *Members) ([]AmountShare, error) {
	return someDemand(s.sharesIn(covered, study))
}

// someDemand refuses shares of nothing.
func someDemand(shares []AmountShare) ([]AmountShare, error) {
	for _, a := range shares {
		if a.Total == 0 {
			return nil, fmt.Errorf("%w, by %s", ErrNoDemand, a.Name)
		}
	}
	return shares, nil
}

func (s *Surface) sharesIn(covered []uint64, in *Members) []AmountShare {
	return s.sharesOf(s.sums(covered, in), in)
}

// sums is the parts, by amount, of a set of points in an area.
func (s *Surface) sums(covered []uint64, in *Members) []int64 {
	parts := make([]int64, len(s.amounts))
	for i := range s.amounts {
		if in == nil {
			parts[i] = s.amounts[i].sum(covered)
		} else {
			parts[i] = s.amounts[i].sumBoth(covered, in.bits)
		}
	}
	return parts
}

// sharesOf puts parts, by amount, into relation to the demand in an area.
func (s *Surface) sharesOf(parts []int64, in *Members) []AmountShare {
	shares := make([]AmountShare, len(parts))
	for i := range shares {
		a := &s.amounts[i]
		total := a.between(0, len(s.points))
		if in != nil {
			total = in.parts[i]
		}
		shares[i] = AmountShare{Name: a.name, Covered: a.value(parts[i]), Total: a.value(total)}
		if total > 0 {
			// Dividing first makes the whole exactly 100.
			shares[i].Share = shares[i].Covered / shares[i].Total * 100
		}
	}
	return shares
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
