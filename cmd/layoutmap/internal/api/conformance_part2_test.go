package api_test

import (
	"encoding/json"
	"fmt"
	"math"
	"net/url"
	"os/exec"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"layoutmap/geo"
	"layoutmap/geo/crs"
	"layoutmap/geo/witness"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"
)

const (
	crs84URI   = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
	epsgPrefix = "http://www.opengis.net/def/crs/EPSG/0/"
)

// geometries fetches a page's features, by id, with the x of a CRS before its y.
func geometries(t *testing.T, address string, c crs.CRS) map[string]orb.Geometry {
	t.Helper()
	a := get(t, address)
	if a.status != 200 {
		t.Fatalf("%s: %d %s", address, a.status, a.body)
	}
	var page struct {
		Features []struct {
			ID       string
			Geometry *geojson.Geometry
		}
	}
	if err := json.Unmarshal(a.body, &page); err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	out := map[string]orb.Geometry{}
	for _, f := range page.Features {
		out[f.ID] = nil
		if f.Geometry != nil {
			out[f.ID] = crs.Map(f.Geometry.Geometry(), c.Ordered)
		}
	}
	return out
}

// far is the greatest distance between vertices of two geometries of one shape, in degrees.
func far(a, b orb.Geometry) float64 {
	if reflect.TypeOf(a) != reflect.TypeOf(b) {
		return math.Inf(1)
	}
	var pa, pb []orb.Point
	for g, list := range map[*orb.Geometry]*[]orb.Point{&a: &pa, &b: &pb} {
		crs.Map(*g, func(p orb.Point) orb.Point { *list = append(*list, p); return p })
	}
	if len(pa) != len(pb) {
		return math.Inf(1)
	}
	d := 0.0
	for i := range pa {
		d = max(d, math.Abs(pa[i][0]-pb[i][0]), math.Abs(pa[i][1]-pb[i][1]))
	}
	return d
}

// The abstract tests of OGC API – Features Part 2: Coordinate Reference Systems
// by Reference corrigendum 1.0.1 (OGC 18-058r1, annex A), each in a subtest of its own name.
func TestFeaturesPart2(t *testing.T) {
	ts := newServer(t, nil)
	suite := newSuite(t, ts.URL, "ogcapi-features-2")
	all := getJSON[ogcCollections](t, ts.URL+"/collections")
	systems := crs.All()
	mixed := []string{"key-projects", "rail-lines", "townships", "places"} // null geometry, lines, areas, points

	suite.run("crs/crs-uri", func(t *testing.T) {
		ogc := regexp.MustCompile(`^http://www\.opengis\.net/def/crs/(OGC/1\.3/CRS84|EPSG/0/\d+)$`)
		urn := regexp.MustCompile(`^urn:layoutmap:def:crs:[A-Z]+-\d\d$`)
		for _, uri := range all.CRS {
			if !ogc.MatchString(uri) && !urn.MatchString(uri) {
				t.Errorf("%s", uri)
			}
		}
		if got := getJSON[struct {
			DisplayCRS []string `json:"display_crs"`
		}](t, ts.URL+"/collections").DisplayCRS; !slices.Equal(got, all.CRS[len(all.CRS)-2:]) || !strings.HasPrefix(got[0], "urn:layoutmap:") {
			t.Errorf("for display alone: %v", got)
		}
		if len(all.CRS) != len(systems) {
			t.Errorf("%d systems are listed, %d are known", len(all.CRS), len(systems))
		}
	})
	suite.run("crs/default-crs", func(t *testing.T) {
		for _, c := range all.Collections {
			if !slices.Equal(c.CRS, all.CRS) || c.CRS[0] != crs84URI {
				t.Errorf("%s: crs %v", c.ID, c.CRS)
			}
		}
	})
	suite.run("crs/storageCrs", func(t *testing.T) {
		for _, c := range all.Collections {
			own := getJSON[ogcCollection](t, ts.URL+"/collections/"+c.ID)
			if !slices.Contains(c.CRS, c.StorageCRS) || own.StorageCRS != c.StorageCRS || !slices.Equal(own.CRS, c.CRS) {
				t.Errorf("%s: storageCrs %s", c.ID, c.StorageCRS)
			}
		}
	})
	for _, name := range []string{"crs", "bbox-crs"} {
		t.Run("definition of "+name, func(t *testing.T) {
			doc, err := openapi3.NewLoader().LoadFromData(get(t, ts.URL+"/api").body)
			if err != nil {
				t.Fatal(err)
			}
			seen := 0
			for path, item := range doc.Paths.Map() {
				if !strings.HasSuffix(path, "/items") && (name == "bbox-crs" || !strings.HasSuffix(path, "/items/{featureId}")) {
					continue
				}
				seen++
				p := item.Get.Parameters.GetByInAndName("query", name)
				if p == nil || p.Required || p.Style != "form" || *p.Explode || !p.Schema.Value.Type.Is("string") || p.Schema.Value.Format != "uri" {
					t.Errorf("%s: %+v", path, p)
				}
			}
			if seen < 20 {
				t.Errorf("only %d paths", seen)
			}
		})
	}
	suite.run("crs/crs-parameter", func(t *testing.T) {
		for _, uri := range all.CRS {
			for _, path := range []string{"/collections/layout/items?limit=2&crs=", "/collections/layout/items/layout-core?crs="} {
				a := get(t, ts.URL+path+url.QueryEscape(uri))
				if a.status != 200 || a.header.Get("Content-Crs") != "<"+uri+">" {
					t.Errorf("%s%s: %d, Content-Crs %s", path, uri, a.status, a.header.Get("Content-Crs"))
				}
			}
		}
		next := getJSON[featureCollection](t, ts.URL+"/collections/layout/items?limit=2&crs="+url.QueryEscape(epsgPrefix+"4548")).link("next")
		if a := get(t, next); a.header.Get("Content-Crs") != "<"+epsgPrefix+"4548>" {
			t.Errorf("the next page is in %s", a.header.Get("Content-Crs"))
		}
	})
	suite.run("crs/crs-parameter-default", func(t *testing.T) {
		for _, id := range mixed {
			plain, named := get(t, ts.URL+"/collections/"+id+"/items"), get(t, ts.URL+"/collections/"+id+"/items?crs="+url.QueryEscape(crs84URI))
			cut := func(a answer) string { s, _, _ := strings.Cut(string(a.body), `"links":`); return s }
			if plain.header.Get("Content-Crs") != "<"+crs84URI+">" || cut(plain) != cut(named) {
				t.Errorf("%s: CRS84 by name gives other bytes, or Content-Crs is %s", id, plain.header.Get("Content-Crs"))
			}
		}
	})
	for _, c := range []struct{ test, name, more string }{{"crs-parameter-invalid", "crs", ""}, {"bbox-crs-parameter-invalid", "bbox-crs", "&bbox=116,39,117,40"}} {
		suite.run("crs/"+c.test, func(t *testing.T) {
			for _, value := range []string{"", "x", "http://www.opengis.net/def/crs/EPSG/0/99999", "http://www.opengis.net/def/crs/EPSG/0/", "urn:layoutmap:def:crs:GCJ-03", "4326"} {
				a := get(t, ts.URL+"/collections/layout/items?"+c.name+"="+url.QueryEscape(value)+c.more)
				var p struct {
					Field   string
					Allowed []string
				}
				if err := json.Unmarshal(a.body, &p); err != nil || a.status != 400 || p.Field != c.name || !slices.Equal(p.Allowed, all.CRS) {
					t.Errorf("%s: %d %s", value, a.status, a.body)
				}
			}
		})
	}
	suite.run("crs/crs-parameter-transform", func(t *testing.T) {
		for _, id := range mixed {
			plain := geometries(t, ts.URL+"/collections/"+id+"/items?limit=200", crs.CRS84())
			for _, c := range systems {
				there := geometries(t, ts.URL+"/collections/"+id+"/items?limit=200&crs="+url.QueryEscape(c.URI()), c)
				if len(there) != len(plain) {
					t.Fatalf("%s in %s: %d features, want %d", id, c, len(there), len(plain))
				}
				for f, g := range there {
					if d := far(crs.Map(g, c.Inverse), plain[f]); !(d < 1e-8) { // 1 mm
						t.Errorf("%s/%s in %s is %g° off", id, f, c, d)
					}
				}
			}
		}
	})
	suite.run("crs/bbox-crs-parameter", func(t *testing.T) {
		for _, id := range mixed {
			plain := geometries(t, ts.URL+"/collections/"+id+"/items?limit=10000", crs.CRS84())
			for _, c := range systems {
				for _, box := range []orb.Bound{{Min: orb.Point{116.60, 39.85}, Max: orb.Point{116.70, 39.93}}, {Min: orb.Point{116.65, 39.90}, Max: orb.Point{116.651, 39.901}}} {
					b := orb.MultiPoint{c.Forward(box.Min), c.Forward(box.Max)}.Bound()
					low, high := c.Ordered(b.Min), c.Ordered(b.Max)
					got := geometries(t, ts.URL+fmt.Sprintf("/collections/%s/items?limit=10000&bbox=%.9f,%.9f,%.9f,%.9f&bbox-crs=%s", id, low[0], low[1], high[0], high[1], url.QueryEscape(c.URI())), crs.CRS84())
					for f, g := range plain {
						if _, in := got[f]; in != (g == nil || geo.IntersectsBound(crs.Map(g, c.Forward), b)) {
							t.Errorf("%s/%s in %s, box %v: answered %v", id, f, c, b, in)
						}
					}
				}
			}
		}
	})
	suite.run("crs/bbox-crs-parameter-default", func(t *testing.T) {
		const box = "bbox=116.6,39.8,116.7,39.9"
		a := getJSON[featureCollection](t, ts.URL+"/collections/places/items?"+box)
		b := getJSON[featureCollection](t, ts.URL+"/collections/places/items?"+box+"&bbox-crs="+url.QueryEscape(crs84URI))
		if a.NumberMatched == 0 || a.NumberMatched != b.NumberMatched {
			t.Errorf("%d without bbox-crs, %d with CRS84", a.NumberMatched, b.NumberMatched)
		}
	})
	t.Run("boxes that are no error", func(t *testing.T) {
		for query, want := range map[string]int{
			"bbox-crs=" + epsgPrefix + "4490&bbox=39,116,40,117":        85, // latitude first
			"bbox-crs=" + epsgPrefix + "4490&bbox=116,39,117,40":        0,  // longitude first: an impossible latitude
			"bbox-crs=" + epsgPrefix + "4490&bbox=177,-50,-170,40":      0,  // and across the antimeridian
			"bbox-crs=" + epsgPrefix + "4326&bbox=-90,170,90,-170":      0,  // across the antimeridian
			"bbox-crs=" + epsgPrefix + "4326&bbox=39,117,40,116.99":     85,
			"bbox-crs=" + epsgPrefix + "4548&bbox=-1e300,0,1e300,1e7":   85,
			"bbox-crs=" + epsgPrefix + "4548&bbox=1e8,1e8,2e8,2e8":      0,
			"bbox-crs=" + epsgPrefix + "3857&bbox=-3e7,-3e7,3e7,3e7":    85,
			"bbox-crs=urn:layoutmap:def:crs:GCJ-02&bbox=116,39,117,40":  85,
			"bbox-crs=EPSG:4548&bbox=4.3e6,4e5,0,4.5e6,5e5,9":           85, // a code and heights
			"bbox-crs=" + epsgPrefix + "3857":                           85, // no box
			"bbox-crs=urn:layoutmap:def:crs:BD-09&bbox=170,-90,-170,90": 0,
		} {
			if got := getJSON[featureCollection](t, ts.URL+"/collections/rail-stations/items?"+query); got.NumberMatched != want {
				t.Errorf("%s: %d, want %d", query, got.NumberMatched, want)
			}
		}
		for _, query := range []string{"bbox-crs=" + epsgPrefix + "4548&bbox=2,2,1,3", "bbox-crs=" + epsgPrefix + "4548&bbox=2,2,3,1", "bbox-crs=" + epsgPrefix + "4326&bbox=40,116,39,117"} {
			if a := get(t, ts.URL+"/collections/rail-stations/items?"+query); a.status != 400 {
				t.Errorf("%s: %d, want 400", query, a.status)
			}
		}
	})
	t.Run("the station's point by PROJ", func(t *testing.T) {
		cs2cs := witness.Tool(t, "cs2cs", "proj-bin")
		const path = "/collections/rail-stations/items?limit=1"
		var at orb.Point
		for _, g := range geometries(t, ts.URL+path, crs.CRS84()) {
			at = g.(orb.Point)
		}
		for _, c := range systems[1:] {
			if c.DisplayOnly() {
				continue
			}
			cmd := exec.Command(cs2cs, "-f", "%.9f", "EPSG:4490", c.Code())
			cmd.Stdin = strings.NewReader(fmt.Sprintf("%.9f %.9f\n", at[1], at[0]))
			out, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			var want orb.Point // in the axis order of the system, as PROJ answers
			if _, err := fmt.Sscan(string(out), &want[0], &want[1]); err != nil {
				t.Fatal(err)
			}
			for _, g := range geometries(t, ts.URL+path+"&crs="+url.QueryEscape(c.URI()), crs.CRS84()) {
				if got := g.(orb.Point); math.Hypot(got[0]-want[0], got[1]-want[1]) > 1e-3 {
					t.Errorf("%s: %v, PROJ says %v", c, got, want)
				}
			}
		}
	})
}
