package api_test

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"layoutmap/geo/witness"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// Each tileset document links to its matrix set, and its limits hold all tiles
// that are not empty.
func TestTileSetDocuments(t *testing.T) {
	ts := newServer(t, nil)
	for _, base := range []string{"/tiles", "/collections/townships/tiles"} {
		list := getJSON[struct {
			TileSets []struct {
				CRS   string
				Links []struct{ Rel, Href string }
			}
		}](t, ts.URL+base)
		if len(list.TileSets) != len(tiles.MatrixSets()) {
			t.Errorf("%s lists %d tilesets, want %d", base, len(list.TileSets), len(tiles.MatrixSets()))
		}
		for i, m := range tiles.MatrixSets() {
			set := list.TileSets[i]
			if set.CRS != m.CRS || set.Links[0].Href != ts.URL+base+"/"+m.ID || set.Links[1].Href != ts.URL+"/tileMatrixSets/"+m.ID {
				t.Errorf("%s: %+v", m.ID, set)
			}
			doc := getJSON[struct {
				URI    string        `json:"tileMatrixSetURI"`
				Limits []tiles.Limit `json:"tileMatrixSetLimits"`
			}](t, set.Links[0].Href)
			if doc.URI != m.URI || len(doc.Limits) != int(m.Last-m.First)+1 || doc.Limits[0].Matrix != strconv.Itoa(int(m.First)) {
				t.Errorf("%s: URI %q, %d limits from %q", m.ID, doc.URI, len(doc.Limits), doc.Limits[0].Matrix)
			}
			l := doc.Limits[12-m.First]
			ask := func(row, col uint32) answer {
				return get(t, fmt.Sprintf("%s/12/%d/%d", set.Links[0].Href, row, col), "Accept-Encoding", "identity")
			}
			if a := ask((l.MinRow+l.MaxRow)/2, (l.MinCol+l.MaxCol)/2); a.status != http.StatusOK || len(a.body) == 0 {
				t.Errorf("%s: the tile in the middle of %+v: %d, %d bytes", m.ID, l, a.status, len(a.body))
			}
			for _, corner := range [][2]uint32{{l.MinRow, l.MinCol}, {l.MinRow, l.MaxCol}, {l.MaxRow, l.MinCol}, {l.MaxRow, l.MaxCol}} {
				if a := ask(corner[0], corner[1]); a.status != http.StatusOK {
					t.Errorf("%s: the corner %v of %+v: %d, want 200, empty or not", m.ID, corner, l, a.status)
				}
			}
			for _, beyond := range [][2]uint32{{l.MinRow - 1, l.MinCol}, {l.MaxRow + 1, l.MaxCol}, {l.MinRow, l.MinCol - 1}, {l.MaxRow, l.MaxCol + 1}} {
				if a := ask(beyond[0], beyond[1]); a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" {
					t.Errorf("%s: %v outside of %+v: %d, want 404", m.ID, beyond, l, a.status)
				}
				if m.ID != "WebMercatorQuad" {
					continue
				}
				// The same tile by XYZ, which states no limits, is empty.
				name := "plan"
				if base != "/tiles" {
					name = "townships"
				}
				if a := get(t, fmt.Sprintf("%s/xyz/%s/12/%d/%d.mvt", ts.URL, name, beyond[1], beyond[0]), "Accept-Encoding", "identity"); a.status != http.StatusOK || len(a.body) != 0 {
					t.Errorf("XYZ: %v outside of %+v: %d, %d bytes, want 200 and none", beyond, l, a.status, len(a.body))
				}
			}
		}
	}
	if a := get(t, ts.URL+"/tiles/CGCS2000Quad/0/0/0"); a.status != http.StatusNotFound {
		t.Errorf("CGCS2000Quad, which starts at level 1, answers level 0 with %d", a.status)
	}
}

// GDAL's vector tile driver reads a tile of 天地图's matrix set and puts the
// stations where they are, told the set's grid.
func TestGDALReadsGeographicTiles(t *testing.T) {
	ogrinfo := witness.Tool(t, "ogrinfo", "gdal-bin")
	ts := newServer(t, nil)
	m, _ := tiles.LookupMatrixSet("CGCS2000Quad")
	station := orb.Point{116.6575, 39.9035}
	var c tiles.Coord
	m.Covering(station.Bound(), 12, func(found tiles.Coord) bool { c = found; return true })
	dir := t.TempDir()
	file := filepath.Join(dir, fmt.Sprint(c.Z), fmt.Sprint(c.X), fmt.Sprint(c.Y)+".pbf")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	a := get(t, fmt.Sprintf("%s/tiles/%s/%d/%d/%d", ts.URL, m.ID, c.Z, c.Y, c.X))
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		t.Fatal(err)
	}
	// The driver reads the tiling scheme from metadata.json; tile_dimension_zoom_0 is the
	// side in degrees that a tile of level 0 would have.
	meta := `{"crs":"EPSG:4490","tile_origin_upper_left_x":-180,"tile_origin_upper_left_y":90,"tile_dimension_zoom_0":360,"name":"c","format":"pbf","minzoom":"12","maxzoom":"12","json":"{\"vector_layers\":[{\"id\":\"rail-stations\",\"fields\":{\"name_zh\":\"String\"}}]}"}`
	if err := os.WriteFile(filepath.Join(dir, "metadata.json"), []byte(meta), 0o600); err != nil {
		t.Fatal(err)
	}
	out := witness.Run(t, ogrinfo, "-ro", "-al", "-so", filepath.Join(dir, "12"))
	i := strings.Index(out, "Layer name: rail-stations\n")
	if i < 0 {
		t.Fatalf("no rail-stations in\n%s", out)
	}
	b := m.Bound(c, 64)
	var w, s, e, n float64
	if _, err := fmt.Sscanf(out[i+strings.Index(out[i:], "Extent: "):], "Extent: (%f, %f) - (%f, %f)", &w, &s, &e, &n); err != nil {
		t.Fatalf("%v in\n%s", err, out[i:])
	}
	if w < b.Min[0] || s < b.Min[1] || e > b.Max[0] || n > b.Max[1] {
		t.Errorf("GDAL puts the stations to %v..%v, %v..%v, outside of the tile %v", w, e, s, n, b)
	}
}
