package layers_test

import (
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"layoutmap/geo"
	"layoutmap/layers"
	"layoutmap/layers/plan"

	"github.com/paulmach/orb"
)

var builtIn = sync.OnceValues(func() (*layers.Catalog, error) { return layers.Open(layers.BuiltIn()) })

func openBuiltIn(t testing.TB) *layers.Catalog {
	t.Helper()
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func layer(t testing.TB, id string) *layers.Layer {
	t.Helper()
	l, ok := openBuiltIn(t).Layer(id)
	if !ok {
		t.Fatalf("no layer %s", id)
	}
	return l
}

func count(l *layers.Layer, want func(*layers.Feature) bool) int {
	n := 0
	for f := range l.All() {
		if want(f) {
			n++
		}
	}
	return n
}

// eachVertex visits every vertex of a geometry.
func eachVertex(g orb.Geometry, visit func(orb.Point)) {
	switch g := g.(type) {
	case orb.Point:
		visit(g)
	case orb.MultiPoint:
		for _, p := range g {
			visit(p)
		}
	case orb.LineString:
		eachVertex(orb.MultiPoint(g), visit)
	case orb.MultiLineString:
		for _, l := range g {
			eachVertex(l, visit)
		}
	case orb.Polygon:
		for _, r := range g {
			eachVertex(orb.MultiPoint(r), visit)
		}
	case orb.MultiPolygon:
		for _, p := range g {
			eachVertex(p, visit)
		}
	case orb.Collection:
		for _, m := range g {
			eachVertex(m, visit)
		}
	}
}

// surroundings is how far from the district built-in data may lie, degrees (about 15 km).
const surroundings = 0.17

// Every feature of every built-in layer is named, sourced, classified and sound.
func TestEveryBuiltInFeature(t *testing.T) {
	c := openBuiltIn(t)
	around := layer(t, "district").Bound().Pad(surroundings)
	for _, l := range c.Layers() {
		decimals := 1e6
		if l.Grid != nil {
			decimals = 1e7 // cell centres are computed, not stored
		}
		if l.Title.ZH == "" || l.Title.EN == "" || l.Description.ZH == "" || l.Description.EN == "" || l.PlanRef == "" && l.Group != "base" {
			t.Errorf("%s: title, description or plan_ref is missing", l.ID)
		}
		if l.Count != l.Len() || l.Len() == 0 {
			t.Errorf("%s: count %d, features %d", l.ID, l.Count, l.Len())
		}
		for f := range l.All() {
			bad := func(format string, args ...any) {
				t.Helper()
				t.Errorf("%s/%s: "+format, append([]any{l.ID, f.ID}, args...)...)
			}
			if l.Grid == nil {
				for _, p := range []string{"name_zh", "name_en", "name_py", "name_py_initials"} {
					if f.Text(p) == "" {
						bad("no %s", p)
					}
				}
			}
			for _, p := range []string{"source", "licence", "retrieved", "method", "crs_original", "kind", "status"} {
				if f.Text(p) == "" {
					bad("no %s", p)
				}
			}
			if open, ok := f.Value("open").(bool); !ok || open == strings.HasPrefix(f.Text("licence"), "facts;") {
				bad("open is %v under licence %q", f.Value("open"), f.Text("licence"))
			}
			if strings.ContainsFunc(f.Text("name_en"), func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
				bad("name_en %q is Chinese", f.Text("name_en"))
			}
			if f.Geometry == nil {
				if f.Text("method") != "unlocated" || f.Value("accuracy_m") != nil {
					bad("no geometry, but method %s and accuracy %v", f.Text("method"), f.Value("accuracy_m"))
				}
				continue
			}
			if a, ok := f.Value("accuracy_m").(float64); !ok || a <= 0 || f.Text("method") == "unlocated" {
				bad("accuracy %v, method %s", f.Value("accuracy_m"), f.Text("method"))
			}
			if err := geo.Validate(f.Geometry); err != nil {
				bad("%v", err)
			}
			if !geo.IsRFC7946(f.Geometry) {
				bad("rings are not wound as RFC 7946 says")
			}
			eachVertex(f.Geometry, func(p orb.Point) {
				for _, v := range p {
					if math.Abs(v*decimals-math.Round(v*decimals)) > 1e-3 {
						bad("coordinate %v has too many decimals", v)
					}
				}
				if !around.Contains(p) {
					bad("%v lies far from the district", p)
				}
			})
			if at, ok := f.Value("label_point").([2]float64); ok && f.Geometry.Dimensions() == 2 {
				a, err := geo.NewArea(f.Geometry)
				if err != nil || !a.Contains(orb.Point(at)) {
					bad("label point %v is not inside (%v)", at, err)
				}
			}
		}
	}
}

// The layers hold what the plan counts.
func TestCountsAsThePlanStatesThem(t *testing.T) {
	is := func(property string, values ...any) func(*layers.Feature) bool {
		return func(f *layers.Feature) bool { return slices.Contains(values, f.Value(property)) }
	}
	for _, c := range []struct {
		layer, what string
		want        int
		match       func(*layers.Feature) bool
	}{
		{"district", "district", 1, nil}, {"townships", "townships", 22, nil},
		{"layout", "elements", 9, nil}, {"layout", "core", 1, is("category", "core")}, {"layout", "zones", 2, is("category", "zone")},
		{"layout", "towns", 3, is("category", "town")}, {"layout", "belt, axis, corridor", 3, is("category", "belt", "axis", "corridor")},
		{"layout-lines", "centre lines", 3, nil}, {"green-ring-parks", "ring parks", 13, nil}, {"green-structure", "一心一环两带两区", 6, nil},
		{"road-grid", "roads", 20, nil}, {"road-grid", "横", 11, is("axis", "横")}, {"road-grid", "纵", 9, is("axis", "纵")},
		{"rail-stations", "stops", 85, nil}, {"rail-stations", "M101", 14, is("line", "M101")}, {"rail-stations", "M102", 16, is("line", "M102")},
		{"rail-stations", "Line 22", 6, is("line", "22")}, {"station-entrances", "entrances", 70, nil},
		{"substations", "220 kV planned", 4, func(f *layers.Feature) bool {
			return f.Text("status") == "planned" && f.Value("voltage_kv") == int64(220)
		}},
		{"substations", "110 kV planned", 17, func(f *layers.Feature) bool {
			return f.Text("status") == "planned" && f.Value("voltage_kv") == int64(110)
		}},
		{"industrial-parks", "parks of 专栏 3-1", 10, nil}, {"key-projects", "projects", 68, nil},
	} {
		l := layer(t, c.layer)
		got := l.Len()
		if c.match != nil {
			got = count(l, c.match)
		}
		if got != c.want {
			t.Errorf("%s: %d %s, want %d", c.layer, got, c.what, c.want)
		}
	}
}

// A name along a centre line tells how far off the area around it may be.
func TestCentreLinesKnowTheirArea(t *testing.T) {
	areas := map[string]any{}
	for f := range layer(t, "layout").All() {
		areas[f.Text("category")] = f.Value("accuracy_m")
	}
	for f := range layer(t, "layout-lines").All() {
		if got, want := f.Value("area_accuracy_m"), areas[f.Text("category")]; got == nil || got != want {
			t.Errorf("%s: the area is said to be off by %v m, it says %v", f.ID, got, want)
		}
	}
}

// Quotes are the plan's own words, in the clause they name.
func TestQuotesAreVerbatim(t *testing.T) {
	p, err := plan.Load()
	if err != nil {
		t.Fatal(err)
	}
	text := map[string]string{}
	for _, c := range p.Clauses {
		text[c.ID] = strings.Join(strings.Fields(c.Text), "")
	}
	quotes := 0
	for _, l := range openBuiltIn(t).Layers() {
		for f := range l.All() {
			quote := strings.Join(strings.Fields(f.Text("plan_text")), "")
			if quote == "" {
				continue
			}
			quotes++
			if clause := f.Text("plan_clause"); !strings.Contains(text[clause], quote) {
				t.Errorf("%s/%s: clause %q does not hold %q", l.ID, f.ID, clause, quote)
			}
		}
	}
	if quotes < 100 {
		t.Errorf("only %d features quote the plan", quotes)
	}
}

func TestStationsStandInTheirHorizon(t *testing.T) {
	for f := range layer(t, "rail-stations").All() {
		line, horizon, status := f.Text("line"), f.Text("horizon"), f.Text("status")
		want := map[string]string{"M101": "2030", "22": "2030", "M102": "beyond"}[line]
		switch {
		case f.ID == "st-6-05" || f.ID == "st-yizhuang-06":
			want = "2030"
		case want == "":
			want = "now"
		}
		if status == "closed" {
			if f.Text("name_zh") != "亦庄" && f.Text("name_zh") != "永乐" {
				t.Errorf("%s is closed", f.ID)
			}
			continue
		}
		if horizon != want {
			t.Errorf("%s %s (line %s): horizon %s, want %s", f.ID, f.Text("name_zh"), line, horizon, want)
		}
	}
}

func TestEntrancesNameTheirStation(t *testing.T) {
	stations := layer(t, "rail-stations")
	for f := range layer(t, "station-entrances").All() {
		s, ok := stations.ByID(f.Text("station"))
		if !ok {
			t.Errorf("%s: no station %q", f.ID, f.Text("station"))
			continue
		}
		if d := geo.DistanceTo(s.Geometry.(orb.Point), f.Geometry); d > 500 {
			t.Errorf("%s lies %.0f m from its station %s", f.ID, d, s.ID)
		}
	}
}

// Every demand cell lies in exactly one township, the one it names, and no
// person of a township's total is lost or invented.
func TestDemandIsConserved(t *testing.T) {
	towns, cells := layer(t, "townships"), layer(t, "demand-population")
	type town struct {
		id   string
		area *geo.Area
	}
	var areas []town
	for f := range towns.All() {
		a, err := geo.NewArea(f.Geometry)
		if err != nil {
			t.Fatal(err)
		}
		areas = append(areas, town{f.ID, a})
	}
	thousandths := map[string]map[string]int64{"people_even": {}, "people_roads": {}}
	for f := range cells.All() {
		var in []string
		for _, a := range areas {
			if a.area.Contains(f.Geometry.(orb.Point)) {
				in = append(in, a.id)
			}
		}
		if !slices.Equal(in, []string{f.Text("township")}) {
			t.Errorf("%s names %s and lies in %v", f.ID, f.Text("township"), in)
		}
		for rule, sum := range thousandths {
			v, _ := f.Value(rule).(float64)
			if v < 0 {
				t.Errorf("%s: %s is %v", f.ID, rule, v)
			}
			sum[f.Text("township")] += int64(math.Round(v * 1000))
		}
	}
	for rule, sum := range thousandths {
		var total int64
		for f := range towns.All() {
			people, ok := f.Value("population_2020").(int64)
			if !ok || sum[f.ID] != people*1000 {
				t.Errorf("%s: %s holds %d thousandths of a person, its total is %v", f.ID, rule, sum[f.ID], f.Value("population_2020"))
			}
			total += people
		}
		if total < 1_800_000 || total > 1_900_000 {
			t.Errorf("%s: %d people in all", rule, total)
		}
	}
}

func TestTownshipsTileTheDistrict(t *testing.T) {
	whole := geo.AreaOf(layer(t, "district").Feature(0).Geometry)
	sum := 0.0
	for f := range layer(t, "townships").All() {
		sum += geo.AreaOf(f.Geometry)
	}
	if math.Abs(sum-whole) > 1e-4*whole {
		t.Errorf("townships cover %.4f km², the district has %.4f", sum/1e6, whole/1e6)
	}
}

func TestProjectsArePlacedAsTheySay(t *testing.T) {
	towns := layer(t, "townships")
	names := map[string]int{}
	for f := range layer(t, "key-projects").All() {
		names[f.Text("name_zh")]++
		by := f.Text("placed_by")
		if (by == "none") != (f.Geometry == nil) || !slices.Contains([]string{"road", "rail", "river", "park", "town", "none"}, by) {
			t.Errorf("%s: placed by %q, geometry %v", f.ID, by, f.Geometry != nil)
		}
		ids, _ := f.Value("towns").([]string)
		if by == "town" && len(ids) == 0 {
			t.Errorf("%s: placed by town, names none", f.ID)
		}
		for _, id := range ids {
			if _, ok := towns.ByID(id); !ok {
				t.Errorf("%s: no township %s", f.ID, id)
			}
		}
	}
	twice := 0
	for _, n := range names {
		if n == 2 {
			twice++
		}
	}
	if twice != 1 {
		t.Errorf("%d names stand twice, the plan has one", twice)
	}
}
