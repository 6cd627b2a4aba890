package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
)

// Bounds and defaults of a sensitivity.
const (
	defaultRemovals = 10
	maxRemovals     = 1000
	maxOtherRadii   = 20
	radiusChange    = 0.2 // of the radius: by so much it is tried smaller and larger
)

// sensitivityDocument is what moves an answer most.
type sensitivityDocument struct {
	Horizon string            `json:"horizon"`
	RadiusM float64           `json:"radius_m"`
	Rule    string            `json:"rule" enum:"circle,walk"`
	Kinds   []string          `json:"kinds"`
	Area    areaPart          `json:"area"`
	Result  sitingResult      `json:"result"` // as asked
	Effects []effectPart      `json:"effects"`
	Warn    []warning         `json:"warnings"`
	Method  sensitivityMethod `json:"method"`
	Digest  string            `json:"digest"`
}

// effectPart is one change alone, the rest as asked.
type effectPart struct {
	What   string  `json:"what" enum:"site,radius,kinds,horizon,spreading"`
	To     string  `json:"to"`      // the radius, kinds, horizon or spreading rule instead; of a site its id: it is closed
	NameZH string  `json:"name_zh"` // of a site
	NameEN string  `json:"name_en"`
	Share  float64 `json:"share"`  // percent
	Change float64 `json:"change"` // percentage points: Share less that of the result
}

type sensitivityMethod struct {
	Rule     string     `json:"rule"`
	Coverage methodPart `json:"coverage"`
}

func sensitivityInputs() []param {
	return analysisInputs(
		param{name: "radii", list: true, doc: "Other radii to try, metres; a fifth less and more than the radius when left out.",
			schema: wordList(map[string]any{"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": maxRadius})},
		param{name: "removals", doc: "How many of the sites to name, those whose closing would cost most.", schema: map[string]any{"type": "integer", "minimum": 1, "maximum": maxRemovals, "default": defaultRemovals}},
	)
}

type sensitivityAnalysis struct {
	q   coverageQuery
	doc sensitivityDocument
}

func (a *sensitivityAnalysis) document(base string) any {
	doc := a.doc
	doc.Method.Coverage.Fetch = a.q.fetch(base)
	return doc
}

func (a *sensitivityAnalysis) parts(context.Context, []string) ([]part, error) { return nil, nil }

// readSensitivity is the process sensitivity.
func (s *coverageService) readSensitivity(in inputs) (work, error) {
	d, q, err := s.ask(in)
	if err != nil {
		return nil, err
	}
	q.by = breakdown{name: byNone}
	var spec coverage.SensitivitySpec
	if spec.Removals, err = in.whole("removals", defaultRemovals, 1, maxRemovals); err != nil {
		return nil, err
	}
	given, err := in.into("radii", &spec.Radii)
	if err != nil {
		return nil, err
	}
	if !given {
		spec.Radii = []geo.Metres{q.radius * (1 - radiusChange), min(q.radius*(1+radiusChange), maxRadius)}
	}
	if len(spec.Radii) > maxOtherRadii {
		return nil, badParameter("radii", fmt.Sprintf("%d radii; at most %d", len(spec.Radii), maxOtherRadii))
	}
	for _, r := range spec.Radii {
		if !(r > 0) || r > maxRadius {
			return nil, badParameter("radii", fmt.Sprintf("want metres, greater than 0 and at most %g; %g is not", maxRadius, float64(r)))
		}
	}
	return func(ctx context.Context, _ progress) (analysis, error) { return s.sensitivity(ctx, d, q, spec) }, nil
}

// Alternatives are told apart by the input they change.
const (
	otherKinds   = "kinds "
	otherHorizon = "horizon "
)

// alternatives asks with one more kind of station, and for each other horizon.
func (q coverageQuery) alternatives() []coverage.Alternative {
	var out []coverage.Alternative
	if _, ok := q.stops.Column("mode"); ok {
		for _, k := range stationKinds {
			if !slices.Contains(q.kinds, k) {
				kinds := append(slices.Clone(q.kinds), k)
				out = append(out, coverage.Alternative{ID: otherKinds + strings.Join(kinds, ","), Sites: q.sitesWith(kinds, q.edits).sites})
			}
		}
	}
	if _, ok := q.stops.Column("horizon"); ok {
		asked := q.horizon
		for _, q.horizon = range horizonOrder {
			if q.horizon != asked {
				out = append(out, coverage.Alternative{ID: otherHorizon + q.horizon, Sites: q.sites().sites})
			}
		}
	}
	return out
}

func (s *coverageService) sensitivity(ctx context.Context, d *coverageData, q coverageQuery, spec coverage.SensitivitySpec) (analysis, error) {
	surface, set := q.demand[0], q.sites()
	rule, err := q.rule(ctx, surface)
	if err != nil {
		return nil, err
	}
	spec.Alternatives = q.alternatives()
	asked, effects, err := coverage.Sensitivity(ctx, surface.surface, set.sites, rule, d.membersOf(surface, q.area), spec)
	if errors.Is(err, coverage.ErrNoDemand) {
		return nil, noDemand(q, surface)
	}
	if err != nil {
		return nil, err
	}
	doc := sensitivityDocument{
		Horizon: q.horizon, RadiusM: float64(q.radius), Rule: q.ruleWord(), Kinds: q.kinds, Area: areaPart{q.area.id, q.area.nameZH, q.area.nameEN},
		Result: sitingResultOf(surface, asked.Amounts), Effects: []effectPart{},
		Method: sensitivityMethod{
			Rule:     "each effect is of one change alone, the rest as asked, on the first demand surface; effects do not add up. site: that site closed, which loses what no other site covers",
			Coverage: q.method(set),
		},
	}
	for _, e := range effects {
		p := effectPart{What: e.What, To: e.ID, Share: e.Share, Change: e.Change}
		if e.What == "site" {
			about := set.about(e.ID)
			p.NameZH, p.NameEN = about.nameZH, about.nameEN
		} else if kinds, ok := strings.CutPrefix(e.ID, otherKinds); ok {
			p.What, p.To = "kinds", kinds
		} else if horizon, ok := strings.CutPrefix(e.ID, otherHorizon); ok {
			p.What, p.To = "horizon", horizon
		}
		doc.Effects = append(doc.Effects, p)
	}
	if doc.Method.Coverage.Network, err = s.networkPart(ctx, d, q); err != nil {
		return nil, err
	}
	doc.Warn = append(warningsOf(s.catalog, q, set, map[string]coverage.Report{surface.spec.Kind: asked}), walkWarnings(q, doc.Method.Coverage.Network)...)
	h := sha256.New()
	fmt.Fprintf(h, "sensitivity %s %v %d", q.digest(), spec.Radii, spec.Removals)
	doc.Digest = hex.EncodeToString(h.Sum(nil)[:16])
	return &sensitivityAnalysis{q: q, doc: doc}, nil
}

func (a *sensitivityAnalysis) report() report {
	d := &a.doc
	r := report{Title: text2("敏感性分析", "What moves the answer"), Method: methodFacts(d.Method), Digest: d.Digest, Facts: []reportFact{
		{"时期 horizon", d.Horizon}, {"半径 radius", fmt.Sprintf("%g m, %s", d.RadiusM, d.Rule)}, {"范围 area", d.Area.NameZH + " " + d.Area.NameEN},
		{"覆盖率 share", fmt.Sprintf("%.2f %%", d.Result.Share)},
	}}
	for _, w := range d.Warn {
		r.Warnings = append(r.Warnings, text2(w.ZH, w.EN))
	}
	t := reportTable{Name: "effect", Title: text2("影响", "Effects"), Columns: []reportColumn{
		{"what", text2("改变", "changed"), plainColumn}, {"to", text2("改为", "to"), plainColumn}, columnNameZH, columnNameEN, columnShare, {"change_points", text2("变化，百分点", "change, points"), pointColumn}}}
	for _, e := range d.Effects {
		t.Rows = append(t.Rows, []any{e.What, e.To, e.NameZH, e.NameEN, e.Share, e.Change})
	}
	r.Tables = []reportTable{t}
	return r
}
