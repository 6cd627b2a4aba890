package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"testing/fstest"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/layers"
	"layoutmap/layers/made"
)

// cityHandler serves the first so many points, lines and polygons of the generated city.
func cityHandler(t *testing.T, points, lines, polygons int) http.Handler {
	t.Helper()
	var csv strings.Builder
	made.WriteCity(&csv, points, lines, polygons)
	catalog, err := layers.Open(fstest.MapFS{"city/city.csv": {Data: []byte(csv.String())}, "city/layer.yaml": {Data: []byte(made.CityYAML)}})
	if err != nil {
		t.Fatal(err)
	}
	return newHandler(t, func(o *api.Options) { o.Catalog, o.Plan = catalog, nil })
}

// What a request takes of memory is a matter of its answer, not of the layer:
// pages of 100 and counts out of twenty times as many features allocate no more,
// but for a bit per feature where a set of rows is kept.
func TestMemoryDoesNotGrowWithTheLayer(t *testing.T) {
	small, large := cityHandler(t, 7_000, 1_500, 1_500), cityHandler(t, 140_000, 30_000, 30_000)
	ask := func(h http.Handler, query string) (body string, allocated float64) {
		request := func() *httptest.ResponseRecorder {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/collections/city/items?"+query, nil))
			if w.Code != http.StatusOK {
				t.Fatalf("%s: %d %s", query, w.Code, w.Body)
			}
			return w
		}
		for range 3 { // fills pools
			body = request().Body.String()
		}
		defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection would empty pools
		const runs = 20
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for range runs {
			request()
		}
		runtime.ReadMemStats(&after)
		return body, float64(after.TotalAlloc-before.TotalAlloc) / runs
	}
	for name, query := range map[string]string{
		"box, first 100":             "bbox=116.5,39.6,116.9,40&limit=100",
		"box, count":                 "bbox=116.5,39.6,116.9,40&limit=1&properties=",
		"nearest 100":                "near=116.67,39.9&radius=5000&limit=100",
		"near, count":                "near=116.67,39.9&radius=5000&limit=1&properties=",
		"box and attribute":          "bbox=116.5,39.6,116.9,40&kind=kind-3&limit=100",
		"filter, exact geometry":     "limit=100&filter=" + url.QueryEscape("kind = 'kind-3' AND S_INTERSECTS(geometry, POLYGON((116.5 39.6, 116.9 39.6, 116.7 40, 116.5 39.6)))"),
		"sorted":                     "limit=100&sortby=-amount",
		"page behind some thousands": "limit=100&cursor={deep}",
	} {
		t.Run(name, func(t *testing.T) {
			var of [2]float64
			var sizes [2]int
			for i, h := range []http.Handler{small, large} {
				q := query
				if strings.Contains(q, "{deep}") {
					body, _ := ask(h, fmt.Sprintf("limit=%d", []int{5000, 10000}[i]))
					_, rest, _ := strings.Cut(body, "cursor=")
					cursor, _, ok := strings.Cut(rest, `\u0026`)
					if !ok {
						t.Fatal("no next link")
					}
					q = strings.Replace(q, "{deep}", cursor, 1)
				}
				var body string
				body, of[i] = ask(h, q)
				sizes[i] = len(body)
			}
			t.Logf("%.0f kB and %.0f kB allocated; %d and %d bytes answered", of[0]/1e3, of[1]/1e3, sizes[0], sizes[1])
			const bits = (200_000 - 10_000) / 8 // one of each feature more
			if of[1] > 1.1*of[0]+bits {
				t.Errorf("%.0f bytes allocated in 10,000 features, %.0f in 200,000", of[0], of[1])
			}
		})
	}
}
