package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// Bounds and defaults of a siting.
const (
	maxNewSites     = 100
	maxSiteChoices  = 100_000
	defaultGridM    = 250.0 // metres between candidates
	defaultSpacingM = 800.0 // metres between new sites, about that of metro stations
	proofNodes      = 20_000
	nearPlaceM      = 5000.0 // metres within which a place gives a site its name
	onGrid          = "grid"
)

// sitingDocument is the best places for new sites.
type sitingDocument struct {
	Horizon string       `json:"horizon"`
	RadiusM float64      `json:"radius_m"`
	Rule    string       `json:"rule" enum:"circle,walk"`
	Kinds   []string     `json:"kinds"`
	Area    areaPart     `json:"area"`
	K       int          `json:"k"`
	Sites   []newSite    `json:"sites"`
	Base    sitingResult `json:"base"`   // before
	Result  sitingResult `json:"result"` // with all new sites
	Bound   sitingBound  `json:"bound"`
	Exact   bool         `json:"exact"` // no choice of these candidates at this spacing is better
	Targets targetPart   `json:"target"`
	Warn    []warning    `json:"warnings"`
	Method  sitingMethod `json:"method"`
	Digest  string       `json:"digest"`
}

// newSite is one of the chosen, the one that brings most first.
type newSite struct {
	Rank    int        `json:"rank"`
	ID      string     `json:"id"` // of the candidate
	At      [2]float64 `json:"at"` // lon, lat
	Near    *nearPlace `json:"near"`
	Gain    float64    `json:"gain"`    // what it adds to those before it
	Alone   float64    `json:"alone"`   // what it would add by itself
	Covered float64    `json:"covered"` // by the sites there are and the new ones up to it
	Share   float64    `json:"share"`   // percent
}

type nearPlace struct {
	ID        string  `json:"id"`
	NameZH    string  `json:"name_zh"`
	NameEN    string  `json:"name_en"`
	DistanceM float64 `json:"distance_m"` // 0 where the site lies in it
	TownZH    string  `json:"town_zh"`
	TownEN    string  `json:"town_en"`
}

// place is the named place with its distance, after the township it follows.
func (n nearPlace) place(name string) string {
	if n.DistanceM == 0 || name == "" {
		return ""
	}
	return fmt.Sprintf(" · %s %.1f km", name, n.DistanceM/1000)
}

type sitingResult struct {
	Demand  string  `json:"demand"`
	Unit    string  `json:"unit"`
	Covered float64 `json:"covered"`
	Total   float64 `json:"total"`
	Share   float64 `json:"share"`
	Band    band    `json:"band"`
}

// sitingBound is what no choice of k candidates at this spacing exceeds.
type sitingBound struct {
	Covered         float64 `json:"covered"`
	Share           float64 `json:"share"`
	Gap             float64 `json:"gap"`               // percentage points: Share less that of the result; 0 where it is exact
	AnySpacingShare float64 `json:"any_spacing_share"` // what none exceeds at any spacing, percent
}

type sitingMethod struct {
	Problem    string     `json:"problem"`
	Search     string     `json:"search"`
	Candidates string     `json:"candidates"`
	Count      int        `json:"candidates_count"`
	SpacingM   float64    `json:"spacing_m"`
	Bound      string     `json:"bound"`
	Nodes      int        `json:"nodes"` // of the search for the proof
	Coverage   methodPart `json:"coverage"`
}

func sitingInputs() []param {
	metres := func(byDefault float64) map[string]any {
		return map[string]any{"type": "number", "minimum": 0, "maximum": maxRadius, "default": byDefault}
	}
	return analysisInputs(
		param{name: "k", doc: "How many new sites.", schema: map[string]any{"type": "integer", "minimum": 1, "maximum": maxNewSites, "default": 3}},
		param{name: "candidates", doc: "Where they may be: grid, a point layer's id, or a GeoJSON FeatureCollection of points.", schema: map[string]any{"type": "string", "default": onGrid}, besides: []any{geoJSONInput([]string{"features"}, "FeatureCollection")}},
		param{name: "grid_m", doc: "With candidates=grid: metres between candidates.", schema: metres(defaultGridM)},
		param{name: "spacing_m", doc: "Least distance between new sites, and from those there are; 0: none.", schema: metres(defaultSpacingM)},
	)
}

type sitingQuery struct {
	coverageQuery
	k          int
	grid       geo.Metres
	spacing    geo.Metres
	candidates []coverage.Site
	from       string // what the candidates are, in words
	digest     string // of the candidates
}

// readSiting is the process siting.
func (s *coverageService) readSiting(in inputs) (work, error) {
	d, q, err := s.ask(in)
	if err != nil {
		return nil, err
	}
	q.by = breakdown{name: byNone}
	sq := sitingQuery{coverageQuery: q}
	if sq.k, err = in.whole("k", 3, 1, maxNewSites); err != nil {
		return nil, err
	}
	spacing, err := in.numberFrom0("spacing_m", "metres", defaultSpacingM, maxRadius)
	if err != nil {
		return nil, err
	}
	sq.spacing = geo.Metres(spacing)
	if err := s.candidates(&sq, in); err != nil {
		return nil, err
	}
	return func(ctx context.Context, tell progress) (analysis, error) { return s.siting(ctx, d, sq, tell) }, nil
}

// candidates reads where new sites may be.
func (s *coverageService) candidates(q *sitingQuery, in inputs) error {
	grid, err := in.number("grid_m", "metres", defaultGridM, 0, maxRadius)
	if err != nil {
		return err
	}
	var l *layers.Layer
	if in.has("candidates") && in["candidates"][0] == '{' {
		if l, err = readPosted("candidates", postedID, in["candidates"], maxSiteChoices); err != nil {
			return err
		}
	} else {
		name, err := in.text("candidates", onGrid)
		if err != nil {
			return err
		}
		if name == onGrid {
			if n := geo.AreaOf(q.area.polygons) / (grid * grid); n > maxSiteChoices {
				return badParameter("grid_m", fmt.Sprintf("%g m gives about %.0f candidates; at most %d", grid, n, maxSiteChoices))
			}
			if q.candidates, err = coverage.GridCandidates(q.area.area, geo.Metres(grid)); err != nil {
				return badParameter("grid_m", err.Error())
			}
			q.from, q.digest = fmt.Sprintf("a grid over %s, %g m apart", q.area.id, grid), fmt.Sprint("grid ", grid)
			return nil
		}
		var ok bool
		if l, ok = s.catalog.Layer(name); !ok || l.Geometry != "Point" {
			return badParameter("candidates", fmt.Sprintf("%.80q is not grid or a point layer of /collections", name))
		}
	}
	for f := range l.All() {
		at, ok := f.Geometry.(orb.Point)
		switch {
		case ok:
			q.candidates = append(q.candidates, coverage.Site{ID: f.ID, At: at})
		case f.Geometry != nil:
			return badParameter("candidates", fmt.Sprintf("feature %s is no point", f.ID))
		}
	}
	if len(q.candidates) == 0 || len(q.candidates) > maxSiteChoices {
		return badParameter("candidates", fmt.Sprintf("%d candidates; want 1 to %d", len(q.candidates), maxSiteChoices))
	}
	q.from, q.digest = "the points of "+l.ID, l.Digest()
	return nil
}

type sitingAnalysis struct {
	q   sitingQuery
	set siteSet // the new sites
	doc sitingDocument
}

func (a *sitingAnalysis) document(base string) any {
	doc := a.doc
	doc.Method.Coverage.Fetch = a.q.fetch(base)
	return doc
}

func (s *coverageService) siting(ctx context.Context, d *coverageData, q sitingQuery, tell progress) (analysis, error) {
	surface := q.demand[0]
	rule, err := q.rule(ctx, surface)
	if err != nil {
		return nil, err
	}
	set := q.sites()
	found, err := coverage.BestSites(ctx, surface.surface, coverage.SitingSpec{
		K: q.k, Candidates: q.candidates, Existing: set.sites, Rule: rule, Study: d.membersOf(surface, q.area), Spacing: q.spacing, MaxNodes: proofNodes,
		Progress: func(done float64) { tell(int(1000*done), 1000) },
	})
	if errors.Is(err, coverage.ErrNoDemand) {
		return nil, noDemand(q.coverageQuery, surface)
	}
	if err != nil {
		return nil, err
	}
	base, total := found.Base[0].Covered, found.Base[0].Total
	doc := sitingDocument{
		Horizon: q.horizon, RadiusM: float64(q.radius), Rule: q.ruleWord(), Kinds: q.kinds, Area: areaPart{q.area.id, q.area.nameZH, q.area.nameEN}, K: q.k,
		Sites: []newSite{}, Base: sitingResultOf(surface, found.Base), Result: sitingResultOf(surface, found.After),
		Exact: found.Optimal, Targets: targetOf(s.indicator),
		Method: sitingMethod{
			Problem:    "maximal covering location (Church & ReVelle 1974): the k candidates that together cover the most demand of the first surface, by its first spreading rule, that no site covers yet",
			Search:     "greedy with lazy evaluation (Minoux 1978), exchange of single sites, Lagrangian bound, branch and bound for the proof; of equals the first candidate",
			Candidates: q.from, Count: len(q.candidates), SpacingM: float64(q.spacing),
			Bound: "no k of the candidates cover more: by Lagrangian relaxation, which does not know of spacing, or by the proof where exact", Nodes: found.Nodes, Coverage: q.method(set),
		},
	}
	most := 100 * (base + found.Bound) / total
	doc.Bound = sitingBound{Covered: whole(base + found.Bound), Share: most, AnySpacingShare: most}
	if found.Optimal {
		doc.Bound.Covered, doc.Bound.Share = doc.Result.Covered, doc.Result.Share
	}
	doc.Bound.Gap = max(0, doc.Bound.Share-doc.Result.Share)
	if doc.Method.Coverage.Network, err = s.networkPart(ctx, d, q.coverageQuery); err != nil {
		return nil, err
	}
	byKind := map[string]coverage.Report{surface.spec.Kind: {}}
	doc.Warn = append(warningsOf(s.catalog, q.coverageQuery, set, byKind), walkWarnings(q.coverageQuery, doc.Method.Coverage.Network)...)
	a := &sitingAnalysis{q: q}
	a.set.layer = q.stops
	covered := base
	for i, c := range found.Chosen {
		covered += c.Gain[0]
		near, err := s.nearPlace(ctx, d, c.Site.At)
		if err != nil {
			return nil, err
		}
		doc.Sites = append(doc.Sites, newSite{
			Rank: i + 1, ID: c.Site.ID, At: roundPoint(c.Site.At), Near: near, Gain: whole(c.Gain[0]), Alone: whole(c.Alone),
			Covered: whole(covered), Share: covered / total * 100,
		})
		a.set.sites = append(a.set.sites, c.Site)
	}
	h := sha256.New()
	fmt.Fprintf(h, "siting %s %d %v %s", q.coverageQuery.digest(), q.k, q.spacing, q.digest)
	doc.Digest = hex.EncodeToString(h.Sum(nil)[:16])
	a.doc = doc
	return a, nil
}

func sitingResultOf(s *demandSurface, amounts []coverage.AmountShare) sitingResult {
	first := amounts[0]
	r := sitingResult{s.spec.ID, s.spec.Unit, whole(first.Covered), whole(first.Total), first.Share, band{first.Share, first.Share}}
	for _, a := range amounts {
		r.Band = band{min(r.Band.Low, a.Share), max(r.Band.High, a.Share)}
	}
	return r
}

// nearPlace is the nearest named place to a position, and the township it lies in.
func (s *coverageService) nearPlace(ctx context.Context, d *coverageData, at orb.Point) (*nearPlace, error) {
	var out nearPlace
	if l, ok := s.catalog.Layer("places"); ok {
		page, err := l.Query(ctx, layers.Query{Near: &layers.Circle{Centre: at, Radius: nearPlaceM}, Limit: 1})
		if err != nil {
			return nil, err
		}
		for _, m := range page.Matches {
			out = nearPlace{ID: m.ID, NameZH: m.Text("name_zh"), NameEN: m.Text("name_en"), DistanceM: float64(m.Distance)}
		}
	}
	if l, ok := s.catalog.Layer(townLayer); ok {
		towns, err := d.areasOf(l)
		if err != nil {
			return nil, err
		}
		for _, t := range towns {
			if t.area.Contains(at) {
				out.TownZH, out.TownEN = t.nameZH, t.nameEN
				if out.ID == "" {
					out.ID, out.NameZH, out.NameEN = t.id, t.nameZH, t.nameEN
				}
				break
			}
		}
	}
	if out.ID == "" {
		return nil, nil
	}
	return &out, nil
}

func (a *sitingAnalysis) parts(ctx context.Context, names []string) ([]part, error) {
	var out []part
	for _, name := range names {
		switch name {
		case partCatchments:
			p, err := a.q.catchments(ctx, a.set)
			if err != nil {
				return nil, err
			}
			out = append(out, p)
		case partGains:
			p := part{name: partGains, title: text2("新增站点", "New sites")}
			for i, s := range a.doc.Sites {
				properties := object{{"name_zh", nil}, {"name_en", nil}, {"rank", s.Rank}, {"gain", s.Gain}, {"alone", s.Alone}, {"covered", s.Covered}, {"share", s.Share}}
				if s.Near != nil {
					properties[0].value, properties[1].value = s.Near.NameZH, s.Near.NameEN
				}
				p.features = append(p.features, partFeature{s.ID, a.set.sites[i].At, properties})
			}
			out = append(out, p)
		}
	}
	return out, ctx.Err()
}

func (a *sitingAnalysis) report() report {
	d := &a.doc
	r := report{Title: text2("选址分析", "Siting"), Method: methodFacts(d.Method), Digest: d.Digest, Facts: []reportFact{
		{"时期 horizon", d.Horizon}, {"半径 radius", fmt.Sprintf("%g m, %s", d.RadiusM, d.Rule)}, {"范围 area", d.Area.NameZH + " " + d.Area.NameEN},
		{"现有 before", fmt.Sprintf("%.2f %% (%.2f–%.2f)", d.Base.Share, d.Base.Band.Low, d.Base.Band.High)},
		{"新增后 after", fmt.Sprintf("%.2f %% (%.2f–%.2f)", d.Result.Share, d.Result.Band.Low, d.Result.Band.High)},
		{"上界 bound", fmt.Sprintf("%.2f %%", d.Bound.Share)}, {"最优 proven best", fmt.Sprint(d.Exact)},
	}}
	for _, w := range d.Warn {
		r.Warnings = append(r.Warnings, text2(w.ZH, w.EN))
	}
	t := reportTable{Name: "site", Title: text2("新增站点", "New sites"), Columns: []reportColumn{{"rank", text2("序", "rank"), plainColumn}, columnID,
		{"lon", text2("经度", "lon"), plainColumn}, {"lat", text2("纬度", "lat"), plainColumn}, {"near_zh", text2("附近", "near"), plainColumn}, {"near_en", text2("附近（英文）", "near, English"), plainColumn},
		{"gain", text2("新增", "gain"), countColumn}, {"alone", text2("单独", "alone"), countColumn}, columnCover, columnShare}}
	for _, s := range d.Sites {
		near := nearPlace{}
		if s.Near != nil {
			near = *s.Near
		}
		t.Rows = append(t.Rows, []any{float64(s.Rank), s.ID, s.At[0], s.At[1], near.TownZH + near.place(near.NameZH), near.TownEN + near.place(near.NameEN), s.Gain, s.Alone, s.Covered, s.Share})
	}
	r.Tables = []reportTable{t}
	return r
}
