package geo_test

import (
	"math"
	"testing"

	"layoutmap/geo"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

func TestLabelOnLine(t *testing.T) {
	east := orb.LineString{{116.6, 39.9}, {116.7, 39.9}}
	for name, c := range map[string]struct {
		line   orb.LineString
		stated *orb.Point
		at     orb.Point
		angle  float64
	}{
		"to the east":           {east, nil, orb.Point{116.65, 39.9}, 0},
		"to the west":           {orb.LineString{{116.7, 39.9}, {116.6, 39.9}}, nil, orb.Point{116.65, 39.9}, 0},
		"to the north":          {orb.LineString{{116.6, 39.8}, {116.6, 39.9}}, nil, orb.Point{116.6, 39.85}, 90},
		"to the south":          {orb.LineString{{116.6, 39.9}, {116.6, 39.8}}, nil, orb.Point{116.6, 39.85}, 90},
		"stated off the line":   {east, &orb.Point{116.62, 39.95}, orb.Point{116.62, 39.9}, 0},
		"stated before its end": {east, &orb.Point{116, 39.9}, orb.Point{116.6, 39.9}, 0},
		"a corner":              {orb.LineString{{0, 0}, {0.01, 0}, {0.01, 0.01}}, nil, orb.Point{0.01, 0}, -45},
		"down to the right":     {orb.LineString{{0, 0.01}, {0.01, 0}}, nil, orb.Point{0.005, 0.005}, 45},
		"without length":        {orb.LineString{{1, 2}, {1, 2}}, nil, orb.Point{1, 2}, 0},
	} {
		at, angle := geo.LabelOnLine(c.line, c.stated)
		if math.Hypot(at[0]-c.at[0], at[1]-c.at[1]) > 1e-4 || math.Abs(angle-c.angle) > 2 {
			t.Errorf("%s: %v at %g°, want %v at %g°", name, at, angle, c.at, c.angle)
		}
	}
	if at, _ := geo.LabelOnLine(nil, nil); !math.IsNaN(at[0]) {
		t.Errorf("no line: %v", at)
	}
}

// The label lies on the line, never upside down, and the same whichever way the line runs.
func TestLabelOnLineProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		line := orb.LineString(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) orb.Point {
			return orb.Point{116 + rapid.Float64Range(0, 1).Draw(t, "x"), 39 + rapid.Float64Range(0, 1).Draw(t, "y")}
		}), 2, 20).Draw(t, "line"))
		at, angle := geo.LabelOnLine(line, nil)
		if !(angle > -90.0001 && angle < 90.0001) {
			t.Fatalf("angle %g", angle)
		}
		off := math.Inf(1)
		for i := 1; i < len(line); i++ {
			off = min(off, segmentDistance(at, line[i-1], line[i]))
		}
		if off > 1e-9 {
			t.Fatalf("%v lies %g off the line", at, off)
		}
		back := line.Clone()
		back.Reverse()
		if other, _ := geo.LabelOnLine(back, nil); math.Hypot(at[0]-other[0], at[1]-other[1]) > 1e-9 {
			t.Fatalf("%v, of the reversed line %v", at, other)
		}
	})
}

func segmentDistance(p, a, b orb.Point) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = max(0, min(1, ((p[0]-a[0])*dx+(p[1]-a[1])*dy)/l))
	}
	return math.Hypot(a[0]+t*dx-p[0], a[1]+t*dy-p[1])
}
