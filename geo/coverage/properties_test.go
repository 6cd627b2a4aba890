package coverage_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
	"layoutmap/geo/network"
)

// streets is a grid of streets over the random field, with gaps, crossed
// nowhere else.
func streets(t fatal, rng *rand.Rand, step float64) *network.Network {
	var lines []network.Line
	for v := 0.0; v <= 0.1; v += step {
		for u := 0.0; u < 0.1; u += step {
			if rng.IntN(5) > 0 {
				lines = append(lines, network.Line{At: orb.LineString{{116.6 + u, 39.85 + v}, {116.6 + u + step, 39.85 + v}}})
			}
			if rng.IntN(5) > 0 {
				lines = append(lines, network.Line{At: orb.LineString{{116.6 + v, 39.85 + u}, {116.6 + v, 39.85 + u + step}}})
			}
		}
	}
	net, err := network.New(context.Background(), lines, nil, network.Options{})
	if err != nil {
		t.Fatalf("%v", err)
	}
	return net
}

func footing(t fatal, s *coverage.Surface, net *network.Network) *coverage.Footing {
	f, err := coverage.NewFooting(context.Background(), s, net, 1000)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return f
}

// drawn is a random question: circles or walks, with and without entrances.
type drawn struct {
	rng   *rand.Rand
	f     field
	s     *coverage.Surface
	sites []coverage.Site
	rule  coverage.Rule
	study *coverage.Members
}

func draw(t *rapid.T, points int) drawn {
	d := drawn{rng: rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))}
	d.f = newField(d.rng, points)
	d.s = d.f.surface(t)
	d.sites = randomSites(d.rng, rapid.IntRange(0, 8).Draw(t, "sites"))
	if rapid.Bool().Draw(t, "entrances") {
		for i := range d.sites {
			for range d.rng.IntN(4) {
				at := d.sites[i].At
				d.sites[i].Access = append(d.sites[i].Access, orb.Point{at[0] + 0.004*d.rng.Float64(), at[1] + 0.004*d.rng.Float64()})
			}
		}
	}
	r := rapid.SampledFrom([]geo.Metres{100, 500, 1500, 4000}).Draw(t, "r")
	d.rule = coverage.Within(r)
	if rapid.Bool().Draw(t, "walk") {
		d.rule = coverage.Walk{Radius: r, On: footing(t, d.s, streets(t, d.rng, 0.01))}
	}
	if rapid.Bool().Draw(t, "one town") {
		d.study = d.s.Members(area(t, d.f.towns[0]))
	}
	return d
}

func (d drawn) evaluate(t fatal, sites []coverage.Site, rule coverage.Rule) coverage.Report {
	r, err := coverage.Evaluate(context.Background(), d.s, sites, rule, coverage.Areas{Study: d.study})
	if err != nil {
		t.Fatalf("%v", err)
	}
	alone, err := coverage.Share(context.Background(), d.s, sites, rule, d.study)
	if err != nil || !slices.Equal(alone, r.Amounts) {
		t.Fatalf("the share alone: %v, %v, want %v", alone, err, r.Amounts)
	}
	return r
}

func withRadius(rule coverage.Rule, r geo.Metres) coverage.Rule {
	if w, ok := rule.(coverage.Walk); ok {
		return coverage.Walk{Radius: r, On: w.On}
	}
	return coverage.Within(r)
}

func TestCurveIsEvaluateAtEachRadius(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 500)
		radii := []geo.Metres{1, 50, 100, 499.9999999, 500, 500.0000001, 900, 2000, 3500}
		got, err := coverage.Curve(context.Background(), d.s, d.sites, d.rule, radii, d.study)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i, r := range radii {
			want := d.evaluate(t, d.sites, withRadius(d.rule, r))
			if !slices.Equal(got[i].Amounts, want.Amounts) || got[i].Low != want.Low || got[i].High != want.High || got[i].Radius != r {
				t.Fatalf("%v m: got %v, want %v", r, got[i], want)
			}
		}
	})
}

func TestGrowsWithRadiusAndSites(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 400)
		less := d.evaluate(t, d.sites, d.rule)
		wider := d.evaluate(t, d.sites, withRadius(d.rule, d.rule.Reach()*1.3))
		more := d.evaluate(t, append(slices.Clone(d.sites), randomSites(d.rng, 2)...), d.rule)
		for i, a := range less.Amounts {
			if wider.Amounts[i].Covered < a.Covered || more.Amounts[i].Covered < a.Covered {
				t.Fatalf("%v, wider %v, with more sites %v", a, wider.Amounts[i], more.Amounts[i])
			}
		}
	})
}

func TestWalksStayInTheCircle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 600)
		// Some people live on the streets, right where walks are straight.
		for i := range 60 {
			d.f.points[i][1] = 39.85 + 0.01*float64(d.rng.IntN(10))
		}
		d.s, d.study = d.f.surface(t), nil
		for i := range d.sites {
			d.sites[i].Access = nil
			if i%2 == 0 {
				d.sites[i].At = d.f.points[d.rng.IntN(60)]
			}
		}
		rule := coverage.Walk{Radius: d.rule.Reach(), On: footing(t, d.s, streets(t, d.rng, 0.01))}
		walked, err := coverage.Distances(context.Background(), d.s, d.sites, rule)
		if err != nil {
			t.Fatalf("%v", err)
		}
		for i, far := range walked {
			straight := geo.Metres(1e9)
			for _, site := range d.sites {
				straight = min(straight, geo.Geodesic(site.At, d.f.points[i]))
			}
			if far < float64(straight) {
				t.Fatalf("point %d: %v m on foot, %v m straight", i, far, straight)
			}
		}
	})
}

func TestInclusionAndExclusion(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 400)
		d.sites = randomSites(d.rng, 2)
		both := d.evaluate(t, d.sites, d.rule)
		a, b := d.evaluate(t, d.sites[:1], d.rule), d.evaluate(t, d.sites[1:], d.rule)
		shared := both.Sites[0].Shared
		if !near(both.Amounts[0].Covered, a.Amounts[0].Covered+b.Amounts[0].Covered-shared) || both.Sites[1].Shared != shared {
			t.Fatalf("%v ∪ %v is %v, shared %v", a.Amounts[0], b.Amounts[0], both.Amounts[0], shared)
		}
	})
}

func TestSplitMakesTheStudyArea(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 300)
		covered, gaps, err := coverage.Split(context.Background(), d.s, d.sites, d.rule, d.study)
		if err != nil {
			t.Fatalf("%v", err)
		}
		report := d.evaluate(t, d.sites, d.rule)
		for i, a := range report.Amounts {
			if got := covered.Totals()[i]; got != a.Covered || !near(got+gaps.Totals()[i], a.Total) {
				t.Fatalf("%v covered and %v open of %v", got, gaps.Totals()[i], a)
			}
		}
		var sum float64
		seen := map[int]bool{}
		for g := range gaps.All() {
			if g.At != d.f.points[g.Index] || !near(g.Amounts[0], d.f.even[g.Index]) || !near(g.Amounts[1], d.f.roads[g.Index]) {
				t.Fatalf("gap %v is not point %d", g, g.Index)
			}
			seen[g.Index] = true
			sum += g.Amounts[0]
		}
		if !near(sum, gaps.Totals()[0]) || len(seen) != gaps.Len() {
			t.Fatalf("gaps sum to %v, want %v", sum, gaps.Totals()[0])
		}
		for c := range covered.All() {
			if seen[c.Index] {
				t.Fatalf("point %d is covered and a gap", c.Index)
			}
		}
	})
}

// What edits change is what computing both from scratch shows.
func TestWhatIfIsRecomputation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 400)
		base, err := coverage.NewBase(context.Background(), d.s, d.sites, d.rule, d.study)
		if err != nil {
			t.Fatalf("%v", err)
		}
		left := slices.Clone(d.sites)
		d.rng.Shuffle(len(left), func(i, j int) { left[i], left[j] = left[j], left[i] })
		var edits []coverage.Edit
		for e := range rapid.IntRange(0, 4).Draw(t, "edits") {
			var edit coverage.Edit
			for range d.rng.IntN(3) {
				if len(left) > 0 {
					edit.Remove = append(edit.Remove, left[0].ID)
					left = left[1:]
				}
			}
			for i, site := range randomSites(d.rng, d.rng.IntN(3)) {
				site.ID = fmt.Sprintf("new-%d-%d", e, i)
				edit.Add = append(edit.Add, site)
			}
			edits = append(edits, edit)
		}
		got, err := base.WhatIf(context.Background(), edits)
		if err != nil {
			t.Fatalf("%v", err)
		}
		edited := func(which func(int) bool) []coverage.AmountShare {
			sites := slices.Clone(d.sites)
			for e, edit := range edits {
				if which(e) {
					sites = slices.DeleteFunc(sites, func(s coverage.Site) bool { return slices.Contains(edit.Remove, s.ID) })
					sites = append(sites, edit.Add...)
				}
			}
			return d.evaluate(t, sites, d.rule).Amounts
		}
		before := edited(func(int) bool { return false })
		after := edited(func(int) bool { return true })
		if !slices.Equal(got.Base, before) || !slices.Equal(got.After, after) {
			t.Fatalf("got %v to %v, want %v to %v", got.Base, got.After, before, after)
		}
		for i := range after {
			if !near(got.Gain[i], after[i].Covered-before[i].Covered) || !near(got.Gain[i], got.Gained.Totals()[i]-got.Lost.Totals()[i]) {
				t.Fatalf("gain %v, want %v", got.Gain[i], after[i].Covered-before[i].Covered)
			}
		}
		for e := range edits {
			alone := edited(func(k int) bool { return k == e })
			others := edited(func(k int) bool { return k != e })
			for i := range alone {
				if !near(got.Edits[e].Alone[i], alone[i].Covered-before[i].Covered) || !near(got.Edits[e].Last[i], after[i].Covered-others[i].Covered) {
					t.Fatalf("edit %d: got %v", e, got.Edits[e])
				}
			}
		}
	})
}

func TestStepsOfOneWeightAreEvaluate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 300)
		want := d.evaluate(t, d.sites, d.rule).Amounts
		got, err := coverage.Weighted(context.Background(), d.s, d.sites, d.rule, coverage.Steps{{Radius: d.rule.Reach(), Weight: 1}}, d.study)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("got %v, %v, want %v", got, err, want)
		}
		r := d.rule.Reach()
		linear, err := coverage.Weighted(context.Background(), d.s, d.sites, d.rule, coverage.Linear{Full: r / 2, Zero: r}, d.study)
		if err != nil || linear[0].Covered > want[0].Covered {
			t.Fatalf("linear %v, %v, whole %v", linear, err, want)
		}
		far, err := coverage.Distances(context.Background(), d.s, d.sites, d.rule)
		if err != nil {
			t.Fatalf("%v", err)
		}
		var sum float64
		for i, v := range far {
			if d.study == nil || d.f.towns[0].Contains(d.f.points[i]) {
				if v <= float64(r) {
					sum += d.f.even[i] * min(1, (float64(r)-v)/float64(r/2))
				}
			}
		}
		if diff := sum - linear[0].Covered; diff > 1e-4 || diff < -1e-4 {
			t.Fatalf("linear %v, want %v", linear[0].Covered, sum)
		}
	})
}

// The points of a walk are those the network says, one by one, rivers in the
// way included.
func TestWalkDistancesAreTheNetworks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 150)
		rng := d.rng
		var lines []network.Line
		for range 40 {
			a := orb.Point{116.6 + 0.1*rng.Float64(), 39.85 + 0.1*rng.Float64()}
			lines = append(lines, network.Line{At: orb.LineString{a, {a[0] + 0.05*(rng.Float64()-0.5), a[1] + 0.05*(rng.Float64()-0.5)}}})
		}
		river := orb.LineString{{116.58, 39.88 + 0.04*rng.Float64()}, {116.65, 39.9}, {116.72, 39.88 + 0.04*rng.Float64()}}
		net, err := network.New(context.Background(), lines, []orb.Geometry{river}, network.Options{})
		if err != nil {
			t.Fatalf("%v", err)
		}
		rule := coverage.Walk{Radius: d.rule.Reach(), On: footing(t, d.s, net)}
		got, err := coverage.Distances(context.Background(), d.s, d.sites, rule)
		if err != nil {
			t.Fatalf("%v", err)
		}
		var from []network.Place
		for _, site := range d.sites {
			for _, p := range append(site.Access, site.At)[:max(1, len(site.Access))] {
				if place, ok := net.Locate(p, min(rule.Radius, 1000)); ok {
					from = append(from, place)
				}
			}
		}
		w := net.Walker()
		defer w.Done()
		if err := w.Run(context.Background(), from, rule.Radius+1); err != nil {
			t.Fatal(err)
		}
		total, covered := 0.0, 0.0
		for i, p := range d.f.points {
			want := 1e9
			if place, ok := net.Locate(p, 1000); ok {
				want = w.Distance(place)
			}
			if (got[i] <= float64(rule.Radius)) != (want <= float64(rule.Radius)) && want > float64(rule.Radius)+0.001 || got[i] < 1e8 && !(got[i]-want < 0.001 && want-got[i] < 0.001) {
				t.Fatalf("point %d: %v m, the network says %v", i, got[i], want)
			}
			if d.study == nil || d.f.towns[0].Contains(p) {
				total += d.f.even[i]
				if got[i] <= float64(rule.Radius) {
					covered += d.f.even[i]
				}
			}
		}
		if r := d.evaluate(t, d.sites, rule); !near(r.Amounts[0].Covered, covered) || !near(r.Amounts[0].Total, total) {
			t.Fatalf("%v covered of %v, want %v of %v", r.Amounts[0].Covered, r.Amounts[0].Total, covered, total)
		}
	})
}
