package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/layers/cql2"
)

// conf/queryables-query-parameters: every queryable that is no geometry is a
// query parameter of its collection, and filters.
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

// The published rows of the CQL2 classes, asked over HTTP in both encodings.
func TestPublishedPredicatesOverHTTP(t *testing.T) {
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
