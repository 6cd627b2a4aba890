package coverage_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"
	"pgregory.net/rapid"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
)

// field is random demand with towns, kept as plainly as can be.
type field struct {
	points []orb.Point
	even   []float64
	roads  []float64
	towns  []orb.Bound
}

func newField(rng *rand.Rand, n int) field {
	f := field{towns: []orb.Bound{
		{Min: orb.Point{116.5, 39.7}, Max: orb.Point{116.65, 40}},
		{Min: orb.Point{116.65, 39.7}, Max: orb.Point{116.9, 40}},
	}}
	for range n {
		f.points = append(f.points, orb.Point{116.6 + 0.1*rng.Float64(), 39.85 + 0.1*rng.Float64()})
		f.even = append(f.even, float64(rng.IntN(40)))
		f.roads = append(f.roads, 40*rng.Float64())
	}
	return f
}

func (f field) surface(t fatal) *coverage.Surface {
	s, err := coverage.NewSurface(coverage.SurfaceSpec{
		ID: "demand-population", Kind: "people", Unit: "people", Points: f.points,
		Amounts: []coverage.Amount{{Name: "even", Values: f.even}, {Name: "roads", Values: f.roads}},
	})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return s
}

type fatal interface{ Fatalf(string, ...any) }

func area(t fatal, g orb.Geometry) *geo.Area {
	a, err := geo.NewArea(g)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return a
}

func randomSites(rng *rand.Rand, n int) []coverage.Site {
	var sites []coverage.Site
	for i := range n {
		sites = append(sites, coverage.Site{ID: fmt.Sprintf("s%02d", i), At: orb.Point{116.59 + 0.12*rng.Float64(), 39.84 + 0.12*rng.Float64()}})
	}
	return sites
}

// bruteForce answers by measuring every point from every site, sharing no code
// with Evaluate.
func bruteForce(f field, sites []coverage.Site, r float64, study orb.Bound) (covered, total [2]float64, exclusive, shared []float64) {
	exclusive, shared = make([]float64, len(sites)), make([]float64, len(sites))
	for i, p := range f.points {
		if p[0] < study.Min[0] || p[0] > study.Max[0] || p[1] < study.Min[1] || p[1] > study.Max[1] {
			continue
		}
		var by []int
		for j, s := range sites {
			var d float64
			geodesic.WGS84.Inverse(s.At[1], s.At[0], p[1], p[0], &d, nil, nil)
			if d <= r {
				by = append(by, j)
			}
		}
		total[0] += f.even[i]
		total[1] += f.roads[i]
		if len(by) > 0 {
			covered[0] += f.even[i]
			covered[1] += f.roads[i]
		}
		for _, j := range by {
			if len(by) == 1 {
				exclusive[j] += f.even[i]
			} else {
				shared[j] += f.even[i]
			}
		}
	}
	return covered, total, exclusive, shared
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(1, math.Abs(b)) }

func TestEvaluateAgreesWithBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		f := newField(rng, 400)
		s := f.surface(t)
		sites := randomSites(rng, rapid.IntRange(0, 8).Draw(t, "sites"))
		r := rapid.SampledFrom([]float64{100, 500, 800, 2000, 50_000}).Draw(t, "r")
		study := f.towns[0].Union(f.towns[1])
		areas := coverage.Areas{By: []coverage.NamedMembers{
			{ID: "west", Members: s.Members(area(t, f.towns[0]))},
			{ID: "east", Members: s.Members(area(t, f.towns[1]))},
		}}
		if rapid.Bool().Draw(t, "one town") {
			study = f.towns[0]
			areas.Study = areas.By[0].Members
		}
		got, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(r), areas)
		if err != nil {
			t.Fatalf("%v", err)
		}
		covered, total, exclusive, shared := bruteForce(f, sites, r, study)
		for i, a := range got.Amounts {
			if !near(a.Covered, covered[i]) || !near(a.Total, total[i]) || !near(a.Share, 100*covered[i]/total[i]) {
				t.Fatalf("%s: got %v, want %v of %v", a.Name, a, covered[i], total[i])
			}
		}
		if x, y := got.Amounts[0].Share, got.Amounts[1].Share; got.Low != min(x, y) || got.High != max(x, y) {
			t.Fatalf("band %v to %v of %v", got.Low, got.High, got.Amounts)
		}
		inReach := 0
		for i, site := range got.Sites {
			if site.ID != sites[i].ID || !near(site.Exclusive, exclusive[i]) || !near(site.Shared, shared[i]) {
				t.Fatalf("site %v: want %v exclusive, %v shared", site, exclusive[i], shared[i])
			}
			if site.Points > 0 {
				inReach++
			}
		}
		if got.NumSites != inReach {
			t.Fatalf("%d sites in reach, want %d", got.NumSites, inReach)
		}
		// The towns share the study area out: no demand lost, none twice.
		if sum := got.By[0].Total + got.By[1].Total; !near(sum, total[0]) {
			t.Fatalf("towns hold %v, want %v", sum, total[0])
		}
		if sum := got.By[0].Covered + got.By[1].Covered; !near(sum, covered[0]) {
			t.Fatalf("towns cover %v, want %v", sum, covered[0])
		}
		for i, town := range f.towns {
			clipped := orb.Bound{Min: town.Min, Max: orb.Point{min(town.Max[0], study.Max[0]), town.Max[1]}}
			c, all, _, _ := bruteForce(f, sites, r, clipped)
			if town.Min[0] >= study.Max[0] {
				c, all = [2]float64{}, [2]float64{}
			}
			if b := got.By[i]; !near(b.Covered, c[0]) || !near(b.Total, all[0]) || b.Share != b.Share {
				t.Fatalf("town %v, want %v of %v", b, c[0], all[0])
			}
		}
	})
}

func TestEvaluateIgnoresOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 2))
		f := newField(rng, 300)
		s := f.surface(t)
		sites := randomSites(rng, 6)
		byID := func(r coverage.Report) coverage.Report {
			slices.SortFunc(r.Sites, func(a, b coverage.SiteShare) int { return strings.Compare(a.ID, b.ID) })
			return r
		}
		evaluate := func() coverage.Report {
			r, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(1500), coverage.Areas{})
			if err != nil {
				t.Fatalf("%v", err)
			}
			return byID(r)
		}
		first := evaluate()
		rng.Shuffle(len(sites), func(i, j int) { sites[i], sites[j] = sites[j], sites[i] })
		rng.Shuffle(len(f.points), func(i, j int) {
			f.points[i], f.points[j] = f.points[j], f.points[i]
			f.even[i], f.even[j] = f.even[j], f.even[i]
			f.roads[i], f.roads[j] = f.roads[j], f.roads[i]
		})
		s = f.surface(t)
		if second := evaluate(); !reflect.DeepEqual(first, second) { // to the last bit
			t.Fatalf("%v and %v", first, second)
		}
	})
}

func TestEvaluateGrowsWithTheRadius(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		f := newField(rng, 300)
		s := f.surface(t)
		sites := randomSites(rng, 5)
		last := coverage.Report{Amounts: make([]coverage.AmountShare, 2)}
		for _, r := range []float64{1e-9, 1, 100, 250, 500, 500.000001, 750, 1000, 2000, 5000, 50_000, 6e6, 3e7} {
			got, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(r), coverage.Areas{})
			if err != nil {
				t.Fatalf("%v", err)
			}
			for i, a := range got.Amounts {
				if a.Covered < last.Amounts[i].Covered || a.Covered > a.Total || a.Share < last.Amounts[i].Share || a.Share > 100 {
					t.Fatalf("r %v: %v after %v", r, a, last.Amounts[i])
				}
			}
			last = got
		}
		if last.Amounts[0].Share != 100 {
			t.Fatalf("the whole Earth covers %v %%", last.Amounts[0].Share)
		}
	})
}

func TestEvaluateBoundaryCounts(t *testing.T) {
	at := orb.Point{116.6575, 39.9035}
	for _, r := range []float64{1e-3, 100, 500, 2000, 50_000, 2e6, 1.5e7} {
		for azimuth := 0.0; azimuth < 360; azimuth += 7 {
			var lat, lon, exact float64
			geodesic.WGS84.Direct(at[1], at[0], azimuth, r, &lat, &lon, nil)
			p := orb.Point{lon, lat}
			geodesic.WGS84.Inverse(at[1], at[0], lat, lon, &exact, nil, nil)
			s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: []orb.Point{p}, Amounts: []coverage.Amount{{Name: "n", Values: []float64{1}}}})
			if err != nil {
				t.Fatal(err)
			}
			for _, tt := range []struct {
				r    float64
				want float64
			}{
				{exact, 1}, {math.Nextafter(exact, 0), 0}, {math.Nextafter(exact, 1e9), 1},
				{exact - 1e-6, 0}, {exact + 1e-6, 1}, {exact - 1e-4, 0}, {exact + 1e-4, 1}, {exact * 0.999, 0}, {exact * 1.001, 1},
			} {
				got, err := coverage.Evaluate(context.Background(), s, []coverage.Site{{ID: "a", At: at}}, coverage.Within(tt.r), coverage.Areas{})
				if err != nil {
					t.Fatal(err)
				}
				if got.Amounts[0].Covered != tt.want {
					t.Errorf("a point %.12f m away, radius %.12f: covered %v, want %v", exact, tt.r, got.Amounts[0].Covered, tt.want)
				}
			}
		}
	}
}

// The fast decision by the chord must agree with the geodesic everywhere on
// Earth, poles and antimeridian included.
func TestWithinAnywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lat := rapid.OneOf(rapid.Float64Range(-90, 90), rapid.SampledFrom([]float64{-90, 90, 0, 89.9999}))
		lon := rapid.OneOf(rapid.Float64Range(-180, 180), rapid.SampledFrom([]float64{-180, 180, 179.9999}))
		at := orb.Point{lon.Draw(t, "lon"), lat.Draw(t, "lat")}
		r := math.Pow(10, rapid.Float64Range(-1, 7.3).Draw(t, "log r"))
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 4))
		var points []orb.Point
		want := 0.0
		for range 30 {
			var la, lo, d float64
			off := (rng.Float64() - 0.5) * math.Pow(10, -8*rng.Float64())
			geodesic.WGS84.Direct(at[1], at[0], 360*rng.Float64(), r*(1+off), &la, &lo, nil)
			points = append(points, orb.Point{lo, la})
			geodesic.WGS84.Inverse(at[1], at[0], la, lo, &d, nil, nil)
			if d <= r {
				want++
			}
		}
		s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: points, Amounts: []coverage.Amount{{Name: "n", Values: slices.Repeat([]float64{1}, 30)}}})
		if err != nil {
			t.Fatalf("%v", err)
		}
		got, err := coverage.Evaluate(context.Background(), s, []coverage.Site{{At: at}}, coverage.Within(r), coverage.Areas{})
		if err != nil {
			t.Fatalf("%v", err)
		}
		if got.Amounts[0].Covered != want {
			t.Fatalf("%v within %v of %v: got %v, want %v", points, r, at, got.Amounts[0].Covered, want)
		}
	})
}

func TestEvaluateRefuses(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	f := newField(rng, 10)
	s, other := f.surface(t), f.surface(t)
	nowhere := s.Members(area(t, orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}))
	over, cancel := context.WithCancel(context.Background())
	cancel()
	site := []coverage.Site{{ID: "a", At: f.points[0]}}
	for _, tt := range []struct {
		name  string
		ctx   context.Context
		r     float64
		areas coverage.Areas
		is    error
		says  string
	}{
		{"no demand", context.Background(), 500, coverage.Areas{Study: nowhere}, coverage.ErrNoDemand, "even"},
		{"cancelled", over, 500, coverage.Areas{}, context.Canceled, ""},
		{"zero radius", context.Background(), 0, coverage.Areas{}, nil, "radius 0"},
		{"negative radius", context.Background(), -5, coverage.Areas{}, nil, "radius -5"},
		{"NaN radius", context.Background(), math.NaN(), coverage.Areas{}, nil, "radius NaN"},
		{"infinite radius", context.Background(), math.Inf(1), coverage.Areas{}, nil, "radius +Inf"},
		{"study of another surface", context.Background(), 500, coverage.Areas{Study: other.Members(nil)}, nil, "another surface"},
		{"town of another surface", context.Background(), 500, coverage.Areas{By: []coverage.NamedMembers{{ID: "liyuan", Members: other.Members(nil)}}}, nil, "liyuan"},
		{"town without members", context.Background(), 500, coverage.Areas{By: []coverage.NamedMembers{{ID: "liyuan"}}}, nil, "liyuan"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r, err := coverage.Evaluate(tt.ctx, s, site, coverage.Within(tt.r), tt.areas)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("got %v, %v", r, err)
			}
		})
	}
	r, err := coverage.Evaluate(context.Background(), s, site, coverage.Within(500), coverage.Areas{By: []coverage.NamedMembers{{ID: "empty", Members: nowhere}}})
	if err != nil || r.By[0] != (coverage.AreaShare{ID: "empty"}) {
		t.Errorf("a town without demand: %v, %v", r.By, err)
	}
}

func BenchmarkEvaluate(b *testing.B) {
	rng := rand.New(rand.NewPCG(9, 9))
	f := field{}
	for i := range 300 { // a 100 m grid over 30 km
		for j := range 300 {
			f.points = append(f.points, orb.Point{116.5 + float64(i)*0.00117, 39.65 + float64(j)*0.0009})
			f.even = append(f.even, 40*rng.Float64())
			f.roads = append(f.roads, 40*rng.Float64())
		}
	}
	s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: f.points, Amounts: []coverage.Amount{{Name: "even", Values: f.even}, {Name: "roads", Values: f.roads}}})
	if err != nil {
		b.Fatal(err)
	}
	var areas coverage.Areas
	for i := range 22 {
		west := 116.5 + float64(i)*0.016
		a, err := geo.NewArea(orb.Bound{Min: orb.Point{west, 39.6}, Max: orb.Point{west + 0.016, 40}})
		if err != nil {
			b.Fatal(err)
		}
		areas.By = append(areas.By, coverage.NamedMembers{ID: fmt.Sprint(i), Members: s.Members(a)})
	}
	var sites []coverage.Site
	for i := range 60 {
		sites = append(sites, coverage.Site{ID: fmt.Sprint(i), At: f.points[rng.IntN(len(f.points))]})
	}
	b.ReportAllocs()
	var sum float64
	for b.Loop() {
		r, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(500), areas)
		if err != nil {
			b.Fatal(err)
		}
		sum += r.Low
	}
	if sum == 0 {
		b.Fatal("nothing covered")
	}
}

func BenchmarkMembers(b *testing.B) {
	rng := rand.New(rand.NewPCG(9, 9))
	f := newField(rng, 90_000)
	s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: f.points, Amounts: []coverage.Amount{{Name: "even", Values: f.even}}})
	if err != nil {
		b.Fatal(err)
	}
	var ring orb.Ring
	for i := range 500 {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / 500)
		d := 0.05 * (0.8 + 0.2*rng.Float64())
		ring = append(ring, orb.Point{116.65 + d*cos, 39.9 + d*sin})
	}
	a, err := geo.NewArea(ring)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if s.Members(a) == nil {
			b.Fatal("no members")
		}
	}
}
