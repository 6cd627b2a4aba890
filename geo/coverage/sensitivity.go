package coverage

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"layoutmap/geo"
)

// SensitivitySpec says what is varied. The zero value varies only what the
// surface and the sites give: spreading rules and the removal of each site.
type SensitivitySpec struct {
	Radii        []geo.Metres  // other radii than the rule's
	Alternatives []Alternative // other sets of sites, or rules
	Removals     int           // of the removals keep the so many that cost most; 0: all
}

// Alternative is another way to ask, such as with other kinds of station.
type Alternative struct {
	ID    string
	Sites []Site
	Rule  Rule // nil: the rule asked
}

// Effect is how far one thing, changed alone, moves the answer.
type Effect struct {
	What   string  // "radius", "spreading", "site", "alternative"
	ID     string  // the radius in metres, the amount's name, the site's or the alternative's id
	Share  float64 // percent of the first amount, for spreading of the amount named
	Change float64 // Share less the share as asked, percentage points
}

// Sensitivity says what moves the share of the first amount most: each effect
// is of one change alone, against the question as asked, the largest first.
// Effects do not add up. Removing a site takes away its exclusive demand.
func Sensitivity(ctx context.Context, s *Surface, sites []Site, rule Rule, study *Members, spec SensitivitySpec) (Report, []Effect, error) {
	asked, err := Evaluate(ctx, s, sites, rule, Areas{Study: study})
	if err != nil {
		return Report{}, nil, err
	}
	share, total := asked.Amounts[0].Share, asked.Amounts[0].Total
	var effects []Effect
	for _, a := range asked.Amounts[1:] {
		effects = append(effects, Effect{"spreading", a.Name, a.Share, a.Share - share})
	}
	for _, r := range spec.Radii {
		other, err := Share(ctx, s, sites, rule.with(r), study)
		if err != nil {
			return Report{}, nil, err
		}
		effects = append(effects, Effect{"radius", fmt.Sprint(float64(r)), other[0].Share, other[0].Share - share})
	}
	for _, alt := range spec.Alternatives {
		if alt.Rule == nil {
			alt.Rule = rule
		}
		other, err := Share(ctx, s, alt.Sites, alt.Rule, study)
		if err != nil {
			return Report{}, nil, fmt.Errorf("alternative %s: %w", alt.ID, err)
		}
		effects = append(effects, Effect{"alternative", alt.ID, other[0].Share, other[0].Share - share})
	}
	byChange := func(a, b Effect) int {
		return cmp.Or(cmp.Compare(math.Abs(b.Change), math.Abs(a.Change)), cmp.Compare(a.What, b.What), cmp.Compare(a.ID, b.ID))
	}
	var removals []Effect
	for _, site := range asked.Sites {
		if site.Exclusive > 0 {
			loss := site.Exclusive / total * 100
			removals = append(removals, Effect{"site", site.ID, share - loss, -loss})
		}
	}
	slices.SortFunc(removals, byChange)
	if spec.Removals > 0 && len(removals) > spec.Removals {
		removals = removals[:spec.Removals]
	}
	effects = append(effects, removals...)
	slices.SortStableFunc(effects, byChange)
	return asked, effects, nil
}
