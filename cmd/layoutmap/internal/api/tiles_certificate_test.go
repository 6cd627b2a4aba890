package api_test

import (
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"layoutmap/cmd/layoutmap/internal/api"
	"layoutmap/tiles"

	"github.com/paulmach/orb"
)

// certificate asks until it is there, as Retry-After says.
func certificate(t *testing.T, address string) (doc tiles.Certificate, body []byte) {
	t.Helper()
	for range 60 {
		a := get(t, address)
		switch a.status {
		case http.StatusOK:
			if err := json.Unmarshal(a.body, &doc); err != nil {
				t.Fatal(err)
			}
			return doc, a.body
		case http.StatusAccepted:
			if a.header.Get("Retry-After") == "" || !strings.Contains(string(a.body), `"status":"running"`) {
				t.Fatalf("%s: 202, Retry-After %q, %s", address, a.header.Get("Retry-After"), a.body)
			}
		default:
			t.Fatalf("%s: %d %s", address, a.status, a.body)
		}
		time.Sleep(time.Second)
	}
	t.Fatalf("%s: not ready after a minute", address)
	return
}

// The certificates of the plan find nothing wrong, in any matrix set, and are
// the same in both families of addresses; what was dropped then stands in TileJSON.
func TestCertificates(t *testing.T) {
	ts := newServer(t, nil)
	before := getJSON[tiles.TileJSON](t, ts.URL+"/xyz/townships.json")
	if before.Dropped != nil {
		t.Errorf("TileJSON knows of drops that nobody counted: %v", before.Dropped)
	}
	byXYZ, _ := certificate(t, ts.URL+"/xyz/townships/certificate")
	for path, want := range map[string]struct{ set, name string }{
		"/tiles/WebMercatorQuad/certificate":                       {"WebMercatorQuad", "/tiles"},
		"/tiles/CGCS2000Quad/certificate":                          {"CGCS2000Quad", "/tiles"},
		"/collections/townships/tiles/WebMercatorQuad/certificate": {"WebMercatorQuad", "/collections/townships/tiles"},
	} {
		doc, body := certificate(t, ts.URL+path)
		if !doc.Good() || doc.Tiles < 1000 || doc.Rings == 0 || doc.LostIDs == nil || doc.Dropped == nil || doc.MatrixSet != want.set || doc.Tileset != want.name || doc.MaxZoom != tiles.DetailZoom || len(doc.Zooms) != int(doc.MaxZoom-doc.MinZoom)+1 {
			t.Errorf("%s: %s", path, body)
		}
		if strings.HasPrefix(path, "/collections") {
			byXYZ.Tileset = doc.Tileset
			a, _ := json.Marshal(byXYZ)
			if b, _ := json.Marshal(doc); string(a) != string(b) {
				t.Errorf("%s: %s\nby XYZ: %s", path, b, a)
			}
		}
	}
	after := getJSON[tiles.TileJSON](t, ts.URL+"/xyz/townships.json")
	sum := 0
	for _, z := range after.Dropped {
		sum += z.Dropped
	}
	if len(after.Dropped) != int(tiles.DetailZoom)+1 || sum != *byXYZ.Dropped || sum == 0 {
		t.Errorf("TileJSON says %v, the certificate %d", after.Dropped, *byXYZ.Dropped)
	}
	for _, path := range []string{"/tiles/nothing/certificate", "/collections/nobody/tiles/WebMercatorQuad/certificate", "/xyz/nobody/certificate"} {
		if a := get(t, ts.URL+path); a.status != http.StatusNotFound || a.header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s", path, a.status, a.body)
		}
	}
}

// An archive tells in its TileJSON and in its certificate what its export dropped.
func TestArchiveTellsWhatItDropped(t *testing.T) {
	c, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	townships, _ := c.Layer("townships")
	for _, name := range []string{"towns.pmtiles", "towns.mbtiles"} {
		file := filepath.Join(t.TempDir(), name)
		about := tiles.NewTileJSON("", townships)
		done, err := tiles.NewRenderer(tiles.Options{}).Export(t.Context(), file, tiles.Export{About: about, MaxZoom: 8, Layers: c.Tileset()[1:2], Bound: orb.Bound{Min: orb.Point{116, 39}, Max: orb.Point{117, 40}}})
		if err != nil {
			t.Fatal(err)
		}
		archive, err := tiles.OpenArchive(file)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { archive.Close() })
		ts := newServer(t, func(o *api.Options) { o.Archives = map[string]tiles.Archive{"towns": archive} })
		doc, _ := certificate(t, ts.URL+"/xyz/towns/certificate")
		if !doc.Good() || doc.Dropped == nil || *doc.Dropped != done.Dropped || done.Dropped == 0 || doc.LostIDs != nil {
			t.Errorf("%s: %+v, exported %+v", name, doc, done)
		}
		if said := getJSON[tiles.TileJSON](t, ts.URL+"/xyz/towns.json"); len(said.Dropped) != 9 || said.Dropped[0].Dropped == 0 {
			t.Errorf("%s: TileJSON says %v", name, said.Dropped)
		}
	}
}
