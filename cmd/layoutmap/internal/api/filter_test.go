package api_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"layoutmap/layers"
)

// scan counts the features of a built-in layer that fit, one by one.
func scan(t *testing.T, layer string, fits func(*layers.Feature) bool) int {
	t.Helper()
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	l, ok := catalog.Layer(layer)
	if !ok {
		t.Fatalf("no layer %s", layer)
	}
	n := 0
	for f := range l.All() {
		if fits(f) {
			n++
		}
	}
	return n
}

func filtered(base, layer, filter string, more ...string) string {
	q := url.Values{"filter": {filter}}
	for i := 0; i+1 < len(more); i += 2 {
		q.Set(more[i], more[i+1])
	}
	return base + "/collections/" + layer + "/items?" + q.Encode()
}

func TestFilterOnItems(t *testing.T) {
	ts := newServer(t, nil)
	for _, c := range []struct {
		name, layer, filter string
		more                []string
		fits                func(*layers.Feature) bool
	}{
		{"equality", "rail-stations", "status = 'planned'", nil, func(f *layers.Feature) bool { return f.Text("status") == "planned" }},
		{"JSON", "rail-stations", `{"op":"=","args":[{"property":"status"},"planned"]}`, []string{"filter-lang", "cql2-json"},
			func(f *layers.Feature) bool { return f.Text("status") == "planned" }},
		{"Chinese", "rail-stations", "name_zh LIKE '%通州%'", nil, func(f *layers.Feature) bool { return strings.Contains(f.Text("name_zh"), "通州") }},
		{"case", "rail-stations", "CASEI(name_en) LIKE casei('TONG%')", nil, func(f *layers.Feature) bool { return strings.HasPrefix(strings.ToLower(f.Text("name_en")), "tong") }},
		{"number", "demand-population", "accuracy_m > 1", nil, func(f *layers.Feature) bool { a, _ := f.Value("accuracy_m").(float64); return a > 1 }},
		{"null", "key-projects", "geometry IS NULL", nil, func(f *layers.Feature) bool { return f.Geometry == nil }},
		{"box", "places", "S_INTERSECTS(geometry, BBOX(116.6, 39.8, 116.7, 39.9))", nil, func(f *layers.Feature) bool {
			b := f.Geometry.Bound()
			return b.Min[0] >= 116.6 && b.Max[0] <= 116.7 && b.Min[1] >= 39.8 && b.Max[1] <= 39.9
		}},
		{"latitude first", "places", "S_INTERSECTS(geometry, BBOX(39.8, 116.6, 39.9, 116.7))", []string{"filter-crs", "http://www.opengis.net/def/crs/EPSG/0/4490"}, func(f *layers.Feature) bool {
			b := f.Geometry.Bound()
			return b.Min[0] >= 116.6 && b.Max[0] <= 116.7 && b.Min[1] >= 39.8 && b.Max[1] <= 39.9
		}},
		{"and the layer's own parameter", "rail-stations", "status <> 'planned'", []string{"horizon", "2030"},
			func(f *layers.Feature) bool { return f.Text("status") != "planned" && f.Text("horizon") == "2030" }},
		{"nothing", "rail-stations", "1 = 2", nil, func(*layers.Feature) bool { return false }},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := scan(t, c.layer, c.fits)
			page := allItems(t, filtered(ts.URL, c.layer, c.filter, append(c.more, "limit", "1000")...))
			if page.NumberMatched != want || len(page.Features) != want {
				t.Errorf("matched %d, got %d, want %d", page.NumberMatched, len(page.Features), want)
			}
			if want == 0 && c.name != "nothing" {
				t.Error("the case proves nothing: no feature fits")
			}
		})
	}
}

// distance() in a filter and near= are one question.
func TestFilterByDistanceEqualsNear(t *testing.T) {
	ts := newServer(t, nil)
	near := getJSON[featureCollection](t, ts.URL+"/collections/places/items?near=116.6575,39.9035&radius=3000&limit=1000")
	page := getJSON[featureCollection](t, filtered(ts.URL, "places", "distance(geometry, POINT(116.6575 39.9035)) <= 3000", "limit", "1000"))
	if near.NumberMatched == 0 || near.NumberMatched != page.NumberMatched {
		t.Errorf("near finds %d, the filter %d", near.NumberMatched, page.NumberMatched)
	}
}

func TestFilterFaults(t *testing.T) {
	ts := newServer(t, nil)
	deep := strings.Repeat("(", 1000) + "1=1" + strings.Repeat(")", 1000)
	for _, c := range []struct {
		name, filter string
		more         []string
		field        string
		position     int
		detail       string
	}{
		{"syntax", "名称 = ", nil, "filter", 6, "expected"},
		{"unknown property", "kind = 'x' AND colour = 'red'", nil, "filter", 16, `"colour"`},
		{"unknown function", "foo(kind) = 1", nil, "filter", 1, "distance"},
		{"types", "accuracy_m = 'far'", nil, "filter", 14, "cannot be compared"},
		{"not a predicate", "kind", nil, "filter", 1, "true or false"},
		{"geometry not valid", "S_WITHIN(geometry, POLYGON((0 0,1 1,1 0,0 1,0 0)))", nil, "filter", 20, "not valid"},
		{"box upside down", "S_WITHIN(geometry, BBOX(0,2,1,1))", nil, "filter", 20, "south"},
		{"no answer for a feature", "S_WITHIN(geometry, buffer(geometry, accuracy_m - 1000))", nil, "filter", 0, "positive"},
		{"axes turned round", "S_WITHIN(geometry, POINT(39.9 116.6))", nil, "filter", 20, "longitude comes first"},
		{"deep", deep, nil, "filter", 105, "nested"},
		{"language", "kind = 'x'", []string{"filter-lang", "cql-text"}, "filter-lang", 0, "unknown"},
		{"CRS", "kind = 'x'", []string{"filter-crs", "EPSG:1"}, "filter-crs", 0, "CRS"},
		{"JSON", "{}", []string{"filter-lang", "cql2-json"}, "filter", 1, "op"},
		{"sort by nothing", "kind = 'x'", []string{"sortby", "colour"}, "sortby", 0, "sortables"},
		{"sort by a place", "kind = 'x'", []string{"sortby", "label_point"}, "sortby", 0, "sortables"},
		{"sort twice", "kind = 'x'", []string{"sortby", "kind,-kind"}, "sortby", 0, "twice"},
		{"distance without near", "kind = 'x'", []string{"sortby", "distance_m"}, "sortby", 0, "sortables"},
		{"unknown column", "kind = 'x'", []string{"properties", "colour"}, "properties", 0, "schema"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := get(t, filtered(ts.URL, "rail-stations", c.filter, c.more...))
			checkProblem(t, a, http.StatusBadRequest, c.field, c.position, c.detail)
		})
	}
}

func checkProblem(t *testing.T, a answer, status int, field string, position int, detail string) {
	t.Helper()
	var p struct {
		Status, Position int
		Field, Detail    string
	}
	if err := json.Unmarshal(a.body, &p); err != nil {
		t.Fatalf("%d %s: %v", a.status, a.body, err)
	}
	if a.status != status || p.Field != field || p.Position != position || !strings.Contains(p.Detail, detail) {
		t.Errorf("%d %s\nwant %d, field %s, position %d, …%s…", a.status, a.body, status, field, position, detail)
	}
	if a.header.Get("Content-Type") != "application/problem+json" || a.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("headers %v", a.header)
	}
}

func post(t *testing.T, address, media, body string) answer {
	t.Helper()
	resp, err := http.Post(address, media, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, text}
}

func TestPostedFilter(t *testing.T) {
	ts := newServer(t, nil)
	items := ts.URL + "/collections/rail-stations/items"
	const body = `{"op":"=","args":[{"property":"status"},"existing"]}`
	want := allItems(t, filtered(ts.URL, "rail-stations", "status = 'existing'"))
	if want.NumberMatched < 10 {
		t.Fatalf("only %d stations exist", want.NumberMatched)
	}
	for _, media := range []string{"application/query-cql-json", "application/json; charset=utf-8"} {
		a := post(t, items+"?limit=4", media, body)
		var page featureCollection
		if err := json.Unmarshal(a.body, &page); a.status != http.StatusOK || err != nil || page.NumberMatched != want.NumberMatched || len(page.Features) != 4 {
			t.Fatalf("%s: %d %v %.300s", media, a.status, err, a.body)
		}
		// Its next link may be followed with GET.
		rest := allItems(t, page.link("next"))
		if len(rest.Features)+4 != want.NumberMatched {
			t.Errorf("%d features behind the first 4, want %d in all", len(rest.Features), want.NumberMatched)
		}
	}

	long := `{"op":"and","args":[` + body + `,{"op":"not","args":[{"op":"in","args":[{"property":"id"},["` + strings.Repeat(`x","`, 5000) + `x"]]}]}]}`
	a := post(t, items+"?limit=4", "application/json", long)
	var page struct {
		featureCollection
		Links []struct {
			Rel, Href, Method string
			Body              json.RawMessage
		} `json:"links"`
	}
	if err := json.Unmarshal(a.body, &page); a.status != http.StatusOK || err != nil {
		t.Fatalf("long filter: %d %v %.300s", a.status, err, a.body)
	}
	i := slices.IndexFunc(page.Links, func(l struct {
		Rel, Href, Method string
		Body              json.RawMessage
	}) bool {
		return l.Rel == "next"
	})
	if i < 0 || page.Links[i].Method != "POST" || string(page.Links[i].Body) != long {
		t.Fatalf("the next link of a long filter does not say to post it again: %.300s", a.body)
	}
	if second := post(t, page.Links[i].Href, "application/json", string(page.Links[i].Body)); second.status != http.StatusOK || string(second.body) == string(a.body) {
		t.Errorf("the second page of a long filter: %d", second.status)
	}

	for _, c := range []struct {
		name, address, media, body string
		status                     int
		field                      string
		position                   int
		detail                     string
	}{
		{"media type", items, "text/plain", body, http.StatusUnsupportedMediaType, "Content-Type", 0, "CQL2 JSON"},
		{"filter twice", items + "?filter=1%3D1", "application/json", body, 400, "filter", 0, "body"},
		{"empty", items, "application/json", "", 400, "body", 1, "not JSON"},
		{"position", items, "application/json", `{"op":"=","args":[{"property":"颜色"},1]}`, 400, "body", 19, "颜色"},
		{"10 000 deep", items, "application/json", strings.Repeat(`{"op":"not","args":[`, 10_000), 400, "body", 2087, "nested"},
		{"1 MB", items, "application/json", `"` + strings.Repeat("x", 990_000) + `"`, 400, "body", 1, "at most"},
	} {
		t.Run(c.name, func(t *testing.T) {
			checkProblem(t, post(t, c.address, c.media, c.body), c.status, c.field, c.position, c.detail)
		})
	}
	if a := post(t, items, "application/json", `"`+strings.Repeat("x", 2<<20)+`"`); a.status != http.StatusRequestEntityTooLarge {
		t.Errorf("2 MB: %d %s", a.status, a.body)
	}
	if a := post(t, ts.URL+"/collections", "application/json", body); a.status != http.StatusMethodNotAllowed {
		t.Errorf("POST /collections: %d", a.status)
	}
}

// Sorted pages follow each other without gap or repeat, in either direction.
func TestSortedPages(t *testing.T) {
	ts := newServer(t, nil)
	for _, sortby := range []string{"name_en", "-name_en", "status,-name_zh", "+accuracy_m,id", "-id"} {
		address := ts.URL + "/collections/rail-stations/items?limit=7&properties=name_en&sortby=" + url.QueryEscape(sortby)
		paged := allItems(t, address)
		whole := getJSON[featureCollection](t, strings.Replace(address, "limit=7", "limit=10000", 1))
		if len(paged.Features) != paged.NumberMatched || len(whole.Features) != paged.NumberMatched {
			t.Fatalf("%s: %d features in pages, %d at once, %d matched", sortby, len(paged.Features), len(whole.Features), paged.NumberMatched)
		}
		for i := range paged.Features {
			if paged.Features[i].ID != whole.Features[i].ID {
				t.Fatalf("%s: feature %d differs between pages and the whole", sortby, i)
			}
		}
		if name := strings.TrimPrefix(sortby, "-"); name == "name_en" {
			ordered := slices.IsSortedFunc(whole.Features, func(a, b struct {
				ID       string `json:"id"`
				Geometry *struct {
					Type        string          `json:"type"`
					Coordinates json.RawMessage `json:"coordinates"`
				} `json:"geometry"`
				Properties map[string]any `json:"properties"`
			}) int {
				x, some := a.Properties[name].(string)
				y, also := b.Properties[name].(string)
				switch {
				case !some || !also:
					return map[bool]int{true: 0, false: 1}[some == also || some]
				case sortby[0] == '-':
					return strings.Compare(y, x)
				}
				return strings.Compare(x, y)
			})
			if !ordered {
				t.Errorf("%s: not in order", sortby)
			}
		}
	}
	near := getJSON[featureCollection](t, ts.URL+"/collections/places/items?near=116.6575,39.9035&radius=5000&sortby=-distance_m&limit=3")
	last := 1e9
	for _, f := range near.Features {
		d := f.Properties["distance_m"].(float64)
		if d > last {
			t.Errorf("-distance_m gives %v after %v", d, last)
		}
		last = d
	}
}

func TestPropertiesAreThoseAsked(t *testing.T) {
	ts := newServer(t, nil)
	for ask, want := range map[string]string{"kind,name_zh": `"properties":{"kind":`, "": `"properties":{}`} {
		a := get(t, ts.URL+"/collections/rail-stations/items?limit=1&properties="+url.QueryEscape(ask))
		var page featureCollection
		if err := json.Unmarshal(a.body, &page); err != nil {
			t.Fatal(err)
		}
		n := 0
		if ask != "" {
			n = 2
		}
		if a.status != http.StatusOK || len(page.Features[0].Properties) != n || !strings.Contains(string(a.body), want) || page.Features[0].Geometry == nil {
			t.Errorf("properties=%s: %d %s", ask, a.status, a.body)
		}
	}
}

// What queryables and sortables name can be filtered and sorted by, in every layer.
func TestQueryablesAndSortables(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	type document struct {
		Schema               string                     `json:"$schema"`
		ID                   string                     `json:"$id"`
		Type                 string                     `json:"type"`
		Properties           map[string]json.RawMessage `json:"properties"`
		AdditionalProperties *bool                      `json:"additionalProperties"`
	}
	for _, l := range catalog.Layers() {
		at := ts.URL + "/collections/" + l.ID
		queryables, sortables := getJSON[document](t, at+"/queryables"), getJSON[document](t, at+"/sortables")
		for _, d := range []document{queryables, sortables} {
			if d.Type != "object" || d.AdditionalProperties == nil || *d.AdditionalProperties || !strings.HasPrefix(d.ID, at) || !strings.Contains(d.Schema, "json-schema.org") {
				t.Errorf("%s: %+v", l.ID, d)
			}
		}
		if len(queryables.Properties) != len(l.Columns())+2 {
			t.Errorf("%s: %d queryables, want id, geometry and %d properties", l.ID, len(queryables.Properties), len(l.Columns()))
		}
		var parts, names []string
		for name := range queryables.Properties {
			parts = append(parts, fmt.Sprintf("%q IS NULL", name))
		}
		for name := range sortables.Properties {
			names = append(names, name)
		}
		if a := get(t, filtered(ts.URL, l.ID, strings.Join(parts, " OR "), "sortby", strings.Join(names, ","), "limit", "1")); a.status != http.StatusOK {
			t.Errorf("%s: %d %s", l.ID, a.status, a.body)
		}
		c := getJSON[struct {
			Links []struct{ Rel, Href string }
		}](t, at)
		for rel, href := range map[string]string{"queryables": at + "/queryables", "sortables": at + "/sortables"} {
			if !slices.Contains(c.Links, struct{ Rel, Href string }{"http://www.opengis.net/def/rel/ogc/1.0/" + rel, href}) {
				t.Errorf("%s has no link to its %s", l.ID, rel)
			}
		}
	}
}

func TestFunctionsAreListed(t *testing.T) {
	ts := newServer(t, nil)
	doc := getJSON[struct {
		Functions []struct {
			Name      string
			Arguments []struct{ Type []string }
			Returns   []string
		}
	}](t, ts.URL+"/functions")
	var names []string
	for _, f := range doc.Functions {
		names = append(names, f.Name)
		if len(f.Returns) != 1 || f.Returns[0] == "" || len(f.Arguments) == 0 {
			t.Errorf("%+v", f)
		}
	}
	if want := []string{"casei", "accenti", "distance", "buffer", "length", "area"}; !slices.Equal(names, want) {
		t.Errorf("functions %v, want %v", names, want)
	}
}

// A preflight of a posted filter is let through.
func TestPreflightOfPost(t *testing.T) {
	ts := newServer(t, nil)
	req, err := http.NewRequest(http.MethodOptions, ts.URL+"/collections/rail-stations/items", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if m := resp.Header.Get("Access-Control-Allow-Methods"); !strings.Contains(m, "POST") {
		t.Errorf("Access-Control-Allow-Methods: %s", m)
	}
}
