package coverage_test

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"layoutmap/geo"
	"layoutmap/geo/coverage"
)

// The answer on small cases is that of trying all choices; without a search for
// proof it is no worse than a random choice, and the bound holds.
func TestBestSitesAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := draw(t, 200)
		candidates := randomSites(d.rng, rapid.IntRange(1, 9).Draw(t, "candidates"))
		for i := range candidates {
			candidates[i].ID = fmt.Sprint("c", i)
		}
		k := rapid.IntRange(1, 4).Draw(t, "k")
		spacing := rapid.SampledFrom([]geo.Metres{0, 0, 1500}).Draw(t, "spacing")
		before := d.evaluate(t, d.sites, d.rule).Amounts[0].Covered
		allowed := func(chosen []coverage.Site) bool {
			for i, a := range chosen {
				for _, b := range append(chosen[:i:i], d.sites...) {
					if geo.Distance(a.At, b.At) < spacing {
						return false
					}
				}
			}
			return true
		}
		var best float64
		var try func(at int, chosen []coverage.Site)
		try = func(at int, chosen []coverage.Site) {
			best = max(best, d.evaluate(t, append(chosen[:len(chosen):len(chosen)], d.sites...), d.rule).Amounts[0].Covered-before)
			for ; at < len(candidates) && len(chosen) < k; at++ {
				if next := append(chosen[:len(chosen):len(chosen)], candidates[at]); allowed(next) {
					try(at+1, next)
				}
			}
		}
		try(0, nil)
		spec := coverage.SitingSpec{K: k, Candidates: candidates, Existing: d.sites, Rule: d.rule, Study: d.study, Spacing: spacing, MaxNodes: 1 << 20}
		last := -1.0
		spec.Progress = func(done float64) {
			if done < last || done > 1 {
				t.Fatalf("progress %v after %v", done, last)
			}
			last = done
		}
		got, err := coverage.BestSites(context.Background(), d.s, spec)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if !got.Optimal || !near(got.Gain, best) || got.Bound < got.Gain || len(got.Chosen) > k || last != 1 {
			t.Fatalf("got %v optimal %v, bound %v, best %v", got.Gain, got.Optimal, got.Bound, best)
		}
		var sites []coverage.Site
		var sum float64
		for i, c := range got.Chosen {
			sites = append(sites, c.Site)
			sum += c.Gain[0]
			if i > 0 && c.Gain[0] > got.Chosen[i-1].Gain[0] || !reflect.DeepEqual(c.Site, candidates[c.Candidate]) {
				t.Fatalf("chosen %v", got.Chosen)
			}
		}
		after := d.evaluate(t, append(sites, d.sites...), d.rule).Amounts
		if !allowed(sites) || !near(sum, got.Gain) || !reflect.DeepEqual(after, got.After) {
			t.Fatalf("got %v, want %v", got.After, after)
		}
		spec.MaxNodes, spec.Progress = 0, nil
		quick, err := coverage.BestSites(context.Background(), d.s, spec)
		if err != nil {
			t.Fatalf("%v", err)
		}
		if quick.Gain > best*(1+1e-9) || quick.Bound < best*(1-1e-9) || quick.Gain < best/2*(1-1e-9) && spacing == 0 {
			t.Fatalf("without proof: %v to %v, best %v", quick.Gain, quick.Bound, best)
		}
	})
}
