package api_test

import (
	"encoding/json"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/layers/plan"
	"layoutmap/static"
)

// builtIn opens the catalog once for all tests: it never changes.
var builtIn = sync.OnceValues(func() (*layers.Catalog, error) { return layers.Open(layers.BuiltIn()) })

func newServer(t testing.TB, change func(*api.Options)) *httptest.Server {
	t.Helper()
	ts := httptest.NewServer(newHandler(t, change))
	t.Cleanup(ts.Close)
	return ts
}

func newHandler(t testing.TB, change func(*api.Options)) http.Handler {
	t.Helper()
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	text, err := plan.Load()
	if err != nil {
		t.Fatal(err)
	}
	o := api.Options{Catalog: catalog, Plan: &text, UI: static.Dist(), Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	if change != nil {
		change(&o)
	}
	s, err := api.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

type answer struct {
	status int
	header http.Header
	body   []byte
}

func get(t testing.TB, address string, header ...string) answer {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{resp.StatusCode, resp.Header, body}
}

// linkHeader is the address that an answer's Link headers give for a relation.
func linkHeader(a answer, rel string) string {
	for _, l := range a.header.Values("Link") {
		if address, rest, ok := strings.Cut(l, ">"); ok && strings.Contains(rest, `rel="`+rel+`"`) {
			return strings.TrimPrefix(address, "<")
		}
	}
	return ""
}

// getReady asks again while the answer is that it is not ready yet.
func getReady(t testing.TB, address string) answer {
	t.Helper()
	for range 60 {
		if a := get(t, address); a.status != http.StatusAccepted {
			return a
		}
		time.Sleep(time.Second)
	}
	t.Fatalf("GET %s: not ready after a minute", address)
	return answer{}
}

func getJSON[T any](t testing.TB, address string) T {
	t.Helper()
	a := get(t, address)
	if a.status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", address, a.status, a.body)
	}
	var v T
	if err := json.Unmarshal(a.body, &v); err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	return v
}

type featureCollection struct {
	NumberMatched  int `json:"numberMatched"`
	NumberReturned int `json:"numberReturned"`
	Features       []struct {
		ID       string `json:"id"`
		Geometry *struct {
			Type        string          `json:"type"`
			Coordinates json.RawMessage `json:"coordinates"`
		} `json:"geometry"`
		Properties map[string]any `json:"properties"`
	} `json:"features"`
	Links []struct{ Rel, Href, Type string } `json:"links"`
}

func (c featureCollection) link(rel string) string {
	for _, l := range c.Links {
		if l.Rel == rel {
			return l.Href
		}
	}
	return ""
}

// allItems follows the next links from an items address to the end.
func allItems(t testing.TB, address string) featureCollection {
	t.Helper()
	var all featureCollection
	for next := address; next != ""; {
		page := getJSON[featureCollection](t, next)
		all.Features = append(all.Features, page.Features...)
		all.NumberMatched = page.NumberMatched
		next = page.link("next")
	}
	return all
}

// examples are one address for each route, by operation id.
var examples = map[string]string{
	"getLandingPage": "/?f=json", "getConformance": "/conformance", "getAPI": "/api",
	"getCollections": "/collections", "getCollection": "/collections/rail-stations", "getSchema": "/collections/rail-stations/schema",
	"getQueryables": "/collections/rail-stations/queryables", "getSortables": "/collections/rail-stations/sortables", "getFunctions": "/functions",
	"getItems": "/collections/rail-stations/items?limit=2", "getItem": "/collections/layout/items/layout-core",
	"getTileMatrixSets": "/tileMatrixSets", "getTileMatrixSet": "/tileMatrixSets/WebMercatorQuad",
	"getTileSets": "/tiles", "getTileSet": "/tiles/WebMercatorQuad", "getTile": "/tiles/WebMercatorQuad/10/387/843",
	"getCollectionTileSets": "/collections/layout/tiles", "getCollectionTileSet": "/collections/layout/tiles/WebMercatorQuad",
	"getCollectionTile":     "/collections/layout/tiles/WebMercatorQuad/10/387/843",
	"getTileSetCertificate": "/tiles/WebMercatorQuad/certificate", "getCollectionTileSetCertificate": "/collections/rail-stations/tiles/WebMercatorQuad/certificate",
	"getXYZCertificate": "/xyz/rail-stations/certificate",
	"getTileJSON":       "/xyz/plan.json", "getXYZTile": "/xyz/layout,rail-stations/10/843/387.mvt",
	"getBasemaps": "/basemaps",
	"getStyles":   "/styles", "getStyle": "/styles/plan-light", "getSprite": "/sprites/plan-light@2x.png", "getGlyphs": "/fonts/LM%20Sans%20Regular/0-255.pbf",
	"getLegend": "/legend/layout", "getMapPNG": "/map.png?width=400", "getMapSVG": "/map.svg?lang=en&theme=plan-dark", "getMapPDF": "/map.pdf?layers=layout,rivers&title=运河商务区",
	"getNear": "/near?point=116.6575,39.9035&radius=500", "getCoverage": "/coverage?radius=500", "getCurve": "/coverage/curve?radii=300,500",
	"getProcesses": "/processes", "getProcess": "/processes/coverage", "getJobs": "/jobs",
	"getPlan": "/plan", "getClause": "/plan/table-1-1", "getIndicators": "/indicators",
	"getHealth": "/healthz", "getReady": "/readyz", "getVersion": "/version",
}

type openAPIPaths struct {
	Paths map[string]map[string]struct {
		OperationID string `json:"operationId"`
	} `json:"paths"`
}

// Every address of the OpenAPI document answers as it says, in each of its formats.
func TestEveryRouteAnswers(t *testing.T) {
	ts := newServer(t, nil)
	doc := getJSON[openAPIPaths](t, ts.URL+"/api")
	seen := 0
	for path, ops := range doc.Paths {
		id := ops["get"].OperationID
		if id == "" || strings.HasPrefix(path, "/jobs/") {
			continue // those of POST, and of jobs: jobs_test.go runs one
		}
		if strings.Contains(id, ".") { // getItems.<layer>: an items address of its own
			if a := get(t, ts.URL+path+"?limit=1"); a.status != http.StatusOK {
				t.Errorf("%s: %d %s", path, a.status, a.body)
			}
			continue
		}
		seen++
		address, ok := examples[id]
		if !ok {
			t.Errorf("no example for %s (%s): add one", id, path)
			continue
		}
		if drawsStyles(id) && !stylesBuilt(t) {
			t.Log("the page is not built (make ui): its styles are not asked for here")
			continue
		}
		a := getReady(t, ts.URL+address)
		if a.status != http.StatusOK {
			t.Errorf("%s %s: %d %s", id, address, a.status, a.body)
			continue
		}
		if a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: no CORS header", address)
		}
		if tag := a.header.Get("ETag"); tag != "" {
			if b := get(t, ts.URL+address, "If-None-Match", tag); b.status != http.StatusNotModified || len(b.body) != 0 {
				t.Errorf("%s: with its own ETag %s: %d, want 304", address, tag, b.status)
			}
		} else if !strings.HasSuffix(address, "z") && a.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: no ETag", address)
		}
	}
	if seen != len(examples) {
		t.Errorf("%d routes in the document, %d examples", seen, len(examples))
	}
}

// drawsStyles tells whether a route needs what the page's build writes.
func drawsStyles(id string) bool {
	return slices.Contains([]string{"getStyle", "getSprite", "getLegend", "getMapPNG", "getMapSVG", "getMapPDF"}, id)
}

// stylesBuilt tells whether the page's build, as it is now, has written its styles.
func stylesBuilt(t *testing.T) bool {
	t.Helper()
	_, err := fs.Stat(static.Dist(), "styles/legend-light.json")
	return err == nil
}

func uiBuilt(t *testing.T) bool {
	t.Helper()
	f, err := static.Dist().Open("index.html")
	if err == nil {
		f.Close()
	}
	return err == nil
}

func TestHTMLPages(t *testing.T) {
	ts := newServer(t, nil)
	for _, path := range []string{"/conformance", "/api", "/collections", "/collections/layout", "/collections/key-projects/items", "/collections/layout/items/layout-core", "/plan", "/plan/table-1-1", "/indicators", "/"} {
		a := get(t, ts.URL+path, "Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
		if a.status != http.StatusOK || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") || !strings.Contains(string(a.body), "</html>") {
			t.Errorf("%s: %d %s", path, a.status, a.header.Get("Content-Type"))
		}
		if a.header.Get("Content-Security-Policy") == "" {
			t.Errorf("%s: no Content-Security-Policy", path)
		}
	}
}

func TestLinksAreAbsoluteAndRight(t *testing.T) {
	for _, c := range []struct {
		name    string
		options func(*api.Options)
		header  []string
		want    string
	}{
		{"as the client asked", nil, nil, ""},
		{"public URL", func(o *api.Options) { o.PublicURL = "https://maps.example.org/plan" }, nil, "https://maps.example.org/plan"},
		{"a forwarded header nobody is trusted for", nil, []string{"X-Forwarded-Host", "evil.example"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			ts := newServer(t, c.options)
			want := c.want
			if want == "" {
				want = ts.URL
			}
			a := get(t, ts.URL+"/collections/rail-stations/items?limit=1", c.header...)
			var page featureCollection
			if err := json.Unmarshal(a.body, &page); err != nil {
				t.Fatal(err)
			}
			if next := page.link("next"); !strings.HasPrefix(next, want+"/collections/rail-stations/items?") {
				t.Errorf("next is %q, want it below %s", next, want)
			}
		})
	}
}
