package crs_test

import (
	"bufio"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo/crs"
)

func TestAgainstPROJ(t *testing.T) {
	f, err := os.Open("testdata/proj.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	seen := map[string]int{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		var code string
		var lonLat, want orb.Point
		if _, err := fmt.Sscan(line, &code, &lonLat[0], &lonLat[1], &want[0], &want[1]); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		c, err := crs.Lookup(code)
		if err != nil {
			t.Fatal(err)
		}
		seen[code]++
		const tolerance = 1e-5 // metres; the file has six decimals
		got := c.Forward(lonLat)
		if d := math.Hypot(got[0]-want[0], got[1]-want[1]); !(d < tolerance) {
			t.Errorf("%s forward %v: got %.6f, want %.6f, off by %g m", code, lonLat, got, want, d)
		}
		back := c.Inverse(want)
		dx := (back[0] - lonLat[0]) * math.Cos(lonLat[1]*math.Pi/180)
		if d := math.Hypot(dx, back[1]-lonLat[1]) * 111_195; !(d < tolerance) {
			t.Errorf("%s inverse %.6f: got %v, want %v, off by %g m", code, want, back, lonLat, d)
		}
	}
	for _, c := range crs.All() {
		if !c.Geographic() && seen[c.Code()] < 20 {
			t.Errorf("%s: only %d rows of PROJ's answers", c, seen[c.Code()])
		}
	}
}

func TestLookup(t *testing.T) {
	for _, tt := range []struct{ name, code, uri string }{
		{"CRS84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"crs84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"OGC:CRS84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"http://www.opengis.net/def/crs/OGC/1.3/CRS84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"urn:ogc:def:crs:OGC:1.3:CRS84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84"},
		{"EPSG:4326", "EPSG:4326", "http://www.opengis.net/def/crs/EPSG/0/4326"},
		{"epsg:3857", "EPSG:3857", "http://www.opengis.net/def/crs/EPSG/0/3857"},
		{"EPSG:4490", "EPSG:4490", "http://www.opengis.net/def/crs/EPSG/0/4490"},
		{"https://www.opengis.net/def/crs/EPSG/9.9.1/4548", "EPSG:4548", "http://www.opengis.net/def/crs/EPSG/0/4548"},
		{"urn:ogc:def:crs:EPSG::4548", "EPSG:4548", "http://www.opengis.net/def/crs/EPSG/0/4548"},
		{"[EPSG:4548]", "EPSG:4548", "http://www.opengis.net/def/crs/EPSG/0/4548"},
		{"GCJ-02", "GCJ-02", "urn:layoutmap:def:crs:GCJ-02"},
		{"bd-09", "BD-09", "urn:layoutmap:def:crs:BD-09"},
		{"URN:layoutmap:def:crs:bd-09", "BD-09", "urn:layoutmap:def:crs:BD-09"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c, err := crs.Lookup(tt.name)
			if err != nil {
				t.Fatal(err)
			}
			if c.Code() != tt.code || c.URI() != tt.uri {
				t.Errorf("got %s %s, want %s %s", c.Code(), c.URI(), tt.code, tt.uri)
			}
			if again, err := crs.Lookup(c.URI()); err != nil || again != c {
				t.Errorf("its own URI gives %v, %v", again, err)
			}
		})
	}
	for _, name := range []string{
		"", "4548", "EPSG:", "EPSG:99999", "OGC:4326", "CRS84 ", "EPSG::4548", "[]", "[CRS84",
		"http://www.opengis.net/def/crs/EPSG/4548", "http://www.opengis.net/def/crs/EPSG/0/4548/", "http://example.org/EPSG/0/4548",
		"urn:ogc:def:crs:EPSG:4548", "urn:layoutmap:def:crs:", "urn:layoutmap:def:crs:EPSG:4548", "EPSG:GCJ-02",
	} {
		if c, err := crs.Lookup(name); !errors.Is(err, crs.ErrUnknown) {
			t.Errorf("Lookup(%q) = %v, %v, want ErrUnknown", name, c, err)
		}
	}
}

func TestAxes(t *testing.T) {
	east := map[string]bool{
		"OGC:CRS84": true, "EPSG:4326": false, "EPSG:3857": true, "EPSG:4490": false, "EPSG:32650": true, "GCJ-02": true, "BD-09": true,
		"EPSG:4526": false, "EPSG:4527": false, "EPSG:4528": false, "EPSG:4547": false, "EPSG:4548": false, "EPSG:4549": false,
	}
	all := crs.All()
	if len(all) != len(east) || all[0] != crs.CRS84() {
		t.Fatalf("All() = %v", all)
	}
	for _, c := range all {
		want, known := east[c.Code()]
		if !known || c.LonLat() != want {
			t.Errorf("%s: LonLat %v, want %v", c, c.LonLat(), want)
		}
		p := orb.Point{1, 2}
		if first := c.Ordered(p)[0]; (first == 1) != want || c.Ordered(c.Ordered(p)) != p {
			t.Errorf("%s: Ordered(%v) = %v", c, p, c.Ordered(p))
		}
	}
	if (crs.CRS{}).Code() != "OGC:CRS84" {
		t.Errorf("zero value is %s, want CRS84", crs.CRS{})
	}
}

func TestRoundTrip(t *testing.T) {
	for _, c := range crs.All() {
		t.Run(c.Code(), func(t *testing.T) {
			b := c.AreaOfUse()
			rapid.Check(t, func(t *rapid.T) {
				p := orb.Point{
					rapid.Float64Range(b.Min[0], b.Max[0]).Draw(t, "lon"),
					rapid.Float64Range(max(b.Min[1], -85.05), min(b.Max[1], 85.05)).Draw(t, "lat"),
				}
				q := c.Inverse(c.Forward(p))
				tolerance := 1e-12 * 360
				if c.DisplayOnly() {
					tolerance = 1e-9
				}
				if d := math.Hypot(q[0]-p[0], q[1]-p[1]); !(d < tolerance) {
					t.Fatalf("%v came back as %v", p, q)
				}
			})
		})
	}
}

func TestMercatorUnit(t *testing.T) {
	for _, tt := range []struct {
		p    orb.Point
		x, y float64
	}{
		{orb.Point{0, 0}, 0.5, 0.5},
		{orb.Point{-180, 90}, 0, 0},
		{orb.Point{180, -90}, 1, 1},
		{orb.Point{-180, crs.MaxLatitude}, 0, 0},
		{orb.Point{90, 40.97989806962013}, 0.75, 0.375}, // a tile corner of zoom 3
	} {
		if x, y := crs.MercatorUnit(tt.p); math.Abs(x-tt.x) > 1e-15 || math.Abs(y-tt.y) > 1e-15 {
			t.Errorf("%v: got %v, %v, want %v, %v", tt.p, x, y, tt.x, tt.y)
		}
	}
	if q := crs.FromMercatorUnit(0.75, 0.375); math.Abs(q[0]-90) > 1e-12 || math.Abs(q[1]-40.97989806962013) > 1e-12 {
		t.Errorf("inverse gives %v", q)
	}
}

func BenchmarkForward4548(b *testing.B) {
	c, err := crs.Lookup("EPSG:4548")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	var p orb.Point
	for b.Loop() {
		p = c.Forward(orb.Point{116.6575, 39.9035})
	}
	if p[0] == 0 {
		b.Fatal(p)
	}
}
