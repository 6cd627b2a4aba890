package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

type sitingAnswer struct {
	Sites []struct {
		Rank int
		ID   string
		At   [2]float64
		Near *struct {
			TownZH string `json:"town_zh"`
		}
		Gain, Alone, Covered, Share float64
	}
	Base, Result struct{ Covered, Total, Share float64 }
	Bound        struct {
		Covered, Share, Gap float64
		AnySpacingShare     float64 `json:"any_spacing_share"`
	}
	Exact  bool
	Digest string
}

// The sites that siting chooses give, added as a what-if, the share it says.
func TestSitingIsWhatAWhatIfGives(t *testing.T) {
	base := newServer(t, nil).URL
	const inputs = `{"k":3,"horizon":"now","grid_m":500,"area":"subcentre"}`
	first := execute(t, base, "siting", inputs)
	a := decode[sitingAnswer](t, first, 200)
	if len(a.Sites) != 3 || a.Sites[0].Gain < a.Sites[1].Gain || a.Bound.Share < a.Result.Share || a.Bound.AnySpacingShare < a.Bound.Share || a.Exact != (a.Bound.Gap == 0) {
		t.Fatalf("%+v", a)
	}
	var add []string
	for _, s := range a.Sites {
		add = append(add, fmt.Sprintf(`{"at":[%v,%v]}`, s.At[0], s.At[1]))
		if s.Near == nil || s.Near.TownZH == "" {
			t.Errorf("site %s lies near nothing", s.ID)
		}
	}
	w := decode[whatIfAnswer](t, execute(t, base, "coverage", `{"horizon":"now","area":"subcentre","add":[`+strings.Join(add, ",")+`]}`), 200)
	if math.Abs(w.Results[0].Share-a.Result.Share) > 0.01 || math.Abs(w.WhatIf.Base.Results[0].Share-a.Base.Share) > 1e-9 {
		t.Errorf("siting %v on %v, as a what-if %v on %v", a.Result.Share, a.Base.Share, w.Results[0].Share, w.WhatIf.Base.Results[0].Share)
	}
	if math.Abs(a.Sites[2].Covered-a.Result.Covered) > 1e-3 || math.Abs(a.Sites[2].Share-a.Result.Share) > 1e-9 {
		t.Errorf("the last site leads to %v, the result is %v", a.Sites[2].Covered, a.Result.Covered)
	}
	if again := execute(t, base, "siting", inputs); !bytes.Equal(again.body, first.body) {
		t.Error("the same question gave other bytes")
	}
	j := runJob(t, base, "siting", `{"inputs":`+inputs+`}`)
	if j.Status != "successful" || j.Progress != 100 {
		t.Fatalf("%+v", j)
	}
	if page := getJSON[featureCollection](t, base+"/jobs/"+j.JobID+"/results/gains/items"); page.NumberMatched != 3 {
		t.Errorf("%d gains", page.NumberMatched)
	}
}

// On five candidates the best two are those that trying every pair finds.
func TestSitingIsTheBestOfAllPairs(t *testing.T) {
	base := newServer(t, nil).URL
	at := [][2]float64{{116.655, 39.901}, {116.667, 39.902}, {116.643, 39.904}, {116.70, 39.86}, {116.72, 39.92}}
	var list []string
	for i, p := range at {
		list = append(list, pointFeature(fmt.Sprint("c", i), p[0], p[1], ""))
	}
	a := decode[sitingAnswer](t, execute(t, base, "siting", `{"k":2,"horizon":"now","spacing_m":0,"candidates":`+points(list...)+`}`), 200)
	best := 0.0
	for i := range at {
		for k := range i {
			w := decode[whatIfAnswer](t, execute(t, base, "coverage", fmt.Sprintf(`{"horizon":"now","by":"none","add":[{"at":[%v,%v]},{"at":[%v,%v]}]}`, at[i][0], at[i][1], at[k][0], at[k][1])), 200)
			best = max(best, w.Results[0].Covered)
		}
	}
	if !a.Exact || math.Abs(a.Result.Covered-best) > 1e-3 {
		t.Errorf("siting covers %v (exact %v), the best pair %v", a.Result.Covered, a.Exact, best)
	}
	for name, inputs := range map[string]string{"k": `{"k":0}`, "grid_m": `{"grid_m":1}`, "candidates": `{"candidates":"layout"}`, "spacing_m": `{"spacing_m":-1}`} {
		var p struct{ Field string }
		if bad := execute(t, base, "siting", inputs); json.Unmarshal(bad.body, &p) != nil || bad.status != 400 || p.Field != name {
			t.Errorf("%s: %d %s", inputs, bad.status, bad.body)
		}
	}
}

type walkAnswer struct {
	coverageAnswer
	AreaKM2 struct{ Covered *float64 } `json:"area_km2"`
	Method  struct {
		Fallback []string
		Network  *struct {
			Collections   []string
			Km            float64
			KmPerKm2      float64 `json:"km_per_km2"`
			LongLegsShare float64 `json:"long_legs_share"`
		}
	}
	Warnings []struct{ Code string }
}

// On the built-in trunk roads a walk is answered with what the network is, and
// with a warning; what is walked to lies in the circle.
func TestWalkOnTrunkRoadsWarns(t *testing.T) {
	base := newServer(t, nil).URL
	circle := getJSON[coverageAnswer](t, base+"/coverage?horizon=now&radius=800")
	walk := getJSON[walkAnswer](t, base+"/coverage?horizon=now&radius=800&rule=walk")
	n := walk.Method.Network
	if n == nil || n.Km < 100 || n.KmPerKm2 <= 0 || n.LongLegsShare < 50 || walk.AreaKM2.Covered != nil {
		t.Errorf("network %+v", n)
	}
	warned := false
	for _, w := range walk.Warnings {
		warned = warned || w.Code == "coarse-network"
	}
	if !warned || walk.Results[0].Share >= circle.Results[0].Share || walk.Results[0].Share <= 0 || walk.Digest == circle.Digest {
		t.Errorf("warned %v; walk %v, circle %v", warned, walk.Results[0].Share, circle.Results[0].Share)
	}
	for i, b := range walk.By {
		if b.Covered > circle.By[i].Covered {
			t.Errorf("%s: walk %v, circle %v", b.ID, b.Covered, circle.By[i].Covered)
		}
	}
	c := decode[featureCollection](t, execute(t, base, "catchment", `{"horizon":"now","radius":800,"rule":"walk"}`), 200)
	if len(c.Features) == 0 || c.Features[0].Geometry.Type != "Polygon" && c.Features[0].Geometry.Type != "MultiPolygon" {
		t.Errorf("%d walking catchments", len(c.Features))
	}
}

// A layer that declares itself a network is the one walked on, and its distances
// are those of the streets: on a lattice, the sum of both ways.
func TestWalkOnASuppliedNetwork(t *testing.T) {
	const w, s = 116.65, 39.88
	var roads []string
	for i := range 11 {
		d := float64(i) * 0.002
		roads = append(roads, lineFeature(fmt.Sprint("h", i), w, s+d, w+0.02, s+d), lineFeature(fmt.Sprint("v", i), w+d, s, w+d, s+0.02))
	}
	var homes []string
	want := 0
	east, north := vincenty(w, s, w+0.002, s), vincenty(w, s, w, s+0.002)
	const radius = 1000.0
	for i := range 11 {
		for k := range 11 {
			homes = append(homes, pointFeature(fmt.Sprintf("h%d-%d", i, k), w+float64(i)*0.002, s+float64(k)*0.002, `"amount":1`))
			if math.Abs(float64(i-5))*east+math.Abs(float64(k-5))*north <= radius-1 {
				want++
			}
		}
	}
	base := withLayers(t, true, map[string][2]string{"streets": {"geometry: LineString\nnetwork: {barriers: []}\n", strings.Join(roads, ",")}})
	inputs := `{"rule":"walk","radius":1000,"by":"none","area":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.8],[116.7,39.95],[116.6,39.95],[116.6,39.8]]]},
		"sites":` + points(pointFeature("middle", w+0.01, s+0.01, "")) + `,"surface":{"data":` + points(homes...) + `}}`
	a := decode[walkAnswer](t, execute(t, base, "coverage", inputs), 200)
	if int(a.Results[0].Covered) != want || a.Results[0].Total != 121 || len(a.Method.Network.Collections) != 1 || a.Method.Network.LongLegsShare != 0 {
		t.Errorf("covered %v of %v, by the lattice %d; network %+v", a.Results[0].Covered, a.Results[0].Total, want, a.Method.Network)
	}
	for _, w := range a.Warnings {
		if w.Code == "coarse-network" {
			t.Error("a supplied network is called coarse")
		}
	}
}

// Entrances: more is reached than from the centre alone would say; sites without any are named.
func TestFromEntrances(t *testing.T) {
	base := newServer(t, nil).URL
	a := getJSON[walkAnswer](t, base+"/coverage?horizon=beyond&from=entrances")
	centre := getJSON[coverageAnswer](t, base+"/coverage?horizon=beyond")
	if len(a.Method.Fallback) == 0 || len(a.Method.Fallback) >= len(centre.Sites) || a.Results[0].Share == centre.Results[0].Share {
		t.Errorf("%d sites without entrances of %d; %v against %v from the centre", len(a.Method.Fallback), len(centre.Sites), a.Results[0].Share, centre.Results[0].Share)
	}
}

// What is covered and the gaps make the whole; a decay counts no more than the step does.
func TestGapsAndDecay(t *testing.T) {
	base := newServer(t, nil).URL
	plain := getJSON[coverageAnswer](t, base+"/coverage?horizon=now&area=subcentre").Results[0]
	gaps := 0.0
	for _, f := range getJSON[featureCollection](t, base+"/coverage?horizon=now&area=subcentre&f=geojson&parts=gaps").Features {
		v, _ := f.Properties["people_even"].(float64)
		gaps += v
	}
	if math.Abs(gaps+plain.Covered-plain.Total) > 0.1 { // each of 17 thousand cells is rounded to a millionth
		t.Errorf("gaps %v and covered %v make %v", gaps, plain.Covered, plain.Total)
	}
	for _, decay := range []string{"linear", "exponential", "300:1,500:0.5"} {
		a := getJSON[struct {
			coverageAnswer
			Weighted []struct{ Covered, Total, Share float64 }
		}](t, base+"/coverage?horizon=now&area=subcentre&decay="+decay)
		if len(a.Weighted) != 1 || a.Weighted[0].Covered <= 0 || a.Weighted[0].Covered >= plain.Covered || a.Results[0].Covered != plain.Covered {
			t.Errorf("%s: %+v", decay, a.Weighted)
		}
	}
	if a := getJSON[struct{ Weighted []struct{ Covered float64 } }](t, base+"/coverage?horizon=now&area=subcentre&decay=500:1"); math.Abs(a.Weighted[0].Covered-plain.Covered) > 1e-3 {
		t.Errorf("one step of weight 1: %v, want %v", a.Weighted[0].Covered, plain.Covered)
	}
}
