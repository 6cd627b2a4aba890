package api_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// The abstract tests of OGC API – Features Part 1: Core corrigendum 1.0.1
// (OGC 17-069r4, annex A) against the running handler, each in a subtest of its
// own name. Bad requests stand beside good ones.

type ogcLink struct{ Href, Rel, Type string }

type ogcCollection struct {
	ID, Title, Description, ItemType, StorageCRS string
	Extent                                       json.RawMessage
	CRS                                          []string
	Links                                        []ogcLink
}

type ogcCollections struct {
	Links       []ogcLink
	CRS         []string
	Collections []ogcCollection
}

// find is the first link of a relation and media type; "" matches every type.
func find(t *testing.T, links []ogcLink, rel, media string) ogcLink {
	t.Helper()
	for _, l := range links {
		if l.Rel == rel && (media == "" || strings.HasPrefix(l.Type, media)) {
			return l
		}
	}
	t.Fatalf("no link %s of type %q in %v", rel, media, links)
	return ogcLink{}
}

// works is a layer with a time, for the tests of datetime.
var works = map[string][2]string{"works": {
	"geometry: Point\ntime: {start: from, end: to}\nschema: [{name: from, type: date, title: {zh: 始, en: From}}, {name: to, type: date, title: {zh: 终, en: To}}]\n",
	pointFeature("done", 116.65, 39.90, `"from":"2020-01-01","to":"2021-12-31"`) + "," +
		pointFeature("running", 116.66, 39.91, `"from":"2024-05-01"`) + "," + pointFeature("timeless", 116.67, 39.92, "")}}

func TestFeaturesPart1(t *testing.T) {
	base := withLayers(t, true, works)
	suite := newSuite(t, base, "ogcapi-features-1")
	testFeaturesPart1Core(t, suite, base)
	testFeaturesPart1Encodings(t, suite, base)
	suite.run("html/content", func(t *testing.T) { testHTMLContent(t, base) })
}

func testFeaturesPart1Core(t *testing.T, suite *suite, base string) {
	all := getJSON[ogcCollections](t, base+"/collections")
	landing := getJSON[struct{ Links []ogcLink }](t, base+"/?f=json").Links
	doc, err := openapi3.NewLoader().LoadFromData(get(t, find(t, landing, "service-desc", "application/vnd.oai.openapi+json;version=3.0").Href).body)
	if err != nil {
		t.Fatal(err)
	}
	status := func(t *testing.T, want int, path string) {
		t.Helper()
		if a := get(t, base+path); a.status != want {
			t.Errorf("%s: %d, want %d: %.200s", path, a.status, want, a.body)
		}
	}

	suite.run("core/http", func(t *testing.T) {
		for method, want := range map[string]int{http.MethodGet: 200, http.MethodHead: 200, http.MethodOptions: 204, http.MethodDelete: 405} {
			req, err := http.NewRequest(method, base+"/collections/layout", nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != want {
				t.Errorf("%s: %d, want %d", method, resp.StatusCode, want)
			}
		}
	})
	suite.run("core/root-op", func(t *testing.T) { status(t, 200, "/") })
	suite.run("core/root-success", func(t *testing.T) {
		for _, rel := range []string{"self", "alternate", "service-desc", "service-doc", "conformance", "data"} {
			if l := find(t, landing, rel, ""); l.Type == "" || !strings.HasPrefix(l.Href, base) {
				t.Errorf("%s: %+v", rel, l)
			} else if a := get(t, l.Href); a.status != 200 || !strings.HasPrefix(a.header.Get("Content-Type"), l.Type) {
				t.Errorf("%s: %d, type %q, the link says %q", rel, a.status, a.header.Get("Content-Type"), l.Type)
			}
		}
	})
	suite.run("core/api-definition-op", func(t *testing.T) {
		status(t, 200, strings.TrimPrefix(find(t, landing, "service-desc", "").Href, base))
	})
	suite.run("core/api-definition-success", func(t *testing.T) {
		if err := doc.Validate(t.Context()); err != nil {
			t.Error(err)
		}
	})
	suite.run("core/conformance-op", func(t *testing.T) { status(t, 200, "/conformance") })
	suite.run("core/conformance-success", func(t *testing.T) {
		classes := getJSON[struct{ ConformsTo []string }](t, base+"/conformance").ConformsTo
		for _, c := range []string{"core", "oas30", "html", "geojson"} {
			if !slices.Contains(classes, "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/"+c) {
				t.Errorf("class %s is not declared", c)
			}
		}
	})
	suite.run("core/fc-md-op", func(t *testing.T) { status(t, 200, "/collections") })
	suite.run("core/fc-md-success", func(t *testing.T) {
		if len(all.Collections) < 20 {
			t.Errorf("%d collections", len(all.Collections))
		}
	})
	suite.run("core/fc-md-links", func(t *testing.T) {
		find(t, all.Links, "self", "application/json")
		find(t, all.Links, "alternate", "text/html")
	})
	suite.run("core/fc-md-items", func(t *testing.T) {
		for _, c := range all.Collections {
			if c.ID == "" || c.Title == "" || c.ItemType != "feature" {
				t.Errorf("%+v", c)
			}
		}
	})
	suite.run("core/fc-md-items-links", func(t *testing.T) {
		for _, c := range all.Collections {
			for _, media := range []string{"application/geo+json", "text/html"} {
				if l := find(t, c.Links, "items", media); get(t, l.Href+"&limit=1").status != 200 {
					t.Errorf("%s: %s does not answer", c.ID, l.Href)
				}
			}
		}
	})
	suite.run("core/fc-md-extent", func(t *testing.T) {
		for _, c := range all.Collections {
			var e struct {
				Spatial  struct{ Bbox [][]float64 }
				Temporal struct{ Interval [][]*string }
			}
			if err := json.Unmarshal(c.Extent, &e); err != nil || len(e.Spatial.Bbox) != 1 || len(e.Spatial.Bbox[0]) != 4 {
				t.Errorf("%s: %v %s", c.ID, err, c.Extent)
				continue
			}
			for _, f := range allItems(t, base+"/collections/"+c.ID+"/items?limit=10000").Features {
				var p [2]float64
				if b := e.Spatial.Bbox[0]; f.Geometry != nil && json.Unmarshal(f.Geometry.Coordinates, &p) == nil &&
					!(b[0] <= p[0] && p[0] <= b[2] && b[1] <= p[1] && p[1] <= b[3]) {
					t.Fatalf("%s/%s: %v is outside of %v", c.ID, f.ID, p, b)
				}
			}
			if in := e.Temporal.Interval; c.ID != "works" && in != nil || c.ID == "works" && (len(in) != 1 || *in[0][0] != "2020-01-01T00:00:00Z" || in[0][1] != nil) {
				t.Errorf("%s: times %s", c.ID, c.Extent)
			}
		}
	})
	suite.run("core/sfc-md-op", func(t *testing.T) {
		for _, c := range all.Collections {
			status(t, 200, "/collections/"+c.ID)
		}
		status(t, 404, "/collections/none")
	})
	suite.run("core/sfc-md-success", func(t *testing.T) {
		for _, listed := range all.Collections {
			own := getJSON[ogcCollection](t, base+"/collections/"+listed.ID)
			if own.ID != listed.ID || own.Title != listed.Title || own.Description != listed.Description || !bytes.Equal(own.Extent, listed.Extent) {
				t.Errorf("%s: alone %+v, in the list %+v", listed.ID, own, listed)
			}
			for _, l := range listed.Links {
				if !slices.Contains(own.Links, l) {
					t.Errorf("%s: link %v is only in the list", listed.ID, l)
				}
			}
		}
	})
	suite.run("core/fc-op", func(t *testing.T) {
		for _, c := range all.Collections {
			a := get(t, base+"/collections/"+c.ID+"/items?limit=1")
			if a.status != 200 || a.header.Get("Content-Type") != "application/geo+json" {
				t.Errorf("%s: %d %s", c.ID, a.status, a.header.Get("Content-Type"))
			}
		}
	})
	for name, want := range map[string]struct{ typ, item string }{"bbox": {"array", "number"}, "limit": {"integer", ""}, "datetime": {"string", ""}} {
		suite.run("core/fc-"+strings.Replace(name, "datetime", "time", 1)+"-definition", func(t *testing.T) {
			for path, item := range doc.Paths.Map() {
				if !strings.HasSuffix(path, "/items") {
					continue
				}
				p := item.Get.Parameters.GetByInAndName("query", name)
				if p == nil || p.Required || p.Style != "form" || p.Explode == nil || *p.Explode || !p.Schema.Value.Type.Is(want.typ) {
					t.Fatalf("%s: %s is %+v", path, name, p)
				}
				s := p.Schema.Value
				switch name {
				case "bbox":
					if s.MinItems != 4 || *s.MaxItems != 6 || !s.Items.Value.Type.Is("number") {
						t.Errorf("%s: %+v", path, s)
					}
				case "limit":
					if *s.Min != 1 || *s.Max != 10000 || s.Default != 100.0 {
						t.Errorf("%s: %+v", path, s)
					}
				}
			}
		})
	}
	suite.run("core/fc-bbox-response", func(t *testing.T) {
		for query, want := range map[string]int{
			"bbox=116.6575,39.9,116.6625,39.92": 1, "bbox=116.65,39.9,116.65,39.9": 1, "bbox=116,39,117,40": 3, "bbox=116,39,0,117,40,100": 3,
			"bbox=170,-90,-170,90": 0, "bbox=117,39,116.655,40": 1, // all but what lies between 116.655 and 117
			"bbox=-180,89,180,90": 0, "bbox=39,116,40,117": 0, "bbox=177,-50,-170,40": 0,
		} {
			if got := getJSON[featureCollection](t, base+"/collections/works/items?"+query); got.NumberMatched != want {
				t.Errorf("%s: %d, want %d", query, got.NumberMatched, want)
			}
		}
		for _, query := range []string{"bbox=1,2,3", "bbox=1,2,3,4,5", "bbox=116,40,117,39", "bbox=a,b,c,d", "bbox=", "bbox=1,2,3,NaN", "bbox=1,2,3,4&bbox=1,2,3,4"} {
			status(t, 400, "/collections/works/items?"+query)
		}
	})
	suite.run("core/fc-limit-response", func(t *testing.T) {
		for limit, want := range map[string]int{"1": 1, "2": 2, "3": 3, "10000": 3, "10001": 3, "999999999999": 3} {
			if got := getJSON[featureCollection](t, base+"/collections/works/items?limit="+limit); got.NumberReturned != want || len(got.Features) != want {
				t.Errorf("limit %s: %d features, want %d", limit, len(got.Features), want)
			}
		}
		for _, limit := range []string{"0", "-1", "1.5", "x", ""} {
			status(t, 400, "/collections/works/items?limit="+limit)
		}
	})
	suite.run("core/fc-time-response", func(t *testing.T) {
		for text, want := range map[string]string{
			"2020-06-01T00:00:00Z": "done timeless", "2022-06-01": "timeless", "../2020-01-01T00:00:00Z": "done timeless", "2024-05-01/..": "running timeless",
			"2021-12-31T23:59:59Z/2024-05-01T00:00:00Z": "done running timeless", "/2019-12-31": "timeless",
		} {
			var got []string
			for _, f := range getJSON[featureCollection](t, base+"/collections/works/items?datetime="+url.QueryEscape(text)).Features {
				got = append(got, f.ID)
			}
			if strings.Join(got, " ") != want {
				t.Errorf("%s: %v, want %s", text, got, want)
			}
		}
		if got := getJSON[featureCollection](t, base+"/collections/layout/items?datetime=1950-01-01"); got.NumberMatched != 9 {
			t.Errorf("a layer without time: %d features match a time, want all 9", got.NumberMatched)
		}
		for _, text := range []string{"", "today", "2020-01-01T00:00:00", "2021-01-01/2020-01-01", "2020-13-01", "2020/2021"} {
			status(t, 400, "/collections/works/items?datetime="+text)
			status(t, 400, "/collections/layout/items?datetime="+text)
		}
	})
	first := getJSON[struct {
		Type                          string
		Links                         []ogcLink
		Features                      []json.RawMessage
		TimeStamp                     *string
		NumberMatched, NumberReturned *int
	}](t, base+"/collections/works/items?limit=2")
	suite.run("core/fc-response", func(t *testing.T) {
		if first.Type != "FeatureCollection" || len(first.Features) != 2 {
			t.Errorf("%s with %d features", first.Type, len(first.Features))
		}
	})
	suite.run("core/fc-links", func(t *testing.T) {
		find(t, first.Links, "self", "application/geo+json")
		find(t, first.Links, "alternate", "text/html")
		find(t, first.Links, "collection", "application/json")
		next := find(t, first.Links, "next", "application/geo+json").Href
		page := getJSON[featureCollection](t, next)
		if len(page.Features) != 1 || page.link("next") != "" {
			t.Errorf("the second page has %d features, next %q", len(page.Features), page.link("next"))
		}
		// OGC's suite follows next with limit replaced by the declared maximum.
		if again := getJSON[featureCollection](t, strings.Replace(next, "limit=2", "limit=10000", 1)); len(again.Features) != 1 || again.Features[0].ID != page.Features[0].ID {
			t.Errorf("with another limit the second page is %+v", again.Features)
		}
	})
	suite.run("core/fc-timeStamp", func(t *testing.T) {
		if first.TimeStamp != nil {
			t.Errorf("a time stamp %s: equal questions no longer give equal bytes", *first.TimeStamp)
		}
	})
	suite.run("core/fc-numberMatched", func(t *testing.T) {
		if first.NumberMatched == nil || *first.NumberMatched != 3 {
			t.Errorf("%v, want 3", first.NumberMatched)
		}
	})
	suite.run("core/fc-numberReturned", func(t *testing.T) {
		if first.NumberReturned == nil || *first.NumberReturned != 2 {
			t.Errorf("%v, want 2", first.NumberReturned)
		}
	})
	suite.run("core/query-param-invalid", func(t *testing.T) {
		status(t, 400, "/collections/rail-stations/items?seq=one")
		status(t, 400, "/collections?f=xml")
	})
	suite.run("core/query-param-unknown", func(t *testing.T) {
		for _, path := range []string{"/", "/conformance", "/api", "/collections", "/collections/works", "/collections/works/items", "/collections/works/items/done"} {
			status(t, 400, path+"?unknownParameter=1")
		}
	})
	suite.run("core/f-op", func(t *testing.T) {
		for _, c := range all.Collections {
			if page := getJSON[featureCollection](t, base+"/collections/"+c.ID+"/items?limit=3"); len(page.Features) > 0 {
				for _, f := range page.Features {
					status(t, 200, "/collections/"+c.ID+"/items/"+url.PathEscape(f.ID))
				}
			}
		}
		status(t, 404, "/collections/works/items/none")
		status(t, 404, "/collections/none/items/done")
	})
	suite.run("core/f-success", func(t *testing.T) {
		one := getJSON[map[string]any](t, base+"/collections/works/items/done")
		var listed map[string]any
		if err := json.Unmarshal(first.Features[0], &listed); err != nil {
			t.Fatal(err)
		}
		delete(one, "links")
		if fmt.Sprint(one) != fmt.Sprint(listed) {
			t.Errorf("alone %v, in the page %v", one, listed)
		}
	})
	suite.run("core/f-links", func(t *testing.T) {
		links := getJSON[struct{ Links []ogcLink }](t, base+"/collections/works/items/done").Links
		find(t, links, "self", "application/geo+json")
		find(t, links, "alternate", "text/html")
		if c := find(t, links, "collection", "application/json"); c.Href != base+"/collections/works" {
			t.Errorf("collection is %s", c.Href)
		}
	})
	suite.run("core/crs84", func(t *testing.T) {
		for _, path := range []string{"/collections/works/items", "/collections/works/items/done"} {
			if crs := get(t, base+path).header.Get("Content-Crs"); crs != "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>" {
				t.Errorf("%s: Content-Crs %s", path, crs)
			}
		}
	})
}

func testFeaturesPart1Encodings(t *testing.T, suite *suite, base string) {
	doc, err := openapi3.NewLoader().LoadFromData(get(t, base+"/api").body)
	if err != nil {
		t.Fatal(err)
	}
	pages := []string{"/collections", "/collections/works", "/collections/works/items?limit=2", "/collections/works/items/done", "/conformance"}

	suite.run("geojson/definition", func(t *testing.T) {
		for _, path := range pages[2:4] {
			if ct := get(t, base+path, "Accept", "application/geo+json").header.Get("Content-Type"); ct != "application/geo+json" {
				t.Errorf("%s: %s", path, ct)
			}
		}
	})
	suite.run("geojson/content", func(t *testing.T) {
		for _, f := range getJSON[struct{ Features []map[string]any }](t, base+"/collections/key-projects/items?limit=100").Features {
			for _, name := range []string{"type", "id", "geometry", "properties"} {
				if _, ok := f[name]; !ok || f["type"] != "Feature" {
					t.Errorf("%v: no %s", f["id"], name)
				}
			}
		}
	})
	suite.run("html/definition", func(t *testing.T) {
		for _, path := range pages {
			if ct := get(t, base+path, "Accept", "text/html").header.Get("Content-Type"); !strings.HasPrefix(ct, "text/html") {
				t.Errorf("%s: %s", path, ct)
			}
		}
	})
	suite.run("oas30/oas-definition-1", func(t *testing.T) {
		if ct := get(t, base+"/api", "Accept", "application/vnd.oai.openapi+json;version=3.0").header.Get("Content-Type"); ct != "application/vnd.oai.openapi+json;version=3.0" {
			t.Error(ct)
		}
	})
	suite.run("oas30/oas-definition-2", func(t *testing.T) {
		if err := doc.Validate(t.Context()); err != nil || !strings.HasPrefix(doc.OpenAPI, "3.0.") {
			t.Errorf("%s: %v", doc.OpenAPI, err)
		}
	})
	suite.run("oas30/oas-impl", func(t *testing.T) { // every path without variables answers as it says
		for path, item := range doc.Paths.Map() {
			if strings.Contains(path, "{") || path == "/near" { // /near has a required parameter
				continue
			}
			a := get(t, base+path)
			media, _, _ := strings.Cut(a.header.Get("Content-Type"), ";")
			found := false
			for want := range item.Get.Responses.Status(200).Value.Content {
				found = found || strings.HasPrefix(want, media)
			}
			if a.status != 200 || !found {
				t.Errorf("%s: %d %s", path, a.status, media)
			}
		}
	})
	suite.run("oas30/completeness", func(t *testing.T) { // each operation says what it answers, well or ill
		for path, item := range doc.Paths.Map() {
			for method, op := range item.Operations() {
				for _, code := range []int{200, 400, 404} {
					if r := op.Responses.Status(code); r == nil || len(r.Value.Content) == 0 {
						t.Errorf("%s %s: no %d", method, path, code)
					}
				}
			}
		}
	})
	suite.run("oas30/exceptions-codes", func(t *testing.T) {
		for path, want := range map[string]int{"/collections/none": 404, "/collections/works/items?limit=0": 400, "/none": 404} {
			if a := get(t, base+path); a.status != want || a.header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
			}
		}
	})
	suite.run("oas30/security", func(t *testing.T) {
		if len(doc.Security) > 0 || len(doc.Components.SecuritySchemes) > 0 {
			t.Error("the document speaks of security; the server has none")
		}
	})
}
