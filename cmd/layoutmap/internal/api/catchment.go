package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
)

// catchmentDocument is a GeoJSON FeatureCollection with how it was got.
type catchmentDocument struct {
	Type     string          `json:"type"`
	Features json.RawMessage `json:"features"`
	Method   catchmentMethod `json:"method"`
	Digest   string          `json:"digest"`
}

type catchmentMethod struct {
	Rule    string  `json:"rule"`
	RadiusM float64 `json:"radius_m"`
	Shape   string  `json:"shape"`
	Sites   int     `json:"sites"`
}

func catchmentInputs() []param {
	return append([]param{
		sitesParam(), horizonParam(), radiusParam,
		kindsParam(),
	}, append(ruleParams(), editParams()...)...)
}

type catchmentAnalysis struct {
	coverageAnalysis
	catchments catchmentDocument
}

// readCatchment is the process catchment.
func (s *coverageService) readCatchment(in inputs) (work, error) {
	d, err := s.prepare()
	if err != nil {
		return nil, err
	}
	q, err := s.reach(d, in)
	if err != nil {
		return nil, err
	}
	if err := q.checkEdits(q.horizon); err != nil {
		return nil, err
	}
	return func(ctx context.Context, _ progress) (analysis, error) { return newCatchments(ctx, q) }, nil
}

func newCatchments(ctx context.Context, q coverageQuery) (analysis, error) {
	a := &catchmentAnalysis{coverageAnalysis: coverageAnalysis{q: q, set: q.sites()}}
	drawn, err := a.parts(ctx, []string{partCatchments})
	if err != nil {
		return nil, err
	}
	features := drawn[0].appendGeoJSON([]byte{'['}, true)
	features = append(features, ']')
	sum := sha256.Sum256(features)
	a.catchments = catchmentDocument{"FeatureCollection", features, catchmentMethod{
		Rule: q.ruleText(), RadiusM: float64(q.radius), Shape: q.shape(a.set), Sites: len(a.set.sites),
	}, hex.EncodeToString(sum[:16])}
	return a, nil
}

func (a *catchmentAnalysis) document(string) any { return a.catchments }

func (a *catchmentAnalysis) report() report {
	t := reportTable{Name: "catchment", Title: text2("服务范围", "Catchments"), Columns: []reportColumn{columnID, columnNameZH, columnNameEN,
		{"lon", text2("经度", "lon"), plainColumn}, {"lat", text2("纬度", "lat"), plainColumn}, {"radius_m", text2("半径，米", "radius, m"), plainColumn}}}
	for _, s := range a.set.sites {
		about := a.set.about(s.ID)
		t.Rows = append(t.Rows, []any{s.ID, about.nameZH, about.nameEN, s.At[0], s.At[1], float64(a.q.radius)})
	}
	return report{Title: text2("服务范围", "Catchments"), Tables: []reportTable{t}, Method: methodFacts(a.catchments.Method), Digest: a.catchments.Digest}
}
