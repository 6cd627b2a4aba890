package coverage_test

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo/coverage"
)

func rectangle(x0, y0, x1, y1 float64) orb.Polygon {
	return orb.Polygon{{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}, {x0, y0}}}
}

// lens is the area two discs of radius r share at distance d.
func lens(r, d float64) float64 {
	if d >= 2*r {
		return 0
	}
	return 2*r*r*math.Acos(d/(2*r)) - d/2*math.Sqrt(4*r*r-d*d)
}

// segment is the part of a disc beyond a line at distance d from its centre.
func segment(r, d float64) float64 { return r*r*math.Acos(d/r) - d*math.Sqrt(r*r-d*d) }

func TestCoveredAreaClosedForms(t *testing.T) {
	const r = 500.0
	disc := math.Pi * r * r
	at := orb.Point{470711.4, 4418870.4}
	by := func(dx, dy float64) orb.Point { return orb.Point{at[0] + dx, at[1] + dy} }
	around := func(x0, y0, x1, y1 float64) orb.Polygon {
		return rectangle(at[0]+x0, at[1]+y0, at[0]+x1, at[1]+y1)
	}
	wide := orb.MultiPolygon{around(-5000, -5000, 5000, 5000)}
	clockwise := around(-5000, -5000, 5000, 5000)
	clockwise[0].Reverse()
	hole := func(half float64) orb.Ring { return around(-half, -half, half, half)[0] }
	h := 300.0
	third := 2 * r * math.Sin(math.Pi/3) // side of a triangle of centres whose circles meet in one point
	for _, tt := range []struct {
		name    string
		centres []orb.Point
		area    orb.MultiPolygon
		want    float64
		total   float64
	}{
		{"no centres", nil, wide, 0, 1e8},
		{"no area", []orb.Point{at}, nil, 0, 0},
		{"empty polygon", []orb.Point{at}, orb.MultiPolygon{{}}, 0, 0},
		{"disc inside", []orb.Point{at}, wide, disc, 1e8},
		{"disc inside, ring clockwise", []orb.Point{at}, orb.MultiPolygon{clockwise}, disc, 1e8},
		{"disc outside", []orb.Point{by(9000, 0)}, wide, 0, 1e8},
		{"polygon inside the disc", []orb.Point{at}, orb.MultiPolygon{around(-100, -100, 100, 100)}, 4e4, 4e4},
		{"twice the same disc", []orb.Point{at, at, at}, wide, disc, 1e8},
		{"nearly the same disc", []orb.Point{at, by(1e-6, 0)}, wide, disc + 2*r*1e-6, 1e8},
		{"two discs overlapping", []orb.Point{at, by(600, 0)}, wide, 2*disc - lens(r, 600), 1e8},
		{"two discs touching", []orb.Point{at, by(1000, 0)}, wide, 2 * disc, 1e8},
		{"two discs apart", []orb.Point{at, by(2000, 0)}, wide, 2 * disc, 1e8},
		{"three circles through one point", []orb.Point{by(0, r), by(third/2, -r/2), by(-third/2, -r/2)}, wide, 3*disc - 3*lens(r, third), 1e8},
		{"half a disc", []orb.Point{at}, orb.MultiPolygon{around(0, -5000, 5000, 5000)}, disc / 2, 5e7},
		{"quarter, corner at the centre", []orb.Point{at}, orb.MultiPolygon{around(0, 0, 5000, 5000)}, disc / 4, 2.5e7},
		{"segment", []orb.Point{at}, orb.MultiPolygon{around(300, -5000, 5000, 5000)}, segment(r, 300), 4.7e7},
		{"edge touching from inside", []orb.Point{at}, orb.MultiPolygon{around(-500, -5000, 5000, 5000)}, disc, 5.5e7},
		{"edge touching from outside", []orb.Point{at}, orb.MultiPolygon{around(500, -5000, 5000, 5000)}, 0, 4.5e7},
		{"corner touching from outside", []orb.Point{at}, orb.MultiPolygon{{{by(500, 0), by(5000, -4500), by(5000, 4500), by(500, 0)}}}, 0, 4500 * 4500},
		{"square round the circle", []orb.Point{at}, orb.MultiPolygon{around(-500, -500, 500, 500)}, disc, 1e6},
		{"square in the circle, corners on it", []orb.Point{at}, orb.MultiPolygon{around(-h, -400, h, 400)}, 600 * 800, 600 * 800},
		{"circle through two corners", []orb.Point{at}, orb.MultiPolygon{around(300, -400, 5000, 400)}, segment(r, 300), 4700 * 800},
		{"hole in the disc", []orb.Point{at}, orb.MultiPolygon{{wide[0][0], hole(100)}}, disc - 4e4, 1e8 - 4e4},
		{"disc in the hole", []orb.Point{at}, orb.MultiPolygon{{wide[0][0], hole(600)}}, 0, 1e8 - 1200*1200},
		{"hole touching the circle inside", []orb.Point{at}, orb.MultiPolygon{{wide[0][0], around(-h, -400, h, 400)[0]}}, disc - 600*800, 1e8 - 600*800},
		{"two parts with a common edge", []orb.Point{at}, orb.MultiPolygon{around(-5000, -5000, 0, 5000), around(0, -5000, 5000, 5000)}, disc, 1e8},
		{"centre on a common edge, disc twice", []orb.Point{at, at}, orb.MultiPolygon{around(-5000, -5000, 0, 5000), around(0, -5000, 5000, 5000)}, disc, 1e8},
		{"unclosed ring", []orb.Point{at}, orb.MultiPolygon{{wide[0][0][:4]}}, disc, 1e8},
		{"NaN centre does not count", []orb.Point{at, {math.NaN(), 0}}, wide, disc, 1e8},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, total := coverage.CoveredArea(tt.centres, r, tt.area)
			if math.Abs(got-tt.want) > 1e-9*disc || math.Abs(total-tt.total) > 1e-9*tt.total {
				t.Errorf("got %.6f of %.6f m², want %.6f of %.6f", got, total, tt.want, tt.total)
			}
		})
	}
	for _, tt := range []struct{ r, want float64 }{{0, 0}, {-1, 0}, {math.NaN(), 0}, {1e9, 1e8}, {math.Inf(1), 1e8}, {1e200, 1e8}} {
		if got, _ := coverage.CoveredArea([]orb.Point{at}, tt.r, wide); math.Abs(got-tt.want) > 1e-3 {
			t.Errorf("r %v: got %v, want %v", tt.r, got, tt.want)
		}
	}
}

// scanned integrates the length of horizontal sections by the midpoint rule
// and shares neither code nor method with CoveredArea.
func scanned(centres []orb.Point, r float64, rings []orb.Ring, lines int) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, ring := range rings {
		for _, p := range ring {
			lo, hi = min(lo, p[1]), max(hi, p[1])
		}
	}
	section := func(y float64) (length float64) {
		var xs []float64
		for _, ring := range rings {
			for i := 1; i < len(ring); i++ {
				a, b := ring[i-1], ring[i]
				if (a[1] > y) != (b[1] > y) {
					xs = append(xs, a[0]+(y-a[1])/(b[1]-a[1])*(b[0]-a[0]))
				}
			}
		}
		slices.Sort(xs)
		var chords [][2]float64
		for _, c := range centres {
			if d := r*r - (y-c[1])*(y-c[1]); d > 0 {
				chords = append(chords, [2]float64{c[0] - math.Sqrt(d), c[0] + math.Sqrt(d)})
			}
		}
		slices.SortFunc(chords, func(a, b [2]float64) int {
			if a[0] < b[0] {
				return -1
			}
			return 1
		})
		for i := 0; i+1 < len(xs); i += 2 {
			end := xs[i]
			for _, c := range chords {
				if to := min(c[1], xs[i+1]); to > end {
					length += to - max(end, min(to, c[0]))
					end = to
				}
			}
		}
		return length
	}
	var sum float64
	step := (hi - lo) / float64(lines)
	for i := range lines {
		sum += section(lo+(float64(i)+0.5)*step) * step
	}
	return sum
}

func TestCoveredAreaAgreesWithScanLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
		var ring orb.Ring
		n := rapid.IntRange(6, 40).Draw(t, "corners")
		for i := range n {
			s, c := math.Sincos(2 * math.Pi * float64(i) / float64(n))
			d := 1500 * (0.3 + 0.7*rng.Float64())
			ring = append(ring, orb.Point{470000 + d*c, 4418000 + d*s})
		}
		ring = append(ring, ring[0])
		hole := rectangle(469900, 4417900, 470100, 4418050)[0] // inside every such ring
		var centres []orb.Point
		for range rapid.IntRange(0, 12).Draw(t, "discs") {
			centres = append(centres, orb.Point{470000 + 4000*(rng.Float64()-0.5), 4418000 + 4000*(rng.Float64()-0.5)})
			if rng.IntN(4) == 0 { // a centre on a corner
				centres = append(centres, ring[rng.IntN(n)])
			}
		}
		r := rapid.SampledFrom([]float64{100, 500, 2000}).Draw(t, "r")
		got, total := coverage.CoveredArea(centres, r, orb.MultiPolygon{{ring, hole}})
		want := scanned(centres, r, []orb.Ring{ring, hole}, 20_000)
		if math.Abs(got-want) > 2e-5*total {
			t.Fatalf("%v r %v in %v: got %v, want %v of %v", centres, r, ring, got, want, total)
		}
	})
}

// Inclusion and exclusion for two discs; a third adds at most itself, and the
// order of centres changes nothing.
func TestCoveredAreaInclusionExclusion(t *testing.T) {
	everywhere := orb.MultiPolygon{rectangle(-5000, -5000, 5000, 5000)}
	rapid.Check(t, func(t *rapid.T) {
		const r = 500.0
		at := func(name string) orb.Point {
			return orb.Point{rapid.Float64Range(-600, 600).Draw(t, name+".x"), rapid.Float64Range(-600, 600).Draw(t, name+".y")}
		}
		a, b := at("a"), at("b")
		got, _ := coverage.CoveredArea([]orb.Point{a, b}, r, everywhere)
		want := 2*math.Pi*r*r - lens(r, math.Hypot(a[0]-b[0], a[1]-b[1]))
		if math.Abs(got-want) > 1e-4 {
			t.Fatalf("%v %v: got %v, want %v", a, b, got, want)
		}
		c := at("c")
		abc, _ := coverage.CoveredArea([]orb.Point{a, b, c}, r, everywhere)
		cab, _ := coverage.CoveredArea([]orb.Point{c, a, b}, r, everywhere)
		if abc != cab {
			t.Fatalf("order matters: %v and %v", abc, cab)
		}
		if abc < got-1e-6 || abc > got+math.Pi*r*r+1e-6 {
			t.Fatalf("a third disc took %v to %v", got, abc)
		}
	})
}

func BenchmarkCoveredArea(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 2))
	var ring orb.Ring
	for i := range 1000 {
		s, c := math.Sincos(2 * math.Pi * float64(i) / 1000)
		d := 20_000 * (0.8 + 0.2*rng.Float64())
		ring = append(ring, orb.Point{d * c, d * s})
	}
	ring = append(ring, ring[0])
	centres := make([]orb.Point, 60)
	for i := range centres {
		centres[i] = orb.Point{40_000 * (rng.Float64() - 0.5), 40_000 * (rng.Float64() - 0.5)}
	}
	b.ReportAllocs()
	var sum float64
	for b.Loop() {
		a, _ := coverage.CoveredArea(centres, 500, orb.MultiPolygon{{ring}})
		sum += a
	}
	if sum == 0 {
		b.Fatal("nothing covered")
	}
}

// Discs that lie close hide each other by a few neighbours: what is left is
// still what a count of places says, for clusters, for centres in a line and
// for discs far larger than the area.
func TestCoveredAreaOfCrowdedDiscs(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const side = 40_000.0
	ground := orb.MultiPolygon{rectangle(0, 0, side, side)}
	var clusters, line, crowd []orb.Point
	for range 1000 {
		for _, at := range []orb.Point{{9000, 9000}, {20_000, 31_000}, {38_000, 12_000}} {
			clusters = append(clusters, orb.Point{at[0] + 900*rng.NormFloat64(), at[1] + 900*rng.NormFloat64()})
		}
		line = append(line, orb.Point{side * rng.Float64(), side / 3})
	}
	for range 5000 {
		crowd = append(crowd, orb.Point{side * rng.Float64(), side * rng.Float64()})
	}
	for name, c := range map[string]struct {
		centres []orb.Point
		r       float64
	}{"clusters": {clusters, 700}, "a line": {line, 3000}, "one place": {slices.Repeat([]orb.Point{{1e4, 1e4}}, 5000), 2000}} {
		const n = 100
		inside := 0
		for i := range n * n {
			x, y := side*(float64(i%n)+0.5)/n, side*(float64(i/n)+0.5)/n
			if slices.ContainsFunc(c.centres, func(p orb.Point) bool { return math.Hypot(p[0]-x, p[1]-y) <= c.r }) {
				inside++
			}
		}
		got, total := coverage.CoveredArea(c.centres, c.r, ground)
		if want := total * float64(inside) / (n * n); math.Abs(got-want) > 0.02*want {
			t.Errorf("%s: %v, a count of %d places says %v", name, got, n*n, want)
		}
	}
	if got, total := coverage.CoveredArea(crowd, 50_000, ground); got != total {
		t.Errorf("crowd: %v of %v", got, total)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := coverage.NewGround(ground).Covered(ctx, crowd, 500); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}
