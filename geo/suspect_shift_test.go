package geo_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/crs"
)

func TestSuspectShift(t *testing.T) {
	gcj, err := crs.Lookup("GCJ-02")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(3, 3))
	random := func(n int, west, south, size float64) (list []orb.Point) {
		for range n {
			list = append(list, orb.Point{west + size*rng.Float64(), south + size*rng.Float64()})
		}
		return list
	}
	moved := func(list []orb.Point, by func(orb.Point) orb.Point) (out []orb.Point) {
		for _, p := range list {
			out = append(out, by(p))
		}
		return out
	}
	noise := func(metres float64) func(orb.Point) orb.Point {
		return func(p orb.Point) orb.Point {
			return orb.Point{p[0] + metres*(rng.Float64()-0.5)/85_500, p[1] + metres*(rng.Float64()-0.5)/111_000}
		}
	}
	stations := random(60, 116.5, 39.7, 0.3)
	dense := random(20_000, 116.5, 39.7, 0.3) // one within about 100 m of everything
	abroad := random(60, -100, 40, 0.3)
	for _, tt := range []struct {
		name              string
		points, reference []orb.Point
		likely            bool
		of                int
	}{
		{"the reference itself", stations, stations, false, 60},
		{"surveyed anew, 30 m off", moved(stations, noise(60)), stations, false, 60},
		{"read off a web map", moved(stations, gcj.Forward), stations, true, 60},
		{"the same, 30 m off", moved(moved(stations, noise(60)), gcj.Forward), stations, true, 60},
		{"turned the wrong way", moved(stations, gcj.Inverse), stations, false, 60},
		{"other places among few stations", random(300, 116.5, 39.7, 0.3), stations, false, -1},
		{"a reference too dense to tell", moved(stations, gcj.Forward), dense, false, 60},
		{"too few", moved(stations[:4], gcj.Forward), stations, false, 4},
		{"five are enough", moved(stations[:5], gcj.Forward), stations, true, 5},
		{"outside of China", abroad, abroad, false, 0},
		{"no reference", stations, nil, false, 0},
		{"no points", nil, stations, false, 0},
		{"NaN", []orb.Point{{math.NaN(), 39}}, stations, false, 0},
	} {
		got := geo.SuspectShift(tt.points, tt.reference)
		if got.Likely != tt.likely || tt.of >= 0 && got.Of != tt.of {
			t.Errorf("%s: %+v", tt.name, got)
		}
	}
}
