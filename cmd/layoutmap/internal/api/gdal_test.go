package api_test

import (
	"encoding/json"
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"layoutmap/geo"
	"layoutmap/geo/witness"
	"layoutmap/layers"

	"github.com/paulmach/orb"
)

// GDAL lists every layer and copies each whole.
func TestGDALReadsEveryLayer(t *testing.T) {
	ogrinfo, ogr2ogr := witness.Tool(t, "ogrinfo", "gdal-bin"), witness.Tool(t, "ogr2ogr", "gdal-bin")
	ts := newServer(t, nil)
	source := "OAPIF:" + ts.URL + "/"
	listing := witness.Run(t, ogrinfo, "-ro", source)
	catalog, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range catalog.Layers() {
		if !strings.Contains(listing, ": "+l.ID+" ") && !strings.Contains(listing, ": "+l.ID+"\n") {
			t.Errorf("ogrinfo does not list %s:\n%s", l.ID, listing)
		}
		file := filepath.Join(t.TempDir(), l.ID+".geojson")
		witness.Run(t, ogr2ogr, "-f", "GeoJSON", file, source, l.ID)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var copied struct {
			Features []struct{ Properties map[string]any }
		}
		if err := json.Unmarshal(data, &copied); err != nil {
			t.Fatal(err)
		}
		if len(copied.Features) != l.Len() {
			t.Errorf("%s: GDAL copied %d features of %d", l.ID, len(copied.Features), l.Len())
			continue
		}
		if zh := l.Feature(0).Text("name_zh"); zh != "" && copied.Features[0].Properties["name_zh"] != zh {
			t.Errorf("%s: the first feature is %v in the copy, want %s", l.ID, copied.Features[0].Properties["name_zh"], zh)
		}
	}
}

// GDAL's own vector tile driver reads our tiles.
func TestGDALReadsTiles(t *testing.T) {
	ogrinfo := witness.Tool(t, "ogrinfo", "gdal-bin")
	ts := newServer(t, nil)
	a := get(t, ts.URL+"/xyz/plan/11/1687/775.mvt")
	file := filepath.Join(t.TempDir(), "775.mvt")
	if err := os.WriteFile(file, a.body, 0o600); err != nil {
		t.Fatal(err)
	}
	out := witness.Run(t, ogrinfo, "-ro", "-al", "-so", file)
	for _, layer := range []string{"Layer name: layout\n", "Layer name: rail-stations\n", "Layer name: road-grid\n"} {
		if !strings.Contains(out, layer) {
			t.Errorf("no %q in\n%s", layer, out)
		}
	}
}

// GDAL asks for what it is asked for, and no more: the box of -spat and the
// attributes of -where go to the server, as its own log of requests shows, and
// pages follow each other to the end with each feature once.
func TestGDALPushesDown(t *testing.T) {
	ogr2ogr := witness.Tool(t, "ogr2ogr", "gdal-bin")
	handler := newHandler(t, nil)
	var mu sync.Mutex
	var asked []url.Values
	ts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/items") {
			mu.Lock()
			asked = append(asked, r.URL.Query())
			mu.Unlock()
		}
		handler.ServeHTTP(w, r)
	}))
	defer ts.Close()
	for _, c := range []struct {
		name, layer string
		args        []string
		pushed      url.Values // in every request
		fits        func(*layers.Feature) bool
		pages       int
	}{
		{"-spat", "demand-population", []string{"-spat", "116.64", "39.89", "116.68", "39.92"}, url.Values{"bbox": {"116.64,39.89,116.68,39.92"}},
			func(f *layers.Feature) bool {
				return geo.IntersectsBound(f.Geometry, orb.Bound{Min: orb.Point{116.64, 39.89}, Max: orb.Point{116.68, 39.92}})
			}, 1},
		{"-where", "rail-stations", []string{"-where", "status = 'planned'"}, url.Values{"status": {"planned"}},
			func(f *layers.Feature) bool { return f.Text("status") == "planned" }, 1},
		{"-where two, Chinese", "rail-stations", []string{"-where", "status = 'existing' AND name_zh = '通州北苑'"}, url.Values{"status": {"existing"}, "name_zh": {"通州北苑"}},
			func(f *layers.Feature) bool {
				return f.Text("status") == "existing" && f.Text("name_zh") == "通州北苑"
			}, 1},
		{"-spat and -where", "rail-stations", []string{"-spat", "116.6", "39.85", "116.75", "39.95", "-where", "horizon = 'now'"}, url.Values{"bbox": {"116.6,39.85,116.75,39.95"}, "horizon": {"now"}},
			func(f *layers.Feature) bool {
				return f.Text("horizon") == "now" && geo.IntersectsBound(f.Geometry, orb.Bound{Min: orb.Point{116.6, 39.85}, Max: orb.Point{116.75, 39.95}})
			}, 1},
		{"pages", "key-projects", []string{"-oo", "PAGE_SIZE=10"}, url.Values{"limit": {"10"}}, func(*layers.Feature) bool { return true }, 7},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked = nil
			file := filepath.Join(t.TempDir(), "copy.geojson")
			args := append([]string{"-f", "GeoJSON", file, "OAPIF:" + ts.URL + "/", c.layer}, c.args...)
			witness.Run(t, ogr2ogr, args...)
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var copied struct {
				Features []struct {
					Properties struct {
						ID     string `json:"id"`
						NameZh string `json:"name_zh"`
					}
					ID any
				}
			}
			if err := json.Unmarshal(data, &copied); err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for _, f := range copied.Features {
				id := f.Properties.ID
				if id == "" {
					id, _ = f.ID.(string)
				}
				if seen[id] {
					t.Errorf("%s twice", id)
				}
				seen[id] = true
			}
			if want := scan(t, c.layer, c.fits); len(copied.Features) != want || want == 0 {
				t.Errorf("%d features, want %d", len(copied.Features), want)
			}
			reading, looking := 0, 0
			for _, q := range asked {
				pushed := true
				for name, want := range c.pushed {
					pushed = pushed && (q.Get(name) == want[0] || name == "bbox" && sameBox(q.Get(name), want[0]))
				}
				if pushed {
					reading++
				} else if looking++; looking > 1 || q.Get("limit") != "10" { // ten features, for the types of the attributes
					t.Errorf("asked %v, want %v", q, c.pushed)
				}
			}
			if reading < c.pages {
				t.Errorf("%d requests, want at least %d: %v", reading, c.pages, asked)
			}
		})
	}
}

// sameBox compares the numbers of two boxes, however many digits they have.
func sameBox(a, b string) bool {
	x, y := strings.Split(a, ","), strings.Split(b, ",")
	for i := range x {
		p, err := strconv.ParseFloat(x[i], 64)
		if err != nil || i >= len(y) {
			return false
		}
		if q, err := strconv.ParseFloat(y[i], 64); err != nil || math.Abs(p-q) > 1e-9 {
			return false
		}
	}
	return len(x) == len(y)
}
