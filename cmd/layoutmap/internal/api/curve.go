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
)

// Bounds of a curve.
const (
	maxCurveRadii = 200
	curveFrom     = 100.0  // metres, defaults
	curveTo       = 3000.0 // metres
	curveStep     = 100.0  // metres
)

// curveDocument is share against radius.
type curveDocument struct {
	Radii  []float64   `json:"radii"` // metres
	Curves []curvePart `json:"curves"`
	Target targetPart  `json:"target"`
	Method curveMethod `json:"method"`
	Digest string      `json:"digest"`
}

// curvePart is one horizon and demand surface; the lists run along the radii.
type curvePart struct {
	Horizon string    `json:"horizon"`
	Demand  string    `json:"demand"`
	Unit    string    `json:"unit"`
	Sites   int       `json:"sites"`
	Total   float64   `json:"total"`
	Covered []float64 `json:"covered"`
	Share   []float64 `json:"share"` // percent
	Low     []float64 `json:"low"`   // percent; of the spreading rules
	High    []float64 `json:"high"`
}

type curveMethod struct {
	Rule     string     `json:"rule"`
	Area     string     `json:"area"`
	Kinds    []string   `json:"kinds"`
	Edits    []editWord `json:"edits"`
	Coverage methodPart `json:"coverage"` // of each point of the curve, here for the last horizon and radius
}

// curveParams are those of GET /coverage/curve.
func curveParams() []param {
	metres := func(byDefault float64) map[string]any {
		return map[string]any{"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": maxRadius, "default": byDefault}
	}
	horizons := wordList(map[string]any{"type": "string", "enum": horizonOrder[:]})
	horizons["default"] = horizonOrder[:]
	return slices.Concat([]param{
		sitesParam(),
		{name: "horizons", list: true, doc: "Horizons to draw a curve for.", schema: horizons},
		{name: "from_m", doc: "First radius, metres.", schema: metres(curveFrom)},
		{name: "to_m", doc: "Last radius, metres.", schema: metres(curveTo)},
		{name: "step_m", doc: "Step between radii, metres.", schema: metres(curveStep)},
		{name: "radii", list: true, doc: "The radii themselves, metres, ascending, in place of from_m, to_m and step_m.",
			schema: wordList(map[string]any{"type": "number", "minimum": 0, "exclusiveMinimum": true, "maximum": maxRadius})},
		kindsParam(), demandParam(), areaParam(),
	}, ruleParams(), editParams())
}

// curveInputs are those of the process: those of GET, and demand of one's own.
func curveInputs() []param {
	return append(curveParams(), surfaceParam())
}

// radii reads which radii a curve has.
func (in inputs) radii() ([]float64, error) {
	var list []float64
	if given, err := in.into("radii", &list); err != nil {
		return nil, err
	} else if given {
		for _, name := range []string{"from_m", "to_m", "step_m"} {
			if in.has(name) {
				return nil, badParameter(name, "goes without radii")
			}
		}
		for i, r := range list {
			if !(r > 0) || r > maxRadius || i > 0 && r <= list[i-1] {
				return nil, badParameter("radii", fmt.Sprintf("want ascending metres, greater than 0 and at most %g; %g is not", maxRadius, r))
			}
		}
		if len(list) == 0 || len(list) > maxCurveRadii {
			return nil, badParameter("radii", fmt.Sprintf("%d radii; want 1 to %d", len(list), maxCurveRadii))
		}
		return list, nil
	}
	from, err := in.number("from_m", "metres", curveFrom, 0, maxRadius)
	if err != nil {
		return nil, err
	}
	to, err := in.number("to_m", "metres", max(curveTo, from), 0, maxRadius)
	if err != nil {
		return nil, err
	}
	step, err := in.number("step_m", "metres", curveStep, 0, maxRadius)
	if err != nil {
		return nil, err
	}
	if to < from {
		return nil, badParameter("to_m", fmt.Sprintf("%g is less than from_m, %g", to, from))
	}
	if n := (to-from)/step + 1; n > maxCurveRadii {
		return nil, badParameter("step_m", fmt.Sprintf("gives %.0f radii; at most %d", n, maxCurveRadii))
	}
	for i := 0; from+float64(i)*step <= to; i++ {
		list = append(list, from+float64(i)*step)
	}
	return list, nil
}

type curveAnalysis struct {
	q   coverageQuery
	doc curveDocument
}

func (a *curveAnalysis) document(base string) any {
	doc := a.doc
	doc.Method.Coverage.Fetch = a.q.fetch(base)
	return doc
}

func (a *curveAnalysis) parts(context.Context, []string) ([]part, error) { return nil, nil }

// curveAnswer answers GET /coverage/curve.
func (r *request) curveAnswer() error {
	return r.analysis(curveProcess())
}

// readCurve is the process curve.
func (s *coverageService) readCurve(in inputs) (work, error) {
	radii, err := in.radii()
	if err != nil {
		return nil, err
	}
	horizons, given, err := in.words("horizons")
	if err != nil {
		return nil, err
	}
	if !given {
		horizons = horizonOrder[:]
	}
	for _, h := range horizons {
		if !slices.Contains(horizonOrder[:], h) {
			return nil, badParameter("horizons", fmt.Sprintf("%q is not a horizon", h), horizonOrder[:]...)
		}
	}
	if len(horizons) == 0 {
		return nil, badParameter("horizons", "names no horizon", horizonOrder[:]...)
	}
	d, err := s.prepare()
	if err != nil {
		return nil, err
	}
	q, err := s.question(d, in)
	if err != nil {
		return nil, err
	}
	if err := q.checkEdits(horizons...); err != nil {
		return nil, err
	}
	q.by = breakdown{name: byNone}
	return func(ctx context.Context, tell progress) (analysis, error) {
		return s.curve(ctx, d, q, horizons, radii, tell)
	}, nil
}

func (s *coverageService) curve(ctx context.Context, d *coverageData, q coverageQuery, horizons []string, radii []float64, tell progress) (analysis, error) {
	a := &curveAnalysis{doc: curveDocument{Radii: radii, Target: targetOf(s.indicator)}}
	metres := make([]geo.Metres, len(radii))
	for i, r := range radii {
		metres[i] = geo.Metres(r)
	}
	q.radius = metres[len(metres)-1]
	h := sha256.New()
	fmt.Fprintf(h, "curve %v", radii)
	for _, q.horizon = range horizons {
		fmt.Fprintf(h, " %s", q.digest())
		set := q.sites()
		for _, surface := range q.demand {
			c := curvePart{Horizon: q.horizon, Demand: surface.spec.ID, Unit: surface.spec.Unit, Sites: len(set.sites)}
			rule, err := q.rule(ctx, surface)
			if err != nil {
				return nil, err
			}
			points, err := coverage.Curve(ctx, surface.surface, set.sites, rule, metres, d.membersOf(surface, q.area))
			if errors.Is(err, coverage.ErrNoDemand) {
				return nil, noDemand(q, surface)
			}
			if err != nil {
				return nil, err
			}
			for _, p := range points {
				first := p.Amounts[0]
				c.Total = whole(first.Total)
				c.Covered, c.Share = append(c.Covered, whole(first.Covered)), append(c.Share, first.Share)
				c.Low, c.High = append(c.Low, p.Low), append(c.High, p.High)
			}
			a.doc.Curves = append(a.doc.Curves, c)
			tell(len(a.doc.Curves), len(horizons)*len(q.demand))
		}
		a.doc.Method.Coverage = q.method(set)
	}
	a.q = q
	a.doc.Method.Rule = "each point of a curve is what the process coverage answers for that radius and horizon"
	a.doc.Method.Area, a.doc.Method.Kinds, a.doc.Method.Edits = q.area.id, q.kinds, q.edits.words()
	a.doc.Digest = hex.EncodeToString(h.Sum(nil)[:16])
	return a, nil
}

func (a *curveAnalysis) report() report {
	d := &a.doc
	r := report{Title: text2("覆盖曲线", "Coverage against radius"), Method: methodFacts(d.Method), Digest: d.Digest,
		Facts: []reportFact{{"目标 target", d.Target.Words + " " + d.Target.Unit}, {"范围 area", d.Method.Area}}}
	t := reportTable{Name: "curve", Title: text2("曲线", "Curve"), Columns: []reportColumn{
		{"horizon", text2("时期", "horizon"), plainColumn}, columnDemand, {"radius_m", text2("半径，米", "radius, m"), plainColumn},
		columnCover, columnTotal, columnShare, {"low_percent", text2("低", "low"), shareColumn}, {"high_percent", text2("高", "high"), shareColumn}}}
	for _, c := range d.Curves {
		for i, radius := range d.Radii {
			t.Rows = append(t.Rows, []any{c.Horizon, c.Demand, radius, c.Covered[i], c.Total, c.Share[i], c.Low[i], c.High[i]})
		}
	}
	r.Tables = []reportTable{t}
	return r
}
