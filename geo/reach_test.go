package geo_test

import (
	"math"
	"testing"

	"layoutmap/geo"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"
)

// What lies in a box is as far away as the bounds of the box say: measured by
// Karney's geodesic.
func TestReachHoldsTheGeodesic(t *testing.T) {
	decided := 0
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-89, 89).Draw(t, "lat")}
		size := rapid.SampledFrom([]float64{1e-6, 1e-4, 1e-2, 0.3}).Draw(t, "size")
		away := rapid.SampledFrom([]float64{1e-4, 1e-2, 0.1, 0.9, 20}).Draw(t, "away")
		side := func(label string, size float64) float64 { return size * rapid.Float64Range(-1, 1).Draw(t, label) }
		low := orb.Point{p[0] + side("x", away), max(-90, min(89.6, p[1]+side("y", away)))}
		box := orb.Bound{Min: low, Max: orb.Point{low[0] + size, low[1] + size}}
		least, most := geo.ReachOf(p).Bounds(box)
		for range 4 {
			q := orb.Point{low[0] + size*rapid.Float64Range(0, 1).Draw(t, "u"), low[1] + size*rapid.Float64Range(0, 1).Draw(t, "v")}
			if d := geo.Geodesic(p, q); d < least || d > most {
				t.Fatalf("%v lies %v m from %v, the box %v says %v to %v", q, d, p, box, least, most)
			}
		}
		if least > 0 && most < 2*least {
			decided++
		}
	})
	if decided == 0 {
		t.Error("the bounds never said anything")
	}
}

// Lines and areas are as far away as To says: measured by DistanceTo.
func TestReachToHoldsTheDistance(t *testing.T) {
	tight := 0
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-89, 89).Draw(t, "lat")}
		away := rapid.SampledFrom([]float64{1e-4, 1e-2, 0.1, 0.9, 20}).Draw(t, "away")
		ring := make(orb.Ring, rapid.IntRange(0, 6).Draw(t, "vertices"))
		for i := range ring {
			ring[i] = orb.Point{p[0] + away*rapid.Float64Range(-1, 1).Draw(t, "x"), max(-90, min(90, p[1]+away*rapid.Float64Range(-1, 1).Draw(t, "y")))}
		}
		for _, g := range []orb.Geometry{orb.LineString(ring), orb.MultiPoint(ring), orb.Polygon{append(ring, ring[:min(1, len(ring))]...)}} {
			low, high := geo.ReachOf(p).To(g)
			if d := geo.DistanceTo(p, g); d < low || d > high {
				t.Fatalf("%v lies %v m from %v, To says %v to %v", g, d, p, low, high)
			}
			if low > 0 && high-low < 1 {
				tight++
			}
		}
	})
	if tight == 0 {
		t.Error("the bounds were never close")
	}
}

// What the plane says of a disc holds on the ellipsoid: by Karney's geodesic,
// all nearer than In is within the radius, nothing beyond Out is.
func TestReachDiscHoldsTheGeodesic(t *testing.T) {
	in, out := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := orb.Point{rapid.Float64Range(-180, 180).Draw(t, "lon"), rapid.Float64Range(-89, 89).Draw(t, "lat")}
		radius := geo.Metres(rapid.SampledFrom([]float64{0, 0.5, 50, 500, 9_000, 90_000, 400_000}).Draw(t, "radius"))
		d, ok := geo.ReachOf(p).Disc(radius)
		if !ok {
			if radius < 1000 && p[0] > -179 && p[0] < 179 && p[1] > -79 && p[1] < 79 {
				t.Fatalf("no disc of %v m around %v", radius, p)
			}
			return
		}
		for range 8 {
			// About the edge, where it is decided; and anywhere.
			size := float64(radius+1) / 111e3 * rapid.SampledFrom([]float64{1.4, 30, 1e4}).Draw(t, "size")
			q := orb.Point{
				max(-180, min(180, p[0]+size/math.Cos(p[1]*math.Pi/180)*rapid.Float64Range(-1, 1).Draw(t, "x"))),
				max(-90, min(90, p[1]+size*rapid.Float64Range(-1, 1).Draw(t, "y"))),
			}
			dx, dy := (q[0]-d.X)*d.KX, (q[1]-d.Y)*d.KY
			switch squared, away := dx*dx+dy*dy, geo.Geodesic(p, q); {
			case squared < d.In && away > radius:
				t.Fatalf("%v is said to lie within %v m of %v, it is %v m away", q, radius, p, away)
			case squared > d.Out && away <= radius:
				t.Fatalf("%v is said not to lie within %v m of %v, it is %v m away", q, radius, p, away)
			case squared < d.In:
				in++
			case squared > d.Out:
				out++
			}
		}
	})
	if in == 0 || out == 0 {
		t.Errorf("%d in, %d out: nothing was decided", in, out)
	}
}
