package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/layers"
	"layoutmap/layers/plan"

	"github.com/paulmach/orb"
)

// coverageQuery is a coverage question, checked.
type coverageQuery struct {
	stops   *layers.Layer
	horizon string
	radius  geo.Metres
	kinds   []string
	demand  []*demandSurface
	area    *studyArea
	by      breakdown
	edits   siteEdits
	squares float64 // side of what gaps are drawn by, metres; 0: by point

	walk      *walkNetwork // nil: circles
	from      string
	entrances *layers.Layer // with from=entrances
	decay     coverage.Decay
	decayWord string
}

func oneOfWords(list ...string) map[string]any {
	return map[string]any{"type": "string", "enum": list, "default": list[0]}
}

func wordList(items map[string]any) map[string]any {
	return map[string]any{"type": "array", "items": items}
}

// The inputs that several analyses have in common.
func sitesParam() param {
	return param{name: "sites", doc: "Point layer whose features are the sites; in a process also a GeoJSON FeatureCollection of points, or CSV (lon, lat) in a string.",
		schema: map[string]any{"type": "string", "default": "rail-stations"}, besides: []any{geoJSONInput([]string{"features"}, "FeatureCollection")}}
}

func horizonParam() param {
	return param{name: "horizon", doc: "now: existing stations; 2030: with this plan's lines; beyond: with those under study.", schema: oneOfWords("2030", "now", "beyond")}
}

func kindsParam() param {
	schema := wordList(map[string]any{"type": "string", "enum": stationKinds[:]})
	schema["default"] = []string{"metro"}
	return param{name: "kinds", list: true, doc: "Kinds of station that count; the answer says what each other kind would add.", schema: schema}
}

func demandParam() param {
	return param{name: "demand", list: true, doc: "Ids of the demand surfaces; all the catalog has when left out.", schema: wordList(map[string]any{"type": "string"})}
}

func areaParam() param {
	return param{name: "area", doc: "district, subcentre, the id of a township, a layer of areas, collection/feature, or a GeoJSON Polygon or MultiPolygon.",
		schema: map[string]any{"type": "string", "default": districtLayer}, besides: []any{geoJSONInput([]string{"coordinates"}, "Polygon", "MultiPolygon"), geoJSONInput([]string{"geometry"}, "Feature")}}
}

func byParam() param {
	return param{name: "by", doc: "Break the answer down by towns, by zones (the areas of the plan's layout) or those of any polygon layer by its id; none: not.",
		schema: map[string]any{"type": "string", "default": byTowns}}
}

// coverageParams are those of GET /coverage.
func coverageParams() []param {
	return slices.Concat([]param{sitesParam(), horizonParam(), radiusParam}, ruleParams(),
		[]param{decayParam(), kindsParam(), demandParam(), areaParam(), byParam(), squaresParam()}, editParams())
}

// coverageInputs are those of the process: those of GET, and demand of one's own.
func coverageInputs() []param {
	return append(coverageParams(), surfaceParam())
}

// analysisInputs are an analysis's own inputs and those that most have in common.
func analysisInputs(own ...param) []param {
	return slices.Concat(own, []param{sitesParam(), horizonParam(), radiusParam}, ruleParams(),
		[]param{kindsParam(), demandParam(), areaParam()}, editParams(), []param{surfaceParam()})
}

// question reads a coverage question. Every analysis that counts starts with it.
func (s *coverageService) question(d *coverageData, in inputs) (coverageQuery, error) {
	demand, err := s.demand(d, in)
	if err != nil {
		return coverageQuery{}, err
	}
	q, err := s.reach(d, in)
	if err != nil {
		return q, err
	}
	q.demand = demand
	if q.decay, q.decayWord, err = in.readDecay(q.radius); err != nil {
		return q, err
	}
	if q.area, err = s.studyArea(d, in); err != nil {
		return q, err
	}
	if q.by, err = s.breakdown(d, in); err != nil {
		return q, err
	}
	q.squares, err = in.numberFrom0("squares", "metres", defaultSquaresM, maxRadius)
	return q, err
}

// reach reads which sites there are, how far they reach and what is edited.
func (s *coverageService) reach(d *coverageData, in inputs) (q coverageQuery, err error) {
	if q.stops, err = s.stops(in); err != nil {
		return q, err
	}
	if err := s.readRule(d, &q, in); err != nil {
		return q, err
	}
	if q.kinds, err = in.kinds(); err != nil {
		return q, err
	}
	q.edits, err = readEdits(in, q.stops)
	return q, err
}

// demand reads the input demand; without it, each kind of demand is answered from the
// surface that came last, so that a supplied one takes over.
func (s *coverageService) demand(d *coverageData, in inputs) ([]*demandSurface, error) {
	posted, err := postedSurfaces(in)
	if err != nil {
		return nil, err
	}
	all := slices.Concat(d.surfaces, posted)
	if len(all) == 0 {
		return nil, notFound("demand", "no layer of this catalog carries demand; a layer.yaml with demand: makes one")
	}
	names, ok, err := in.words("demand")
	if err != nil {
		return nil, err
	}
	var out []*demandSurface
	if !ok {
		latest := map[string]*demandSurface{}
		var kinds []string
		for _, s := range all {
			if latest[s.spec.Kind] == nil {
				kinds = append(kinds, s.spec.Kind)
			}
			latest[s.spec.Kind] = s
		}
		for _, k := range kinds {
			out = append(out, latest[k])
		}
		return out, nil
	}
	for _, id := range names {
		i := slices.IndexFunc(all, func(s *demandSurface) bool { return s.spec.ID == id })
		if i < 0 {
			var have []string
			for _, s := range all {
				have = append(have, s.spec.ID)
			}
			return nil, badParameter("demand", fmt.Sprintf("there is no demand surface %q", id), have...)
		}
		out = append(out, all[i])
	}
	if len(out) == 0 {
		return nil, badParameter("demand", "names no surface")
	}
	return out, nil
}

// coverageAnswer answers which share of the demand lies within the radius of a station.
func (r *request) coverageAnswer() error {
	return r.analysis(coverageProcess())
}

// evaluate counts one surface around the sites.
func (d *coverageData) evaluate(ctx context.Context, q coverageQuery, s *demandSurface, sites []coverage.Site) (coverage.Report, error) {
	areas := coverage.Areas{Study: d.membersOf(s, q.area)}
	for _, a := range q.by.areas {
		areas.By = append(areas.By, coverage.NamedMembers{ID: a.id, Members: d.membersOf(s, a)})
	}
	rule, err := q.rule(ctx, s)
	if err != nil {
		return coverage.Report{}, err
	}
	return coverage.Evaluate(ctx, s.surface, sites, rule, areas)
}

// share is what evaluate says of the first amount, and nothing else.
func (d *coverageData) share(ctx context.Context, q coverageQuery, s *demandSurface, sites []coverage.Site) (coverage.AmountShare, error) {
	rule, err := q.rule(ctx, s)
	if err != nil {
		return coverage.AmountShare{}, err
	}
	amounts, err := coverage.Share(ctx, s.surface, sites, rule, d.membersOf(s, q.area))
	if err != nil {
		return coverage.AmountShare{}, err
	}
	return amounts[0], nil
}

// coverageAnalysis is a coverage answer.
type coverageAnalysis struct {
	d     *coverageData
	q     coverageQuery
	set   siteSet
	doc   coverageDocument
	plane crs.CRS
}

// study is the demand of a surface that is in the area asked about.
func (a *coverageAnalysis) study(s *demandSurface) *coverage.Members {
	return a.d.membersOf(s, a.q.area)
}

func (a *coverageAnalysis) document(base string) any {
	doc := a.doc
	doc.Method.Fetch = a.q.fetch(base)
	return doc
}

// readCoverage is the process coverage.
func (s *coverageService) readCoverage(in inputs) (work, error) {
	d, q, err := s.ask(in)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, _ progress) (analysis, error) { return s.coverage(ctx, d, q) }, nil
}

// ask reads a question over data that are ready.
func (s *coverageService) ask(in inputs) (*coverageData, coverageQuery, error) {
	d, err := s.prepare()
	if err != nil {
		return nil, coverageQuery{}, err
	}
	q, err := s.question(d, in)
	if err != nil {
		return nil, coverageQuery{}, err
	}
	return d, q, q.checkEdits(q.horizon)
}

// checkEdits wants what is edited to be among the sites there are at one of the horizons.
func (q coverageQuery) checkEdits(horizons ...string) error {
	if len(q.edits) == 0 {
		return nil
	}
	var there []coverage.Site
	for _, q.horizon = range horizons {
		there = append(there, q.sitesWith(q.kinds, nil).sites...)
	}
	return q.edits.check(there)
}

// coverage answers a question, or finds the answer it gave before.
func (s *coverageService) coverage(ctx context.Context, d *coverageData, q coverageQuery) (*coverageAnalysis, error) {
	digest := q.digest()
	if known, ok := s.cache.GetIfPresent(digest); ok {
		a := *known
		a.q = q // which may be drawn otherwise
		return &a, nil
	}
	a := &coverageAnalysis{d: d, q: q, set: q.sites(), plane: s.plane}
	var err error
	if a.doc, err = s.answer(ctx, d, q, a.set); err != nil {
		return nil, err
	}
	a.doc.Digest = digest
	if len(q.edits) > 0 {
		if a.doc.WhatIf, err = s.compare(ctx, d, q, &a.doc); err != nil {
			return nil, err
		}
	}
	if q.ownData() {
		s.cache.Set(digest, a)
	}
	return a, nil
}

// ownData tells whether all the question is about is the catalog's, which stays
// in memory anyway.
func (q *coverageQuery) ownData() bool {
	return q.stops.ID != postedID && !slices.ContainsFunc(q.demand, func(s *demandSurface) bool { return s.posted })
}

// sites are the stations that count.
func (q *coverageQuery) sites() siteSet { return q.sitesWith(q.kinds, q.edits) }

// sitesWith are those of other kinds or edits.
func (q *coverageQuery) sitesWith(kinds []string, edits siteEdits) siteSet {
	set := sitesOf(q.stops, q.horizon, kinds, edits)
	set.fallback = []string{}
	if q.entrances == nil {
		return set
	}
	var list []coverage.Entrance
	for f := range q.entrances.All() {
		if at, ok := f.Geometry.(orb.Point); ok && f.Text("status") != "closed" {
			list = append(list, coverage.Entrance{Stop: f.Text("station"), At: at})
		}
	}
	moved := slices.Clone(set.sites)
	set.sites, set.fallback = coverage.WithEntrances(set.sites, list)
	for i := range set.sites {
		// The entrances of a site that is moved do not move with it.
		if slices.ContainsFunc(edits, func(e siteEdit) bool { return e.kind == editMove && e.at == set.sites[i].At }) && len(set.sites[i].Access) > 0 {
			set.sites[i] = moved[i]
			set.fallback = append(set.fallback, moved[i].ID)
		}
	}
	return set
}

// answer works the whole answer out.
func (s *coverageService) answer(ctx context.Context, d *coverageData, q coverageQuery, set siteSet) (coverageDocument, error) {
	doc := coverageDocument{
		Indicator: indicatorPart{s.indicator.ID, s.indicator.NameZH, s.indicator.NameEN, s.indicator.Attribute},
		Target:    targetOf(s.indicator),
		Horizon:   q.horizon, RadiusM: float64(q.radius), Rule: q.ruleWord(), From: q.from, Decay: q.decayWord, Kinds: q.kinds,
		Area: areaPart{q.area.id, q.area.nameZH, q.area.nameEN}, ByWhat: q.by.name,
		By: []areaShare{}, OtherKinds: []kindPart{},
	}
	byKind := map[string]coverage.Report{}
	for i, surface := range q.demand {
		rep, err := d.evaluate(ctx, q, surface, set.sites)
		if errors.Is(err, coverage.ErrNoDemand) {
			return doc, noDemand(q, surface)
		}
		if err != nil {
			return doc, err
		}
		byKind[surface.spec.Kind] = rep
		doc.Results = append(doc.Results, resultOf(surface, rep))
		if i == 0 {
			doc.By = q.by.shares(rep)
			doc.Sites = siteParts(set, rep)
			if doc.OtherKinds, err = s.otherKinds(ctx, d, q, surface, rep); err != nil {
				return doc, err
			}
		}
	}
	doc.Combined, doc.CombinedReason = combine(byKind)
	var err error
	if doc.AreaKM2, err = s.coveredArea(ctx, q, set.sites); err != nil {
		return doc, err
	}
	doc.Method = q.method(set)
	if doc.Method.Network, err = s.networkPart(ctx, d, q); err != nil {
		return doc, err
	}
	if doc.Weighted, err = d.weighted(ctx, q, set); err != nil {
		return doc, err
	}
	doc.Warnings = append(warningsOf(s.catalog, q, set, byKind), walkWarnings(q, doc.Method.Network)...)
	return doc, nil
}

func noDemand(q coverageQuery, s *demandSurface) error {
	return badParameter("area", fmt.Sprintf("%s holds no %s in surface %s; a share of nothing is not defined", q.area.id, s.spec.Unit, s.spec.ID))
}

// targetOf reads the number that the plan's words start with ("29 左右"); the words stay beside it.
func targetOf(in plan.Indicator) targetPart {
	t := targetPart{Unit: in.Unit, Words: in.Target}
	var v float64
	if _, err := fmt.Sscan(in.Target, &v); err == nil {
		t.Value = &v
	}
	return t
}

// otherKinds says what each kind of station not asked for would add.
func (s *coverageService) otherKinds(ctx context.Context, d *coverageData, q coverageQuery, surface *demandSurface, base coverage.Report) ([]kindPart, error) {
	out := []kindPart{}
	if _, ok := q.stops.Column("mode"); !ok {
		return out, nil
	}
	for _, k := range stationKinds {
		if slices.Contains(q.kinds, k) {
			continue
		}
		with := q.sitesWith(append(slices.Clone(q.kinds), k), q.edits)
		alone := q.sitesWith([]string{k}, nil)
		share, err := d.share(ctx, q, surface, with.sites)
		if err != nil {
			return nil, err
		}
		part := kindPart{
			Kind: k, Sites: len(alone.sites), NamesZH: []string{}, Demand: surface.spec.ID,
			AddedCovered: whole(share.Covered - base.Amounts[0].Covered), AddedShare: share.Share - base.Amounts[0].Share,
		}
		for _, site := range alone.sites {
			part.NamesZH = append(part.NamesZH, alone.about(site.ID).nameZH)
		}
		out = append(out, part)
	}
	return out, nil
}

// coveredArea is the area of the united circles inside the study area, in the metric plane.
func (s *coverageService) coveredArea(ctx context.Context, q coverageQuery, sites []coverage.Site) (areaKM2, error) {
	var centres []orb.Point
	for _, site := range sites {
		for _, at := range reachedFrom(site) {
			centres = append(centres, s.plane.Forward(at))
		}
	}
	ground := q.area.ground()
	total := ground.Total() / 1e6
	if q.walk != nil {
		return areaKM2{nil, total}, nil
	}
	covered, err := ground.Covered(ctx, centres, float64(q.radius))
	covered /= 1e6
	return areaKM2{&covered, total}, err
}

// reachedFrom lists the places that distances to a site are measured from.
func reachedFrom(s coverage.Site) []orb.Point {
	if len(s.Access) > 0 {
		return s.Access
	}
	return []orb.Point{s.At}
}

// digest identifies the question and the data it is asked of.
func (q *coverageQuery) digest() string {
	h := sha256.New()
	fmt.Fprintf(h, "coverage %s %s %v %q %s %s %s", q.stops.Digest(), q.horizon, q.radius, q.kinds, q.area.id, q.area.digest, q.by.name)
	if q.by.layer != nil {
		fmt.Fprintf(h, " %s", q.by.layer.Digest())
	}
	fmt.Fprintf(h, "\n%s %s %s", q.ruleWord(), q.from, q.decayWord)
	if q.entrances != nil {
		fmt.Fprintf(h, " %s", q.entrances.Digest())
	}
	if q.walk != nil {
		for _, l := range slices.Concat(q.walk.layers, q.walk.barriers) {
			fmt.Fprintf(h, " %s", l.Digest())
		}
	}
	for _, s := range q.demand {
		fmt.Fprintf(h, "\n%q %q %q %q %q %d %s", s.spec.ID, s.spec.Kind, s.spec.Unit, s.spec.Counting, s.spec.Amounts, s.spec.Year, s.layer.Digest())
	}
	for _, e := range q.edits {
		fmt.Fprintf(h, "\n%s %q %v %q", e.kind, e.id, e.at, e.name)
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
