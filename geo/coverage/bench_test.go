package coverage_test

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/crs"
	"layoutmap/geo/network"
)

// cpuTime is what the process has computed, on all processors: on a machine
// that others use, too, a steadier measure than the clock.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// cpuLoop is b.Loop, and reports the computing time of a turn.
func cpuLoop(b *testing.B, turn func()) {
	b.ReportAllocs()
	turn() // fills caches
	start, n := cpuTime(), 0
	for b.Loop() {
		turn()
		n++
	}
	b.ReportMetric(float64(cpuTime()-start)/float64(n)/1e6, "cpu-ms/op")
}

// benchGround is a square of 31.6 km round the Sub-center, EPSG:4548 metres.
const (
	benchWest, benchSouth = 455_000.0, 4_400_000.0
	benchSide             = 31_600.0
)

// benchSizes are grids of demand points over it: of 100 m, of 31.6 m, of 10 m.
var benchSizes = []int{316, 1000, 3160}

func benchField(n int) field {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		panic(err)
	}
	rng := rand.New(rand.NewPCG(5, uint64(n)))
	f := field{points: make([]orb.Point, 0, n*n), even: make([]float64, 0, n*n)}
	step := benchSide / float64(n)
	for i := range n {
		for j := range n {
			f.points = append(f.points, plane.Inverse(orb.Point{benchWest + step*(float64(i)+0.5), benchSouth + step*(float64(j)+0.5)}))
			f.even = append(f.even, 40*rng.Float64())
		}
	}
	return f
}

func benchSurface(b *testing.B, f field) *coverage.Surface {
	s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: f.points, Amounts: []coverage.Amount{{Name: "even", Values: f.even}}})
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func benchSites(n int) []coverage.Site {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		panic(err)
	}
	rng := rand.New(rand.NewPCG(6, uint64(n)))
	sites := make([]coverage.Site, n)
	for i := range sites {
		sites[i] = coverage.Site{ID: fmt.Sprint("s", i), At: plane.Inverse(orb.Point{benchWest + benchSide*rng.Float64(), benchSouth + benchSide*rng.Float64()})}
	}
	return sites
}

// benchStreets are streets 200 m apart, cut at their crossings.
func benchStreets(b *testing.B) *network.Network {
	plane, err := crs.Lookup("EPSG:4548")
	if err != nil {
		b.Fatal(err)
	}
	var lines []network.Line
	for v := 100.0; v < benchSide; v += 200 {
		lines = append(lines,
			network.Line{At: orb.LineString{plane.Inverse(orb.Point{benchWest, benchSouth + v}), plane.Inverse(orb.Point{benchWest + benchSide, benchSouth + v})}},
			network.Line{At: orb.LineString{plane.Inverse(orb.Point{benchWest + v, benchSouth}), plane.Inverse(orb.Point{benchWest + v, benchSouth + benchSide})}})
	}
	net, err := network.New(context.Background(), lines, nil, network.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return net
}

// BenchmarkReach is the whole answer of Evaluate: covered and total, exclusive
// and shared by site; circles of 500 m and walks of 500 m.
func BenchmarkReach(b *testing.B) {
	ctx := context.Background()
	net := benchStreets(b)
	for _, n := range benchSizes {
		s := benchSurface(b, benchField(n))
		f, err := coverage.NewFooting(ctx, s, net, 500)
		if err != nil {
			b.Fatal(err)
		}
		for _, rule := range []coverage.Rule{coverage.Within(500), coverage.Walk{Radius: 500, On: f}} {
			name := "circle"
			if _, ok := rule.(coverage.Walk); ok {
				name = "walk"
			}
			for _, m := range []int{60, 500, 5000} {
				sites := benchSites(m)
				b.Run(fmt.Sprintf("%s/points=%d/sites=%d", name, s.Len(), m), func(b *testing.B) {
					var share float64
					cpuLoop(b, func() {
						r, err := coverage.Evaluate(ctx, s, sites, rule, coverage.Areas{})
						if err != nil {
							b.Fatal(err)
						}
						share = r.Low
					})
					b.ReportMetric(share, "%covered")
				})
			}
		}
	}
}

// BenchmarkShare is the share alone, what the baselines in SQL and Python compute.
func BenchmarkShare(b *testing.B) {
	for _, n := range benchSizes {
		s := benchSurface(b, benchField(n))
		for _, m := range []int{60, 500, 5000} {
			sites := benchSites(m)
			b.Run(fmt.Sprintf("points=%d/sites=%d", s.Len(), m), func(b *testing.B) {
				cpuLoop(b, func() {
					if _, err := coverage.Share(context.Background(), s, sites, coverage.Within(500), nil); err != nil {
						b.Fatal(err)
					}
				})
			})
		}
	}
}

func BenchmarkCurve(b *testing.B) {
	s, sites := benchSurface(b, benchField(316)), benchSites(60)
	var radii []geo.Metres
	for r := geo.Metres(50); r <= 5000; r += 50 {
		radii = append(radii, r)
	}
	cpuLoop(b, func() {
		if _, err := coverage.Curve(context.Background(), s, sites, coverage.Within(500), radii, nil); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkWhatIf moves a station on a district of 100 thousand cells and 60
// stations: the difference, by every amount, with what is gained and lost.
func BenchmarkWhatIf(b *testing.B) {
	ctx := context.Background()
	s, sites := benchSurface(b, benchField(316)), benchSites(60)
	base, err := coverage.NewBase(ctx, s, sites, coverage.Within(500), nil)
	if err != nil {
		b.Fatal(err)
	}
	added := benchSites(61)[60]
	added.ID = "new"
	b.Run("move", func(b *testing.B) {
		cpuLoop(b, func() {
			if _, err := base.WhatIf(ctx, []coverage.Edit{{Remove: []string{"s7"}, Add: []coverage.Site{added}}}); err != nil {
				b.Fatal(err)
			}
		})
	})
	b.Run("from-scratch", func(b *testing.B) { // the baseline: both evaluated anew
		after := append(append([]coverage.Site{added}, sites[:7]...), sites[8:]...)
		cpuLoop(b, func() {
			for _, list := range [][]coverage.Site{sites, after} {
				if _, err := coverage.Evaluate(ctx, s, list, coverage.Within(500), coverage.Areas{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

// BenchmarkSiting chooses 10 of 10,000 candidates beside 60 stations.
func BenchmarkSiting(b *testing.B) {
	s := benchSurface(b, benchField(316))
	spec := coverage.SitingSpec{K: 10, Candidates: benchSites(10_000), Existing: benchSites(60), Rule: coverage.Within(500)}
	var got coverage.Siting
	cpuLoop(b, func() {
		var err error
		if got, err = coverage.BestSites(context.Background(), s, spec); err != nil {
			b.Fatal(err)
		}
	})
	b.ReportMetric(100*(got.Bound/got.Gain-1), "%to-bound")
}

func BenchmarkUnionArea(b *testing.B) {
	for _, n := range []int{60, 500, 5000} {
		centres := benchCentres(b, n)
		ground := orb.MultiPolygon{rectangle(benchWest, benchSouth, benchWest+benchSide, benchSouth+benchSide)}
		b.Run(fmt.Sprint("sites=", n), func(b *testing.B) {
			var sum float64
			cpuLoop(b, func() { sum, _ = coverage.CoveredArea(centres, 500, ground) })
			b.ReportMetric(math.Round(sum), "m²")
		})
	}
}
