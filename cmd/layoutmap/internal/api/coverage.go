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
	byTowns bool
}

func coverageParams() []param {
	words := func(list ...string) map[string]any {
		return map[string]any{"type": "string", "enum": list, "default": list[0]}
	}
	return []param{
		{name: "sites", doc: "Point layer whose features are the sites.", schema: map[string]any{"type": "string", "default": "rail-stations"}},
		{name: "horizon", doc: "now: existing stations; 2030: with this plan's lines; beyond: with those under study.", schema: words("2030", "now", "beyond")},
		radiusParam,
		{name: "rule", doc: "circle: geodesic distance. walk needs a walking network, which the built-in data lack.", schema: words("circle")},
		{name: "from", doc: "centre: distance from the station's point.", schema: words("centre")},
		{name: "kinds", list: true, doc: "Kinds of station that count; the answer says what each other kind would add.",
			schema: map[string]any{"type": "array", "items": map[string]any{"type": "string", "enum": stationKinds[:]}, "default": []string{"metro"}}},
		{name: "demand", list: true, doc: "Ids of the demand surfaces; all the catalog has when left out.", schema: map[string]any{"type": "array", "items": map[string]any{"type": "string"}}},
		{name: "area", doc: "district, subcentre, or the id of a township.", schema: map[string]any{"type": "string", "default": districtLayer}},
		{name: "by", doc: "Break the answer down by town, or not.", schema: words("towns", "none")},
	}
}

// coverageQuery reads the question.
func (r *request) coverageQuery(d *coverageData) (q coverageQuery, err error) {
	name := "rail-stations"
	if text, ok := r.value("sites"); ok {
		name = text
	}
	l, ok := r.server.Catalog.Layer(name)
	if !ok || l.Geometry != "Point" {
		return q, badParameter("sites", fmt.Sprintf("%q is not a point layer of /collections", name))
	}
	q.stops = l
	if q.horizon, err = r.oneOf("horizon", "2030", "now", "beyond"); err != nil {
		return q, err
	}
	if q.radius, err = r.radius(); err != nil {
		return q, err
	}
	if _, err = r.oneOf("rule", "circle"); err != nil {
		return q, err
	}
	if _, err = r.oneOf("from", "centre"); err != nil {
		return q, err
	}
	if q.kinds, err = r.kinds(); err != nil {
		return q, err
	}
	if q.demand, err = r.demand(d); err != nil {
		return q, err
	}
	area := districtLayer
	if text, ok := r.value("area"); ok {
		area = text
	}
	if q.area, ok = d.area(area); !ok {
		return q, badParameter("area", fmt.Sprintf("%q is not district, subcentre or the id of a township", area))
	}
	by, err := r.oneOf("by", "towns", "none")
	q.byTowns = by == "towns"
	return q, err
}

// demand reads demand=; without it, each kind of demand is answered from the
// surface that came last into the catalog, so that a supplied one takes over.
func (r *request) demand(d *coverageData) ([]*demandSurface, error) {
	text, ok := r.value("demand")
	if !ok {
		latest := map[string]*demandSurface{}
		var kinds []string
		for _, s := range d.surfaces {
			if latest[s.spec().Kind] == nil {
				kinds = append(kinds, s.spec().Kind)
			}
			latest[s.spec().Kind] = s
		}
		var out []*demandSurface
		for _, k := range kinds {
			out = append(out, latest[k])
		}
		return out, nil
	}
	var out []*demandSurface
	for _, id := range strings.Split(text, ",") {
		i := slices.IndexFunc(d.surfaces, func(s *demandSurface) bool { return s.spec().ID == id })
		if i < 0 {
			var have []string
			for _, s := range d.surfaces {
				have = append(have, s.spec().ID)
			}
			return nil, badParameter("demand", fmt.Sprintf("there is no demand surface %q", id), have...)
		}
		if slices.Contains(out, d.surfaces[i]) {
			return nil, badParameter("demand", fmt.Sprintf("%q is named twice", id))
		}
		out = append(out, d.surfaces[i])
	}
	return out, nil
}

// coverageAnswer answers which share of the demand lies within the radius of a station.
func (r *request) coverageAnswer() error {
	d, err := r.server.coverage.prepare()
	if err != nil {
		return err
	}
	q, err := r.coverageQuery(d)
	if err != nil {
		return err
	}
	set := sitesOf(q.stops, q.horizon, q.kinds)
	if r.format() == "geojson" {
		return r.send(mediaGeoJSON, catchments(set, q.radius))
	}
	a, err := r.server.coverage.answer(r.Request().Context(), d, q, set)
	if err != nil {
		return err
	}
	a.Method.Fetch = r.fetch(q)
	return r.sendJSON(mediaJSON, a)
}

// evaluate counts one surface around the sites.
func (d *coverageData) evaluate(ctx context.Context, q coverageQuery, s *demandSurface, sites []coverage.Site) (coverage.Report, error) {
	areas := coverage.Areas{Study: d.membersOf(s, q.area)}
	if q.byTowns {
		for _, a := range d.areas {
			if a.layer.ID == townLayer {
				areas.By = append(areas.By, coverage.NamedMembers{ID: a.id, Members: d.membersOf(s, a)})
			}
		}
	}
	return coverage.Evaluate(ctx, s.surface, sites, coverage.Within(q.radius), areas)
}

// answer works the whole answer out.
func (s *coverageService) answer(ctx context.Context, d *coverageData, q coverageQuery, set siteSet) (*coverageDocument, error) {
	doc := &coverageDocument{
		Indicator: indicatorPart{s.indicator.ID, s.indicator.NameZH, s.indicator.NameEN, s.indicator.Attribute},
		Target:    targetOf(s.indicator),
		Horizon:   q.horizon, RadiusM: float64(q.radius), Kinds: q.kinds,
		Area: areaPart{q.area.id, q.area.nameZH, q.area.nameEN},
		By:   []areaShare{}, OtherKinds: []kindPart{},
	}
	byKind := map[string]coverage.Report{}
	for i, surface := range q.demand {
		rep, err := d.evaluate(ctx, q, surface, set.sites)
		if errors.Is(err, coverage.ErrNoDemand) {
			return nil, badParameter("area", fmt.Sprintf("%s holds no %s in surface %s; a share of nothing is not defined", q.area.id, surface.spec().Unit, surface.spec().ID))
		}
		if err != nil {
			return nil, err
		}
		byKind[surface.spec().Kind] = rep
		doc.Results = append(doc.Results, resultOf(surface, rep))
		if i == 0 {
			doc.By = d.byTowns(rep)
			doc.Sites = siteParts(set, rep)
			if doc.OtherKinds, err = s.otherKinds(ctx, d, q, surface, rep); err != nil {
				return nil, err
			}
		}
	}
	doc.Combined, doc.CombinedReason = combine(byKind)
	doc.AreaKM2 = s.coveredArea(q, set.sites)
	doc.Warnings = warningsOf(s.catalog, q, set, byKind)
	doc.Method = s.method(d, q)
	doc.Digest = q.digest(s.catalog)
	return doc, nil
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
	q.byTowns = false
	for _, k := range stationKinds {
		if slices.Contains(q.kinds, k) {
			continue
		}
		with := sitesOf(q.stops, q.horizon, append(slices.Clone(q.kinds), k))
		alone := sitesOf(q.stops, q.horizon, []string{k})
		rep, err := d.evaluate(ctx, q, surface, with.sites)
		if err != nil {
			return nil, err
		}
		part := kindPart{
			Kind: k, Sites: len(alone.sites), NamesZH: []string{}, Demand: surface.spec().ID,
			AddedCovered: whole(rep.Amounts[0].Covered - base.Amounts[0].Covered), AddedShare: rep.Amounts[0].Share - base.Amounts[0].Share,
		}
		for _, site := range alone.sites {
			if f, ok := q.stops.ByID(site.ID); ok {
				part.NamesZH = append(part.NamesZH, f.Text("name_zh"))
			}
		}
		out = append(out, part)
	}
	return out, nil
}

// coveredArea is the area of the united circles inside the study area, in the metric plane.
func (s *coverageService) coveredArea(q coverageQuery, sites []coverage.Site) areaKM2 {
	centres := make([]orb.Point, len(sites))
	for i, site := range sites {
		centres[i] = s.plane.Forward(site.At)
	}
	covered, total := coverage.CoveredArea(centres, float64(q.radius), q.area.projected(s.plane))
	return areaKM2{covered / 1e6, total / 1e6}
}

// digest identifies the question and the data it is asked of.
func (q *coverageQuery) digest(c *layers.Catalog) string {
	h := sha256.New()
	fmt.Fprintln(h, "coverage", q.stops.Digest(), q.horizon, q.radius, q.kinds, q.area.id, q.area.layer.Digest(), q.byTowns)
	for _, s := range q.demand {
		fmt.Fprintln(h, s.spec().ID, s.layer.Digest())
	}
	if towns, ok := c.Layer(townLayer); ok && q.byTowns {
		fmt.Fprintln(h, towns.Digest())
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}
