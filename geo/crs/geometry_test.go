package crs_test

import (
	"math/rand/v2"
	"reflect"
	"testing"

	"layoutmap/geo/crs"

	"github.com/paulmach/orb"
)

func TestMapKeepsTheShape(t *testing.T) {
	swap := lookup(t, "EPSG:4326").Wire
	if crs.Map(nil, swap) != nil {
		t.Error("nil does not stay nil")
	}
	ring := orb.Ring{{0, 1}, {2, 3}, {4, 5}, {0, 1}}
	for _, g := range []orb.Geometry{
		orb.Point{1, 2}, orb.MultiPoint{{1, 2}, {3, 4}}, orb.LineString{{1, 2}, {3, 4}}, orb.MultiLineString{{{1, 2}, {3, 4}}},
		ring, orb.Polygon{ring}, orb.MultiPolygon{{ring}, {ring}}, orb.Collection{orb.Point{1, 2}, orb.Polygon{ring}},
	} {
		before := orb.Clone(g)
		once := crs.Map(g, swap)
		if !orb.Equal(g, before) {
			t.Errorf("%T: the argument was changed", g)
		}
		if again := crs.Map(once, swap); reflect.TypeOf(again) != reflect.TypeOf(g) || !orb.Equal(again, g) {
			t.Errorf("%T: %v swapped twice is %v", g, g, again)
		}
	}
	got := crs.Map(orb.Collection{orb.Point{1, 2}, orb.Polygon{{{0, 1}, {2, 3}, {4, 5}, {0, 1}}}}, swap)
	want := orb.Collection{orb.Point{2, 1}, orb.Polygon{{{1, 0}, {3, 2}, {5, 4}, {1, 0}}}}
	if !orb.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestWire(t *testing.T) {
	p := orb.Point{116.6575, 39.9035}
	for code, want := range map[string]orb.Point{
		"CRS84":      p,
		"EPSG:4326":  {39.9035, 116.6575},
		"EPSG:4490":  {39.9035, 116.6575},
		"EPSG:4548":  {4418870.4345, 470711.4434}, // of testdata/proj.txt, swapped
		"EPSG:4527":  {4418870.4345, 39470711.4434},
		"EPSG:32650": {470723.1588, 4417102.8865},
	} {
		if got := lookup(t, code).Wire(p); got != want {
			t.Errorf("%s: got %.4f, want %.4f", code, got, want)
		}
	}
}

// Every point of a box lies in its cover, and of an exact cover the other way round.
func TestCoverHoldsTheBox(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 1))
	for _, c := range crs.All() {
		use := c.AreaOfUse()
		at := func() orb.Point {
			return orb.Point{use.Min[0] + r.Float64()*(use.Max[0]-use.Min[0]), max(-85, use.Min[1]) + r.Float64()*(min(85, use.Max[1])-max(-85, use.Min[1]))}
		}
		for range 50 {
			box := orb.MultiPoint{c.Forward(at()), c.Forward(at())}.Bound()
			cover, exact := c.Cover(box)
			for range 40 {
				p := orb.Point{box.Min[0] + r.Float64()*(box.Max[0]-box.Min[0]), box.Min[1] + r.Float64()*(box.Max[1]-box.Min[1])}
				if q := c.Inverse(p); !cover.Contains(q) {
					t.Fatalf("%s: %v of box %v is %v, outside of %v", c, p, box, q, cover)
				}
				q := orb.Point{cover.Min[0] + r.Float64()*(cover.Max[0]-cover.Min[0]), cover.Min[1] + r.Float64()*(cover.Max[1]-cover.Min[1])}
				if exact && !box.Pad(1e-6).Contains(c.Forward(q)) {
					t.Fatalf("%s: cover %v of box %v is called exact, %v is outside", c, cover, box, q)
				}
			}
		}
	}
	gk := lookup(t, "EPSG:4548")
	if b, _ := gk.Cover(orb.Bound{Min: orb.Point{1e8, 0}, Max: orb.Point{2e8, 1}}); !b.IsEmpty() {
		t.Errorf("a box far off the zone covers %v", b)
	}
	whole, _ := gk.Cover(orb.Bound{Min: orb.Point{-1e300, -1e300}, Max: orb.Point{1e300, 1e300}})
	if !whole.Contains(orb.Point{116.6, 39.9}) || !whole.Contains(orb.Point{100, -60}) {
		t.Errorf("a box around everything covers %v", whole)
	}
}
