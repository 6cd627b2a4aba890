package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"layoutmap/layers"
)

const relQueryables = "http://www.opengis.net/def/rel/ogc/1.0/queryables"

// The abstract tests of OGC API – Features Part 3: Filtering (OGC 19-079r2,
// annex A) against the running handler, for all its collections, each in a
// subtest of its own name. Bad requests stand beside good ones.
func TestFeaturesPart3(t *testing.T) {
	base := withLayers(t, true, works)
	suite := newSuite(t, base, "ogcapi-features-3")
	all := getJSON[ogcCollections](t, base+"/collections").Collections
	each := func(t *testing.T, check func(t *testing.T, c ogcCollection, at string)) {
		if len(all) < 18 {
			t.Fatalf("%d collections", len(all))
		}
		for _, c := range all {
			check(t, c, base+"/collections/"+c.ID)
		}
	}
	declared := func(class string) {
		suite.run(""+class+"/get-conformance", func(t *testing.T) {
			a := get(t, base+"/conformance", "Accept", "application/json")
			if a.status != 200 || a.header.Get("Content-Type") != "application/json" || !strings.Contains(string(a.body), `"http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/`+class+`"`) {
				t.Errorf("%d %s", a.status, a.body)
			}
		})
	}
	// matching is how many features of a collection a filter leaves.
	matching := func(t *testing.T, id, filter string, more ...string) int {
		t.Helper()
		return getJSON[featureCollection](t, filtered(base, id, filter, append(more, "limit", "1")...)).NumberMatched
	}
	refused := func(t *testing.T, id, filter, field string, more ...string) {
		t.Helper()
		if a := get(t, filtered(base, id, filter, more...)); a.status != 400 || !strings.Contains(string(a.body), `"field":"`+field+`"`) {
			t.Errorf("%s: %s %v: %d %s, want 400 naming %s", id, filter, more, a.status, a.body, field)
		}
	}
	total := func(t *testing.T, at string) int {
		t.Helper()
		return getJSON[featureCollection](t, at+"/items?limit=1").NumberMatched
	}
	const inJSON = "cql2-json"
	isNull := `{"op":"isNull","args":[{"property":"id"}]}`

	declared("queryables")
	suite.run("queryables/get-queryables-uris", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			resp, err := http.Head(at + "/items")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
			if l := linkHeader(answer{header: resp.Header}, relQueryables); resp.StatusCode != 200 || l != at+"/queryables" {
				t.Errorf("%s: %d, Link %q", c.ID, resp.StatusCode, l)
			}
		})
	})
	suite.run("queryables/get-queryables", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			a := get(t, at+"/queryables", "Accept", "application/schema+json")
			d := getJSON[schemaDocument](t, at+"/queryables")
			if a.status != 200 || a.header.Get("Content-Type") != "application/schema+json" || d.Schema != "https://json-schema.org/draft/2020-12/schema" || d.ID != at+"/queryables" || d.Type != "object" || len(d.Properties) < 2 {
				t.Errorf("%s: %d %s %+v", c.ID, a.status, a.header.Get("Content-Type"), d)
			}
		})
		if a := get(t, base+"/collections/nothing/queryables"); a.status != 404 {
			t.Errorf("of no collection: %d", a.status)
		}
	})

	declared("queryables-query-parameters")
	suite.run("queryables-query-parameters/query-param", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			for name, p := range getJSON[schemaDocument](t, at+"/queryables").Properties {
				if p["type"] == nil || p["type"] == "array" || name == "geometry" {
					continue // of a geometry or a position there is no parameter
				}
				value := map[any]string{"integer": "-987654", "number": "-987654.25", "boolean": "true"}[p["type"]]
				if value == "" {
					value = "1901-02-03" // a text as well as a date
				}
				page := get(t, at+"/items?limit=10&"+url.QueryEscape(name)+"="+value)
				var found featureCollection
				if err := json.Unmarshal(page.body, &found); err != nil || page.status != 200 {
					t.Errorf("%s: %s=%s: %d %s", c.ID, name, value, page.status, page.body)
				}
				for _, f := range found.Features {
					if v := fmt.Sprint(f.Properties[name]); v != value {
						t.Errorf("%s: %s=%s finds %s with %s", c.ID, name, value, f.ID, v)
					}
				}
				if p["type"] == "string" && p["format"] == nil {
					continue // any text is a value
				}
				if a := get(t, at+"/items?"+url.QueryEscape(name)+"=no+value"); a.status != 400 || !strings.Contains(string(a.body), `"field":"`+name+`"`) {
					t.Errorf("%s: %s=no value: %d %s", c.ID, name, a.status, a.body)
				}
			}
			if a := get(t, at+"/items?this_is_not_a_queryable=x"); a.status != 400 || !strings.Contains(string(a.body), `"field":"this_is_not_a_queryable"`) {
				t.Errorf("%s: an unknown parameter: %d %s", c.ID, a.status, a.body)
			}
		})
	})

	declared("filter")
	suite.run("filter/filter-param", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			if n := matching(t, c.ID, "id IS NULL", "filter-lang", "cql2-text"); n != 0 {
				t.Errorf("%s: %d features without an id", c.ID, n)
			}
			if n := matching(t, c.ID, isNull, "filter-lang", inJSON); n != 0 {
				t.Errorf("%s: %d features without an id, asked in JSON", c.ID, n)
			}
			if n := matching(t, c.ID, "id IS NOT NULL", "filter-lang", "cql2-text"); n != total(t, at) || n == 0 {
				t.Errorf("%s: %d features have an id, of %d", c.ID, n, total(t, at))
			}
			refused(t, c.ID, "THIS IS NOT A FILTER", "filter", "filter-lang", "cql2-text")
			refused(t, c.ID, "THIS IS NOT A FILTER", "filter", "filter-lang", inJSON)
			refused(t, c.ID, "id IS NULL", "filter-lang", "filter-lang", "this-is-no-language")
		})
	})
	suite.run("filter/filter-lang-default", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			if n := matching(t, c.ID, "id IS NOT NULL"); n != total(t, at) {
				t.Errorf("%s: %d of %d", c.ID, n, total(t, at))
			}
			refused(t, c.ID, "THIS IS NOT A FILTER", "filter")
			refused(t, c.ID, isNull, "filter")
		})
	})
	suite.run("filter/expression-construction", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			refused(t, c.ID, "this_is_not_a_queryable IS NULL", "filter")
			refused(t, c.ID, strings.Replace(isNull, `"id"`, `"this_is_not_a_queryable"`, 1), "filter", "filter-lang", inJSON)
		})
	})
	crs84 := "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	suite.run("filter/filter-crs-wgs84", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			located := total(t, at) - matching(t, c.ID, "geometry IS NULL")
			for _, more := range [][]string{nil, {"filter-crs", crs84}} {
				if n := matching(t, c.ID, "S_INTERSECTS(geometry, BBOX(115, 39, 118, 41))", more...); n != located || n == 0 {
					t.Errorf("%s: %d of %d are round the city", c.ID, n, located)
				}
			}
			refused(t, c.ID, "S_INTERSECTS(geometry, BBOX(1000000, 1000000, 2000000, 2000000))", "filter")
		})
	})
	suite.run("filter/filter-crs-param", func(t *testing.T) {
		boxes := map[string]string{
			"http://www.opengis.net/def/crs/EPSG/0/4326": "39,115,41,118", "http://www.opengis.net/def/crs/EPSG/0/4490": "39,115,41,118",
			"http://www.opengis.net/def/crs/EPSG/0/3857": "12801741,4721671,13135699,5012341",
		}
		each(t, func(t *testing.T, c ogcCollection, at string) {
			want := matching(t, c.ID, "S_INTERSECTS(geometry, BBOX(115, 39, 118, 41))")
			for crs, box := range boxes {
				if !slices.Contains(append(c.CRS, getJSON[ogcCollections](t, base+"/collections").CRS...), crs) {
					t.Fatalf("%s is not offered", crs)
				}
				if n := matching(t, c.ID, "S_INTERSECTS(geometry, BBOX("+box+"))", "filter-crs", crs); n != want {
					t.Errorf("%s: %d in %s, %d in CRS84", c.ID, n, crs, want)
				}
			}
			refused(t, c.ID, "id IS NULL", "filter-crs", "filter-crs", "http://www.opengis.net/def/crs/EPSG/0/0")
		})
	})

	suite.run("filter/get-functions", func(t *testing.T) {
		a := get(t, base+"/functions", "Accept", "application/json")
		type typed struct {
			Type []string `json:"type"`
		}
		var doc struct {
			Functions []struct {
				Name      string
				Arguments []typed
				Returns   []string
			}
		}
		if err := json.Unmarshal(a.body, &doc); err != nil || a.status != http.StatusOK || a.header.Get("Content-Type") != "application/json" || len(doc.Functions) == 0 {
			t.Fatalf("%d %s %v", a.status, a.header.Get("Content-Type"), err)
		}
		types := []string{"string", "number", "integer", "datetime", "geometry", "boolean"}
		known := func(list []string) bool {
			return len(list) > 0 && !slices.ContainsFunc(list, func(s string) bool { return !slices.Contains(types, s) })
		}
		for _, f := range doc.Functions {
			if f.Name == "" || !known(f.Returns) || slices.ContainsFunc(f.Arguments, func(a typed) bool { return !known(a.Type) }) {
				t.Errorf("%+v", f)
			}
		}
	})

	declared("features-filter")
	suite.run("features-filter/get-collections", func(t *testing.T) {
		if a := get(t, base+"/collections", "Accept", "application/json"); a.status != 200 || a.header.Get("Content-Type") != "application/json" {
			t.Errorf("%d %s", a.status, a.header.Get("Content-Type"))
		}
	})
	suite.run("features-filter/get-collection", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			own := getJSON[ogcCollection](t, at)
			find(t, own.Links, relQueryables, "application/schema+json")
		})
	})
	suite.run("features-filter/filter-on-items", func(t *testing.T) {
		each(t, func(t *testing.T, c ogcCollection, at string) {
			a := get(t, filtered(base, c.ID, "id IS NOT NULL", "limit", "2"), "Accept", "application/geo+json")
			if a.status != 200 || a.header.Get("Content-Type") != "application/geo+json" {
				t.Errorf("%s: %d %s", c.ID, a.status, a.header.Get("Content-Type"))
			}
		})
	})
	suite.run("features-filter/mixing-expression", func(t *testing.T) { // all predicates hold at once
		each(t, func(t *testing.T, c ogcCollection, at string) {
			const box = "116.6,39.85,116.75,39.95"
			both := "geometry IS NULL OR S_INTERSECTS(geometry, BBOX(" + box + "))" // bbox leaves what has no place, too
			want := matching(t, c.ID, both)
			located := total(t, at) - matching(t, c.ID, "geometry IS NULL")
			for bbox, left := range map[string]int{"115,39,118,41": located, "10,10,11,11": 0} {
				if n := matching(t, c.ID, "S_INTERSECTS(geometry, BBOX(115, 39, 118, 41))", "bbox", bbox); n != left {
					t.Errorf("%s: %d in the box of the filter and in %s, want %d", c.ID, n, bbox, left)
				}
			}
			first := getJSON[featureCollection](t, at+"/items?limit=1").Features[0].ID
			if n := matching(t, c.ID, "id IS NOT NULL", "bbox", box); n != want {
				t.Errorf("%s: %d by bbox and filter, %d by filter", c.ID, n, want)
			}
			if n := matching(t, c.ID, "id <> '"+first+"'", "id", first); n != 0 {
				t.Errorf("%s: %d features are and are not %s", c.ID, n, first)
			}
		})
		if n := matching(t, "works", "id <> 'timeless'", "datetime", "2024-06-01/.."); n != 1 {
			t.Errorf("datetime and filter leave %d, want the one that runs", n)
		}
	})
}

// Every queryable that is no position is a parameter of its collection's items
// address in the API document, and finds its feature.
func TestQueryablesAreParameters(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	doc := getJSON[struct {
		Paths map[string]map[string]struct {
			Parameters []struct {
				Name, In, Style string
				Explode         *bool
			}
		}
	}](t, ts.URL+"/api")
	for _, l := range catalog.Layers() {
		documented := map[string]bool{}
		for _, p := range doc.Paths["/collections/"+l.ID+"/items"]["get"].Parameters {
			documented[p.Name] = p.In == "query" && p.Style == "form" && p.Explode != nil && !*p.Explode
		}
		for _, name := range append([]string{"id"}, names(l)...) {
			if !documented[name] {
				t.Errorf("%s: queryable %s is no form parameter of the items address", l.ID, name)
			}
		}
		f := l.Feature(l.Len() / 2)
		page := getJSON[featureCollection](t, ts.URL+"/collections/"+l.ID+"/items?id="+url.QueryEscape(f.ID))
		if page.NumberMatched != 1 || page.Features[0].ID != f.ID {
			t.Errorf("%s: id=%s finds %d", l.ID, f.ID, page.NumberMatched)
		}
	}
}

// names are the properties of a layer that are no positions.
func names(l *layers.Layer) []string {
	var out []string
	for _, p := range l.Columns() {
		if p.Type != layers.Point {
			out = append(out, p.Name)
		}
	}
	return out
}
