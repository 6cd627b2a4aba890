package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// tileIDs are the ids in a tile by layer, in order.
func tileIDs(t *testing.T, address string) map[string][]string {
	t.Helper()
	a := get(t, address, "Accept-Encoding", "identity")
	if a.status != http.StatusOK {
		t.Fatalf("GET %s: %d %s", address, a.status, a.body)
	}
	ls, err := tiles.Decode(a.body)
	if err != nil {
		t.Fatalf("GET %s: %v", address, err)
	}
	out := map[string][]string{}
	for _, l := range ls {
		for i := range l.Features {
			id, _ := l.Attributes(&l.Features[i])["id"].(string)
			out[l.Name] = append(out[l.Name], id)
		}
		slices.Sort(out[l.Name])
	}
	return out
}

// A filtered tile holds exactly the features that items with the same filter
// gives, in each layer, in both families of addresses and with every way to
// write the filter.
func TestTileFilterAgreesWithItems(t *testing.T) {
	ts := newServer(t, nil)
	for name, filter := range map[string]url.Values{
		"a property":        {"filter": {"status = 'planned'"}},
		"of one layer":      {"filter": {"line = 'M101' AND seq > 3"}},
		"a negation":        {"filter": {"NOT (status = 'existing')"}},
		"a place":           {"filter": {"S_INTERSECTS(geometry, BBOX(116.6,39.85,116.75,39.95))"}},
		"a place elsewhere": {"filter": {"S_INTERSECTS(geometry, POLYGON((40 116.6, 40 116.7, 39.8 116.7, 39.8 116.6, 40 116.6)))"}, "filter-crs": {"http://www.opengis.net/def/crs/EPSG/0/4490"}},
		"JSON":              {"filter": {`{"op":"=","args":[{"property":"horizon"},"2030"]}`}, "filter-lang": {"cql2-json"}},
		"nothing":           {"filter": {"id = 'nobody'"}},
	} {
		found := tileIDs(t, ts.URL+"/xyz/plan/6/52/24.mvt?"+filter.Encode()) // the district and its surroundings
		matched := 0
		for _, id := range []string{"rail-stations", "places", "substations", "key-projects"} { // points: no tile drops one
			address := ts.URL + "/collections/" + id + "/items?limit=10000&" + filter.Encode()
			var want []string
			if a := get(t, address); a.status == http.StatusOK {
				var page featureCollection
				if err := json.Unmarshal(a.body, &page); err != nil {
					t.Fatal(err)
				}
				for _, f := range page.Features {
					if f.Geometry != nil {
						want = append(want, f.ID)
					}
				}
			}
			slices.Sort(want)
			if id != "key-projects" && !slices.Equal(found[id], want) {
				t.Errorf("%s: %s has %q in the tile and %q in items", name, id, found[id], want)
			}
			matched += len(want)
		}
		if name == "nothing" && len(found) != 0 || name != "nothing" && matched == 0 {
			t.Errorf("%s: the tile has %v, items %d", name, found, matched)
		}
	}
}

func TestTileFilterIsTheSameHoweverItIsWritten(t *testing.T) {
	ts := newServer(t, nil)
	ask := func(path string, filter url.Values) answer {
		a := get(t, ts.URL+path+"?"+filter.Encode(), "Accept-Encoding", "identity")
		if a.status != http.StatusOK || len(a.body) == 0 {
			t.Fatalf("%s %v: %d, %d bytes %.200s", path, filter, a.status, len(a.body), a.body)
		}
		return a
	}
	text := ask("/xyz/plan/10/843/387.mvt", url.Values{"filter": {"horizon='2030'"}})
	for name, other := range map[string]answer{
		"spaces":     ask("/xyz/plan/10/843/387.mvt", url.Values{"filter": {"  horizon  =  '2030' "}}),
		"JSON":       ask("/xyz/plan/10/843/387.mvt", url.Values{"filter": {`{"op":"=","args":[{"property":"horizon"},"2030"]}`}, "filter-lang": {"cql2-json"}}),
		"OGC":        ask("/tiles/WebMercatorQuad/10/387/843", url.Values{"filter": {"horizon = '2030'"}}),
		"once more":  ask("/xyz/plan/10/843/387.mvt", url.Values{"filter": {"horizon='2030'"}}),
		"collection": ask("/tiles/WebMercatorQuad/10/387/843", url.Values{"filter": {"horizon = '2030'"}}),
	} {
		if !bytes.Equal(other.body, text.body) || other.header.Get("ETag") != text.header.Get("ETag") {
			t.Errorf("%s: another tile, %d and %d bytes", name, len(other.body), len(text.body))
		}
	}
	one := ask("/collections/rail-stations/tiles/WebMercatorQuad/10/387/843", url.Values{"filter": {"horizon = '2030'"}})
	if named := ask("/tiles/WebMercatorQuad/10/387/843", url.Values{"filter": {"horizon = '2030'"}, "collections": {"rail-stations"}}); !bytes.Equal(one.body, named.body) {
		t.Error("a collection's tile and that of collections= differ")
	}
	whole := get(t, ts.URL+"/xyz/plan/10/843/387.mvt", "Accept-Encoding", "identity")
	if bytes.Equal(whole.body, text.body) {
		t.Error("the tile without the filter is the same as with it")
	}
}

// The labels of areas that a filter leaves out go with them.
func TestTileFilterReachesLabels(t *testing.T) {
	ts := newServer(t, nil)
	all := tileIDs(t, ts.URL+"/xyz/townships/9/421/193.mvt")
	some := tileIDs(t, ts.URL+"/xyz/townships/9/421/193.mvt?filter="+url.QueryEscape("id = '"+all["townships"][0]+"'"))
	if len(all["townships-labels"]) < 2 || len(some["townships"]) != 1 || !slices.Equal(some["townships"], some["townships-labels"]) {
		t.Errorf("of %v a filter leaves %v", all, some)
	}
	if other := tileIDs(t, ts.URL+"/xyz/townships,rail-stations/9/421/193.mvt?filter="+url.QueryEscape("line = '1'")); len(other["townships"])+len(other["townships-labels"]) != 0 || len(other["rail-stations"]) == 0 {
		t.Errorf("a filter on a property that townships lack leaves %v", other)
	}
}

// TileJSON and tileset documents hand the filter on, so that a map of them is filtered.
func TestTileJSONCarriesTheFilter(t *testing.T) {
	ts := newServer(t, nil)
	filter := url.Values{"filter": {`{"op":"=","args":[{"property":"line"},"M101"]}`}, "filter-lang": {"cql2-json"}}
	doc := getJSON[tiles.TileJSON](t, ts.URL+"/xyz/rail-stations.json?"+filter.Encode())
	address := strings.NewReplacer("{z}", "8", "{x}", "210", "{y}", "96").Replace(doc.Tiles[0])
	if got, want := tileIDs(t, address), tileIDs(t, ts.URL+"/xyz/rail-stations/8/210/96.mvt?"+filter.Encode()); len(want["rail-stations"]) == 0 || !slices.Equal(got["rail-stations"], want["rail-stations"]) {
		t.Errorf("%s gives %v, want %v", doc.Tiles[0], got, want)
	}
	set := getJSON[struct{ Links []struct{ Rel, Href string } }](t, ts.URL+"/collections/rail-stations/tiles/WebMercatorQuad?"+filter.Encode())
	for _, l := range set.Links {
		if l.Rel == "item" {
			address := strings.NewReplacer("{tileMatrix}", "8", "{tileRow}", "96", "{tileCol}", "210").Replace(l.Href)
			if got := tileIDs(t, address); len(got["rail-stations"]) == 0 {
				t.Errorf("%s gives %v", l.Href, got)
			}
		}
	}
}

func TestBadTileFilters(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stops.pmtiles")
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	stations, _ := c.Layer("rail-stations")
	r := tiles.NewRenderer(tiles.Options{})
	if _, err := r.Export(t.Context(), file, tiles.Export{About: tiles.NewTileJSON("", stations), MaxZoom: 3, Layers: c.Tileset()[:1], Bound: orb.Bound{Min: orb.Point{116, 39}, Max: orb.Point{117, 40}}}); err != nil {
		t.Fatal(err)
	}
	archive, err := tiles.OpenArchive(file)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { archive.Close() })
	ts := newServer(t, func(o *api.Options) { o.Archives = map[string]tiles.Archive{"stops": archive} })
	for _, c := range []struct {
		path     string
		query    url.Values
		field    string
		position int
	}{
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {"status = "}}, "filter", 10},
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {"status = 'planned' AND nothing = 1"}}, "filter", 24},
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {""}}, "filter", 1},
		{"/xyz/plan.json", url.Values{"filter": {"nothing = 1"}}, "filter", 1},
		{"/tiles/WebMercatorQuad/8/96/210", url.Values{"filter": {"nothing = 1"}}, "filter", 1},
		{"/tiles/WebMercatorQuad", url.Values{"filter": {"nothing = 1"}}, "filter", 1},
		{"/collections/rail-stations/tiles/WebMercatorQuad/8/96/210", url.Values{"filter": {"seq = 'x'"}}, "filter", 7},
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {"status = 'planned'"}, "filter-lang": {"sql"}}, "filter-lang", 0},
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {"{"}, "filter-lang": {"cql2-json"}}, "filter", 2},
		{"/xyz/plan/8/210/96.mvt", url.Values{"filter": {"status = 'planned'"}, "filter-crs": {"EPSG:1"}}, "filter-crs", 0},
		{"/xyz/plan/8/210/96.mvt", url.Values{"Filter": {"status = 'planned'"}}, "Filter", 0},
		{"/xyz/stops/0/0/0.mvt", url.Values{"filter": {"status = 'planned'"}}, "filter", 0},
		{"/xyz/stops.json", url.Values{"filter": {"status = 'planned'"}}, "filter", 0},
	} {
		a := get(t, ts.URL+c.path+"?"+c.query.Encode())
		var p struct {
			Field    string
			Position int
		}
		if err := json.Unmarshal(a.body, &p); err != nil || a.status != http.StatusBadRequest || a.header.Get("Content-Type") != "application/problem+json" || p.Field != c.field || p.Position != c.position {
			t.Errorf("%s %v: %d %s, want 400 for %s at %d", c.path, c.query, a.status, a.body, c.field, c.position)
		}
	}
}
