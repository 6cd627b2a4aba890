package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"layoutmap/geo"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
)

// Near places are as far apart as the geodesic says, to a hundredth of a micrometre.
func TestShortDistancesAreGeodesic(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 5))
	worst := 0.0
	for range 200_000 {
		a := orb.Point{360*r.Float64() - 180, 170*r.Float64() - 85}
		scale := math.Pow(10, -4*r.Float64())
		b := orb.Point{a[0] + 0.12*scale*(r.Float64()-0.5), a[1] + 0.12*scale*(r.Float64()-0.5)}
		var want float64
		geodesic.WGS84.Inverse(a[1], a[0], b[1], b[0], &want, nil, nil)
		if d := math.Abs(float64(geo.Distance(a, b)) - want); d > worst {
			worst = d
			if d > 5e-8 {
				t.Fatalf("%v to %v: %v, want %v", a, b, geo.Distance(a, b), want)
			}
		}
	}
	t.Logf("worst %.2g m", worst)
}

func BenchmarkDistance(b *testing.B) {
	at, near, far := orb.Point{116.65, 39.9}, orb.Point{116.653, 39.903}, orb.Point{117.65, 39.9}
	for name, to := range map[string]orb.Point{"near": near, "far": far} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var sum geo.Metres
			for b.Loop() {
				sum += geo.Distance(at, to)
			}
			if sum == 0 {
				b.Fatal("no distance")
			}
		})
	}
}

// Antipodes hair's breadths from the equator: geodesics 20,000 km long, not
// the 0 and the negative lengths of a solver that loses tiny latitudes.
func TestGeodesicBetweenAntipodesAtTheEquator(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 9))
	for exponent := range 40 {
		tiny := func() float64 { return math.Pow(10, -float64(exponent)) * (r.Float64() - 0.5) / 100 }
		for range 500 {
			a, b := orb.Point{0.5 * r.Float64(), tiny()}, orb.Point{180, tiny()}
			if d := geo.Geodesic(a, b); !(d > 19.97e6 && d < 20.004e6) {
				t.Fatalf("%v to %v: %v m", a, b, float64(d))
			}
		}
	}
}
