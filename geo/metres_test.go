package geo_test

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/crs"
)

func TestDistance(t *testing.T) {
	f, err := os.Open("testdata/geod.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") {
			continue
		}
		var a, b orb.Point
		var want float64
		if _, err := fmt.Sscan(line, &a[0], &a[1], &b[0], &b[1], &want); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		n++
		if got := float64(geo.Distance(a, b)); !(math.Abs(got-want) < 1e-7) {
			t.Errorf("%v to %v: got %.9f, want %.9f", a, b, got, want)
		}
	}
	if n < 40 {
		t.Errorf("read only %d rows", n)
	}
}

// On the central meridian EPSG:4548 keeps areas to 1e-7 at this width.
func TestAreaOfAgreesWithGaussKruger(t *testing.T) {
	gk, err := crs.Lookup("EPSG:4548")
	if err != nil {
		t.Fatal(err)
	}
	ring := orb.Ring{{116.99, 39.9}, {117.01, 39.895}, {117.012, 39.91}, {117, 39.905}, {116.992, 39.915}, {116.99, 39.9}}
	hole := orb.Ring{{116.999, 39.9}, {117.001, 39.9}, {117, 39.902}, {116.999, 39.9}}
	plane := func(r orb.Ring) float64 {
		var twice float64
		for i := 1; i < len(r); i++ {
			a, b := gk.Forward(r[i-1]), gk.Forward(r[i])
			twice += (b[0] - a[0]) * (a[1] + b[1] - 2*4.4e6)
		}
		return math.Abs(twice / 2)
	}
	backwards := ring.Clone()
	backwards.Reverse()
	whole, less := plane(ring), plane(hole)
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want float64
	}{
		{"nil", nil, 0},
		{"point", orb.Point{1, 2}, 0},
		{"line", orb.LineString(ring), 0},
		{"empty polygon", orb.Polygon{}, 0},
		{"ring", ring, whole},
		{"unclosed", ring[:5], whole},
		{"wound the other way", orb.Polygon{backwards}, whole},
		{"with a hole", orb.Polygon{ring, hole}, whole - less},
		{"multipolygon", orb.MultiPolygon{{ring, hole}, {hole}}, whole},
		{"collection", orb.Collection{ring, orb.Point{0, 0}, orb.Polygon{hole}}, whole + less},
		{"bound", hole.Bound(), plane(hole.Bound().ToRing())},
	} {
		if got := geo.AreaOf(tt.g); math.Abs(got-tt.want) > 1e-7*tt.want {
			t.Errorf("%s: got %.3f m², want %.3f", tt.name, got, tt.want)
		}
	}
}

func TestLength(t *testing.T) {
	a, b, c := orb.Point{116.6, 39.9}, orb.Point{116.7, 39.9}, orb.Point{116.7, 40}
	ab, bc, ca := geo.Distance(a, b), geo.Distance(b, c), geo.Distance(c, a)
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want geo.Metres
	}{
		{"nil", nil, 0},
		{"point", a, 0},
		{"line of one position", orb.LineString{a}, 0},
		{"line", orb.LineString{a, b, c}, ab + bc},
		{"lines", orb.MultiLineString{{a, b}, {b, c}}, ab + bc},
		{"polygon", orb.Polygon{{a, b, c, a}}, ab + bc + ca},
		{"polygons", orb.MultiPolygon{{{a, b, c, a}}, {{a, b, c, a}}}, 2 * (ab + bc + ca)},
		{"collection", orb.Collection{orb.LineString{a, b}, a}, ab},
	} {
		if got := geo.Length(tt.g); math.Abs(float64(got-tt.want)) > 1e-6 {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDegreeAt(t *testing.T) {
	for _, lat := range []float64{-85, -40, 0, 39.9, 60, 89} {
		lon, north := geo.DegreeAt(lat)
		const d = 1e-4 // degrees
		if got := geo.Geodesic(orb.Point{7, lat}, orb.Point{7 + d, lat}) / d; math.Abs(float64(got/lon-1)) > 1e-6 {
			t.Errorf("%v°: a degree of longitude is %v m, want %v", lat, lon, got)
		}
		if got := geo.Geodesic(orb.Point{7, lat - d/2}, orb.Point{7, lat + d/2}) / d; math.Abs(float64(got/north-1)) > 1e-6 {
			t.Errorf("%v°: a degree of latitude is %v m, want %v", lat, north, got)
		}
	}
}
