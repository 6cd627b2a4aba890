package coverage_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/tidwall/geodesic"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/network"
)

// TestAgainstBruteForce measures each pair that may be near by the geodesic, in
// two loops that share nothing with the program, for as many stations as the
// speed is stated for.
func TestAgainstBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(21, 21))
	f := field{towns: newField(rng, 0).towns}
	for range 20_000 {
		f.points = append(f.points, orb.Point{116.5 + 0.35*rng.Float64(), 39.7 + 0.28*rng.Float64()})
		f.even, f.roads = append(f.even, 40*rng.Float64()), append(f.roads, rng.ExpFloat64())
	}
	s := f.surface(t)
	for _, n := range []int{60, 500, 5000} {
		sites := stations(rng, f, n)
		var want [2]float64
		for i, p := range f.points {
			for _, site := range sites {
				if math.Abs(site.At[1]-p[1]) > 0.0046 || math.Abs(site.At[0]-p[0]) > 0.006 { // 510 m
					continue
				}
				var d float64
				geodesic.WGS84.Inverse(site.At[1], site.At[0], p[1], p[0], &d, nil, nil)
				if d <= 500 {
					want[0] += f.even[i]
					want[1] += f.roads[i]
					break
				}
			}
		}
		got, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(500), coverage.Areas{})
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range got.Amounts {
			if math.Abs(a.Covered-want[i]) > 1e-6*a.Total {
				t.Errorf("%d stations, %s: %v, brute force %v", n, a.Name, a.Covered, want[i])
			}
		}
	}
}

// Every way of asking takes what cannot be helped, and says what is wrong.
func TestEdgeCases(t *testing.T) {
	ctx := context.Background()
	rng := rand.New(rand.NewPCG(2, 2))
	f := newField(rng, 50)
	s := f.surface(t)
	sites := randomSites(rng, 3)
	empty, err := coverage.NewSurface(coverage.SurfaceSpec{ID: "empty", Amounts: []coverage.Amount{{Name: "n"}}})
	if err != nil {
		t.Fatal(err)
	}
	bow, err := geo.NewArea(orb.Polygon{{{116.6, 39.85}, {116.7, 39.95}, {116.7, 39.85}, {116.6, 39.95}, {116.6, 39.85}}})
	if err != nil {
		t.Fatal(err)
	}

	t.Run("no sites cover nothing", func(t *testing.T) {
		r, err := coverage.Evaluate(ctx, s, nil, coverage.Within(500), coverage.Areas{})
		if err != nil || r.Amounts[0].Covered != 0 || r.Amounts[0].Share != 0 || r.NumSites != 0 {
			t.Errorf("got %v, %v", r, err)
		}
		_, gaps, err := coverage.Split(ctx, s, nil, coverage.Within(500), nil)
		if err != nil || gaps.Len() != s.Len() {
			t.Errorf("%d gaps, %v", gaps.Len(), err)
		}
		curve, err := coverage.Curve(ctx, s, nil, coverage.Within(500), []geo.Metres{500, 1000}, nil)
		if err != nil || curve[1].Low != 0 || curve[1].High != 0 {
			t.Errorf("got %v, %v", curve, err)
		}
	})
	t.Run("no demand is an error that says so", func(t *testing.T) {
		_, err := coverage.Share(ctx, empty, sites, coverage.Within(500), nil)
		if !errors.Is(err, coverage.ErrNoDemand) {
			t.Errorf("share: %v", err)
		}
		if _, err = coverage.Curve(ctx, empty, sites, coverage.Within(500), []geo.Metres{5}, nil); !errors.Is(err, coverage.ErrNoDemand) {
			t.Errorf("curve: %v", err)
		}
		if _, err = coverage.Weighted(ctx, empty, sites, coverage.Within(500), coverage.Linear{Zero: 5}, nil); !errors.Is(err, coverage.ErrNoDemand) {
			t.Errorf("weighted: %v", err)
		}
		if _, err = coverage.NewBase(ctx, empty, sites, coverage.Within(500), nil); !errors.Is(err, coverage.ErrNoDemand) {
			t.Errorf("base: %v", err)
		}
		if _, err = coverage.BestSites(ctx, empty, coverage.SitingSpec{K: 1, Candidates: sites, Rule: coverage.Within(500)}); !errors.Is(err, coverage.ErrNoDemand) {
			t.Errorf("siting: %v", err)
		}
	})
	t.Run("a self-crossing area has the even-odd inside", func(t *testing.T) {
		r, err := coverage.Evaluate(ctx, s, sites, coverage.Within(5e4), coverage.Areas{Study: s.Members(bow)})
		if err != nil || r.Amounts[0].Share != 100 || r.Amounts[0].Total >= 2000 {
			t.Errorf("got %v, %v", r, err)
		}
	})
	t.Run("a continent-sized radius covers all", func(t *testing.T) {
		for _, radius := range []coverage.Within{5e6, 1.9e7, 2.1e7, math.MaxFloat64} {
			if r, err := coverage.Share(ctx, s, sites, radius, nil); err != nil || r[0].Share != 100 {
				t.Errorf("%v: %v, %v", radius, r, err)
			}
		}
	})
	t.Run("bad radii are named", func(t *testing.T) {
		for _, radius := range []geo.Metres{0, -1, geo.Metres(math.NaN()), geo.Metres(math.Inf(1))} {
			_, err := coverage.Share(ctx, s, sites, coverage.Within(radius), nil)
			if want := fmt.Sprintf("radius %v m", float64(radius)); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%v: %v", radius, err)
			}
			if _, err := coverage.Curve(ctx, s, sites, coverage.Within(500), []geo.Metres{radius}, nil); err == nil {
				t.Errorf("curve of %v: no error", radius)
			}
		}
		if _, err := coverage.Curve(ctx, s, sites, coverage.Within(500), []geo.Metres{500, 500}, nil); err == nil || !strings.Contains(err.Error(), "500 m does not come after 500 m") {
			t.Errorf("radii that do not ascend: %v", err)
		}
		if _, err := coverage.Curve(ctx, s, sites, coverage.Within(500), nil, nil); err == nil {
			t.Error("no radii: no error")
		}
	})
	t.Run("duplicate sites share what they cover", func(t *testing.T) {
		one, err := coverage.Evaluate(ctx, s, sites[:1], coverage.Within(3000), coverage.Areas{})
		if err != nil {
			t.Fatal(err)
		}
		two, err := coverage.Evaluate(ctx, s, []coverage.Site{sites[0], {ID: "again", At: sites[0].At}}, coverage.Within(3000), coverage.Areas{})
		if err != nil || !slices.Equal(one.Amounts, two.Amounts) || two.Sites[0].Exclusive != 0 || two.Sites[1].Shared != one.Sites[0].Exclusive {
			t.Errorf("got %v, %v", two, err)
		}
		if _, err := coverage.NewBase(ctx, s, []coverage.Site{sites[0], sites[0]}, coverage.Within(500), nil); err == nil || !strings.Contains(err.Error(), `"s00"`) {
			t.Errorf("two sites of one id: %v", err)
		}
	})
	t.Run("a site without a place covers nothing", func(t *testing.T) {
		r, err := coverage.Evaluate(ctx, s, []coverage.Site{{ID: "a", At: orb.Point{math.NaN(), 1}}}, coverage.Within(5e5), coverage.Areas{})
		if err != nil || r.NumSites != 0 {
			t.Errorf("got %v, %v", r, err)
		}
	})
	t.Run("edits that make no sense are named", func(t *testing.T) {
		base, err := coverage.NewBase(ctx, s, sites, coverage.Within(500), nil)
		if err != nil {
			t.Fatal(err)
		}
		for want, edits := range map[string][]coverage.Edit{
			`edit 0 removes "x"`:            {{Remove: []string{"x"}}},
			`edits 0 and 1 both remove "s0`: {{Remove: []string{"s01"}}, {Remove: []string{"s01"}}},
			`edit 0 adds "n" at (400, 1)`:   {{Add: []coverage.Site{{ID: "n", At: orb.Point{400, 1}}}}},
		} {
			if _, err := base.WhatIf(ctx, edits); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
		}
	})
	t.Run("a siting that makes no sense is named", func(t *testing.T) {
		good := coverage.SitingSpec{K: 1, Candidates: sites, Rule: coverage.Within(500)}
		for want, spoil := range map[string]func(*coverage.SitingSpec){
			"0 new sites":           func(s *coverage.SitingSpec) { s.K = 0 },
			"no candidates":         func(s *coverage.SitingSpec) { s.Candidates = nil },
			"spacing NaN":           func(s *coverage.SitingSpec) { s.Spacing = geo.Metres(math.NaN()) },
			"radius -1":             func(s *coverage.SitingSpec) { s.Rule = coverage.Within(-1) },
			"candidate 0 at (NaN, ": func(s *coverage.SitingSpec) { s.Candidates = []coverage.Site{{At: orb.Point{math.NaN(), 1}}} },
		} {
			spec := good
			spoil(&spec)
			if _, err := coverage.BestSites(ctx, s, spec); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
		}
	})
	t.Run("decay that makes no sense is named", func(t *testing.T) {
		for _, d := range []coverage.Decay{
			coverage.Steps{}, coverage.Steps{{500, 2}}, coverage.Steps{{500, 1}, {400, 0.5}}, coverage.Steps{{500, 0.5}, {600, 1}}, coverage.Steps{{500, math.NaN()}},
			coverage.Linear{Full: 5, Zero: 5}, coverage.Linear{Full: geo.Metres(math.NaN()), Zero: 5}, coverage.Exponential{Half: 0, Cut: 5}, coverage.Exponential{Half: 5},
		} {
			if got, err := coverage.Weighted(ctx, s, sites, coverage.Within(500), d, nil); err == nil {
				t.Errorf("%v: %v", d, got)
			}
		}
	})
	t.Run("a walk on another surface's footing", func(t *testing.T) {
		net := streets(t, rng, 0.02)
		rule := coverage.Walk{Radius: 500, On: footing(t, s, net)}
		if _, err := coverage.Share(ctx, empty, sites, rule, nil); err == nil || !strings.Contains(err.Error(), "another surface") {
			t.Errorf("got %v", err)
		}
		if _, err := coverage.Share(ctx, s, sites, coverage.Walk{Radius: 500}, nil); err == nil {
			t.Error("no footing: no error")
		}
	})
	t.Run("poles and antimeridian", func(t *testing.T) {
		spec := coverage.SurfaceSpec{Points: []orb.Point{{180, 0}, {-180, 0}, {-179.999, 0.001}, {0, 90}, {120, 89.999}, {-60, 89.999}, {0, -90}}, Amounts: []coverage.Amount{{Name: "n", Values: []float64{1, 1, 1, 1, 1, 1, 1}}}}
		s, err := coverage.NewSurface(spec)
		if err != nil {
			t.Fatal(err)
		}
		r, err := coverage.Evaluate(ctx, s, []coverage.Site{{ID: "date line", At: orb.Point{179.9995, 0}}, {ID: "pole", At: orb.Point{33, 89.9995}}}, coverage.Within(300), coverage.Areas{})
		if err != nil || r.Sites[0].Points != 3 || r.Sites[1].Points != 3 || r.Amounts[0].Covered != 6 {
			t.Errorf("got %v, %v", r, err)
		}
	})
}

// A question too long for its context ends with the context's error.
func TestEverythingObservesTheContext(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 4))
	f := newField(rng, 60_000)
	s := f.surface(t)
	sites := randomSites(rng, 200)
	walk := coverage.Walk{Radius: 2000, On: footing(t, s, streets(t, rng, 0.02))}
	over, cancel := context.WithCancel(context.Background())
	cancel()
	for _, rule := range []coverage.Rule{coverage.Within(2000), walk} {
		_, share := coverage.Share(over, s, sites, rule, nil)
		_, evaluate := coverage.Evaluate(over, s, sites, rule, coverage.Areas{})
		_, curve := coverage.Curve(over, s, sites, rule, []geo.Metres{500, 5000}, nil)
		_, _, split := coverage.Split(over, s, sites, rule, nil)
		_, base := coverage.NewBase(over, s, sites, rule, nil)
		_, weighted := coverage.Weighted(over, s, sites, rule, coverage.Exponential{Half: 500, Cut: 5000}, nil)
		_, siting := coverage.BestSites(over, s, coverage.SitingSpec{K: 3, Candidates: sites, Rule: rule})
		_, _, sensitivity := coverage.Sensitivity(over, s, sites, rule, nil, coverage.SensitivitySpec{})
		for i, err := range []error{share, evaluate, curve, split, base, weighted, siting, sensitivity} {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("%v: question %d: %v", rule, i, err)
			}
		}
	}
	if _, err := coverage.NewFooting(over, s, walk.On.Network(), 500); !errors.Is(err, context.Canceled) {
		t.Errorf("footing: %v", err)
	}
	// A proof that would take for ever is cut off in the midst of it.
	soon, stop := context.WithTimeout(context.Background(), 300*time.Millisecond)
	defer stop()
	_, err := coverage.BestSites(soon, s, coverage.SitingSpec{K: 40, Candidates: randomSites(rng, 3000), Rule: coverage.Within(900), MaxNodes: math.MaxInt})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("siting: %v", err)
	}
}

// A million sites are answered, whether they lie apart or all in one place.
func TestAMillionSites(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 6))
	f := newField(rng, 2000)
	s := f.surface(t)
	apart, heap := make([]coverage.Site, 1_000_000), make([]coverage.Site, 1_000_000)
	for i := range apart {
		apart[i].At = orb.Point{116 + rng.Float64(), 39.5 + rng.Float64()}
		heap[i].At = orb.Point{116.65, 39.9}
	}
	for _, sites := range [][]coverage.Site{apart, heap} {
		r, err := coverage.Evaluate(context.Background(), s, sites, coverage.Within(50), coverage.Areas{})
		if err != nil {
			t.Fatal(err)
		}
		alone, err := coverage.Share(context.Background(), s, sites, coverage.Within(50), nil)
		if err != nil || !slices.Equal(alone, r.Amounts) {
			t.Errorf("the share alone: %v, %v, want %v", alone, err, r.Amounts)
		}
	}
}

func TestEntrances(t *testing.T) {
	sites := []coverage.Site{{ID: "a", Members: []string{"a", "b"}}, {ID: "c"}, {ID: "d", Access: []orb.Point{{9, 9}}}}
	with, fallback := coverage.WithEntrances(sites, []coverage.Entrance{{"b", orb.Point{1, 1}}, {"c", orb.Point{2, 2}}, {"a", orb.Point{3, 3}}, {"x", orb.Point{4, 4}}})
	if !slices.Equal(with[0].Access, []orb.Point{{3, 3}, {1, 1}}) || !slices.Equal(with[1].Access, []orb.Point{{2, 2}}) || with[2].Access != nil || !slices.Equal(fallback, []string{"d"}) {
		t.Errorf("got %v, fallback %v", with, fallback)
	}
	if sites[2].Access == nil {
		t.Error("the argument is changed")
	}
	// A point 500 m from an entrance is covered, whatever the centre.
	at := orb.Point{116.65, 39.9}
	s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: []orb.Point{at}, Amounts: []coverage.Amount{{Name: "n", Values: []float64{1}}}})
	if err != nil {
		t.Fatal(err)
	}
	var lat, lon float64
	geodesic.WGS84.Direct(at[1], at[0], 90, 499.999, &lat, &lon, nil)
	far := coverage.Site{ID: "far", At: orb.Point{at[0] + 0.01, at[1]}}
	near := far
	near.Access = []orb.Point{{lon, lat}, {lon, lat}, far.At}
	r, err := coverage.Evaluate(context.Background(), s, []coverage.Site{far, near}, coverage.Within(500), coverage.Areas{})
	if err != nil || r.Sites[0].Points != 0 || r.Sites[1].Points != 1 || r.Sites[1].Exclusive != 1 || !r.Sites[0].FromCentre || r.Sites[1].FromCentre {
		t.Errorf("got %v, %v", r, err)
	}
}

func TestFootingStats(t *testing.T) {
	net, err := network.New(context.Background(), []network.Line{{At: orb.LineString{{116.6, 39.9}, {116.7, 39.9}}}}, nil, network.Options{})
	if err != nil {
		t.Fatal(err)
	}
	north := func(metres float64) orb.Point { return orb.Point{116.65, 39.9 + metres/111_035.6} }
	s, err := coverage.NewSurface(coverage.SurfaceSpec{Points: []orb.Point{north(10), north(99), north(101), north(400), north(700)}, Amounts: []coverage.Amount{{Name: "n", Values: []float64{1, 2, 3, 4, 10}}}})
	if err != nil {
		t.Fatal(err)
	}
	f, err := coverage.NewFooting(context.Background(), s, net, 500)
	if err != nil {
		t.Fatal(err)
	}
	if got := f.Stats(nil); got != (coverage.FootingStats{LongLegs: 85, Unjoined: 50}) {
		t.Errorf("got %v", got)
	}
	if got := f.Stats(s.Members(area(t, orb.Bound{Min: orb.Point{1, 1}, Max: orb.Point{2, 2}}))); got != (coverage.FootingStats{}) {
		t.Errorf("nowhere: %v", got)
	}
}

func TestSensitivity(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	f := newField(rng, 3000)
	s := f.surface(t)
	sites := randomSites(rng, 6)
	asked, effects, err := coverage.Sensitivity(context.Background(), s, sites, coverage.Within(1000), nil, coverage.SensitivitySpec{
		Radii: []geo.Metres{900, 1100}, Alternatives: []coverage.Alternative{{ID: "half", Sites: sites[:3]}}, Removals: 2,
	})
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for i, e := range effects {
		count[e.What]++
		if i > 0 && math.Abs(e.Change) > math.Abs(effects[i-1].Change) {
			t.Errorf("%v after %v", e, effects[i-1])
		}
		var want float64
		switch e.What {
		case "spreading":
			want = asked.Amounts[1].Share
		case "radius":
			var r float64
			fmt.Sscan(e.ID, &r)
			want = share(t, s, sites, r)
		case "alternative":
			want = share(t, s, sites[:3], 1000)
		case "site":
			want = share(t, s, slices.DeleteFunc(slices.Clone(sites), func(s coverage.Site) bool { return s.ID == e.ID }), 1000)
		}
		if !near(e.Share, want) || !near(e.Change, want-asked.Amounts[0].Share) {
			t.Errorf("%v, want %v", e, want)
		}
	}
	if count["spreading"] != 1 || count["radius"] != 2 || count["alternative"] != 1 || count["site"] != 2 {
		t.Errorf("effects %v", effects)
	}
}

func share(t *testing.T, s *coverage.Surface, sites []coverage.Site, r float64) float64 {
	got, err := coverage.Share(context.Background(), s, sites, coverage.Within(r), nil)
	if err != nil {
		t.Fatal(err)
	}
	return got[0].Share
}

func TestGridCandidates(t *testing.T) {
	a := area(t, orb.Bound{Min: orb.Point{116.6, 39.85}, Max: orb.Point{116.7, 39.95}})
	sites, err := coverage.GridCandidates(a, 1000)
	if err != nil || len(sites) != 9*12 {
		t.Fatalf("%d candidates, %v, want 9 columns by 12 rows", len(sites), err)
	}
	if sites[0].ID != "r1c1" || sites[107].ID != "r12c9" {
		t.Errorf("ids %s to %s", sites[0].ID, sites[107].ID)
	}
	if d := geo.Distance(sites[0].At, sites[1].At); math.Abs(float64(d-1000)) > 2 {
		t.Errorf("%v m apart", d)
	}
	for _, step := range []geo.Metres{0, -5, geo.Metres(math.NaN()), 1e-3, 5} {
		if sites, err := coverage.GridCandidates(a, step); err == nil {
			t.Errorf("step %v: %d candidates", step, len(sites))
		}
	}
}
