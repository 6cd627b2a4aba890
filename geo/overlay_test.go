package geo_test

import (
	"errors"
	"math"
	"testing"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/planar"

	"layoutmap/geo"
)

func square(x, y, side float64) orb.Polygon {
	return orb.Polygon{{{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}, {x, y}}}
}

func TestOverlayAreas(t *testing.T) {
	a, b := square(0, 0, 10), square(6, 0, 10)
	for _, c := range []struct {
		name string
		op   func() (orb.Geometry, error)
		want float64
	}{
		{"union counts the shared part once", func() (orb.Geometry, error) { return geo.Union(a, b) }, 160},
		{"intersection", func() (orb.Geometry, error) { return geo.Intersection(a, b) }, 40},
		{"difference", func() (orb.Geometry, error) { return geo.Difference(a, b) }, 60},
		{"touching squares share no area", func() (orb.Geometry, error) { return geo.Intersection(a, square(10, 0, 10)) }, 0},
		{"union of three, one apart", func() (orb.Geometry, error) { return geo.Union(a, b, square(100, 100, 1)) }, 161},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, err := c.op()
			if err != nil {
				t.Fatal(err)
			}
			if got := math.Abs(planar.Area(g)); math.Abs(got-c.want) > 1e-9 {
				t.Errorf("area %v, want %v of %v", got, c.want, g)
			}
		})
	}
}

func TestBufferOfPoint(t *testing.T) {
	g, err := geo.Buffer(orb.Point{500000, 4400000}, 500)
	if err != nil {
		t.Fatal(err)
	}
	// A regular 64-gon inscribed in the circle.
	want := 32 * 500 * 500 * math.Sin(2*math.Pi/64)
	if got := planar.Area(g); math.Abs(math.Abs(got)-want) > 1 {
		t.Errorf("area %v, want %v", got, want)
	}
}

func TestOverlayRefuses(t *testing.T) {
	for _, d := range []float64{0, -1, math.NaN(), math.Inf(1)} {
		if g, err := geo.Buffer(orb.Point{}, d); err == nil {
			t.Errorf("Buffer by %v gave %v", d, g)
		}
	}
	if _, err := geo.Union(make(orb.LineString, geo.MaxOverlayVertices+1)); !errors.Is(err, geo.ErrTooManyVertices) {
		t.Errorf("over the limit: %v", err)
	}
	if _, err := geo.Intersection(nil, square(0, 0, 1)); err == nil {
		t.Error("nil geometry was taken")
	}
}

func TestValidate(t *testing.T) {
	if err := geo.Validate(square(0, 0, 1)); err != nil {
		t.Errorf("square: %v", err)
	}
	bow := orb.Polygon{{{0, 0}, {1, 1}, {1, 0}, {0, 1}, {0, 0}}}
	if geo.Validate(bow) == nil {
		t.Error("a bow tie passed")
	}
}
