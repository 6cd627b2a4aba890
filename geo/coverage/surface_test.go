package coverage_test

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/paulmach/orb"
	"pgregory.net/rapid"

	"layoutmap/geo/coverage"
)

func TestNewSurfaceRefuses(t *testing.T) {
	p := []orb.Point{{116.6, 39.9}, {116.7, 39.9}}
	amount := func(v ...float64) coverage.Amount { return coverage.Amount{Name: "n", Values: v} }
	for _, tt := range []struct {
		name string
		spec coverage.SurfaceSpec
		want string
	}{
		{"no amount", coverage.SurfaceSpec{Points: p}, "no amount"},
		{"too few values", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(1)}}, "amount n: 1 values for 2 points"},
		{"negative", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(1, -2)}}, "value 1 is -2"},
		{"NaN", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(math.NaN(), 1)}}, "value 0 is NaN"},
		{"infinite", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(1, math.Inf(1))}}, "value 1 is +Inf"},
		{"too large a sum", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(1.7e308, 1.7e308)}}, "total is not finite"},
		{"a name twice", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{amount(1, 2), amount(1, 2)}}, `amount 1: name "n"`},
		{"no name", coverage.SurfaceSpec{Points: p, Amounts: []coverage.Amount{{Values: []float64{1, 2}}}}, `amount 0: name ""`},
		{"latitude", coverage.SurfaceSpec{Points: []orb.Point{p[0], {39.9, 116.6}}, Amounts: []coverage.Amount{amount(1, 2)}}, "point 1 at (39.9, 116.6)"},
		{"NaN point", coverage.SurfaceSpec{Points: []orb.Point{{math.NaN(), 1}}, Amounts: []coverage.Amount{amount(1)}}, "point 0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.spec.ID = "jobs"
			if _, err := coverage.NewSurface(tt.spec); err == nil || !strings.Contains(err.Error(), tt.want) || !strings.Contains(err.Error(), "jobs") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
	values := []float64{1, 2}
	s, err := coverage.NewSurface(coverage.SurfaceSpec{ID: "i", Kind: "k", Unit: "u", Points: p, Amounts: []coverage.Amount{amount(values...)}})
	if err != nil || s.ID() != "i" || s.Kind() != "k" || s.Unit() != "u" || s.Len() != 2 {
		t.Errorf("got %v, %v", s, err)
	}
	if _, err := coverage.NewSurface(coverage.SurfaceSpec{Amounts: []coverage.Amount{amount()}}); err != nil {
		t.Errorf("a surface without points: %v", err)
	}
}

// Ten times 0.1 is 1, not 0.9999999999999999, at any size of the unit.
func TestSumsAreExact(t *testing.T) {
	for _, unit := range []float64{1, 1e-300, 1e300, 5e-324, 0x1p-1060} {
		spec := coverage.SurfaceSpec{Amounts: []coverage.Amount{{Name: "n"}}}
		for range 10 {
			spec.Points = append(spec.Points, orb.Point{116.6575, 39.9035})
			spec.Amounts[0].Values = append(spec.Amounts[0].Values, 0.1*unit)
		}
		spec.Amounts[0].Values[9] = max(0.1*unit, 5e-324)
		s, err := coverage.NewSurface(spec)
		if err != nil {
			t.Fatal(err)
		}
		r, err := coverage.Evaluate(context.Background(), s, []coverage.Site{{At: spec.Points[0]}}, coverage.Within(1), coverage.Areas{})
		if err != nil {
			t.Fatal(err)
		}
		want := 10 * (0.1 * unit)
		if unit == 5e-324 {
			want = 5e-324
		}
		if a := r.Amounts[0]; a.Covered != want || a.Total != want || a.Share != 100 {
			t.Errorf("unit %v: got %v, want %v", unit, a, want)
		}
	}
}

// Members are the points the area contains, one by one, whatever its shape.
func TestMembersAreThePointsContained(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		f := newField(rng, 3000)
		s := f.surface(t)
		var star orb.Polygon
		for range 1 + rng.IntN(3) { // crossing rings count by the even-odd rule
			var ring orb.Ring
			for range 3 + rng.IntN(6) {
				ring = append(ring, orb.Point{116.59 + 0.12*rng.Float64(), 39.84 + 0.12*rng.Float64()})
			}
			if rng.IntN(2) == 0 {
				ring[0] = f.points[rng.IntN(len(f.points))] // a point on the boundary
			}
			star = append(star, append(ring, ring[0]))
		}
		a := area(t, star)
		var got, want []int
		for d := range s.Members(a).All() {
			got = append(got, d.Index)
		}
		for i, p := range f.points {
			if a.Contains(p) {
				want = append(want, i)
			}
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%d members, the area contains %d", len(got), len(want))
		}
	})
}
