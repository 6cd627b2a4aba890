package api_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
)

// Gaps and what is covered make the whole, by demand point and by square alike;
// the whole district by squares is an answer that a page or a report can take.
func TestGapsBySquare(t *testing.T) {
	base := newServer(t, nil).URL
	plain := getJSON[coverageAnswer](t, base+"/coverage?horizon=now&by=none").Results[0]
	points := 0.0
	for _, c := range []struct {
		squares string
		side    float64
		most    int // bytes
	}{{"&squares=0", 0, 20e6}, {"", 500, 1.5e6}, {"&squares=2000", 2000, 1e5}} {
		a := get(t, base+"/coverage?horizon=now&by=none&f=geojson&parts=gaps"+c.squares)
		sum, n := 0.0, 0.0
		for _, f := range decode[featureCollection](t, a, 200).Features {
			sum += f.Properties["people_even"].(float64)
			n += f.Properties["points"].(float64)
			if c.side == 0 {
				continue
			}
			var rings [][][2]float64
			if err := json.Unmarshal(f.Geometry.Coordinates, &rings); err != nil || len(rings) != 1 || len(rings[0]) != 5 {
				t.Fatalf("%s: %v %s", f.ID, err, f.Geometry.Coordinates)
			}
			for i, p := range rings[0][:4] {
				q := rings[0][i+1]
				if d := vincenty(p[0], p[1], q[0], q[1]); math.Abs(d-c.side) > 0.001*c.side { // the plane's scale, and six decimals
					t.Fatalf("%s: side of %v m, want %v m", f.ID, d, c.side)
				}
			}
		}
		if points == 0 {
			points = n
		}
		if math.Abs(sum+plain.Covered-plain.Total) > 0.2 || n != points || len(a.body) > c.most {
			t.Errorf("squares of %v m: %v in gaps and %v covered make %v; %v points, want %v; %d bytes", c.side, sum, plain.Covered, plain.Total, n, points, len(a.body))
		}
	}
	if a := get(t, base+"/coverage?f=geojson&parts=gaps&squares=-1"); a.status != 400 {
		t.Errorf("squares=-1: %d %s", a.status, a.body)
	}
}

// What each edit does, alone and beside the others, is what the same question
// says from scratch, stations that come within 5 m of each other included; what
// is gained less what is lost is the difference, on the map as well.
func TestEveryEditIsARecomputation(t *testing.T) {
	base := newServer(t, nil).URL
	type edit struct{ input, value, id string }
	edits := []edit{
		{"add", `{"id":"a","at":[116.72,39.85]}`, "a"},
		{"add", `{"id":"b","at":[116.72001,39.85]}`, "b"}, // a metre from a: one site with it
		{"add", `{"id":"c","at":[116.6313,39.9027]}`, "c"},
		{"remove", `"st-1-06"`, "st-1-06"},
		{"move", `{"id":"st-1-05","to":[116.6366,39.9]}`, "st-1-05"},
		{"lines", `"M102"`, "M102"},
		{"lines", `"-7"`, "7"},
	}
	for _, area := range []string{"district", "subcentre"} {
		ask := func(list []edit) (string, whatIfAnswer) {
			in := map[string][]json.RawMessage{}
			for _, e := range list {
				in[e.input] = append(in[e.input], json.RawMessage(e.value))
			}
			text := fmt.Sprintf(`{"horizon":"2030","by":"none","area":%q`, area)
			for _, name := range slices.Sorted(maps.Keys(in)) {
				values, err := json.Marshal(in[name])
				if err != nil {
					t.Fatal(err)
				}
				text += fmt.Sprintf(`,%q:%s`, name, values)
			}
			return text, decode[whatIfAnswer](t, execute(t, base, "coverage", text+"}"), 200)
		}
		_, plain := ask(nil)
		text, all := ask(edits)
		if len(all.WhatIf.Edits) != len(edits) {
			t.Fatalf("%+v", all.WhatIf.Edits)
		}
		near := func(a, b float64) bool { return math.Abs(a-b) < 1e-5 }
		for _, got := range all.WhatIf.Edits {
			i := slices.IndexFunc(edits, func(e edit) bool { return e.id == got.ID })
			_, alone := ask(edits[i : i+1])
			_, without := ask(slices.Concat(edits[:i], edits[i+1:]))
			now, before, rest := all.Results[0], plain.Results[0], without.Results[0]
			if one := alone.Results[0]; !near(got.Alone.Covered, one.Covered-before.Covered) || !near(got.Alone.Share, one.Share-before.Share) {
				t.Errorf("%s: %s alone %+v, from scratch %v", area, got.ID, got.Alone, one.Covered-before.Covered)
			}
			if !near(got.Together.Covered, now.Covered-rest.Covered) || !near(got.Together.Share, now.Share-rest.Share) {
				t.Errorf("%s: %s with the others %+v, from scratch %v", area, got.ID, got.Together, now.Covered-rest.Covered)
			}
		}
		for _, squares := range []string{"0", "500"} {
			j := runJob(t, base, "coverage", `{"inputs":`+text+`,"squares":`+squares+`}}`)
			sums := map[string]float64{}
			for _, f := range allItems(t, base+"/jobs/"+j.JobID+"/results/gains/items?limit=10000").Features {
				sums[f.Properties["change"].(string)] += f.Properties["people_even"].(float64)
			}
			if sum := sums["gained"] + sums["lost"]; math.Abs(sum-all.WhatIf.Difference.Covered) > 0.01 || !(sums["gained"] > 0 && sums["lost"] < 0) {
				t.Errorf("%s, squares of %s m: gains %v, difference %v", area, squares, sums, all.WhatIf.Difference.Covered)
			}
		}
	}
}

// As many sites as may be sent are drawn in an answer of bounded size.
func TestDrawingVeryManySites(t *testing.T) {
	base := newServer(t, nil).URL
	var b strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&b, `\n116.%05d,39.%05d`, 50000+i%317*100, 60000+i/317*100)
	}
	a := execute(t, base, "catchment", `{"sites":"lon,lat`+b.String()+`"}`)
	if a.status != 200 || len(a.body) > 80e6 || !strings.Contains(string(a.body[len(a.body)-400:]), "16 corners") {
		t.Errorf("%d, %d bytes: …%s", a.status, len(a.body), a.body[max(0, len(a.body)-400):])
	}
}
