package api

import (
	"context"

	"layoutmap/geo/coverage"
)

// whatIf compares an edited set of sites with the one before the edits. The
// rest of the document is of the edited set.
type whatIf struct {
	Base       whatIfBase `json:"base"`
	Difference gain       `json:"difference"` // of the first demand surface: edited less base
	Edits      []editPart `json:"edits"`
}

type whatIfBase struct {
	Results  []resultPart  `json:"results"`
	Combined *combinedPart `json:"combined"`
}

// gain is a difference between two answers: amounts, and percentage points.
type gain struct {
	Demand  string  `json:"demand"`
	Unit    string  `json:"unit"`
	Covered float64 `json:"covered"`
	Share   float64 `json:"share"`
}

// editPart is what one edit does: alone, against the base; together, as what
// the answer would lose without it and with all the others.
type editPart struct {
	ID       string `json:"id"`
	Edit     string `json:"edit"` // add, remove, move, add-line, remove-line
	Alone    gain   `json:"alone"`
	Together gain   `json:"together"`
}

// compare works out what the edits change.
func (s *coverageService) compare(ctx context.Context, d *coverageData, q coverageQuery, edited *coverageDocument) (*whatIf, error) {
	plain := q
	plain.edits = nil
	base, err := s.coverage(ctx, d, plain)
	if err != nil {
		return nil, err
	}
	out := &whatIf{
		Base:       whatIfBase{base.doc.Results, base.doc.Combined},
		Difference: gainOf(edited.Results[0], base.doc.Results[0].Covered, base.doc.Results[0].Share),
		Edits:      []editPart{},
	}
	count := func(edits siteEdits) (coverage.AmountShare, error) {
		return d.share(ctx, q, q.demand[0], q.sitesWith(q.kinds, edits).sites)
	}
	for i, e := range q.edits {
		alone, rest := base.doc.Results[0], edited.Results[0]
		if len(q.edits) == 1 {
			out.Edits = append(out.Edits, editPart{e.id, e.kind, out.Difference, out.Difference})
			continue
		}
		with, err := count(siteEdits{e})
		if err != nil {
			return nil, err
		}
		without, err := count(q.edits.without(i))
		if err != nil {
			return nil, err
		}
		single := alone
		single.Covered, single.Share = with.Covered, with.Share
		out.Edits = append(out.Edits, editPart{e.id, e.kind, gainOf(single, alone.Covered, alone.Share), gainOf(rest, without.Covered, without.Share)})
	}
	return out, nil
}

func gainOf(r resultPart, covered, share float64) gain {
	return gain{r.Demand, r.Unit, whole(r.Covered - covered), r.Share - share}
}
