package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

func TestLabelPoint(t *testing.T) {
	for _, tt := range []struct {
		name   string
		p      orb.Polygon
		want   orb.Point
		within float64 // degrees
	}{
		{"square on the equator", square(0, -0.5, 1), orb.Point{0.5, 0}, 0.01},
		{"L: in the corner, not the centroid", orb.Polygon{{{0, 0}, {3, 0}, {3, 1}, {1, 1}, {1, 3}, {0, 3}, {0, 0}}}, orb.Point{0.586, 0.586}, 0.02},
		{"beside the hole", orb.Polygon{square(0, -0.5, 1)[0], reversed(square(0.05, -0.45, 0.5)[0])}, orb.Point{0.75, 0.25}, 0.1},
		{"no width", orb.Polygon{{{1, 1}, {2, 1}, {1, 1}, {1, 1}}}, orb.Point{1, 1}, 0},
		{"a thousand times as long as wide", orb.Polygon{{{0, 0}, {1, 0}, {1, 0.001}, {0, 0.001}, {0, 0}}}, orb.Point{0.5, 0.0005}, 0.5},
		{"flat and slanting", orb.Polygon{{{1, 1}, {2, 2}, {1, 1}, {1, 1}}}, orb.Point{1, 1}, 0},
	} {
		got := geo.LabelPoint(tt.p)
		if d := math.Hypot(got[0]-tt.want[0], got[1]-tt.want[1]); !(d <= tt.within) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
	for _, p := range []orb.Polygon{nil, {}, {{}}} {
		if got := geo.LabelPoint(p); !math.IsNaN(got[0]) {
			t.Errorf("%v: got %v, want NaN", p, got)
		}
	}
}

func TestLabelPointLiesInside(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		n := rapid.IntRange(3, 60).Draw(t, "n")
		squash := rapid.SampledFrom([]float64{1, 0.1, 0.001}).Draw(t, "squash")
		ring := star(rng, orb.Point{0, 0}, 0.1, n)
		for i := range ring { // a thin shape, slanting
			y := ring[i][1] * squash
			ring[i] = orb.Point{116.7 + ring[i][0], 39.8 + y + ring[i][0]/2}
		}
		area, err := geo.NewArea(ring)
		if err != nil {
			t.Fatal(err)
		}
		p := geo.LabelPoint(orb.Polygon{ring})
		if !area.Contains(p) {
			t.Fatalf("%v lies outside %v", p, ring)
		}
		if q := geo.LabelPoint(orb.Polygon{ring}); q != p {
			t.Fatalf("once %v, once %v", p, q)
		}
	})
}
