package api_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
)

// Every file format answers by f= and by Accept, with its own type, a name to
// save it under, counts and the address of the next page.
func TestFilesAreNegotiated(t *testing.T) {
	ts := newServer(t, nil)
	const path = "/collections/rail-stations/items?limit=3"
	page := getJSON[featureCollection](t, ts.URL+path)
	for _, e := range layers.Encoders() {
		t.Run(e.Name, func(t *testing.T) {
			a := get(t, ts.URL+path+"&f="+e.Name)
			if a.status != http.StatusOK || a.header.Get("Content-Type") != e.MediaType {
				t.Fatalf("%d %s, want 200 %s\n%.300s", a.status, a.header.Get("Content-Type"), e.MediaType, a.body)
			}
			for name, want := range map[string]string{
				"Content-Disposition": `attachment; filename="rail-stations` + e.Extension + `"`,
				"OGC-NumberMatched":   "85", "OGC-NumberReturned": "3",
				"Content-Crs": "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>", "Access-Control-Allow-Origin": "*",
			} {
				if got := a.header.Get(name); got != want {
					t.Errorf("%s is %q, want %q", name, got, want)
				}
			}
			next := linkHeader(a, "next")
			if second := get(t, next); second.status != http.StatusOK || string(second.body) == string(a.body) || second.header.Get("Content-Type") != e.MediaType {
				t.Errorf("next %q: %d %s", next, second.status, second.header.Get("Content-Type"))
			}
			if again := get(t, ts.URL+path+"&f="+e.Name); string(again.body) != string(a.body) {
				t.Error("two answers to one question differ")
			}
			if b := get(t, ts.URL+path+"&f="+e.Name, "If-None-Match", a.header.Get("ETag")); b.status != http.StatusNotModified {
				t.Errorf("with its own ETag: %d", b.status)
			}
			if byAccept := get(t, ts.URL+path, "Accept", strings.TrimSuffix(e.MediaType, "; charset=utf-8")); byAccept.header.Get("Content-Type") != e.MediaType {
				t.Errorf("by Accept: %s", byAccept.header.Get("Content-Type"))
			}
			found := false
			for _, l := range page.Links {
				found = found || l.Rel == "alternate" && l.Type == e.MediaType
			}
			if !found {
				t.Error("no alternate link on the GeoJSON page")
			}
		})
	}
}

func TestFileOfEverythingHasAllThatOneAnswerHolds(t *testing.T) {
	ts := newServer(t, nil)
	a := get(t, ts.URL+"/collections/rail-stations/items?f=csv")
	if n := strings.Count(string(a.body), "\r\n"); n != 86 {
		t.Errorf("%d lines, want a head and 85 stations", n)
	}
}

func TestByteOrderMarkOnRequest(t *testing.T) {
	ts := newServer(t, nil)
	for query, want := range map[string]string{"f=csv": "id,name_zh", "f=csv&bom=true": "\ufeffid,name_zh", "f=csv&bom=false": "id,name_zh"} {
		if a := get(t, ts.URL+"/collections/layout/items?"+query); !strings.HasPrefix(string(a.body), want) {
			t.Errorf("%s starts with %.20q, want %q", query, a.body, want)
		}
	}
	for _, query := range []string{"f=csv&bom=1", "f=ndjson&bom=true", "bom=true", "f=html&bom=false"} {
		if a := get(t, ts.URL+"/collections/layout/items?"+query); a.status != http.StatusBadRequest || !strings.Contains(string(a.body), `"field":"bom"`) {
			t.Errorf("%s: %d %s, want 400 that names bom", query, a.status, a.body)
		}
	}
}

// A file whose fields are called like parameters is served, and the parameters keep their meaning.
func TestFieldsNamedLikeParameters(t *testing.T) {
	catalog, err := layers.Open(layers.BuiltIn(), fstest.MapFS{"sites.csv": {Data: []byte("lon,lat,limit,crs,f\n116.6,39.9,5,x,y\n116.7,39.8,6,x,y\n")}})
	if err != nil {
		t.Fatal(err)
	}
	ts := newServer(t, func(o *api.Options) { o.Catalog = catalog })
	page := getJSON[featureCollection](t, ts.URL+"/collections/sites/items?limit=1&f=json")
	if page.NumberMatched != 2 || page.NumberReturned != 1 || page.Features[0].Properties["limit"] != 5.0 {
		t.Errorf("%+v", page)
	}
	if page = getJSON[featureCollection](t, ts.URL+"/collections/sites/items?filter=limit%3D6"); page.NumberMatched != 1 {
		t.Errorf("by filter: %+v", page)
	}
	doc := getJSON[map[string]any](t, ts.URL+"/api")
	get := doc["paths"].(map[string]any)["/collections/sites/items"].(map[string]any)["get"].(map[string]any)
	seen := map[any]bool{}
	for _, p := range get["parameters"].([]any) {
		name := p.(map[string]any)["name"]
		if seen[name] {
			t.Errorf("parameter %v stands twice in the OpenAPI document", name)
		}
		seen[name] = true
	}
}
