package api_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// The OpenAPI document is valid OpenAPI 3.0.
func TestOpenAPIDocumentIsValid(t *testing.T) {
	ts := newServer(t, nil)
	a := get(t, ts.URL+"/api")
	if ct := a.header.Get("Content-Type"); ct != "application/vnd.oai.openapi+json;version=3.0" {
		t.Errorf("content type %q", ct)
	}
	doc, err := openapi3.NewLoader().LoadFromData(a.body)
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	if doc.Servers[0].URL != ts.URL {
		t.Errorf("server %q, want %q", doc.Servers[0].URL, ts.URL)
	}
	for _, want := range []string{"/collections/rail-stations/items", "/near", "/coverage"} {
		if doc.Paths.Find(want) == nil {
			t.Errorf("no path %s", want)
		}
	}
}

// /collections lists the plan's layers with the counts that the plan states.
func TestCollectionsHoldThePlansCounts(t *testing.T) {
	ts := newServer(t, nil)
	listed := map[string]int{}
	for _, c := range getJSON[struct {
		Collections []struct {
			ID        string
			ItemCount int `json:"item_count"`
		}
	}](t, ts.URL+"/collections").Collections {
		listed[c.ID] = c.ItemCount
	}
	for id, want := range map[string]int{
		"district": 1, "subcentre": 1, "townships": 22, "layout": 9, "layout-lines": 3, "green-ring-parks": 13, "green-structure": 6,
		"plan-areas": 1, "road-grid": 20, "roads": 18, "rivers": 10, "rail-lines": 9, "rail-stations": 85, "station-entrances": 70,
		"substations": 27, "industrial-parks": 10, "key-projects": 68, "places": -1, "demand-population": -1,
	} {
		n, ok := listed[id]
		if !ok || want >= 0 && n != want {
			t.Errorf("%s: listed %v with %d features, want %d", id, ok, n, want)
		}
		all := allItems(t, ts.URL+"/collections/"+id+"/items?limit=1000")
		if len(all.Features) != n || all.NumberMatched != n {
			t.Errorf("%s: pages hold %d features, numberMatched %d, the collection says %d", id, len(all.Features), all.NumberMatched, n)
		}
		seen := map[string]bool{}
		for _, f := range all.Features {
			if seen[f.ID] {
				t.Fatalf("%s: id %s came twice", id, f.ID)
			}
			seen[f.ID] = true
			for _, p := range []string{"source", "licence", "method", "retrieved", "crs_original"} {
				if s, _ := f.Properties[p].(string); s == "" {
					t.Fatalf("%s/%s: no %s", id, f.ID, p)
				}
			}
		}
	}
	for address, want := range map[string]int{
		"rail-stations/items?line=M101": 14, "rail-stations/items?line=M102": 16, "rail-stations/items?line=22": 6,
		"substations/items?status=planned&voltage_kv=220": 4, "substations/items?status=planned&voltage_kv=110": 17,
		"road-grid/items?axis=横": 11, "road-grid/items?axis=纵": 9,
	} {
		if got := getJSON[featureCollection](t, ts.URL+"/collections/"+address); got.NumberMatched != want {
			t.Errorf("%s: %d, want %d", address, got.NumberMatched, want)
		}
	}
}

func TestPlanAndIndicators(t *testing.T) {
	ts := newServer(t, nil)
	p := getJSON[struct {
		Clauses []struct{ ID, Heading, Text string }
	}](t, ts.URL+"/plan")
	if len(p.Clauses) < 80 {
		t.Errorf("%d clauses", len(p.Clauses))
	}
	in := getJSON[struct {
		Indicators []struct {
			ID     string
			Number int
			Target string
		}
	}](t, ts.URL+"/indicators")
	if len(in.Indicators) != 31 || in.Indicators[6].ID != "indicator-7" || in.Indicators[6].Target == "" {
		t.Errorf("%d indicators; the seventh is %+v", len(in.Indicators), in.Indicators[min(6, len(in.Indicators)-1)])
	}
	for i, one := range in.Indicators {
		if one.Number != i+1 {
			t.Errorf("indicator %d stands at place %d", one.Number, i+1)
		}
	}
}

// A feature's clause can be opened.
func TestFeaturesQuoteClausesThatExist(t *testing.T) {
	ts := newServer(t, nil)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	quoted := map[string]string{}
	for _, l := range catalog.Layers() {
		for f := range l.All() {
			if c := f.Text("plan_clause"); c != "" {
				quoted[c] = fmt.Sprintf("%s/%s", l.ID, f.ID)
			}
		}
	}
	if len(quoted) < 10 {
		t.Errorf("features quote only %d clauses", len(quoted))
	}
	for clause, by := range quoted {
		if a := get(t, ts.URL+"/plan/"+clause); a.status != http.StatusOK {
			t.Errorf("%s quotes %s: %d", by, clause, a.status)
		}
	}
}
