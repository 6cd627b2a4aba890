package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
	"pgregory.net/rapid"

	"layoutmap/geo"
)

// slowDistance looks for the nearest point of each edge by sampling and then
// narrowing, measuring on the ellipsoid throughout.
func slowDistance(p orb.Point, line []orb.Point) float64 {
	best := math.Inf(1)
	at := func(a, b orb.Point, t float64) float64 {
		var d float64
		geodesic.WGS84.Inverse(p[1], p[0], a[1]+t*(b[1]-a[1]), a[0]+t*(b[0]-a[0]), &d, nil, nil)
		return d
	}
	for i := 1; i < len(line); i++ {
		a, b := line[i-1], line[i]
		const samples = 50
		near, t := math.Inf(1), 0.0
		for k := range samples + 1 {
			if d := at(a, b, float64(k)/samples); d < near {
				near, t = d, float64(k)/samples
			}
		}
		lo, hi := max(0, t-1.0/samples), min(1, t+1.0/samples)
		for range 80 {
			l, r := lo+(hi-lo)/3, hi-(hi-lo)/3
			if at(a, b, l) < at(a, b, r) {
				hi = r
			} else {
				lo = l
			}
		}
		best = min(best, near, at(a, b, (lo+hi)/2))
	}
	return best
}

func TestDistanceToAgreesWithSearch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		lat := rapid.SampledFrom([]float64{39.9, 0, -60, 79, 84}).Draw(t, "lat")
		size := rapid.SampledFrom([]float64{1e-5, 0.01, 0.4}).Draw(t, "size") // degrees, 0.4 is 45 km
		near := func() orb.Point {
			return orb.Point{116.7 + size*(2*rng.Float64()-1), lat + size*(2*rng.Float64()-1)}
		}
		line := orb.LineString{near(), near(), near(), near()}
		p := near()
		want := slowDistance(p, line)
		if got := float64(geo.DistanceTo(p, line)); math.Abs(got-want) > 1e-3 {
			t.Fatalf("%v to %v: got %.6f, want %.6f", p, line, got, want)
		}
	})
}

func TestDistanceToFarAndWide(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	for range 300 {
		any := func() orb.Point { return orb.Point{-180 + 360*rng.Float64(), -85 + 170*rng.Float64()} }
		a, b := any(), any()
		p := orb.Point{a[0] + 20*rng.Float64() - 10, max(-85, min(85, a[1]+20*rng.Float64()-10))}
		want := slowDistance(p, []orb.Point{a, b})
		got := float64(geo.DistanceTo(p, orb.LineString{a, b}))
		// A sampled search over a long edge may miss the least, never beat it.
		if got > want+1e-3 || got < want-0.001*want-1 && slowDistance(p, cut(a, b, 400)) > got+1e-3 {
			t.Fatalf("%v to %v %v: got %.4f, want %.4f", p, a, b, got, want)
		}
	}
}

func cut(a, b orb.Point, n int) []orb.Point {
	var line []orb.Point
	for i := range n + 1 {
		s := float64(i) / float64(n)
		line = append(line, orb.Point{a[0] + s*(b[0]-a[0]), a[1] + s*(b[1]-a[1])})
	}
	return line
}

func TestDistanceToEveryType(t *testing.T) {
	p := orb.Point{116.6575, 39.9035}
	north := orb.Point{116.6575, 39.9135}
	far := orb.Point{116.9, 39.9035}
	toNorth := geo.Distance(p, north)
	inf := geo.Metres(math.Inf(1))
	for _, tt := range []struct {
		name string
		g    orb.Geometry
		want geo.Metres
	}{
		{"nil", nil, inf},
		{"empty line", orb.LineString{}, inf},
		{"empty polygon", orb.Polygon{}, inf},
		{"empty collection", orb.Collection{}, inf},
		{"empty bound", orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{0, 0}}, inf},
		{"itself", p, 0},
		{"point", north, toNorth},
		{"points", orb.MultiPoint{far, north}, toNorth},
		{"line of one position", orb.LineString{north}, toNorth},
		{"repeated positions", orb.LineString{north, north}, toNorth},
		{"end of a line", orb.LineString{far, north}, geo.Metres(slowDistance(p, orb.LineString{far, north}))},
		{"lines", orb.MultiLineString{{far, far}, {north, north}}, toNorth},
		{"on a line", orb.LineString{{116.6475, 39.9035}, {116.6675, 39.9035}}, 0},
		{"inside", square(116.6, 39.8, 1), 0},
		{"on the boundary", square(116.6575, 39.8, 1), 0},
		{"in the hole", orb.Polygon{square(116, 39, 2)[0], {north, {116.7, 39.95}, {116.7, 39.7}, {116.6, 39.7}, north}}, geo.Metres(slowDistance(p, []orb.Point{north, {116.7, 39.95}, {116.7, 39.7}, {116.6, 39.7}, north}))},
		{"second polygon", orb.MultiPolygon{square(118, 39, 1), square(116.6, 39.8, 1)}, 0},
		{"bound", orb.Bound{Min: p, Max: far}, 0},
		{"collection", orb.Collection{orb.LineString{far, far}, north}, toNorth},
	} {
		if got := geo.DistanceTo(p, tt.g); got != tt.want && !(math.Abs(float64(got-tt.want)) < 1e-3) {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestDistanceToAcrossTheAntimeridian(t *testing.T) {
	p := orb.Point{179.999, 10}
	line := orb.LineString{{-179.999, 9}, {-179.999, 11}}
	want := geo.Distance(p, orb.Point{-179.999, 10})
	if got := geo.DistanceTo(p, line); math.Abs(float64(got-want)) > 1e-3 {
		t.Errorf("got %v, want %v", got, want)
	}
}

func BenchmarkDistanceTo(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 1))
	ring := orb.Polygon{star(rng, orb.Point{116.7, 39.8}, 0.2, 1000)}
	b.ReportAllocs()
	var sum geo.Metres
	for b.Loop() {
		sum += geo.DistanceTo(orb.Point{116.95, 39.8}, ring)
	}
	if sum == 0 {
		b.Fatal("no distance")
	}
}
