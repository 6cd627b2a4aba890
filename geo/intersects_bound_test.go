package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	sf "github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

func TestIntersectsBound(t *testing.T) {
	box := orb.Bound{Min: orb.Point{2, 2}, Max: orb.Point{4, 4}}
	empty := orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{-1, -1}}
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		b    orb.Bound
		want bool
	}{
		{"nil", nil, box, false},
		{"point on a corner", orb.Point{4, 4}, box, true},
		{"point a step outside", orb.Point{math.Nextafter(4, 5), 4}, box, false},
		{"NaN point", orb.Point{math.NaN(), 3}, box, false},
		{"multipoint", orb.MultiPoint{{0, 0}, {3, 3}}, box, true},
		{"empty multipoint", orb.MultiPoint{}, box, false},
		{"line through, no vertex inside", orb.LineString{{0, 3}, {9, 3}}, box, true},
		{"diagonal past the corner", orb.LineString{{3, 6}, {6, 3}}, box, false},
		{"diagonal through the corner", orb.LineString{{3, 5}, {5, 3}}, box, true},
		{"falling diagonal past the other corner", orb.LineString{{0, 3}, {3, 0}}, box, false},
		{"rising diagonal past", orb.LineString{{0, 3}, {3, 6}}, box, false},
		{"line along the edge", orb.LineString{{4, 0}, {4, 9}}, box, true},
		{"line of one position inside", orb.LineString{{3, 3}}, box, true},
		{"NaN line", orb.LineString{{0, math.NaN()}, {9, 3}}, box, false},
		{"empty line", orb.LineString{}, box, false},
		{"second of two lines", orb.MultiLineString{{{0, 0}, {1, 0}}, {{0, 3}, {9, 3}}}, box, true},
		{"polygon round the box", square(0, 0, 10), box, true},
		{"box in the hole", orb.Polygon{square(0, 0, 10)[0], square(1, 1, 8)[0]}, box, false},
		{"hole inside the box", orb.Polygon{square(0, 0, 10)[0], square(2.5, 2.5, 1)[0]}, box, true},
		{"box just fills the hole", orb.Polygon{square(0, 0, 10)[0], square(2, 2, 2)[0]}, box, true},
		{"polygon inside the box", square(2.5, 2.5, 1), box, true},
		{"polygon touching", square(4, 4, 1), box, true},
		{"polygon beside", square(5, 5, 1), box, false},
		{"unclosed ring", orb.Ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}}, box, true},
		{"ring whose box overlaps only", orb.Ring{{0, 0}, {10, 0}, {10, 1}, {1, 1}, {1, 10}, {0, 10}, {0, 0}}, box, false},
		{"second polygon", orb.MultiPolygon{square(20, 20, 1), square(3, 3, 1)}, box, true},
		{"empty polygon", orb.Polygon{}, box, false},
		{"empty ring", orb.Polygon{{}}, box, false},
		{"bound", orb.Bound{Min: orb.Point{4, 4}, Max: orb.Point{5, 5}}, box, true},
		{"empty bound", empty, orb.Bound{Min: orb.Point{-9, -9}, Max: orb.Point{9, 9}}, false},
		{"collection", orb.Collection{orb.Point{0, 0}, orb.LineString{{3, 3}, {3, 9}}}, box, true},
		{"empty box", orb.Point{0, 0}, empty, false},
		{"box that is a point on a line", orb.LineString{{0, 0}, {3, 3}}, orb.Point{2, 2}.Bound(), true},
		{"box that is a point beside a line", orb.LineString{{0, 0}, {3, 3}}, orb.Point{2, math.Nextafter(2, 3)}.Bound(), false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := geo.IntersectsBound(tt.g, tt.b); got != tt.want {
				t.Errorf("%v and %v: got %v, want %v", tt.g, tt.b, got, tt.want)
			}
		})
	}
}

// simplefeatures is a witness that shares no code. Whole coordinates and quarters make
// touching common and rounding impossible.
func TestIntersectsBoundAgreesWithSimplefeatures(t *testing.T) {
	yes := 0
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		whole := func() float64 { return float64(rng.IntN(12)) }
		x, y := whole(), whole()
		b := orb.Bound{Min: orb.Point{x, y}, Max: orb.Point{x + 1 + whole()/4, y + 1 + whole()/4}}
		other := sf.NewSingleRingPolygonXY(b.Min[0], b.Min[1], b.Max[0], b.Min[1], b.Max[0], b.Max[1], b.Min[0], b.Max[1], b.Min[0], b.Min[1])
		line := orb.LineString{{whole(), whole()}, {whole(), whole()}, {whole(), whole()}}
		var flat []float64
		for _, p := range line {
			flat = append(flat, p[0], p[1])
		}
		want := sf.Intersects(sf.NewLineStringXY(flat...).AsGeometry(), other.AsGeometry())
		if got := geo.IntersectsBound(line, b); got != want {
			t.Fatalf("%v and %v: got %v, want %v", line, b, got, want)
		}
		area := orb.Ring{line[0], line[1], line[2], line[0]}
		triangle := sf.NewSingleRingPolygonXY(append(flat, flat[0], flat[1])...)
		if triangle.Validate() != nil {
			return
		}
		want = sf.Intersects(triangle.AsGeometry(), other.AsGeometry())
		if want {
			yes++
		}
		if got := geo.IntersectsBound(area, b); got != want {
			t.Fatalf("%v and %v: got %v, want %v", area, b, got, want)
		}
	})
	if yes == 0 {
		t.Error("no case intersected")
	}
}
