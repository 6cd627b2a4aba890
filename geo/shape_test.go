package geo_test

import (
	"math"
	"testing"

	"layoutmap/geo"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/encoding/wkt"
	sf "github.com/peterstace/simplefeatures/geom"
	"pgregory.net/rapid"
)

// onGrid draws geometries on a grid so small that they often touch.
func onGrid(t *rapid.T, label string) orb.Geometry {
	n := func() float64 { return float64(rapid.IntRange(0, 4).Draw(t, label)) }
	point := func() orb.Point { return orb.Point{n(), n()} }
	for {
		var g orb.Geometry
		switch rapid.IntRange(0, 6).Draw(t, label+" type") {
		case 0:
			g = point()
		case 1:
			g = orb.MultiPoint{point(), point()}
		case 2:
			g = orb.LineString{point(), point(), point()}
		case 3:
			g = orb.MultiLineString{{point(), point()}, {point(), point()}}
		case 4:
			a := point()
			g = orb.Polygon{{a, point(), point(), a}}
		case 5:
			a := point()
			g = orb.Bound{Min: a, Max: orb.Point{a[0] + 2, a[1] + 3}}.ToPolygon()
		default:
			g = orb.Polygon{
				orb.Bound{Min: orb.Point{0, 0}, Max: orb.Point{4, 4}}.ToRing(),
				orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{3, 3}}.ToRing(),
			}
		}
		if geo.Validate(g) == nil {
			return g
		}
	}
}

// The relations agree with JTS's matrix on everything a small grid can hold.
func TestRelateEqualsJTS(t *testing.T) {
	oracle := []func(a, b sf.Geometry) (bool, error){
		geo.Intersects: func(a, b sf.Geometry) (bool, error) { return sf.Intersects(a, b), nil },
		geo.Disjoint:   func(a, b sf.Geometry) (bool, error) { return sf.Disjoint(a, b) },
		geo.Equals:     sf.Equals, geo.Touches: sf.Touches, geo.Crosses: sf.Crosses,
		geo.Within: sf.Within, geo.Contains: sf.Contains, geo.Overlaps: sf.Overlaps,
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := onGrid(t, "a"), onGrid(t, "b")
		s, err := geo.NewShape(b)
		if err != nil {
			t.Fatal(err)
		}
		sa, _ := sf.UnmarshalWKT(wkt.MarshalString(a))
		sb, _ := sf.UnmarshalWKT(wkt.MarshalString(b))
		for r, ask := range oracle {
			want, err := ask(sa, sb)
			if err != nil {
				t.Fatal(err)
			}
			got, err := s.Relate(geo.Relation(r), a)
			if err != nil || got != want {
				t.Fatalf("relation %d of %s to %s: %v %v, want %v", r, wkt.MarshalString(a), wkt.MarshalString(b), got, err, want)
			}
		}
	})
}

func TestShapeWithoutGeometry(t *testing.T) {
	for name, g := range map[string]orb.Geometry{
		"nil": nil, "empty collection": orb.Collection{}, "empty line": orb.LineString{}, "empty polygon": orb.Polygon{},
		"not finite point": orb.Point{math.NaN(), 1}, "not finite line": orb.LineString{{0, 0}, {1, math.Inf(1)}},
	} {
		if _, err := geo.NewShape(g); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	s, err := geo.NewShape(orb.Point{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []geo.Relation{geo.Intersects, geo.Disjoint, geo.Within, geo.Touches} {
		for _, g := range []orb.Geometry{nil, orb.Collection{}, orb.LineString{}} {
			if got, err := s.Relate(r, g); err != nil || got != (r == geo.Disjoint) {
				t.Errorf("relation %d of %v: %v %v", r, g, got, err)
			}
		}
	}
}

func TestDistanceBetween(t *testing.T) {
	square := orb.Bound{Min: orb.Point{116.6, 39.9}, Max: orb.Point{116.7, 40}}.ToPolygon()
	line := orb.LineString{{116.71, 39.8}, {116.71, 40.1}}
	for _, c := range []struct {
		name string
		a, b orb.Geometry
		want geo.Metres
		tol  float64
	}{
		{"points", orb.Point{116, 40}, orb.Point{116, 40}, 0, 0},
		{"point and line", orb.Point{116.70, 39.95}, line, geo.DistanceTo(orb.Point{116.70, 39.95}, line), 0},
		{"line and point", line, orb.Point{116.70, 39.95}, geo.DistanceTo(orb.Point{116.70, 39.95}, line), 0},
		{"square and line: along its north-east corner", square, line, geo.DistanceTo(orb.Point{116.70, 40}, line), 1e-3},
		{"crossing", square, orb.LineString{{116, 39.95}, {117, 39.95}}, 0, 0},
		{"inside", square, orb.LineString{{116.65, 39.95}, {116.66, 39.95}}, 0, 0},
		{"nothing", square, orb.Collection{}, geo.Metres(math.Inf(1)), 0},
		{"nil", nil, square, geo.Metres(math.Inf(1)), 0},
	} {
		got, err := geo.DistanceBetween(c.a, c.b)
		if err != nil || got != c.want && math.Abs(float64(got-c.want)) > c.tol {
			t.Errorf("%s: %v %v, want %v", c.name, got, err, c.want)
		}
	}
}

// The edge of a buffer lies at the distance asked for, anywhere on Earth.
func TestBufferGround(t *testing.T) {
	for _, g := range []orb.Geometry{
		orb.Point{116.65, 39.9}, orb.Point{-70, -33}, orb.LineString{{10, 60}, {10.2, 60.1}},
		orb.Bound{Min: orb.Point{116.6, 39.9}, Max: orb.Point{116.7, 40}}.ToPolygon(),
	} {
		out, err := geo.BufferGround(g, 500)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range out.(orb.Polygon)[0] {
			if d := geo.DistanceTo(p, g); math.Abs(float64(d)-500) > 500*0.0025 {
				t.Errorf("%v: edge at %v is %v m away", g, p, d)
			}
		}
	}
	if _, err := geo.BufferGround(orb.LineString{{0, 0}, {6, 0}}, 500); err == nil {
		t.Error("a geometry 6° wide has a buffer")
	}
}

// Passing over positions that lie too far changes nothing.
func TestDistanceBetweenIsTheLeast(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := func(label string, east float64) orb.LineString {
			out := make(orb.LineString, rapid.IntRange(2, 8).Draw(t, label))
			for i := range out {
				out[i] = orb.Point{east + rapid.Float64Range(0, 1).Draw(t, label), 39 + rapid.Float64Range(0, 1).Draw(t, label)}
			}
			return out
		}
		a, b := line("a", 116), line("b", 117.5)
		want := geo.Metres(math.Inf(1))
		for _, p := range a {
			want = min(want, geo.DistanceTo(p, b))
		}
		for _, p := range b {
			want = min(want, geo.DistanceTo(p, a))
		}
		if got, err := geo.DistanceBetween(a, b); err != nil || got != want {
			t.Fatalf("%v to %v: %v %v, want %v", a, b, got, err, want)
		}
	})
}
