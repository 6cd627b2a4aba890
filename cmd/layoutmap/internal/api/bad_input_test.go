package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// Each bad question gets a problem document that names the field and the rule.
func TestBadInput(t *testing.T) {
	ts := newServer(t, nil)
	const items = "/collections/rail-stations/items?"
	for _, c := range []struct {
		path   string
		status int
		field  string
		rule   string // a part of the detail
	}{
		{items + "bbox=NaN,39,117,40", 400, "bbox", "finite"},
		{items + "bbox=Inf,39,117,40", 400, "bbox", "finite"},
		{items + "bbox=116,39,117,40,5", 400, "bbox", "5 numbers"},
		{items + "bbox=116,39,117", 400, "bbox", "3 numbers"},
		{items + "bbox=116,40,117,39", 400, "bbox", "south 40 is greater than north 39"},
		{items + "bbox=", 400, "bbox", "finite"},
		{items + "limit=0", 400, "limit", "from 1"},
		{items + "limit=-1", 400, "limit", "from 1"},
		{items + "limit=abc", 400, "limit", "whole number"},
		{items + "limit=", 400, "limit", "whole number"},
		{items + "limit=1&limit=2", 400, "limit", "more than once"},
		{items + "colour=red", 400, "colour", "unknown parameter"},
		{items + "seq=one", 400, "seq", "whole number"},
		{items + "f=xlsx", 400, "f", "unknown format"},
		{items + "cursor=zzz", 400, "cursor", "cursor"},
		{items + "near=116.6,39.9&radius=-5", 400, "radius", "greater than 0"},
		{items + "near=116.6,39.9&radius=1e9", 400, "radius", "50000"},
		{items + "near=116.6", 400, "near", "1 numbers"},
		{items + "near=39.9,116.6", 400, "near", "longitude comes first"},
		{items + "radius=500", 400, "radius", "near"},
		{items + "%zz", 400, "query", "well-formed"},
		{"/collections/nothing", 404, "collectionId", "no collection"},
		{"/collections/nothing/items", 404, "collectionId", "no collection"},
		{"/collections/nothing/items?x=1", 404, "collectionId", "no collection"},
		{"/collections/layout/items/nothing", 404, "featureId", "no feature"},
		{"/collections/layout/items/layout-core?limit=1", 400, "limit", "unknown parameter"},
		{"/xyz/plan/99/0/0.mvt", 404, "tile", "no tile"},
		{"/xyz/plan/10/-1/0.mvt", 400, "tile", "whole numbers"},
		{"/xyz/plan/10/x/0.mvt", 400, "tile", "whole numbers"},
		{"/xyz/plan/10/1.5/0.mvt", 400, "tile", "whole numbers"},
		{"/xyz/plan/10/1024/0.mvt", 404, "tile", "no tile"},
		{"/xyz/plan/10/99999999999999999999/0.mvt", 404, "tile", "no tile"},
		{"/xyz/plan/10/843/387", 404, "y", ".mvt"},
		{"/xyz/nothing/10/843/387.mvt", 404, "layers", "no collection"},
		{"/xyz/layout,layout/10/843/387.mvt", 400, "layers", "twice"},
		{"/xyz/nothing.json", 404, "layers", "no collection"},
		{"/tiles/Nowhere/0/0/0", 404, "tileMatrixSetId", "no tile matrix set"},
		{"/tiles/WebMercatorQuad/0/0/1", 404, "tile", "no tile"},
		{"/tiles/WebMercatorQuad/0/0/0?collections=nothing", 404, "collections", "no collection"},
		{"/near", 400, "point", "required"},
		{"/near?point=116.65", 400, "point", "want lon,lat"},
		{"/near?point=abc,39", 400, "point", "finite"},
		{"/near?point=39.9,116.65", 400, "point", "longitude comes first"},
		{"/near?point=0,0", 400, "point", "outside of the data"},
		{"/near?point=116.65,39.9&radius=-5", 400, "radius", "greater than 0"},
		{"/near?point=116.65,39.9&radius=1e9", 400, "radius", "50000"},
		{"/near?point=116.65,39.9&radius=NaN", 400, "radius", "greater than 0"},
		{"/coverage?radius=300,500", 400, "radius", "/coverage/curve?radii="},
		{"/coverage?radius=0", 400, "radius", "greater than 0"},
		{"/coverage?horizon=2035", 400, "horizon", "2030"},
		{"/coverage?kinds=bus", 400, "kinds", "bus"},
		{"/coverage?rule=fly", 400, "rule", "circle"},
		{"/coverage?network=roads", 400, "network", "rule=walk"},
		{"/coverage?rule=walk&network=places", 400, "network", "lines"},
		{"/coverage?decay=500:1,400:0.5", 400, "decay", "grow"},
		{"/coverage?parts=gaps", 400, "parts", "geojson"},
		{"/coverage?f=geojson&parts=moons", 400, "parts", "moons"},
		{"/coverage?area=mars", 400, "area", "mars"},
		{"/coverage?sites=layout", 400, "sites", "point layer"},
		{"/coverage?demand=jobs", 400, "demand", "no demand surface"},
		{"/plan/none", 404, "clause", "no clause"},
		{"/styles/none", 404, "styleId", ""},
		{"/nothing/here", 404, "path", ""},
	} {
		a := get(t, ts.URL+c.path)
		var p struct {
			Title, Detail, Field string
			Status               int
		}
		if err := json.Unmarshal(a.body, &p); err != nil {
			t.Errorf("%s: %d %s: %v", c.path, a.status, a.body, err)
			continue
		}
		if a.status != c.status || p.Status != c.status || p.Field != c.field || !strings.Contains(p.Detail, c.rule) || p.Title == "" {
			t.Errorf("%s: %d %s\nwant %d, field %q, a detail with %q", c.path, a.status, a.body, c.status, c.field, c.rule)
		}
		if ct := a.header.Get("Content-Type"); ct != "application/problem+json" {
			t.Errorf("%s: content type %s", c.path, ct)
		}
		if a.header.Get("Access-Control-Allow-Origin") != "*" {
			t.Errorf("%s: an error without CORS header", c.path)
		}
	}
}

func TestUnusualInputThatIsRight(t *testing.T) {
	ts := newServer(t, nil)
	for path, returned := range map[string]int{
		"/collections/rail-stations/items?limit=99999":                           85, // served as the maximum
		"/collections/rail-stations/items?limit=99999999999999999999":            85,
		"/collections/rail-stations/items?bbox=170,-90,-170,90":                  0, // across the antimeridian
		"/collections/rail-stations/items?bbox=117,39,116,40&limit=500":          0, // the other way round the earth
		"/collections/rail-stations/items?bbox=-180,-90,180,90&limit=100":        85,
		"/collections/rail-stations/items?bbox=116,39,-100,117,40,9000&limit=90": 85, // with heights
		"/collections/rail-stations/items?bbox=39,116,40,117":                    0,  // an impossible latitude matches nothing
		"/collections/rail-stations/items?line=M101":                             14,
		"/collections/rail-stations/items?near=0,0&radius=10":                    0,
	} {
		a := get(t, ts.URL+path)
		var page featureCollection
		if err := json.Unmarshal(a.body, &page); err != nil || a.status != http.StatusOK || page.NumberReturned != returned {
			t.Errorf("%s: %d, %d features (%v), want 200 and %d", path, a.status, page.NumberReturned, err, returned)
		}
	}
}

func TestMethods(t *testing.T) {
	ts := newServer(t, nil)
	for method, want := range map[string]int{http.MethodHead: 200, http.MethodOptions: 204, http.MethodPost: 405, http.MethodDelete: 405} {
		req, err := http.NewRequest(method, ts.URL+"/collections", nil)
		if err != nil {
			t.Fatal(err)
		}
		if method == http.MethodOptions {
			req.Header.Set("Origin", "https://example.org")
			req.Header.Set("Access-Control-Request-Method", "GET")
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
}
