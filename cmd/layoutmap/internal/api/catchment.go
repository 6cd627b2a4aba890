package api

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"layoutmap/geo"
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
		{name: "rule", doc: "circle: geodesic distance.", schema: oneOfWords("circle")},
		{name: "from", doc: "centre: distance from the station's point.", schema: oneOfWords("centre")},
		kindsParam(),
	}, editParams()...)
}

type catchmentAnalysis struct {
	coverageAnalysis
	catchments catchmentDocument
}

// readCatchment is the process catchment.
func (s *coverageService) readCatchment(in inputs) (work, error) {
	var q coverageQuery
	var err error
	if q.stops, err = s.stops(in); err != nil {
		return nil, err
	}
	if err := q.readRule(in); err != nil {
		return nil, err
	}
	if q.kinds, err = in.kinds(); err != nil {
		return nil, err
	}
	if q.edits, err = readEdits(in, q.stops); err != nil {
		return nil, err
	}
	plain := q
	plain.edits = nil
	if err := q.edits.check(plain.sites()); err != nil {
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
		Rule: "circle: " + fmt.Sprintf("%g m", float64(q.radius)) + ", geodesic on the WGS 84 ellipsoid", RadiusM: float64(q.radius),
		Shape: fmt.Sprintf("%d corners on the geodesic circle, for the eye; membership is decided by distance", circlePoints), Sites: len(a.set.sites),
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

// readRule reads how far and in which way a site reaches.
func (q *coverageQuery) readRule(in inputs) (err error) {
	if q.horizon, err = in.word("horizon", "2030", "now", "beyond"); err != nil {
		return err
	}
	radius, err := in.number("radius", "metres", defaultRadius, 0, maxRadius)
	if err != nil {
		return err
	}
	q.radius = geo.Metres(radius)
	if _, err = in.word("rule", "circle"); err != nil {
		return err
	}
	_, err = in.word("from", "centre")
	return err
}
