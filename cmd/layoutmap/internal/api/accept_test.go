package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
)

func TestAccept(t *testing.T) {
	ts := newServer(t, nil)
	const items = "/collections/layout/items"
	for _, c := range []struct{ path, accept, want string }{
		{items, "", "application/geo+json"},
		{items, "*/*", "application/geo+json"},
		{items, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"},
		{items, "text/html;q=0.5, application/geo+json", "application/geo+json"},
		{items, "application/geo+json;q=0.2, text/html;q=0.3", "text/html"},
		{items, "text/html;q=0, */*", "application/geo+json"},
		{items, "text/*", "text/html"},
		{items, "application/*;q=0.1, text/html;q=0.05", "application/geo+json"},
		{items, "application/json", "application/geo+json"},
		{items, "TEXT/HTML", "text/html"},
		{items, "image/png", "application/geo+json"}, // nothing fits: the default
		{items, "text/html;q=x", "text/html"},
		{items, ";;,/,text", "application/geo+json"},
		{items + "?f=geojson", "text/html", "application/geo+json"}, // f before Accept
		{"/collections", "application/json, text/html", "application/json"},
		{"/collections", "text/html, application/json", "text/html"},
		{"/api", "application/vnd.oai.openapi+json;version=3.0", "application/vnd.oai.openapi+json"},
		{"/api", "application/json", "application/vnd.oai.openapi+json"},
		{"/api", "text/html", "text/html"},
	} {
		a := get(t, ts.URL+c.path, "Accept", c.accept)
		if media, _, _ := strings.Cut(a.header.Get("Content-Type"), ";"); a.status != http.StatusOK || media != c.want {
			t.Errorf("%s, Accept %q: %d %s, want %s", c.path, c.accept, a.status, media, c.want)
		}
	}
}

func TestTokenIsIgnored(t *testing.T) {
	ts := newServer(t, func(o *api.Options) { o.TokenParams = []string{"token"} })
	for _, path := range []string{"/collections?", "/collections/rail-stations/items?limit=1&", "/collections/layout/items/layout-core?", "/api?", "/api?token=&"} {
		a := get(t, ts.URL+path+"token=secret")
		if a.status != http.StatusOK || strings.Contains(string(a.body), "secret") {
			t.Errorf("%s: %d, hands the token on: %t", path, a.status, strings.Contains(string(a.body), "secret"))
		}
	}
	if a := get(t, ts.URL+"/collections?tokens=x"); a.status != http.StatusBadRequest {
		t.Errorf("another unknown parameter: %d", a.status)
	}
	without := newServer(t, nil)
	a := get(t, without.URL+"/collections?token=x")
	var p struct{ Field string }
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusBadRequest || p.Field != "token" {
		t.Errorf("without the option: %d %s", a.status, a.body)
	}
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := api.New(api.Options{Catalog: catalog, TokenParams: []string{"limit"}}); err == nil {
		t.Error("limit is taken as a token")
	}
}
