package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"
)

type whatIfAnswer struct {
	coverageAnswer
	WhatIf struct {
		Base struct {
			Results []struct{ Covered, Share float64 }
		}
		Difference struct{ Covered, Share float64 }
		Edits      []struct {
			ID, Edit        string
			Alone, Together struct{ Covered, Share float64 }
		}
	} `json:"what_if"`
}

func execute(t testing.TB, base, process, inputs string) answer {
	t.Helper()
	return send(t, http.MethodPost, base+"/processes/"+process+"/execution", `{"inputs":`+inputs+`}`)
}

// The process answers what GET answers, byte for byte, with edits too.
func TestProcessAnswersAsGetDoes(t *testing.T) {
	base := newServer(t, nil).URL
	for query, inputs := range map[string]string{
		"horizon=now&radius=500":                                                                        `{"horizon":"now","radius":500}`,
		"horizon=2030&kinds=metro,suburban&by=zones":                                                    `{"kinds":["metro","suburban"],"by":"zones"}`,
		"area=subcentre&by=none&demand=people":                                                          `{"area":{"value":"subcentre"},"by":"none","demand":["people"]}`,
		`horizon=now&add=[{"at":[116.72,39.85]}]&remove=st-1-06&lines=M101`:                             `{"horizon":"now","add":[{"at":[116.72,39.85]}],"remove":["st-1-06"],"lines":["M101"]}`,
		`area={"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.8],[116.7,39.9],[116.6,39.8]]]}`: `{"area":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.8],[116.7,39.9],[116.6,39.8]]]}}`,
		"sites=rail-stations&area=tw-110112009":                                                         fmt.Sprintf(`{"sites":{"href":%q},"area":"townships/tw-110112009"}`, base+"/collections/rail-stations/items"),
	} {
		got, want := execute(t, base, "coverage", inputs), get(t, base+"/coverage?"+query)
		if got.status != 200 || !bytes.Equal(got.body, want.body) {
			t.Errorf("%s: %d %.300s\n%s: %d %.300s", inputs, got.status, got.body, query, want.status, want.body)
		}
	}
}

// The difference of a what-if is that of two answers worked out by themselves.
func TestWhatIfIsTheDifferenceOfTwoAnswers(t *testing.T) {
	base := newServer(t, nil).URL
	now := getJSON[coverageAnswer](t, base+"/coverage?horizon=now")
	beyond := getJSON[coverageAnswer](t, base+"/coverage?horizon=beyond")

	// All lines that are not there yet, added to now, are the last horizon.
	lines := map[string]bool{}
	for _, s := range spots(t, base+"/collections/rail-stations/items?limit=1000&mode=metro") {
		if s.props["horizon"] != "now" {
			lines[fmt.Sprint(s.props["line"])] = true
		}
	}
	list := []string{}
	for l := range lines {
		list = append(list, l)
	}
	text, _ := json.Marshal(list)
	a := decode[whatIfAnswer](t, execute(t, base, "coverage", `{"horizon":"now","lines":`+string(text)+`}`), 200)
	w := a.WhatIf
	if math.Abs(a.Results[0].Share-beyond.Results[0].Share) > 1e-9 || w.Base.Results[0].Share != now.Results[0].Share ||
		math.Abs(w.Difference.Share-(beyond.Results[0].Share-now.Results[0].Share)) > 1e-9 || len(w.Edits) != len(list) {
		t.Errorf("lines %s: share %v, want %v; difference %+v", text, a.Results[0].Share, beyond.Results[0].Share, w.Difference)
	}

	// Taking a station away and putting it back where it was changes nothing.
	site := now.Sites[0]
	a = decode[whatIfAnswer](t, execute(t, base, "coverage", fmt.Sprintf(`{"horizon":"now","remove":[%q]}`, site.ID)), 200)
	if math.Abs(a.WhatIf.Difference.Covered+site.Exclusive) > 1e-5 || a.WhatIf.Edits[0].Alone != a.WhatIf.Difference || a.WhatIf.Edits[0].Edit != "remove" {
		t.Errorf("without %s: %+v, its exclusive demand is %v", site.ID, a.WhatIf, site.Exclusive)
	}
	at := spots(t, base+"/collections/rail-stations/items?id="+site.ID)[0]
	a = decode[whatIfAnswer](t, execute(t, base, "coverage", fmt.Sprintf(`{"horizon":"now","remove":[%q],"add":[{"at":[%v,%v]}]}`, site.ID, at.lon, at.lat)), 200)
	if a.WhatIf.Difference.Covered != 0 || a.Results[0].Covered != now.Results[0].Covered {
		t.Errorf("put back: %+v", a.WhatIf.Difference)
	}
}

// A curve's points are what /coverage answers.
func TestCurveIsMadeOfCoverage(t *testing.T) {
	base := newServer(t, nil).URL
	c := getJSON[struct {
		Radii  []float64
		Curves []struct {
			Horizon                   string
			Share, Low, High, Covered []float64
		}
	}](t, base+"/coverage/curve?horizons=now,beyond&from_m=300&to_m=900&step_m=200")
	if len(c.Radii) != 4 || len(c.Curves) != 2 {
		t.Fatalf("%+v", c)
	}
	for _, curve := range c.Curves {
		for i, radius := range c.Radii {
			want := getJSON[coverageAnswer](t, fmt.Sprintf("%s/coverage?horizon=%s&radius=%v", base, curve.Horizon, radius)).Results[0]
			if curve.Share[i] != want.Share || curve.Low[i] != want.Band.Low || curve.High[i] != want.Band.High || curve.Covered[i] != want.Covered {
				t.Errorf("%s %v m: %v, want %+v", curve.Horizon, radius, curve.Share[i], want)
			}
		}
	}
}

// A curve of edited stations is made of what-ifs; a station that a horizon does
// not have yet cannot be taken away there, and need not.
func TestCurveTakesEdits(t *testing.T) {
	base := newServer(t, nil).URL
	planned := ""
	for _, s := range spots(t, base+"/collections/rail-stations/items?limit=1000&horizon=2030") {
		if s.props["mode"] == "metro" {
			planned = fmt.Sprint(s.id)
		}
	}
	edits := fmt.Sprintf(`"add":[{"at":[116.7,39.87]}],"remove":[%q]`, planned)
	c := decode[struct {
		Radii  []float64
		Curves []struct {
			Horizon string
			Covered []float64
		}
		Method struct{ Edits []struct{ ID, Edit string } }
	}](t, execute(t, base, "curve", `{"horizons":["now","2030"],"radii":[400,800],`+edits+`}`), 200)
	if len(c.Curves) != 2 || len(c.Method.Edits) != 2 {
		t.Fatalf("%+v", c)
	}
	for _, curve := range c.Curves {
		inputs := edits
		if curve.Horizon == "now" {
			inputs = `"add":[{"at":[116.7,39.87]}]`
		}
		for i, radius := range c.Radii {
			want := decode[coverageAnswer](t, execute(t, base, "coverage", fmt.Sprintf(`{"horizon":%q,"radius":%v,%s}`, curve.Horizon, radius, inputs)), 200).Results[0].Covered
			if curve.Covered[i] != want {
				t.Errorf("%s, %v m: %v, want %v", curve.Horizon, radius, curve.Covered[i], want)
			}
		}
	}
	if a := execute(t, base, "curve", fmt.Sprintf(`{"horizons":["now"],"remove":[%q]}`, planned)); a.status != 400 || !strings.Contains(string(a.body), `"field":"remove"`) {
		t.Errorf("a station that none of the horizons has: %d %s", a.status, a.body)
	}
}

// points is a FeatureCollection of points.
func points(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

// Each bad input gets a problem that names it.
func TestBadProcessInput(t *testing.T) {
	base := newServer(t, nil).URL
	for _, c := range []struct {
		name, process, inputs string
		status                int
		field, rule           string
	}{
		{"radius 0", "coverage", `{"radius":0}`, 400, "radius", "greater than 0"},
		{"radius negative", "coverage", `{"radius":-5}`, 400, "radius", "greater than 0"},
		{"radius NaN", "coverage", `{"radius":"NaN"}`, 400, "radius", "greater than 0"},
		{"radius of a continent", "coverage", `{"radius":4000000}`, 400, "radius", "50000"},
		{"a polygon that crosses itself", "coverage", `{"area":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.9],[116.7,39.8],[116.6,39.9],[116.6,39.8]]]}}`, 400, "area", "self-intersection at (116.65, 39.8"},
		{"an open ring", "coverage", `{"area":{"type":"Polygon","coordinates":[[[116.6,39.8],[116.7,39.9],[116.7,39.8]]]}}`, 400, "area", "not closed"},
		{"an area that is a line", "coverage", `{"area":{"type":"LineString","coordinates":[[116.6,39.8],[116.7,39.9]]}}`, 400, "area", "LineString"},
		{"an area without demand", "coverage", `{"area":{"type":"Polygon","coordinates":[[[10,10],[11,10],[11,11],[10,10]]]}}`, 400, "area", "holds no people"},
		{"an unknown surface", "coverage", `{"demand":["horses"]}`, 400, "demand", "no demand surface"},
		{"an unknown input", "coverage", `{"colour":"red"}`, 400, "colour", "unknown input"},
		{"an unknown line", "coverage", `{"lines":["M999"]}`, 400, "lines", "M999"},
		{"a station that is not there", "coverage", `{"remove":["st-none"]}`, 400, "remove", "st-none"},
		{"edited twice", "coverage", `{"horizon":"now","remove":["st-1-06"],"move":[{"id":"st-1-06","to":[116.7,39.9]}]}`, 400, "move", "twice"},
		{"latitude first", "coverage", `{"add":[{"at":[39.9,116.7]}]}`, 400, "add[0].at", "longitude comes first"},
		{"a member too many", "coverage", `{"add":[{"at":[116.7,39.9],"colour":1}]}`, 400, "add", "colour"},
		{"a text for a list", "coverage", `{"add":"here"}`, 400, "add", "string"},
		{"sites twice", "coverage", `{"sites":` + points(pointFeature("a", 116.6, 39.9, ""), pointFeature("a", 116.7, 39.9, "")) + `}`, 400, "sites", `"a" stands twice`},
		{"sites that are no points", "coverage", `{"sites":{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":{"type":"LineString","coordinates":[[116.6,39.9],[116.7,39.9]]},"properties":{}}]}}`, 400, "sites", "no point"},
		{"sites that are no GeoJSON", "coverage", `{"sites":{"type":"Topology"}}`, 400, "sites", "FeatureCollection"},
		{"demand that is negative", "coverage", `{"surface":{"data":` + points(pointFeature("a", 116.6, 39.9, `"amount":-3`)) + `}}`, 400, "surface", "not negative"},
		{"demand without the amount", "coverage", `{"surface":{"data":` + points(pointFeature("a", 116.6, 39.9, `"people":3`)) + `}}`, 400, "surface.amounts", "amount"},
		{"an address elsewhere", "coverage", `{"sites":{"href":"https://example.org/collections/x"}}`, 400, "sites.href", "this server"},
		{"no zones of that name", "coverage", `{"by":"rail-stations"}`, 400, "by", "polygons"},
		{"several horizons", "coverage", `{"horizon":["now","2030"]}`, 400, "horizon", "/coverage/curve?horizons="},
		{"demand that is empty", "coverage", `{"surface":{"data":" "}}`, 400, "surface.data", "is empty"},
		{"demand of nobody", "coverage", `{"surface":{"data":"lon,lat,amount\n116.6,39.9,0\n"}}`, 400, "area", "holds no people in surface posted-1"},
		{"sites in the wrong order of axes", "coverage", `{"sites":"id,lon,lat\na,39.9,116.6\n"}`, 400, "sites", "longitude and latitude"},
		{"squares below 0", "coverage", `{"squares":-1}`, 400, "squares", "from 0 to 50000"},
		{"a station that is not there, to draw", "catchment", `{"remove":["st-none"]}`, 400, "remove", "st-none"},
		{"too many radii", "curve", `{"from_m":1,"to_m":50000,"step_m":1}`, 400, "step_m", "at most"},
		{"radii that fall", "curve", `{"radii":[500,400]}`, 400, "radii", "ascending"},
		{"a horizon there is not", "curve", `{"horizons":["2099"]}`, 400, "horizons", "2099"},
		{"an unknown process", "alchemy", `{}`, 404, "processId", "no process"},
	} {
		a := execute(t, base, c.process, c.inputs)
		var p struct{ Type, Title, Detail, Field string }
		if err := json.Unmarshal(a.body, &p); err != nil || a.status != c.status || p.Field != c.field || !strings.Contains(p.Detail, c.rule) || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s, want %d for %s with %q", c.name, a.status, a.body, c.status, c.field, c.rule)
		}
	}
	for body, want := range map[string]int{
		``: 415, `[]`: 400, `{"inputs":{}} {}`: 400, `{"input":{}}`: 400, `{"response":"loud"}`: 400, `{"outputs":{"nothing":{}}}`: 400,
		`{"outputs":{"coverage":{"transmissionMode":"reference"}}}`: 400, `{"outputs":{"coverage":{"format":{"mediaType":"image/png"}}}}`: 400, `{"subscriber":{"successUri":"http://example.org"}}`: 400,
	} {
		if a := send(t, http.MethodPost, base+"/processes/coverage/execution", body); a.status != want {
			t.Errorf("%s: %d %s, want %d", body, a.status, a.body, want)
		}
	}
}

// No site at all is an answer: nothing is covered.
func TestNoSites(t *testing.T) {
	base := newServer(t, nil).URL
	for _, inputs := range []string{`{"sites":{"type":"FeatureCollection","features":[]}}`, `{"kinds":[]}`} {
		a := execute(t, base, "coverage", inputs)
		c := decode[coverageAnswer](t, a, 200)
		if c.Results[0].Covered != 0 || c.Results[0].Share != 0 || c.Results[0].Total == 0 || !strings.Contains(string(a.body), "no-sites") {
			t.Errorf("%s: %.600s", inputs, a.body)
		}
	}
}

// Stops at one place are one site, however often they are sent.
func TestSitesAtOnePlaceAreOne(t *testing.T) {
	base := newServer(t, nil).URL
	const one = "116.640755,39.892286\n"
	want := decode[coverageAnswer](t, execute(t, base, "coverage", `{"sites":"lon,lat\n`+strings.ReplaceAll(one, "\n", `\n`)+`"}`), 200)
	got := decode[coverageAnswer](t, execute(t, base, "coverage", `{"sites":"lon,lat\n`+strings.Repeat(strings.ReplaceAll(one, "\n", `\n`), 1000)+`"}`), 200)
	if len(got.Sites) != 1 || got.Results[0].Covered != want.Results[0].Covered || want.Results[0].Covered == 0 || got.Sites[0].Exclusive != want.Sites[0].Exclusive {
		t.Errorf("a thousand times: %d sites, %v covered; once: %v", len(got.Sites), got.Results[0].Covered, want.Results[0].Covered)
	}
}

// Edits are drawn, too: a site taken away has no catchment, a new one has.
func TestCatchmentsOfEdits(t *testing.T) {
	base := newServer(t, nil).URL
	ids := map[string]bool{}
	for _, f := range decode[featureCollection](t, execute(t, base, "catchment", `{"horizon":"now","remove":["st-1-06"],"move":[{"id":"st-1-05","to":[116.64,39.9]}],"add":[{"id":"mine","at":[116.7,39.9]}]}`), 200).Features {
		ids[f.ID] = true
	}
	if ids["st-1-06"] || !ids["st-1-05"] || !ids["mine"] {
		t.Errorf("%v", ids)
	}
}

// A million sites are refused by their number or by their bytes, at once.
func TestAMillionSitesAreRefused(t *testing.T) {
	base := newServer(t, nil).URL
	var b strings.Builder
	b.WriteString("lon,lat\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&b, "116.%d,39.9\n", i%1000)
	}
	text, _ := json.Marshal(b.String())
	a := execute(t, base, "coverage", `{"sites":`+string(text)+`}`)
	if a.status != http.StatusRequestEntityTooLarge || !strings.Contains(string(a.body), "100000") {
		t.Errorf("CSV: %d %.300s", a.status, a.body)
	}
	b.Reset()
	b.WriteString(`{"sites":{"type":"FeatureCollection","features":[`)
	for i := range 1_000_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"Feature","geometry":{"type":"Point","coordinates":[116.%d,39.9]},"properties":{}}`, i%1000)
	}
	b.WriteString("]}}")
	if a := execute(t, base, "coverage", b.String()); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("GeoJSON of %d MB: %d %.300s", b.Len()>>20, a.status, a.body)
	}
}

// Work that outlasts the request's time is 504, and says what to do.
func TestDeadline(t *testing.T) {
	base := newServer(t, func(o *api.Options) { o.Timeout = time.Millisecond }).URL
	a := execute(t, base, "curve", `{"from_m":250,"to_m":50000,"step_m":250}`)
	if a.status != http.StatusGatewayTimeout || !strings.Contains(string(a.body), "respond-async") || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// Posted surfaces are counted: points and CSV, people beside jobs, and the two together.
func TestPostedSurfaces(t *testing.T) {
	base := newServer(t, nil).URL
	jobs := `{"id":"mine","kind":"jobs","amounts":["jobs"],"data":` + points(pointFeature("at-guoyuan", 116.640755, 39.892286, `"jobs":3000`), pointFeature("far", 116.80, 39.70, `"jobs":1000`)) + `}`
	a := decode[coverageAnswer](t, execute(t, base, "coverage", `{"horizon":"now","surface":`+jobs+`}`), 200)
	if len(a.Results) != 2 || a.Results[1].Demand != "mine" || a.Results[1].Share != 75 || a.Combined == nil {
		t.Errorf("%+v, combined %v", a.Results, a.Combined)
	}
	csv := `{"data":"lon,lat,amount,other\n116.640755,39.892286,10,1\n116.80,39.70,30,3\n","amounts":["amount","other"]}`
	a = decode[coverageAnswer](t, execute(t, base, "coverage", `{"horizon":"now","surface":[`+csv+`,`+jobs+`],"demand":["posted-1","mine"]}`), 200)
	if len(a.Results) != 2 || a.Results[0].Share != 25 || a.Results[0].Total != 40 || len(a.Results[0].Rules) != 2 || a.Combined == nil || math.Abs(a.Combined.Share-100*3010.0/4040) > 1e-9 {
		t.Errorf("%+v, combined %v", a.Results, a.Combined)
	}
}

// Every format says how the answer was got.
func TestReports(t *testing.T) {
	base := newServer(t, nil).URL
	for f, want := range map[string][]string{
		"csv":  {"table,demand,unit,covered,total,share_percent", "result,people,people,", "method,", "geodesic", "\nsite,"},
		"md":   {"# 500 米覆盖分析", "| people | people |", "geodesic", "**digest**"},
		"html": {"</html>", "@page", "geodesic", "口径与方法"},
	} {
		a := get(t, base+"/coverage?horizon=now&f="+f)
		for _, w := range want {
			if a.status != 200 || !strings.Contains(string(a.body), w) {
				t.Errorf("f=%s: %d, without %q: %.300s", f, a.status, w, a.body)
			}
		}
	}
	for _, f := range []string{"md", "html"} { // the method is for people, without JSON
		if a := get(t, base+"/coverage?horizon=now&f="+f); strings.Contains(string(a.body), "{&#34;") || strings.Contains(string(a.body), `{"`) || !strings.Contains(string(a.body), "surfaces[0].id") {
			t.Errorf("f=%s: %s", f, a.body)
		}
	}
	if a := get(t, base+"/coverage?f=csv&bom=true"); !bytes.HasPrefix(a.body, []byte("\ufeff")) {
		t.Error("bom=true: no byte order mark")
	}
	a := decode[struct {
		Coverage struct{ Value, MediaType string }
	}](t, send(t, http.MethodPost, base+"/processes/coverage/execution", `{"response":"document","outputs":{"coverage":{"format":{"mediaType":"text/csv"}}}}`), 200)
	if a.Coverage.MediaType != "text/csv" || !strings.HasPrefix(a.Coverage.Value, "table,") {
		t.Errorf("%+v", a)
	}
	parts := getJSON[featureCollection](t, base+"/coverage?f=geojson&parts=sites,catchments")
	seen := map[any]int{}
	for _, f := range parts.Features {
		seen[f.Properties["part"]]++
	}
	if seen["sites"] == 0 || seen["sites"] != seen["catchments"] {
		t.Errorf("parts: %v", seen)
	}
}

// Areas count by their centre, or by how much of each is in reach.
func TestAreasAreCountedByTheirShare(t *testing.T) {
	base := newServer(t, nil).URL
	// A square of about 1.6 km around the site: 500 m reach a part of it.
	const lon, lat, dx, dy = 116.70, 39.86, 0.0094, 0.0072
	square := fmt.Sprintf(`{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":{"type":"Polygon","coordinates":[[[%[1]v,%[2]v],[%[3]v,%[2]v],[%[3]v,%[4]v],[%[1]v,%[4]v],[%[1]v,%[2]v]]]},"properties":{"amount":1000}}]}`,
		lon-dx, lat-dy, lon+dx, lat+dy)
	east, north := vincenty(lon-dx, lat, lon+dx, lat), vincenty(lon, lat-dy, lon, lat+dy)
	for counting, want := range map[string]float64{"centre": 100, "area": 100 * math.Pi * 500 * 500 / (east * north)} {
		a := decode[coverageAnswer](t, execute(t, base, "coverage", `{"by":"none","sites":`+points(pointFeature("s", lon, lat, ""))+`,"surface":{"counting":"`+counting+`","data":`+square+`}}`), 200)
		if r := a.Results[0]; math.Abs(r.Share-want) > 0.5 || math.Abs(r.Total-1000) > 1e-6 {
			t.Errorf("%s: %v %% of %v, want %v %%", counting, r.Share, r.Total, want)
		}
	}
}

// Stations read off a Chinese web map, 500 m off, are answered as they are and suspected.
func TestGCJ02IsSuspected(t *testing.T) {
	base := newServer(t, nil).URL
	for system, want := range map[string]bool{"GCJ-02": true, "CRS84": false} {
		page := getJSON[featureCollection](t, base+"/collections/rail-stations/items?limit=40&crs="+system)
		var list []string
		for _, f := range page.Features {
			list = append(list, fmt.Sprintf(`{"type":"Feature","id":%q,"geometry":{"type":"Point","coordinates":%s},"properties":{}}`, f.ID, f.Geometry.Coordinates))
		}
		a := execute(t, base, "coverage", `{"sites":`+points(list...)+`}`)
		if got := strings.Contains(string(a.body), "gcj02-suspected"); a.status != 200 || got != want {
			t.Errorf("%s: %d, suspected %v, want %v", system, a.status, got, want)
		}
	}
}
