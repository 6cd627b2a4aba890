package geo_test

import (
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

func TestCircleBoundHoldsTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := orb.Point{
			rapid.Float64Range(-180, 180).Draw(t, "lon"),
			rapid.OneOf(rapid.Float64Range(-90, 90), rapid.SampledFrom([]float64{-90, 90, 89.999, 0, 39.9})).Draw(t, "lat"),
		}
		r := rapid.OneOf(rapid.Float64Range(0, 50e3), rapid.Float64Range(0, 20e6)).Draw(t, "r")
		b := geo.CircleBound(c, geo.Metres(r))
		for i := range 72 {
			var lat, lon float64
			geodesic.WGS84.Direct(c[1], c[0], float64(i)*5, r, &lat, &lon, nil)
			if p := (orb.Point{lon, lat}); !b.Contains(p) {
				t.Fatalf("centre %v, r %v: %v holds not %v", c, r, b, p)
			}
		}
	})
}

func TestCircleBound(t *testing.T) {
	c := orb.Point{116.6575, 39.9035}
	for _, tt := range []struct {
		name          string
		centre        orb.Point
		r             geo.Metres
		width, height float64 // degrees, at most
	}{
		{"500 m is tight", c, 500, 0.01171, 0.00906},
		{"zero", c, 0, 1e-8, 1e-8},
		{"negative", c, -5, 1e-8, 1e-8},
		{"NaN", c, geo.Metres(math.NaN()), 1e-8, 1e-8},
		{"antimeridian", orb.Point{179.999, 0}, 500, 360, 0.01},
		{"pole", orb.Point{0, 89.999}, 500, 360, 0.006},
	} {
		b := geo.CircleBound(tt.centre, tt.r)
		w, h := b.Max[0]-b.Min[0], b.Max[1]-b.Min[1]
		if !b.Contains(tt.centre) || w > tt.width || h > tt.height {
			t.Errorf("%s: %v is %v by %v degrees", tt.name, b, w, h)
		}
	}
	if b := geo.CircleBound(orb.Point{179.999, 0}, 500); b.Min[0] != -180 || b.Max[0] != 180 {
		t.Errorf("across the antimeridian: %v", b)
	}
}

func TestCircle(t *testing.T) {
	for _, c := range []orb.Point{{116.6575, 39.9035}, {179.999, -10}} {
		ring := geo.Circle(c, 500, 64)[0]
		if len(ring) != 65 || ring[0] != ring[64] {
			t.Fatalf("%v: %d positions, not closed 64", c, len(ring))
		}
		if ring.Orientation() != orb.CCW || !geo.IsRFC7946(orb.Polygon{ring}) {
			t.Errorf("%v: not counterclockwise", c)
		}
		for i, p := range ring {
			if d := geo.Distance(c, p); math.Abs(float64(d)-500) > 1e-6 {
				t.Errorf("%v: vertex %d at %v is %v m away", c, i, p, d)
			}
			if math.Abs(p[0]-c[0]) > 1 {
				t.Errorf("%v: vertex %d jumps to %v", c, i, p)
			}
		}
	}
	if n := len(geo.Circle(orb.Point{0, 0}, 1, -1)[0]); n != 4 {
		t.Errorf("a circle of -1 vertices has %d positions, want 4", n)
	}
}
