package api_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

type byMap struct {
	Answers bool
	Reason  *struct{ ZH, EN string }
	Missing []string
	Query   string
	Value   *struct {
		Value float64
		Unit  string
	}
}

type indicatorsAnswer struct {
	Indicators []struct {
		ID, Target, Attribute string
		Rows                  []struct{ Target, Attribute string }
		ByMap                 byMap `json:"by_map"`
	}
	Aims []struct {
		ID, Words  string
		PlanClause string `json:"plan_clause"`
		ByMap      byMap  `json:"by_map"`
	}
}

// With the built-in data one indicator has a value; each aim says which layer
// it lacks, in the plan's own words.
func TestIndicatorsByMap(t *testing.T) {
	base := newServer(t, nil).URL
	all := getJSON[indicatorsAnswer](t, base+"/indicators")
	for _, in := range all.Indicators {
		if has := in.ByMap.Value != nil; has != (in.ID == "indicator-7") || in.ByMap.Answers != has || (in.ByMap.Reason == nil) != has {
			t.Errorf("%s: %+v", in.ID, in.ByMap)
		}
	}
	if last := all.Indicators[30]; last.Attribute != "" || len(last.Rows) != 2 || last.Rows[0].Target == "" {
		t.Errorf("indicator 31: %+v", last)
	}
	seven := all.Indicators[6].ByMap
	if want := getJSON[coverageAnswer](t, seven.Query).Results[0].Share; seven.Value.Value != want {
		t.Errorf("indicator 7: %v, its query gives %v", seven.Value.Value, want)
	}
	want := map[string]string{"road-density": "urban-roads,urban-area", "park-service": "park-entrances", "expressway-15-min": "expressway-ramps,urban-roads", "fire-5-min": "fire-stations,urban-roads"}
	for _, a := range all.Aims {
		if strings.Join(a.ByMap.Missing, ",") != want[a.ID] || a.ByMap.Value != nil || !a.ByMap.Answers {
			t.Errorf("%s: %+v", a.ID, a.ByMap)
		}
		clause := getJSON[struct{ Text string }](t, base+"/plan/"+a.PlanClause)
		if !strings.Contains(strings.Join(strings.Fields(clause.Text), ""), strings.Join(strings.Fields(a.Words), "")) {
			t.Errorf("%s: %s does not say %q", a.ID, a.PlanClause, a.Words)
		}
		delete(want, a.ID)
	}
	if len(want) > 0 {
		t.Errorf("no aims %v", want)
	}
}

func lineFeature(id string, x1, y1, x2, y2 float64) string {
	return fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"LineString","coordinates":[[%v,%v],[%v,%v]]},"properties":{}}`, id, x1, y1, x2, y2)
}

// On a supplied city, a lattice of streets, every aim has the value that its
// query gives, and the density is what the lattice's spacing makes it.
func TestAimsOnASuppliedCity(t *testing.T) {
	// Streets every 0.0025° from west to east and every 0.002° from south to north.
	var roads, people []string
	const w, s, dx, dy, n = 116.62, 39.86, 0.0025, 0.002, 20
	for i := range n + 1 {
		y, x := s+float64(i)*dy, w+float64(i)*dx
		roads = append(roads, lineFeature(fmt.Sprint("h", i), w, y, w+n*dx, y), lineFeature(fmt.Sprint("v", i), x, s, x, s+n*dy))
	}
	for i := range n {
		for k := range n {
			people = append(people, pointFeature(fmt.Sprintf("p%d-%d", i, k), w+(float64(i)+.5)*dx, s+(float64(k)+.5)*dy, `"people":10`))
		}
	}
	// 16 by 16 blocks, bounded in the middle of blocks: 16 streets each way.
	square := fmt.Sprintf(`{"type":"Feature","id":"core","geometry":{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]},"properties":{}}`,
		w+1.5*dx, s+1.5*dy, w+17.5*dx, s+17.5*dy)
	base := withLayers(t, true, map[string][2]string{
		"urban-roads":       {"geometry: LineString\nnetwork: {barriers: []}\n", strings.Join(roads, ",")},
		"urban-area":        {"geometry: Polygon\n", square},
		"park-entrances":    {"geometry: Point\n", pointFeature("gate", w+5*dx, s+5*dy, "")},
		"fire-stations":     {"geometry: Point\n", pointFeature("fire", w+10*dx, s+10*dy, "")},
		"expressway-ramps":  {"geometry: Point\n", pointFeature("ramp", w, s, "")},
		"demand-population": {"geometry: Point\nschema: [{name: people, type: number, title: {zh: 人口, en: People}}]\ndemand: {id: people, kind: people, unit: people, amounts: [people], year: 2025}\n", strings.Join(people, ",")},
	})
	for _, a := range getJSON[indicatorsAnswer](t, base+"/indicators").Aims {
		if a.ByMap.Value == nil || len(a.ByMap.Missing) > 0 {
			t.Errorf("%s: %+v", a.ID, a.ByMap)
			continue
		}
		got := a.ByMap.Value.Value
		if a.ID == "road-density" {
			east, north := dx*vincenty(w, 39.88, w+1, 39.88), vincenty(w, 39.88, w, 39.88+dy)
			if want := 1000/north + 1000/east; math.Abs(got-want) > 0.005*want {
				t.Errorf("density %v, the lattice has %v", got, want)
			}
			continue
		}
		if want := getJSON[coverageAnswer](t, a.ByMap.Query).Results[0].Share; got != want || want <= 0 || want > 100 {
			t.Errorf("%s: %v, its query gives %v", a.ID, got, want)
		}
		// Blocks' middles lie half a block off the streets: nobody is farther along them than 2.5 km of the middle.
		if a.ID == "fire-5-min" && (got < 50 || got == 100) {
			t.Errorf("fire: %v %%", got)
		}
	}
}
