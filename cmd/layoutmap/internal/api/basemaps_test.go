package api_test

import (
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/cmd/layoutmap/internal/basemap"
)

// Without basemaps the page may ask nobody; with them the hosts named, for
// pictures and fetches, and nothing else changes.
func TestThePagesPolicyOpensForBasemapsOnly(t *testing.T) {
	if !uiBuilt(t) {
		t.Skip("left out: the page is not built (make ui)")
	}
	const img = "; img-src 'self' data: blob:; connect-src 'self';"
	policy := func(maps []basemap.Basemap) (policy, referrer, list string) {
		ts := newServer(t, func(o *api.Options) { o.Basemaps = maps })
		page := get(t, ts.URL+"/", "Accept", "text/html")
		return page.header.Get("Content-Security-Policy"), page.header.Get("Referrer-Policy"), string(get(t, ts.URL+"/basemaps").body)
	}
	closed, referrer, list := policy(nil)
	if !strings.Contains(closed, img) || strings.Contains(closed, "http") || referrer != "no-referrer" || list != `{"basemaps":[]}` {
		t.Errorf("without basemaps: %q, %q, %s", closed, referrer, list)
	}
	open, referrer, list := policy([]basemap.Basemap{
		{ID: "b", Tiles: "https://t0.tianditu.gov.cn/vec_w/wmts?x={x}&y={y}&z={z}&tk=k"},
		{ID: "a", Tiles: "http://10.0.0.2:81/{z}/{x}/{y}"},
		{ID: "c", Tiles: "https://t0.tianditu.gov.cn/img_w/wmts?x={x}&y={y}&z={z}&tk=k"},
	})
	const hosts = " http://10.0.0.2:81 https://t0.tianditu.gov.cn"
	want := strings.Replace(closed, img, "; img-src 'self'"+hosts+" data: blob:; connect-src 'self'"+hosts+";", 1)
	if open != want || referrer != "strict-origin-when-cross-origin" {
		t.Errorf("with basemaps: %q, %q\nwant %q", open, referrer, want)
	}
	if !strings.Contains(list, `"id":"b"`) || strings.Index(list, `"id":"b"`) > strings.Index(list, `"id":"a"`) {
		t.Errorf("not in the file's order: %s", list)
	}
}
