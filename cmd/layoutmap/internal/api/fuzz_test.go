package api_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
)

// FuzzQuery sends any query string to the routes that read parameters: the
// answer is one of the promised ones, never a 500.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{
		"bbox=116,39,117,40&limit=3", "bbox=NaN,0,0,0", "near=116.6,39.9&radius=1e4", "limit=99999999999999999999", "cursor=eyJ2IjoiIiwiciI6MX0",
		"point=116.65,39.9&radius=500", "horizon=now&kinds=metro,tram&area=subcentre&by=none", "line=M101&seq=1", "f=html", "bbox-crs=EPSG:4548&bbox=4e6,4e5,5e6,5e5&crs=GCJ-02",
		"crs=http://www.opengis.net/def/crs/EPSG/0/4527&datetime=../2026-11-23&limit=2", "bbox=-1e308,-1e308,1e308,1e308&bbox-crs=urn:layoutmap:def:crs:BD-09", "bbox=1e300,1e300,1e301,1e301&bbox-crs=EPSG:3857", "collections=layout,roads",
	} {
		f.Add(seed)
	}
	ts := newServer(f, nil)
	handler := ts.Config.Handler
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/collections/rail-stations/items", "/near", "/coverage", "/tiles/WebMercatorQuad/9/193/421"} {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.URL = &url.URL{Path: path, RawQuery: query}
			r.RequestURI = path + "?" + query
			w := httptest.NewRecorder()
			handler.ServeHTTP(w, r)
			switch w.Code {
			case http.StatusOK, http.StatusBadRequest, http.StatusNotFound, http.StatusRequestURITooLong:
			default:
				t.Errorf("%s?%s: %d %s", path, query, w.Code, w.Body)
			}
		}
	})
}
