package api

import (
	"context"
	"slices"

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
	if len(q.edits) == 1 {
		out.Edits = append(out.Edits, editPart{q.edits[0].id, q.edits[0].kind, out.Difference, out.Difference})
		return out, nil
	}
	before, err := d.standing(ctx, q, q.sitesWith(q.kinds, nil).sites)
	if err != nil {
		return nil, err
	}
	after, err := d.standing(ctx, q, q.sites().sites)
	if err != nil {
		return nil, err
	}
	for i, e := range q.edits {
		with, err := before.to(ctx, q.sitesWith(q.kinds, siteEdits{e}).sites)
		if err != nil {
			return nil, err
		}
		without, err := after.to(ctx, q.sitesWith(q.kinds, q.edits.without(i)).sites)
		if err != nil {
			return nil, err
		}
		about := edited.Results[0]
		less := func(a, b coverage.AmountShare) gain {
			return gain{about.Demand, about.Unit, whole(a.Covered - b.Covered), a.Share - b.Share}
		}
		out.Edits = append(out.Edits, editPart{e.id, e.kind, less(with.After[0], with.Base[0]), less(without.Base[0], without.After[0])})
	}
	return out, nil
}

// standing is sites surveyed on the first demand surface: what other sites would
// change is answered from what they touch alone.
type standing struct {
	base  *coverage.Base
	sites []coverage.Site
}

func (d *coverageData) standing(ctx context.Context, q coverageQuery, sites []coverage.Site) (standing, error) {
	s := q.demand[0]
	rule, err := q.rule(ctx, s)
	if err != nil {
		return standing{}, err
	}
	base, err := coverage.NewBase(ctx, s.surface, sites, rule, d.membersOf(s, q.area))
	return standing{base, sites}, err
}

// to is the change to another set of sites. Sites that come within onePlace of
// each other are one, so that the sets are compared, not the edits carried over.
func (s standing) to(ctx context.Context, sites []coverage.Site) (coverage.Change, error) {
	stays := make(map[string]coverage.Site, len(s.sites))
	for _, site := range s.sites {
		stays[site.ID] = site
	}
	var edit coverage.Edit
	for _, site := range sites {
		if was, ok := stays[site.ID]; ok && was.At == site.At && slices.Equal(was.Access, site.Access) {
			delete(stays, site.ID)
		} else {
			edit.Add = append(edit.Add, site)
		}
	}
	for _, site := range s.sites {
		if _, ok := stays[site.ID]; ok {
			edit.Remove = append(edit.Remove, site.ID)
		}
	}
	return s.base.WhatIf(ctx, []coverage.Edit{edit})
}

func gainOf(r resultPart, covered, share float64) gain {
	return gain{r.Demand, r.Unit, whole(r.Covered - covered), r.Share - share}
}
