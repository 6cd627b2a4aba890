package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/layers/cql2"
)

// cql2Data is a layer whose every feature is known, for filters of all classes.
var cql2Data = map[string][2]string{"sites": {
	"geometry: Geometry\nschema:\n" +
		"  - {name: people, type: integer, title: {zh: 人, en: People}}\n  - {name: jobs, type: integer, title: {zh: 岗, en: Jobs}}\n" +
		"  - {name: area, type: number, title: {zh: 地, en: Area}}\n  - {name: built, type: boolean, title: {zh: 建, en: Built}}\n" +
		"  - {name: opened, type: date, title: {zh: 开, en: Opened}}\n  - {name: uses, type: strings, title: {zh: 用, en: Uses}}\n",
	pointFeature("a", 116.65, 39.90, `"name_en":"Čapek Square","people":10,"jobs":10,"area":1.5,"built":true,"opened":"2020-06-01","uses":["park","school"]`) + "," +
		pointFeature("b", 116.70, 39.91, `"name_en":"capek square","people":20,"jobs":5,"area":-2,"built":false,"opened":"2024-01-31","uses":["park"]`) + "," +
		`{"type":"Feature","id":"c","geometry":{"type":"Polygon","coordinates":[[[116.60,39.85],[116.68,39.85],[116.68,39.93],[116.60,39.93],[116.60,39.85]]]},"properties":{"name_en":"West","people":30,"uses":["school","clinic","park"]}},` +
		`{"type":"Feature","id":"d","geometry":{"type":"LineString","coordinates":[[116.69,39.91],[116.71,39.91]]},"properties":{"name_en":"Line","people":40,"jobs":80,"area":0.5,"built":true,"opened":"2026-11-25"}}`}}

// The classes of OGC CQL2 (OGC 21-065r2), each in subtests of its own name, over
// HTTP in both encodings: filters with the features they leave, and filters
// that are refused, on features all of which are known. The counts that OGC
// published for its own data are asked in TestCQL2Published.
func TestCQL2(t *testing.T) {
	base := withLayers(t, false, cql2Data)
	conforms := string(get(t, base+"/conformance").body)
	type asked struct{ filter, ids string }
	for class, c := range map[string]struct {
		finds   []asked
		refuses []string
	}{
		"basic-cql2": {[]asked{
			{"people = 20", "b"}, {"people <> 20", "a c d"}, {"people < 20", "a"}, {"people > 20", "c d"}, {"people <= 20", "a b"}, {"people >= 20", "b c d"},
			{"jobs IS NULL", "c"}, {"jobs IS NOT NULL", "a b d"}, {"NOT people = 20", "a c d"}, {"NOT jobs = 5", "a d"}, // unknown stays unknown
			{"people = 10 OR jobs = 5", "a b"}, {"people > 10 AND jobs > 5", "d"}, {"jobs = 5 OR people = 30", "b c"},
			{"built = TRUE", "a d"}, {"built", "a d"}, {"opened < DATE('2024-01-31')", "a"}, {"name_en = 'West'", "c"}, {"TRUE", "a b c d"}, {"FALSE", ""},
		}, []string{"people = ", "people == 20", "people = 'many'", "nothing = 1", "people = 20 AND", "(people = 20", "people IS NUL"}},
		"advanced-comparison-operators": {[]asked{
			{"name_en LIKE '%est'", "c"}, {"name_en LIKE '_est'", "c"}, {"name_en NOT LIKE '%e%'", ""}, {"name_en LIKE 'W\\%'", ""},
			{"people BETWEEN 10 AND 20", "a b"}, {"people NOT BETWEEN 10 AND 20", "c d"}, {"jobs NOT BETWEEN 0 AND 9", "a d"},
			{"people IN (10, 40, 50)", "a d"}, {"name_en NOT IN ('West', 'Line')", "a b"},
		}, []string{"people LIKE '1%'", "people BETWEEN 1", "people IN (1, 'two')"}},
		"case-insensitive-comparison": {[]asked{
			{"CASEI(name_en) = CASEI('WEST')", "c"}, {"CASEI(name_en) = CASEI('CAPEK SQUARE')", "b"}, {"CASEI(name_en) LIKE CASEI('%SQUARE')", "a b"}, {"CASEI(name_en) IN (CASEI('LINE'))", "d"},
		}, []string{"CASEI(people) = 'x'", "CASEI() = 'x'"}},
		"accent-insensitive-comparison": {[]asked{
			{"ACCENTI(name_en) = ACCENTI('Capek Square')", "a"}, {"ACCENTI(CASEI(name_en)) = ACCENTI(CASEI('čapek square'))", "a b"},
		}, []string{"ACCENTI(people) = 'x'"}},
		"basic-spatial-functions": {[]asked{
			{"S_INTERSECTS(geometry, BBOX(116.64, 39.89, 116.66, 39.91))", "a c"}, {"S_INTERSECTS(geometry, POINT(116.70 39.91))", "b d"}, {"NOT S_INTERSECTS(geometry, BBOX(116.5, 39.8, 116.66, 40))", "b d"},
		}, []string{"S_INTERSECTS(geometry)", "S_INTERSECTS(geometry, 'here')", "S_INTERSECTS(people, POINT(1 2))", "S_INTERSECTS(geometry, POINT(200 95))"}},
		"basic-spatial-functions-plus": {[]asked{
			{"S_INTERSECTS(geometry, LINESTRING(116.59 39.86, 116.70 39.91))", "b c d"}, {"S_INTERSECTS(geometry, MULTIPOINT((116.65 39.90), (116.705 39.91)))", "a c d"},
			{"S_INTERSECTS(geometry, POLYGON((116.6 39.8, 116.69 39.8, 116.69 40, 116.6 40, 116.6 39.8)))", "a c d"}, {"S_INTERSECTS(geometry, GEOMETRYCOLLECTION(POINT(116.65 39.90), POINT(116.70 39.91)))", "a b c d"},
		}, []string{"S_INTERSECTS(geometry, POLYGON((0 0, 1 1, 1 0, 0 1, 0 0)))", "S_INTERSECTS(geometry, LINESTRING(1 2))"}},
		"spatial-functions": {[]asked{
			{"S_WITHIN(geometry, BBOX(116.5, 39.8, 116.69, 40))", "a c"}, {"S_CONTAINS(geometry, POINT(116.62 39.9))", "c"}, {"S_EQUALS(geometry, POINT(116.65 39.90))", "a"}, {"S_DISJOINT(geometry, BBOX(116.5, 39.8, 116.69, 40))", "b"},
			{"S_TOUCHES(geometry, POINT(116.69 39.91))", "d"}, {"S_CROSSES(geometry, LINESTRING(116.70 39.90, 116.70 39.92))", "d"}, {"S_OVERLAPS(geometry, BBOX(116.66, 39.8, 116.75, 39.9))", "c"},
		}, []string{"S_NEAR(geometry, POINT(1 2))", "S_WITHIN(geometry, people)"}},
		"temporal-functions": {[]asked{
			{"T_AFTER(opened, DATE('2020-06-01'))", "b d"}, {"T_BEFORE(opened, DATE('2024-01-31'))", "a"}, {"T_DURING(INTERVAL(opened, opened), INTERVAL('2020-01-01', '2024-12-31'))", "a b"},
			{"T_INTERSECTS(opened, INTERVAL('2024-01-31', '..'))", "b d"}, {"T_EQUALS(opened, DATE('2026-11-25'))", "d"}, {"T_DISJOINT(opened, INTERVAL('..', '2024-01-31'))", "d"},
		}, []string{"T_AFTER(people, DATE('2020-01-01'))", "T_AFTER(opened, DATE('2020-13-01'))", "T_DURING(opened, INTERVAL('2021-01-01', '2020-01-01'))"}},
		"array-functions": {[]asked{
			{"A_CONTAINS(uses, ('park', 'school'))", "a c"}, {"A_CONTAINEDBY(uses, ('park', 'school'))", "a b"}, {"A_EQUALS(uses, ('park'))", "b"}, {"A_OVERLAPS(uses, ('clinic', 'shop'))", "c"},
		}, []string{"A_CONTAINS(people, ('park'))", "A_CONTAINS(uses)"}},
		"property-property": {[]asked{{"people = jobs", "a"}, {"people < jobs", "d"}, {"jobs <= people", "a b"}, {"people IN (jobs)", "a"}, {"people BETWEEN jobs AND 30", "a b"}, {"'West' = name_en", "c"}},
			[]string{"people = name_en", "opened < people"}},
		"functions": {[]asked{
			{"distance(geometry, POINT(116.70 39.91)) < 1", "b d"}, {"length(geometry) > 1000", "c d"}, {"area(geometry) > 1000", "c"}, {"S_WITHIN(geometry, buffer(POINT(116.70 39.91), 5))", "b"},
		}, []string{"nonsense(people) = 1", "distance(geometry) = 1", "buffer(geometry, 'far') IS NULL", "length(people) > 1"}},
		"arithmetic": {[]asked{
			{"people = 2 * 5", "a"}, {"people + jobs = 25", "b"}, {"people / 4 = 10", "d"}, {"people % 20 = 10", "a c"}, {"people = 6 - -4", "a"}, {"people > 2 ^ 5", "d"}, {"people div 7 = 2", "b"}, {"area * 2 = 3", "a"},
		}, []string{"people + 'one' = 2", "people = 2 +", "people + = 2"}},
	} {
		if !strings.Contains(conforms, `"http://www.opengis.net/spec/cql2/1.0/conf/`+class+`"`) {
			t.Errorf("class %s is not declared", class)
		}
		t.Run("conf/"+class+"/finds", func(t *testing.T) {
			for _, a := range c.finds {
				e, err := cql2.ParseText(a.filter)
				if err != nil {
					t.Errorf("%s: %v", a.filter, err)
					continue
				}
				for lang, filter := range map[string]string{"cql2-text": a.filter, "cql2-json": string(cql2.AppendJSON(nil, e))} {
					var ids []string
					for _, f := range getJSON[featureCollection](t, filtered(base, "sites", filter, "filter-lang", lang)).Features {
						ids = append(ids, f.ID)
					}
					slices.Sort(ids)
					if got := strings.Join(ids, " "); got != a.ids {
						t.Errorf("%s: %s finds %q, want %q", lang, filter, got, a.ids)
					}
				}
			}
		})
		t.Run("conf/"+class+"/refuses", func(t *testing.T) {
			for _, filter := range c.refuses {
				a := get(t, filtered(base, "sites", filter))
				var p struct{ Field, Detail string }
				if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusBadRequest || p.Field != "filter" || p.Detail == "" {
					t.Errorf("%s: %d %s", filter, a.status, a.body)
				}
			}
		})
	}
	t.Run("conf/cql2-text/validate", func(t *testing.T) {
		for filter, want := range map[string]int{"people = 20": 200, " people=20 ": 200, `"people" = 20`: 200, "people = 2e1": 200, "name_en = 'it''s'": 200, "名 = 1": 400, `people = "20"`: 400, "{}": 400} {
			if a := get(t, filtered(base, "sites", filter, "filter-lang", "cql2-text")); a.status != want {
				t.Errorf("%s: %d %s", filter, a.status, a.body)
			}
		}
	})
	t.Run("conf/cql2-json/validate", func(t *testing.T) {
		for filter, want := range map[string]int{`{"op":"=","args":[{"property":"people"},20]}`: 200, `true`: 200, `{"op":"=","args":[{"property":"people"}]}`: 400, `{"op":"?","args":[1,2]}`: 400, `{"op":"="`: 400, "people = 20": 400} {
			if a := get(t, filtered(base, "sites", filter, "filter-lang", "cql2-json")); a.status != want {
				t.Errorf("%s: %d %s", filter, a.status, a.body)
			}
		}
	})
}

// Every class of Features, CQL2 and Processes that the server declares has
// subtests of its name; the classes of Tiles and Common are told apart by no name.
func TestEveryDeclaredClassIsTested(t *testing.T) {
	files := map[string]string{"ogcapi-features-1": "conformance_part1_test.go", "ogcapi-features-2": "conformance_part2_test.go", "ogcapi-features-3": "conformance_part3_test.go",
		"ogcapi-features-5": "conformance_part5_test.go", "cql2": "conformance_cql2_test.go", "ogcapi-processes-1": "conformance_processes_test.go"}
	seen := map[string]int{}
	for _, uri := range getJSON[struct{ ConformsTo []string }](t, newServer(t, nil).URL+"/conformance").ConformsTo {
		m := regexp.MustCompile(`/spec/([^/]+)/1\.0/conf/(.+)$`).FindStringSubmatch(uri)
		if m == nil {
			t.Fatalf("%s is no class", uri)
		}
		seen[m[1]]++
		file, ok := files[m[1]]
		if !ok {
			continue
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		// A subtest of its name, or its row in a table that subtests are named by.
		named := regexp.MustCompile(`t\.Run\("(conf/)?` + m[2] + `["/]|(?m)^\t\t"` + m[2] + `": \{\[\]asked|"` + m[2] + `": "[a-z]+"[,}]`)
		if !named.Match(text) {
			t.Errorf("%s has no subtest in %s", uri, file)
		}
	}
	for standard := range files {
		if seen[standard] == 0 {
			t.Errorf("no class of %s is declared", standard)
		}
	}
}

// The published rows of the CQL2 classes, asked over HTTP in both encodings.
func TestCQL2Published(t *testing.T) {
	const at = "../../../../../shared/conformance/cql2"
	text, err := os.ReadFile(at + "/ats_predicates.json")
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("left out: ../shared/conformance/cql2 is not beside this checkout, so OGC's predicates are not asked over HTTP")
	}
	if err != nil {
		t.Fatal(err)
	}
	var classes map[string]struct {
		Rows []struct {
			Source, Filter string
			N              int
		}
	}
	if err := json.Unmarshal(text, &classes); err != nil {
		t.Fatal(err)
	}
	catalog, err := layers.Open(os.DirFS(at))
	if err != nil {
		t.Fatal(err)
	}
	ts := newServer(t, func(o *api.Options) { o.Catalog, o.Plan = catalog, nil })
	total := 0
	for class, c := range classes {
		t.Run("conf/"+class, func(t *testing.T) {
			for _, r := range c.Rows {
				total++
				e, err := cql2.ParseText(r.Filter)
				if err != nil {
					t.Fatal(err)
				}
				doc := string(cql2.AppendJSON(nil, e))
				source := strings.ToLower(r.Source)
				byGet := getJSON[featureCollection](t, filtered(ts.URL, source, r.Filter, "limit", "1"))
				asJSON := getJSON[featureCollection](t, filtered(ts.URL, source, doc, "limit", "1", "filter-lang", "cql2-json"))
				var byPost featureCollection
				if a := post(t, ts.URL+"/collections/"+source+"/items?limit=1", "application/query-cql-json", doc); a.status != http.StatusOK || json.Unmarshal(a.body, &byPost) != nil {
					t.Fatalf("%s: POST %s: %d %s", class, doc, a.status, a.body)
				}
				if byGet.NumberMatched != r.N || asJSON.NumberMatched != r.N || byPost.NumberMatched != r.N {
					t.Errorf("%s: %s: %d in text, %d in JSON, %d posted, want %d", class, r.Filter, byGet.NumberMatched, asJSON.NumberMatched, byPost.NumberMatched, r.N)
				}
			}
		})
	}
	if total < 270 {
		t.Errorf("only %d rows", total)
	}
}

// conf/array-functions and conf/functions have no published rows: lists of the
// built-in layers are asked for, and every function is called.
func TestArraysAndFunctions(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, l := range catalog.Layers() {
		for _, p := range l.Columns() {
			if p.Type != layers.Strings {
				continue
			}
			var item string
			for f := range l.All() {
				if list, _ := f.Value(p.Name).([]string); len(list) > 0 {
					item = list[0]
					break
				}
			}
			if item == "" {
				continue
			}
			asked++
			want := scan(t, l.ID, func(f *layers.Feature) bool {
				list, _ := f.Value(p.Name).([]string)
				return slices.Contains(list, item)
			})
			for _, filter := range []string{"A_CONTAINS(\"" + p.Name + "\", ('" + item + "'))", "A_OVERLAPS(('" + item + "', 'none'), \"" + p.Name + "\")", "A_CONTAINEDBY(('" + item + "'), \"" + p.Name + "\")"} {
				if page := getJSON[featureCollection](t, filtered(ts.URL, l.ID, filter)); page.NumberMatched != want {
					t.Errorf("%s: %s: %d, want %d", l.ID, filter, page.NumberMatched, want)
				}
			}
		}
	}
	if asked == 0 {
		t.Error("no built-in layer has a list")
	}
	for _, f := range cql2.Functions() {
		call := map[string]string{
			"casei": "casei(name_en) = casei(name_en)", "accenti": "accenti(name_en) = accenti(name_en)", "distance": "distance(geometry, geometry) = 0",
			"buffer": "S_WITHIN(geometry, buffer(geometry, 10))", "length": "length(geometry) >= 0", "area": "area(geometry) >= 0",
		}[f.Name]
		if call == "" {
			t.Errorf("%s is not called here", f.Name)
			continue
		}
		want := scan(t, "plan-areas", func(f *layers.Feature) bool {
			return f.Geometry != nil && (!strings.Contains(call, "name_en") || f.Value("name_en") != nil)
		})
		if page := getJSON[featureCollection](t, filtered(ts.URL, "plan-areas", call)); page.NumberMatched != want || want == 0 {
			t.Errorf("%s: %d, want %d", call, page.NumberMatched, want)
		}
	}
}
