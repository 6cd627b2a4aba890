package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
)

// withLayers serves the built-in plan with further or replaced layers, each
// given as its layer.yaml without the common head, and its features.
func withLayers(t *testing.T, base bool, extra map[string][2]string) string {
	t.Helper()
	own := fstest.MapFS{}
	for id, files := range extra {
		own[id+"/layer.yaml"] = &fstest.MapFile{Data: []byte("id: " + id + `
title: {zh: 试, en: Test}
description: {zh: 试, en: A test's own layer}
data: features.geojson
provenance: {source: this test, licence: CC0-1.0, retrieved: "2026-11-01", method: official, crs_original: CGCS2000, accuracy_m: 1, open: true}
` + files[0])}
		own[id+"/features.geojson"] = &fstest.MapFile{Data: []byte(`{"type":"FeatureCollection","features":[` + files[1] + `]}`)}
	}
	sources := []fstest.MapFS{own}
	var catalog *layers.Catalog
	var err error
	if base {
		catalog, err = layers.Open(layers.BuiltIn(), sources[0])
	} else {
		catalog, err = layers.Open(sources[0])
	}
	if err != nil {
		t.Fatal(err)
	}
	return newServer(t, func(o *api.Options) { o.Catalog = catalog }).URL
}

func pointFeature(id string, lon, lat float64, properties string) string {
	return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Point","coordinates":[%v,%v]},"properties":{%s}}`, id, lon, lat, properties)
}

// A supplied surface of jobs is answered beside the people, and the two together.
func TestSuppliedJobsAreCounted(t *testing.T) {
	base := withLayers(t, true, map[string][2]string{"jobs-2025": {
		"geometry: Point\nschema: [{name: jobs, type: number, title: {zh: 岗位, en: Jobs}}]\ndemand: {id: jobs, kind: jobs, unit: jobs, amounts: [jobs], year: 2025}\n",
		pointFeature("at-guoyuan", 116.640755, 39.892286, `"jobs":3000`) + "," + pointFeature("far", 116.80, 39.70, `"jobs":1000`),
	}})
	a := getJSON[coverageAnswer](t, base+"/coverage?horizon=now")
	if len(a.Results) != 2 || a.Results[1].Demand != "jobs" || a.Results[1].Share != 75 {
		t.Fatalf("results: %+v", a.Results)
	}
	people, jobs := a.Results[0], a.Results[1]
	want := 100 * (people.Covered + jobs.Covered) / (people.Total + jobs.Total)
	if a.Combined == nil || math.Abs(a.Combined.Share-want) > 1e-9 {
		t.Errorf("combined %+v, want %v", a.Combined, want)
	}
}

// An office's stations replace the built-in ones, and the answer follows.
func TestReplacedStationsAreTheOnesCounted(t *testing.T) {
	base := withLayers(t, true, map[string][2]string{"rail-stations": {
		"geometry: Point\n", pointFeature("only", 116.640755, 39.892286, `"name_zh":"唯一","status":"existing","horizon":"now"`),
	}})
	a := getJSON[coverageAnswer](t, base+"/coverage?horizon=now")
	built := getJSON[coverageAnswer](t, newServer(t, nil).URL+"/coverage?horizon=now")
	if len(a.Sites) != 1 || a.Sites[0].ID != "only" || a.Digest == built.Digest || a.Results[0].Share >= built.Results[0].Share {
		t.Errorf("sites %+v, share %v (built-in %v), digest %s", a.Sites, a.Results[0].Share, built.Results[0].Share, a.Digest)
	}
	if near := get(t, base+"/near?point=116.640755,39.892286&radius=5"); !strings.Contains(string(near.body), `"only"`) {
		t.Error("/near does not know the replaced station")
	}
}

// A catalog without demand says so, in every answer that wants it.
func TestCatalogWithoutDemand(t *testing.T) {
	base := withLayers(t, false, map[string][2]string{"stops": {"geometry: Point\n", pointFeature("a", 116.64, 39.89, "")}})
	a := get(t, base+"/coverage")
	var p struct{ Field, Detail string }
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusNotFound || p.Field != "demand" {
		t.Errorf("%d %s", a.status, a.body)
	}
	for _, path := range []string{"/?f=json", "/collections", "/near?point=116.64,39.89", "/xyz/plan.json", "/tiles", "/xyz/plan/10/843/387.mvt", "/api"} {
		if a := get(t, base+path); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}
